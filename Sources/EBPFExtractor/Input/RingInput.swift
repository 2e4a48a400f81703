import CLibbpf
import Daemon
import Glibc
import Logging
import Synchronization
import TraceRecording

/// Takes records from the kernel's ring buffer until it is told to stop.
final class RingInput {
    private let programs: TracePrograms
    private let attachment: NodeAttachment
    private let publisher: RecordPublisher
    private let bus: any EventBus
    private let statistics: TraceStatistics
    private let logger: Logger
    private let heartbeat: Heartbeat?
    private var recording: RecordingWriter?
    private var clock = MonotonicClock()
    private var clockSteps: UInt64 = 0
    private var records: UInt64 = 0
    private var idle = IdleWarning()
    /// What of the kernel's counts the bus knows already.
    private var counted = LostHits()

    /// Records of one drain at most.
    private let drainBudget: Int

    /// Latest drain of what the wake mark did not announce.
    static var drainMilliseconds: Int32 { 10 }
    private static var lookNanoseconds: Int64 { 200_000_000 }
    private static var tickNanoseconds: Int64 { 1_000_000_000 }

    init(
        programs: TracePrograms, attachment: NodeAttachment, publisher: RecordPublisher, bus: any EventBus,
        statistics: TraceStatistics, recording: RecordingWriter?, logger: Logger,
        heartbeat: Heartbeat? = nil, drainBudget: Int = 100_000
    ) {
        self.heartbeat = heartbeat
        self.drainBudget = drainBudget
        self.programs = programs
        self.attachment = attachment
        self.publisher = publisher
        self.bus = bus
        self.statistics = statistics
        self.recording = recording
        self.logger = logger
    }

    /// Blocks until `stop` is set; then detaches, and takes what is left.
    func run(until stop: borrowing Atomic<Bool>) throws(DaemonError) {
        try attachment.look(isFirst: true)
        try tick()
        var nextLook = MonotonicClock.read(CLOCK_MONOTONIC)
        var nextTick = nextLook
        while !stop.load(ordering: .relaxed) {
            programs.wait(milliseconds: Self.drainMilliseconds)
            drain()
            heartbeat?.beat()
            let now = MonotonicClock.read(CLOCK_MONOTONIC)
            if now >= nextLook {
                try attachment.look()
                nextLook = now + Self.lookNanoseconds
            }
            if now >= nextTick {
                try tick()
                nextTick = now + Self.tickNanoseconds
            }
        }
        programs.detachAll()
        // Nothing comes in any more; one drain has a budget, so it may take several.
        repeat { drain() } while programs.ring.unread > 0
        try tick()
    }

    private func drain() {
        // A bound, so that a flood does not keep the thread from its other duties.
        var budget = drainBudget
        programs.consume { record in
            publisher.publish(record, clockOffset: clock.offset)
            if recording != nil { keep(record) }
            records += 1
            budget -= 1
            return budget > 0
        }
    }

    private func keep(_ record: UnsafeRawBufferPointer) {
        recorded { recording throws(RecordingError) in
            try recording.setClockOffset(nanoseconds: clock.offset)
            try recording.append(record)
        }
    }

    /// A recording that cannot be written ends; observing goes on.
    private func recorded(_ write: (RecordingWriter) throws(RecordingError) -> Void) {
        guard let recording else { return }
        do throws(RecordingError) { try write(recording) } catch {
            logger.error("recording stopped: \(error)")
            self.recording = nil
        }
    }

    /// Once a second: clock, counts, idleness.
    private func tick() throws(DaemonError) {
        if let step = clock.update() {
            clockSteps += 1
            logger.warning("the system's clock was stepped by \(step / 1_000_000) ms")
        }
        let counters: [TraceKind: trace_counters]
        do throws(TraceError) { counters = try programs.counters() } catch {
            throw DaemonError("cannot read the counters of the BPF programs: \(error)")
        }
        let lost = LostHits(counters)
        for (reason, count) in lost.since(counted) where count > 0 { bus.countLost(count, reason) }
        counted = lost
        recorded { recording throws(RecordingError) in try recording.flush() }
        let (ring, attached) = (programs.ring, programs.attached)
        statistics.update { values in
            values.counters = counters.mapValues(TraceStatistics.TraceOutcomes.init)
            values.attached = attached
            values.ringBytes = ring.size
            values.ringUnreadBytes = ring.unread
            values.records = records
            values.clockSteps = clockSteps
            values.attachments = attachment.count
        }
        if idle.isDue(records: records, attached: !attached.isEmpty) {
            logger.warning("no event for 60 s")
        }
    }
}

extension TraceStatistics.TraceOutcomes {
    init(_ row: trace_counters) {
        self.init(
            submitted: row.outcomes.submitted, ringFull: row.outcomes.ring_full, oversized: row.outcomes.oversized,
            fault: row.outcomes.fault, missed: row.missed)
    }
}
