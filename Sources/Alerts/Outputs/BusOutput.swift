import Daemon
import PeerObserver
import Synchronization

/// Alerts as events on `alerts.<kind>`, of the node that they are about.
final class BusOutput: AlertOutput {
    private let bus: any EventBus
    /// By node; bounded as nodes are.
    private let publishers = Mutex<[String?: EventPublisher]>([:])

    init(_ bus: any EventBus) { self.bus = bus }

    func emit(_ notice: AlertNotice, node: String?) {
        let publisher = publishers.withLock { publishers in
            if let known = publishers[node] { return known }
            let made = EventPublisher(bus: bus, node: node.flatMap { NodeName($0) })
            publishers[node] = made
            return made
        }
        guard let subject = Subject.alert(kind: notice.kind), let channel = publisher.channel(named: subject) else {
            return
        }
        publisher.publish(
            .alerts(AlertsEvent(event: .alert(notice))), on: channel, sourceTime: notice.lastTime * 1_000_000)
    }

    func register(in registry: MetricsRegistry) {
        let prefix = registry.prefix
        registry.collect { [self] writer in
            EventPublisher.write(publishers.withLock { Array($0.values) }, to: &writer, prefix: prefix)
        }
    }
}
