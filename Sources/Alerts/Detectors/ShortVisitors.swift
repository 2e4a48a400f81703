import Daemon
import PeerObserver

/// Short visits from many addresses of few networks that announce nothing and ask for nothing, as LinkingLion's are: they listen which
/// transactions the node tells of first. How alike their user agents are is told and no condition: LinkingLion draws its own from a list of rare ones.
struct ShortVisitors: SurgeDetector {
    static let facts = DetectorFacts(
        subject: .alertShortVisitors, severity: .warning,
        summary: "Many addresses of few networks visit the node shortly, and only listen.",
        parameters: Parameters.surge("Such visitors", least: 20, factor: 4, start: 20) + [
            Parameter("visit", 600, 1...86_400, "Seconds that a short visit lasts at most."),
            Parameter(
                "addresses", 4, 1...256,
                "Addresses of a network (/24, or /32 of IPv6) within ten minutes from which on their visits count."),
            Parameter(
                "networks", 2, 1...1000,
                "Such networks from which on it is an alert, where no single one has more than nine in ten of the addresses: "
                    + "a scanner comes from one."),
        ])

    /// The addresses of a network, 256 at most: of IPv4 by its last octet.
    private struct Network: Sendable {
        private var bits: SIMD4<UInt64> = .zero
        private(set) var count = 0
        /// Of visitors that do not count yet.
        var agents: [Int] = []

        /// Returns whether it is new.
        mutating func insert(_ address: IPAddress) -> Bool {
            let place = address.ipv4.map { Int($0 & 255) } ?? Int(Self.hash(address.bits) & 255)
            let bit: UInt64 = 1 << UInt64(place & 63)
            guard bits[place >> 6] & bit == 0 else { return false }
            bits[place >> 6] |= bit
            count += 1
            return true
        }

        private static func hash(_ bits: UInt128) -> UInt64 {
            let folded = UInt64(truncatingIfNeeded: bits) ^ UInt64(truncatingIfNeeded: bits >> 64)
            return (folded &* 0x9E37_79B9_7F4A_7C15) >> 56
        }
    }

    var surge: Surge
    private var networks: [PeerNetwork: Network] = [:]
    private var agents = UserAgentShares()
    private var nextPeriod: UInt64 = 0
    private let visit: UInt64
    private let leastAddresses: Int
    private let leastNetworks: Int

    private static let mostNetworks = 2048
    /// After which every address counts anew, in milliseconds.
    private static let period: UInt64 = 600_000

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
        begin(book.now)
        guard let new = enter(address, peer.userAgent ?? "") else { return book.overlook(.alertShortVisitors) }
        guard new > 0, let excess = surge.add(Double(new), now: book.now) else { return }
        let dense = networks.filter { $0.value.count >= leastAddresses }
        let all = dense.reduce(0) { $0 + $1.value.count }
        let most = dense.reduce(0) { max($0, $1.value.count) }
        guard dense.count >= leastNetworks, leastNetworks == 1 || most * 10 <= all * 9 else { return }
        book.report(
            excess, .alertShortVisitors, "silent short visitors from \(dense.count) networks", unit: "visitors",
            peers: [peer.told], addresses: dense.keys.map { "\($0)" }.sorted(),
            measures: [
                AlertMeasure(name: "networks", value: Double(dense.count), threshold: Double(leastNetworks)),
                AlertMeasure(name: "same_user_agent_share", value: agents.largestShare),
            ])
    }

    /// Returns how many addresses count by this visit; nil where there is no room for its network.
    private mutating func enter(_ address: IPAddress, _ userAgent: String) -> Int? {
        let key = PeerNetwork(of: address, ipv4Length: 24)
        guard networks.count < Self.mostNetworks || networks[key] != nil else { return nil }
        guard networks[key, default: Network()].insert(address), let count = networks[key]?.count else { return 0 }
        let agent = UserAgentShares.key(userAgent)
        guard count <= leastAddresses else {
            agents.count([agent])
            return 1
        }
        networks[key]?.agents.append(agent)
        guard count == leastAddresses else { return 0 }
        agents.count(networks[key]?.agents ?? [])
        networks[key]?.agents = []
        return count
    }

    private mutating func begin(_ now: UInt64) {
        guard now >= nextPeriod else { return }
        nextPeriod = now + Self.period
        (networks, agents) = ([:], UserAgentShares())
    }
}
