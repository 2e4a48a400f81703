import Daemon
import PeerObserver

/// Takes events in and keeps the numbers of every node. Not safe from several threads: `MetricsTool` has the lock.
struct Observations: Sendable {
    private let collectors: CollectorTable
    private var nodes: [NodeState]
    private var subjects = SubjectTable()
    private var networks: KnownNetworks
    private let startTime: Double
    /// Unix time, in seconds, as of the last tick.
    private var time: Double
    private(set) var tick = 0
    /// The tick at which the last event came.
    private(set) var lastEvent = 0

    /// Nodes that have numbers of their own; those beyond share them under the name `other`.
    static let nodeLimit = 500
    /// Ticks between two looks for what is to be forgotten.
    private static let agingInterval = 60

    init(lists: NetworkLists, time: Double) {
        collectors = CollectorTable()
        networks = KnownNetworks(lists)
        startTime = time
        self.time = time
        nodes = []
        addNode(nil)
    }

    var layout: MetricLayout { collectors.layout }
    var overviews: [(name: String?, overview: NodeOverview, inbound: Double?, outbound: Double?)] {
        nodes.map {
            (
                $0.name, $0.overview, collectors.connections.current($0).inbound,
                collectors.connections.current($0).outbound
            )
        }
    }

    private mutating func addNode(_ name: String?) {
        var node = NodeState(name: name, layout)
        node.store.tick = tick
        collectors.accounts.begin(at: startTime, &node)
        nodes.append(node)
    }

    mutating func use(_ lists: NetworkLists) {
        networks = KnownNetworks(lists)
    }

    /// A second has passed.
    /// - Parameter time: Unix time, in seconds.
    mutating func tick(time: Double) {
        tick += 1
        self.time = time
        for index in nodes.indices {
            nodes[index].store.tick = tick
            nodes[index].overview.tick()
            if tick % Self.agingInterval == 0 { nodes[index].age() }
        }
    }

    /// - Parameter lifetime: seconds after which gauges of RPC answers are left out.
    func snapshot(lifetime: Int) -> Snapshot {
        // The node of flat subjects is left out where all events name one.
        let shown = nodes.indices.filter { $0 > 0 || nodes.count == 1 || nodes[0].overview.events > 0 }
        return Snapshot(
            metrics: layout.metrics,
            nodes: shown.map {
                Snapshot.Node(label: nodes[$0].label, nodes[$0].store, groups: layout.groups, lifetime: lifetime)
            })
    }

    // MARK: Events

    /// Takes one event, or tells why it could not.
    mutating func receive(subject: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer) -> LossReason? {
        let route: SubjectTable.Route
        if let known = subjects.route(subject) {
            route = known
        } else {
            route = resolve(subject)
            subjects.remember(subject, route)
        }
        let input = RawSpan(_unsafeBytes: payload)
        do {
            let head = try EventHead(input)
            try collect(head, input, route)
            lastEvent = tick
            return nil
        } catch {
            return .undecodable
        }
    }

    private mutating func resolve(_ subject: UnsafeRawBufferPointer) -> SubjectTable.Route {
        let name = Subject.node(subject)
        let text = String(decoding: subject, as: UTF8.self)
        let bare = name.map { String(text.dropFirst("node.\($0).".count)) } ?? text
        let place = EventAccounts.subjects.firstIndex(of: bare) ?? EventAccounts.subjects.count - 1
        return SubjectTable.Route(node: node(name), subject: place)
    }

    private mutating func node(_ name: String?) -> Int {
        if let index = nodes.firstIndex(where: { $0.name == name }) { return index }
        let isFull = nodes.count >= Self.nodeLimit
        if isFull, let other = nodes.firstIndex(where: { $0.name == "other" }) { return other }
        addNode(isFull ? "other" : name)
        return nodes.count - 1
    }

    private mutating func collect(_ head: EventHead, _ input: RawSpan, _ route: SubjectTable.Route) throws(WireError) {
        let index = route.node
        try collectors.collect(head, input, &nodes[index], &networks)
        collectors.accounts.collect(head, input, subject: route.subject, time: time, &nodes[index])
    }
}
