import Daemon

/// Archives the messages of a JetStream stream, and tells which of them are on the disk.
struct StreamIntake: StreamHandler {
    private let sink: ArchiveSink
    private let statistics: ArchiveStatistics
    let commitInterval: Duration

    init(_ sink: ArchiveSink, interval: Duration, statistics: ArchiveStatistics) {
        self.sink = sink
        self.statistics = statistics
        commitInterval = interval
    }

    func begin(_ stream: StreamIdentity, acknowledged: UInt64) { sink.begin(stream, acknowledged: acknowledged) }

    func missing(in held: Range<UInt64>, limit: Int) -> [UInt64] {
        let (numbers, gone) = sink.missing(in: held, limit: limit)
        statistics.update { $0.gone += gone }
        return numbers
    }

    func skip(_ number: UInt64) {
        sink.skip(number)
        statistics.update { $0.gone += 1 }
    }

    func receive(_ message: StreamMessage) -> LossReason? {
        statistics.update { values in
            values.waitingInStream = message.waiting
            if message.deliveries > 1 { values.redelivered += 1 }
            if message.deliveries == 0 { values.fetchedByNumber += 1 }
        }
        return sink.receive(subject: message.subject, payload: message.payload, number: message.number)
    }

    func commit() -> Bool { sink.writeOut() }

    func acknowledged(_ count: Int) { statistics.update { $0.acknowledged += UInt64(count) } }

    var isReady: Bool { sink.isWriting }
}
