import Daemon
import PeerObserver

/// Short visits from many addresses of few networks that announce nothing and ask for nothing, as LinkingLion's are: they listen which
/// transactions the node tells of first.
struct ShortVisitors: SurgeDetector {
    static let facts = DetectorFacts(
        subject: .alertShortVisitors, severity: .warning,
        summary: "Many addresses of few networks visit the node shortly, and only listen.",
        parameters: Parameters.surge("Such visits", least: 20, factor: 4, start: 20) + [
            Parameter("visit", 600, 1...86_400, "Seconds that a short visit lasts at most."),
            Parameter(
                "addresses", 4, 1...64, "Addresses of a network (/24, or /32 of IPv6) from which on its visits count."),
            Parameter("networks", 2, 1...1000, "Such networks from which on it is an alert: a scanner comes from one."),
        ])

    private struct Network: Sendable {
        var addresses: Set<IPAddress> = []
        /// That are not counted yet.
        var visits = 0
        var seen: UInt64
    }

    var surge: Surge
    private var networks: [IPAddress: Network] = [:]
    private var nextTidying: UInt64 = 0
    private let visit: UInt64
    private let leastAddresses: Int
    private let leastNetworks: Int

    private static let mostNetworks = 2048
    private static let mostAddresses = 64
    /// How long a network's addresses are remembered without a visit.
    private static let memory: UInt64 = 1_800_000

    init(_ parameters: Parameters) {
        surge = parameters.surge
        visit = parameters.milliseconds("visit")
        leastAddresses = parameters.count("addresses")
        leastNetworks = parameters.count("networks")
    }

    mutating func closed(_ peer: Peer, _ book: inout AlertBook) {
        guard peer.isWhole, peer.isInbound, peer.deeds.contains(.version),
            peer.deeds.isDisjoint(with: [.announced, .asked, .getaddr]), book.now <= peer.firstSeen + visit,
            let address = peer.address
        else { return }
        tidy(book.now)
        guard let new = enter(address, book.now) else { return book.overlook(.alertShortVisitors) }
        guard new > 0, let excess = surge.add(Double(new), now: book.now) else { return }
        let dense = networks.filter { $0.value.addresses.count >= leastAddresses }
        guard dense.count >= leastNetworks else { return }
        book.report(
            excess, .alertShortVisitors, "silent short visits from \(dense.count) networks", unit: "visits",
            peers: [peer.told], addresses: dense.keys.map { "\($0)" }.sorted(),
            measures: [AlertMeasure(name: "networks", value: Double(dense.count), threshold: Double(leastNetworks))])
    }

    /// Returns how many visits count by this one; nil where there is no room for its network.
    private mutating func enter(_ address: IPAddress, _ now: UInt64) -> Int? {
        let key = address.ipv4 != nil ? address.subnet : IPAddress(bits: (address.bits >> 96) << 96)
        guard networks.count < Self.mostNetworks || networks[key] != nil else { return nil }
        var network = networks[key] ?? Network(seen: 0)
        if network.addresses.count < Self.mostAddresses { network.addresses.insert(address) }
        network.seen = now
        network.visits += 1
        let isDense = network.addresses.count >= leastAddresses
        let new = isDense ? network.visits : 0
        if isDense { network.visits = 0 }
        networks[key] = network
        return new
    }

    private mutating func tidy(_ now: UInt64) {
        guard now >= nextTidying else { return }
        nextTidying = now + 60_000
        networks = networks.filter { $0.value.seen + Self.memory >= now }
    }
}
