import ArchiveFormat
import ArgumentParser
import PeerObserver

struct ConvertCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Writes archives anew in another form: one frame, seekable or plain, at any level.",
        discussion:
            "Header and events stay what they are, byte for byte. Upstream's first archives get the header that they lack."
    )

    @OptionGroup var input: InputOptions
    @Option(name: .shortAndLong, help: "The new archive, or a folder for several.")
    var output: String
    @OptionGroup var options: ArchiveOptions

    func run() throws {
        var isDamaged = false
        for (source, target) in try OutputPlan(try input.paths(), output: output, options: options).targets {
            do {
                let conversion = try Conversion(of: source, to: target, options)
                Console.note(NewArchive.describe(conversion.archive, from: 1))
                if conversion.headers > 1 {
                    Console.note(
                        "\(source): of \(conversion.headers) archives behind one another, the first one's header stays")
                }
                guard let damage = conversion.damage else { continue }
                Console.error("\(source): \(damage); what lies before it was converted (archive repair may find more)")
            } catch let error as ArchiveError {
                if case .file = error { throw error }
                Console.error("\(source): \(error)")
            }
            isDamaged = true
        }
        if isDamaged { throw ToolExit.damaged.error }
    }
}

/// An archive in another form.
struct Conversion {
    let archive: ClosedArchive
    /// What ended it, if not the end.
    private(set) var damage: ArchiveError?
    /// Headers in the source; the further ones are gone, but what they say of the node is in the events.
    private(set) var headers = 1

    init(of source: String, to target: String, _ options: ArchiveOptions) throws {
        var reader = try ArchiveReader(path: source)
        let first = try reader.readHeader()
        // Of the first format, the header is made of what the first event tells.
        let isFirstFormat = reader.encodedHeader == nil
        let header = reader.encodedHeader ?? SourceHeaders([source]).merged(words: []).encoded()
        var (found, headers) = (ArchiveError?.none, 1)
        archive = try NewArchive.make(target, encodedHeader: header, options) { writer in
            var notes = NoteReader()
            while true {
                do throws(ArchiveError) {
                    guard try reader.next() else { break }
                } catch {
                    if case .file = error { throw error }
                    found = error
                    break
                }
                let note = notes.note(reader.event)
                var suffix: [UInt8] = []
                if reader.headers > 1, !isFirstFormat, note.node == nil, let node = reader.header?.node,
                    node != first.node
                {
                    suffix = NodeField.encoded(node)
                }
                try writer.add(reader.event, suffix: suffix, note)
            }
            headers = reader.headers
        }
        (damage, self.headers) = (found, headers)
    }
}
