import Daemon

/// The results of every node, with a bound on what all of them show together.
struct FleetResults: Sendable {
    private(set) var nodes: [String?: NodeResults] = [:]

    /// Nodes beyond so many share the name `other`.
    static let mostNodes = 500
    /// Series of a metric by peer, of all nodes together, those for peers without one included.
    static let seriesLimit = 2000

    /// - Parameter tick: Seconds that only go forward.
    mutating func add(_ result: CheckResult, tick: Int) {
        var node = result.announcement.source.node
        if nodes[node] == nil {
            if nodes.count >= Self.mostNodes { node = "other" }
            if nodes[node] == nil {
                nodes[node] = NodeResults()
                divideSeries(always: true)
            }
        }
        nodes[node]?.add(result, tick: tick)
    }

    /// Gives nodes their part of the series, where one is short of them: who needs no more than an equal share has it, and what
    /// those leave is for the others. To be called every second.
    mutating func divideSeries(always: Bool = false) {
        guard !nodes.isEmpty else { return }
        let families: [WritableKeyPath<NodeResults, TextSeries>] = [\.successful, \.unsuccessful]
        let names = Array(nodes.keys)
        let total = Self.seriesLimit - names.count
        let reserve = total / names.count / 2
        for family in families {
            let series = names.compactMap { nodes[$0]?[keyPath: family] }
            guard always || series.contains(where: \.isShort) else { continue }
            let rooms = SeriesShares.divide(total, among: series.map { $0.demand(reserve: reserve) })
            for (name, room) in zip(names, rooms) { nodes[name]?[keyPath: family].give(room) }
        }
    }

    /// Gives up series that nothing was counted in for an hour. To be called once a minute or so.
    mutating func age(tick: Int) { for name in nodes.keys { nodes[name]?.age(tick: tick) } }
}
