import ArchiveFormat
import Daemon
import Logging
import PeerObserver

/// Publishes events as they were recorded, on the subjects that live ones have. Rather than lose one, it waits for the server.
struct PublishingOutput: ReplayOutput {
    let node: String?
    private let bus: any EventBus
    private let flow: any BusFlow
    private let logger: Logger
    private var subjects = SubjectCache()
    private var window = PublishWindow()

    init(bus: any EventBus, flow: any BusFlow, node: NodeName?, logger: Logger) {
        self.bus = bus
        self.flow = flow
        self.node = node?.description
        self.logger = logger
    }

    mutating func waitForRoom(until stop: InputStop) -> UInt64 {
        guard window.isFull || !flow.isConnected else { return 0 }
        let start = Moment.now()
        while !stop.isRequested {
            if window.isFull { window.settle(flow.settled) }
            if !window.isFull, flow.isConnected { break }
            stop.sleep(milliseconds: 1)
        }
        return Moment.now().since(start)
    }

    mutating func take(_ event: RawSpan, _ note: EventNote) -> Taken {
        window.add(event.byteCount)
        guard note.kind != EventNote.unknownKind else {
            bus.countLost(1, .undecodable)
            return .undecodable
        }
        guard let subject = subjects.subject(note.kind, node: note.node) else {
            if subjects.refused == 1 {
                logger.warning(
                    "an event has no subject that can be published on", metadata: ["node": "\(note.node ?? "")"])
            }
            bus.countLost(1, .undecodable)
            return .undecodable
        }
        bus.publish(event, to: subject)
        return .taken
    }

    mutating func flush() -> Bool { true }

    mutating func finish(until stop: InputStop) {
        while flow.inFlight > 0, !stop.isRequested { stop.sleep(milliseconds: 2) }
    }
}
