import ArgumentParser

/// The JetStream stream that events are read from, where there is one.
struct StreamOptions: ParsableArguments, Sendable {
    @Option(help: "Reads events from this JetStream stream, and acknowledges them when they are on the disk.")
    var jetstream: String?

    @Option(help: "Name of the durable consumer; by default archiver- and the base name.")
    var consumer: String?

    @Option(help: "JetStream domain of the stream.")
    var jetstreamDomain: String?

    @Option(help: "Time after which the server sends again what was not acknowledged.")
    var ackWait = TimeSpan(seconds: 30)

    func validate() throws {
        for (flag, name) in [
            ("--jetstream", jetstream), ("--consumer", consumer), ("--jetstream-domain", jetstreamDomain),
        ] {
            guard let name else { continue }
            guard !name.isEmpty, name.utf8.count <= 128,
                name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !".*>/\\".utf8.contains($0) })
            else { throw ValidationError("\(flag) is a name without spaces, dots, slashes, * and >") }
        }
        guard (2...3600).contains(ackWait.seconds) else { throw ValidationError("--ack-wait is a time from 2s to 1h") }
        guard jetstream != nil || consumer == nil && jetstreamDomain == nil else {
            throw ValidationError("--consumer and --jetstream-domain belong to --jetstream")
        }
    }

    /// - Parameter baseName: what the consumer is named after; what a name may not hold becomes `_`.
    func consumerName(baseName: String) -> String {
        consumer
            ?? "archiver-"
            + String(
                decoding: baseName.utf8.map { byte -> UInt8 in
                    let isPlain = byte < 0x7F && byte > 0x20 && !".*>/\\".utf8.contains(byte)
                    return isPlain ? byte : UInt8(ascii: "_")
                }, as: UTF8.self)
    }
}
