import Daemon
import PeerObserver

/// The node or nodes behind one listening address, and where their events go.
final class ObservedNode: Sendable {
    let name: String?
    /// Whether the listening address has a name of its own, so that one node is behind it.
    let isNamedByAddress: Bool
    let publisher: EventPublisher
    private let channels: [Subject: EventPublisher.Channel]

    init(bus: any EventBus, name: NodeName?, isNamedByAddress: Bool) {
        self.name = name?.description
        self.isNamedByAddress = isNamedByAddress
        publisher = EventPublisher(bus: bus, node: name)
        channels = Dictionary(
            uniqueKeysWithValues: [Subject.p2pExtractor, .p2pBlock, .p2pHandshake, .p2pDisconnect].map { [publisher] in
                ($0, publisher.channel($0))
            })
    }

    func publish(_ event: P2PEvent, at now: Moment) {
        guard let subject = event.event?.subject, let channel = channels[subject] else { return }
        publisher.publish(.p2pExtractor(event), on: channel, sourceTime: now.unix)
    }
}
