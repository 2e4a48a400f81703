import Daemon
import PeerObserver

/// Inbound peers come from few networks: signs of an eclipse attempt (Heilman et al., 2015), for which one needs many addresses.
struct LowDiversity: Detector {
    static let facts = DetectorFacts(
        subject: .alertLowDiversity, severity: .warning, summary: "The node's inbound peers come from few networks.",
        parameters: [
            Parameter("peers", 24, 2...1e6, "Inbound IPv4 and IPv6 peers from which on it is judged."),
            Parameter("age", 10, 0...86_400, "Seconds for which a peer has been there, to count."),
            Parameter("diversity", 0.4, 0...1, "Networks (/16 of IPv4, /32 of IPv6) for each peer that are fine."),
            Parameter("largest", 0.4, 0...1, "Share of the largest network that is fine."),
        ])

    private let least: Int
    private let age: Int64
    private let diversity: Double
    private let largest: Double

    init(_ parameters: Parameters) {
        least = parameters.count("peers")
        age = Int64(parameters.count("age"))
        diversity = parameters["diversity"]
        largest = parameters["largest"]
    }

    /// An answer of getpeerinfo.
    mutating func peers(_ infos: [PeerInfo], _ book: inout AlertBook) {
        var networks: [PeerNetwork: Int] = [:]
        var count = 0
        // Who is just passing through takes no slot for long.
        let latest = Int64(book.now / 1000) - age
        for info in infos
        where info.inbound && info.connectionTime <= latest && ["ipv4", "ipv6"].contains(info.network) {
            guard let address = IPAddress(info.address) else { continue }
            networks[PeerNetwork(of: address, ipv4Length: 16), default: 0] += 1
            count += 1
        }
        guard count >= least,
            let top = networks.max(by: { ($0.value, $1.key.first.bits) < ($1.value, $0.key.first.bits) })
        else {
            return
        }
        let (found, share) = (Double(networks.count) / Double(count), Double(top.value) / Double(count))
        guard found < diversity || share > largest else { return }
        let dense = networks.filter { $0.value > 1 }.sorted {
            ($0.value, $1.key.first.bits) > ($1.value, $0.key.first.bits)
        }
        book.report(
            Finding(
                subject: .alertLowDiversity,
                summary: "\(count) inbound peers come from \(networks.count) networks, \(top.value) of them from one",
                measures: [
                    AlertMeasure(name: "largest_share", value: share, threshold: largest),
                    AlertMeasure(name: "networks_per_peer", value: found, threshold: diversity),
                ],
                addresses: dense.prefix(5).map { "\($0.key)" }))
    }
}
