import Daemon
import EventOutput

/// Tells how far a replay has got, how fast it is, and what is left.
struct ProgressText {
    private struct Sample {
        let time: UInt64
        let events: UInt64
    }

    private let start: UInt64
    /// Of the last seconds, oldest first.
    private var samples: [Sample] = []
    /// Bytes read and the time when this round began.
    private var roundStart: (round: UInt64, time: UInt64, bytes: UInt64)

    private static let sampleCount = 20
    private static let sampleDistance: UInt64 = 100_000_000

    /// - Parameter now: nanoseconds of the running clock, as everywhere here.
    init(now: UInt64) {
        start = now
        roundStart = (1, now, 0)
        samples = [Sample(time: now, events: 0)]
    }

    mutating func line(_ status: ReplayStatus.Snapshot, now: UInt64) -> String {
        if status.round != roundStart.round { roundStart = (status.round, now, status.bytesRead) }
        let parts = [
            place(status), status.lastTime.map(EventTime.text), "\(rate(status.events, now)) events/s",
            left(status, now),
            status.round > 1 ? "round \(status.round)" : nil,
        ]
        return parts.compactMap(\.self).joined(separator: ", ")
    }

    private func place(_ status: ReplayStatus.Snapshot) -> String {
        guard status.totalBytes > 0 else { return "\(status.events) events" }
        let share = Double(min(status.bytesRead, status.totalBytes)) / Double(status.totalBytes)
        return "\(StatusLine.bar(share)) \(Int(share * 100)) % of \(Self.size(status.totalBytes))"
    }

    private mutating func rate(_ events: UInt64, _ now: UInt64) -> UInt64 {
        let oldest = samples[0]
        if now >= samples[samples.count - 1].time + Self.sampleDistance {
            samples.append(Sample(time: now, events: events))
            if samples.count > Self.sampleCount { samples.removeFirst() }
        }
        guard now > oldest.time, events >= oldest.events else { return 0 }
        return UInt64(min(1e18, Double(events - oldest.events) * 1e9 / Double(now - oldest.time)))
    }

    private func left(_ status: ReplayStatus.Snapshot, _ now: UInt64) -> String? {
        if let due = status.waitingUntil, due > now + 1_000_000_000 { return "next event in \(Self.span(due - now))" }
        let (done, taken) = (status.bytesRead - min(status.bytesRead, roundStart.bytes), now - roundStart.time)
        guard status.totalBytes > 0, done > 0, status.bytesRead <= status.totalBytes else { return nil }
        let nanoseconds = Double(taken) / Double(done) * Double(status.totalBytes - status.bytesRead)
        return "\(Self.span(UInt64(min(nanoseconds, 4e18)))) left"
    }

    private static func size(_ bytes: UInt64) -> String {
        bytes < 10_000_000 ? "\(bytes / 1000) kB" : "\(bytes / 1_000_000) MB"
    }

    /// As `3m 20s`; the two largest units that are needed.
    static func span(_ nanoseconds: UInt64) -> String {
        let seconds = nanoseconds / 1_000_000_000
        switch seconds {
        case ..<60: return "\(seconds)s"
        case ..<3600: return "\(seconds / 60)m \(seconds % 60)s"
        case ..<86_400: return "\(seconds / 3600)h \(seconds / 60 % 60)m"
        default: return "\(seconds / 86_400)d \(seconds / 3600 % 24)h"
        }
    }
}
