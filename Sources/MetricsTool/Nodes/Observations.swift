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

    /// Series of a metric at most whose label values come from peers or nodes, of all nodes together.
    private let seriesLimit: Int
    /// Seconds of silence after which a node gives up its place where another needs it.
    private let nodeSilence: Int
    /// Events that are counted under the node `other`.
    private(set) var otherNodeEvents: UInt64 = 0
    /// Where the numbers are of all nodes that have none of their own.
    private var otherNode: Int?

    /// Named nodes that have numbers of their own; those beyond share them under the name `other`.
    static let nodeLimit = 500
    /// Two for each node, that without a name and `other` among them.
    static let leastSeries = 2 * (nodeLimit + 2)
    /// Ticks between two looks for what is to be forgotten.
    private static let agingInterval = 60

    init(lists: NetworkLists, time: Double, limits: MetricsTool.Limits) {
        collectors = CollectorTable()
        seriesLimit = limits.series
        nodeSilence = limits.nodeSilence
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
        nodes.append(newNode(name))
        divideSeries(always: true)
    }

    private func newNode(_ name: String?) -> NodeState {
        var node = NodeState(name: name, layout)
        node.store.tick = tick
        node.overview.lastTick = tick
        collectors.accounts.begin(at: startTime, &node)
        return node
    }

    /// Nodes that have a name of their own.
    var namedCount: Int { nodes.count - 1 - (otherNode == nil ? 0 : 1) }

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
        // One of the others may take the place of a node that is gone.
        if tick % Self.agingInterval == 0, otherNode != nil { subjects = SubjectTable() }
        divideSeries()
    }

    // MARK: Room for series

    /// What can be divided: each node has one series for what has none of its own.
    private var seriesRoom: Int { seriesLimit - nodes.count }

    /// Gives each node its part of the series of each metric, where a node is short of them. What a node does not need is lent to
    /// others, but for half of an equal share.
    private mutating func divideSeries(always: Bool = false) {
        let reserve = seriesRoom / nodes.count / 2
        for shared in 0..<nodes[0].store.sharedCount
        where always || nodes.contains(where: { $0.store.isShort(shared) }) {
            let rooms = SeriesShares.divide(seriesRoom, among: nodes.map { $0.store.demand(shared, reserve: reserve) })
            for (index, room) in rooms.enumerated() { nodes[index].store.give(room, shared) }
        }
    }

    /// The same for those whose numbers are there anyway, and of which only some can be shown.
    private mutating func foldChosen() {
        for (index, range) in layout.chosen.enumerated() where range.count * nodes.count > seriesRoom {
            let counts = nodes.map { $0.store.chosenCount(index) }
            guard counts.reduce(0, +) > seriesRoom else { continue }
            let rooms = SeriesShares.divide(seriesRoom, among: counts)
            for (node, room) in rooms.enumerated() { nodes[node].store.giveChosen(room, index) }
        }
    }

    /// - Parameter lifetime: seconds after which gauges of RPC answers are left out.
    mutating func snapshot(lifetime: Int) -> Snapshot {
        foldChosen()
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
        if name.map({ NodeName($0) != nil }) ?? true {
            if namedCount < Self.nodeLimit {
                addNode(name)
                return nodes.count - 1
            }
            if let index = silentNode {
                nodes[index] = newNode(name)
                subjects = SubjectTable()
                divideSeries(always: true)
                return index
            }
        }
        if let otherNode { return otherNode }
        addNode("other")
        otherNode = nodes.count - 1
        return nodes.count - 1
    }

    /// The node that has been silent for the longest, and for long enough to be forgotten.
    private var silentNode: Int? {
        let longest = nodes.indices.dropFirst().filter { $0 != otherNode }
            .min { nodes[$0].overview.lastTick < nodes[$1].overview.lastTick }
        return longest.flatMap { tick - nodes[$0].overview.lastTick > nodeSilence ? $0 : nil }
    }

    private mutating func collect(_ head: EventHead, _ input: RawSpan, _ route: SubjectTable.Route) throws(WireError) {
        let index = route.node
        if index == otherNode { otherNodeEvents += 1 }
        try collectors.collect(head, input, &nodes[index], &networks)
        collectors.accounts.collect(head, input, subject: route.subject, time: time, &nodes[index])
    }
}
