import Daemon
import PeerObserver

/// The results of addresses that one node was told of, counted.
struct NodeResults: Sendable {
    /// A number for each network and type of message.
    typealias Grid = [UInt64]

    private(set) var tried: Grid
    private(set) var cached: Grid
    private(set) var triedTorExit: Grid
    private(set) var successfulTorExit: Grid
    var successful = TextSeries(.keepLast, labels: Self.sourceLabels)
    var unsuccessful = TextSeries(.keepLast, labels: Self.sourceLabels)
    /// Buckets and sum for each combination; `offsetLabels` in order.
    private(set) var offsetCounts: [[UInt64]]
    private(set) var offsetSums: [Double]

    static let sourceLabels = ["network", "addr_version", "source_ip"]
    static let networks = Target.Network.allCases.map(\.name)
    static let versions = ["addr", "addrv2"]
    /// Upstream's buckets, in seconds.
    static let offsetBounds: [Double] = [0] + (0...24).map { Double(1 << $0) }

    init() {
        let combinations = Self.networks.count * Self.versions.count
        (tried, cached) = (Grid(repeating: 0, count: combinations), Grid(repeating: 0, count: combinations))
        (triedTorExit, successfulTorExit) = (tried, tried)
        let buckets = [UInt64](repeating: 0, count: Self.offsetBounds.count + 1)
        offsetCounts = Array(repeating: buckets, count: combinations * 4)
        offsetSums = Array(repeating: 0, count: combinations * 4)
    }

    /// - Parameter tick: Seconds that only go forward.
    mutating func add(_ result: CheckResult, tick: Int) {
        let (announcement, source) = (result.announcement, result.announcement.source)
        let network = announcement.target.network
        let place = network.index * 2 + (source.isV2 ? 1 : 0)
        tried[place] += 1
        if result.isCached { cached[place] += 1 }
        if source.isTorExit == true {
            triedTorExit[place] += 1
            if result.isSuccess { successfulTorExit[place] += 1 }
        }
        let labels = [network.name, Self.versions[source.isV2 ? 1 : 0], source.host]
        if result.isSuccess {
            successful.add(1, labels, tick: tick)
        } else {
            unsuccessful.add(1, labels, tick: tick)
        }
        // The event's time is in milliseconds.
        let offset = Int64(source.receivedAt / 1000) - Int64(announcement.timestamp)
        let combination = place * 4 + (offset >= 0 ? 0 : 2) + (result.isSuccess ? 0 : 1)
        let seconds = Double(offset.magnitude)
        offsetCounts[combination][Histogram.bucket(of: seconds, in: Self.offsetBounds)] += 1
        offsetSums[combination] += seconds
    }

    mutating func age(tick: Int) {
        successful.age(tick: tick)
        unsuccessful.age(tick: tick)
    }

    /// The labels of a place in a grid.
    static func labels(_ place: Int) -> [(String, String)] {
        [("network", networks[place / 2]), ("addr_version", versions[place % 2])]
    }

    /// The labels of a place among the offsets.
    static func offsetLabels(_ place: Int) -> [(String, String)] {
        labels(place / 4) + [
            ("timestamp_offset", place & 2 == 0 ? "past" : "future"), ("successful", place & 1 == 0 ? "yes" : "no"),
        ]
    }
}
