import ArchiveFormat
import ArgumentParser
import Daemon
import PeerObserver

struct RedactCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "redact",
        abstract: "Makes archives that can be shared: own addresses hidden, peers' as pseudonyms.",
        discussion: """
            All archives are read twice: first to learn the node's own addresses from their events, then to rewrite them. So give those together \
            that belong together. docs/redaction.md tells what is hidden, and what is not.
            """)

    @OptionGroup var input: InputOptions

    @Option(name: .shortAndLong, help: "The new archive, or a folder for several.")
    var output: String

    @Option(help: "File with the key of the pseudonyms: 32 bytes, as 64 hexadecimal digits.")
    var redactKeyFile: String

    @Option(
        help: "Address or host name of the node to hide, beside those that events tell; may be given several times.")
    var ownAddress: [String] = []

    @OptionGroup var options: ArchiveOptions

    func run() throws {
        let paths = try input.paths()
        for path in paths where FileKind(path) != .file {
            throw ToolError("\(path) is no file: it is read twice")
        }
        var redaction = ArchiveRedaction(try redactor())
        var damages: [String: ArchiveError] = [:]
        for path in paths {
            if let damage = try redaction.learn(path) { damages[path] = damage }
        }
        Console.note("\(redaction.ownAddressCount) own addresses are known")
        if redaction.ignoredOwnAddressCount > 0 {
            Console.error(
                "\(redaction.ignoredOwnAddressCount) times an own address came when there was no room for more: it is shown as a peer's"
            )
        }
        let plan = try OutputPlan(paths, output: output, options: options) { redaction.text($0) }
        var isDamaged = false
        for (source, target) in plan.targets {
            do {
                let archive = try redaction.rewrite(source, to: target, options)
                Console.note(NewArchive.describe(archive, from: 1))
            } catch let error as ArchiveError {
                if case .file = error { throw error }
                Console.error("\(source): \(error)")
                isDamaged = true
            }
            if let damage = damages[source] {
                Console.error("\(source): \(damage); what lies before it was redacted")
                isDamaged = true
            }
        }
        if redaction.dropped > 0 {
            Console.error("\(redaction.dropped) events were left out, since nobody knows what they hold")
            isDamaged = true
        }
        if isDamaged { throw ToolExit.damaged.error }
    }

    private func redactor() throws -> Redactor {
        do throws(DaemonError) {
            let digits = Array(try SecretFile.read(redactKeyFile, "the redaction key").utf8)
            let key = stride(from: 0, to: digits.count - 1, by: 2).compactMap { index in
                UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16)
            }
            guard digits.count == 2 * Redactor.keyByteCount, key.count == Redactor.keyByteCount else {
                throw DaemonError(
                    "\(redactKeyFile) should hold 64 hexadecimal digits", hint: "openssl rand -hex 32 > FILE")
            }
            do throws(RedactionError) {
                return try Redactor(key: key, ownAddresses: ownAddress)
            } catch {
                throw DaemonError("\(error)")
            }
        } catch {
            throw ToolError("\(error)")
        }
    }
}
