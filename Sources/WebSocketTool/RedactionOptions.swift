import ArgumentParser
import Daemon
import PeerObserver

/// What is hidden for public display.
struct RedactionOptions: ParsableArguments {
    @Flag(help: "Hide this node's addresses, and show pseudonyms for those of peers; needs --redact-key-file.")
    var redact = false

    @Option(help: "File with the key of the pseudonyms: 32 bytes, as 64 hexadecimal digits.")
    var redactKeyFile: String?

    @Option(
        help: "Address or host name of this node to hide, beside those that events tell; may be given several times.")
    var ownAddress: [String] = []

    /// Nil without --redact.
    func redactor() throws(DaemonError) -> Redactor? {
        guard redact else {
            guard redactKeyFile == nil, ownAddress.isEmpty else {
                throw DaemonError("--redact-key-file and --own-address hide nothing alone", hint: "add --redact")
            }
            return nil
        }
        guard let redactKeyFile else {
            throw DaemonError(
                "--redact needs a key", hint: "openssl rand -hex 32 > FILE, and --redact-key-file FILE")
        }
        let digits = Array(try SecretFile.read(redactKeyFile, "the redaction key").utf8)
        let key = stride(from: 0, to: digits.count - 1, by: 2).compactMap { index in
            UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16)
        }
        guard digits.count == 2 * Redactor.keyByteCount, key.count == Redactor.keyByteCount else {
            throw DaemonError("\(redactKeyFile) should hold 64 hexadecimal digits", hint: "openssl rand -hex 32 > FILE")
        }
        do {
            return try Redactor(key: key, ownAddresses: ownAddress)
        } catch {
            throw DaemonError("\(error)")
        }
    }
}
