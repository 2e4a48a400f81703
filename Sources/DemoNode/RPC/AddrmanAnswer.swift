import PeerObserver

/// An address manager of a given number of entries: the tables fill in the shares in which they are large.
struct AddrmanAnswer: Sendable {
    /// 1024 buckets of new and 256 of tried addresses, 64 each.
    static let mostEntries = 81_920

    let info: JSONValue
    /// The answer to getrawaddrman.
    let raw: [UInt8]

    /// What one generation makes of an entry.
    private enum Change: Int {
        case isAbsent, address, services, time
    }

    /// One in a hundred entries each is changed so; which ones, depends on the generation.
    private static func change(of entry: Int, in generation: Int) -> Change? {
        generation == 0 ? nil : Change(rawValue: (entry + generation) % 100)
    }

    init(entries: Int, nowSeconds: Int64, seed: UInt64, generation: Int = 0) {
        var random = Random(seed: seed)
        var others = Random(seed: seed ^ UInt64(generation))
        var drawn = 0
        var writer = ByteWriter()
        let tried = entries / 5
        var counts: [String: (new: Int, tried: Int)] = [:]
        writer.text("{")
        for index in 0..<2 {
            let (count, buckets) = index == 0 ? (entries - tried, 1024) : (tried, 256)
            writer.text(index == 0 ? "\"new\":{" : "},\"tried\":{")
            // Spread over the buckets evenly, in the order of buckets, as the node tells them.
            var place = 0
            for bucket in 0..<buckets {
                let share = count * (bucket + 1) / buckets - count * bucket / buckets
                for position in 0..<share {
                    var (entry, network) = Self.entry(nowSeconds: nowSeconds, &random)
                    let change = Self.change(of: drawn, in: generation)
                    drawn += 1
                    switch change {
                    case .isAbsent: continue
                    case .address: (entry, network) = Self.entry(nowSeconds: nowSeconds, &others)
                    case .services: entry.set("services", to: 1033)
                    case .time: entry.set("time", to: .number(nowSeconds + Int64(generation)))
                    case nil: break
                    }
                    if place > 0 { writer.text(",") }
                    place += 1
                    writer.jsonString("\(bucket)/\(position)")
                    writer.text(":")
                    entry.write(to: &writer)
                    if index == 0 {
                        counts[network, default: (0, 0)].new += 1
                    } else {
                        counts[network, default: (0, 0)].tried += 1
                    }
                }
            }
        }
        writer.text("}}")
        raw = writer.array
        let all = counts.values.reduce((new: 0, tried: 0)) { ($0.new + $1.new, $0.tried + $1.tried) }
        let names = NodeAddress.Network.allCases.map { "\($0)" }
        info = .object(
            (names.map { ($0, counts[$0] ?? (0, 0)) } + [("all_networks", all)]).map { name, count in
                (
                    name,
                    [
                        "new": .number(count.new), "tried": .number(count.tried),
                        "total": .number(count.new + count.tried),
                    ]
                )
            })
    }

    private static func entry(nowSeconds: Int64, _ random: inout Random) -> (JSONValue, network: String) {
        // Most known addresses are of IPv4 and IPv6.
        let isCommon = random.chance(percent: 80)
        let address = isCommon ? NodeAddress(.ipv4, random: &random) : NodeAddress.random(&random)
        let source = NodeAddress(.ipv4, random: &random)
        func host(_ address: NodeAddress) -> JSONValue {
            let text = address.text
            let host = text.prefix(upTo: text.lastIndex(of: ":") ?? text.endIndex)
            return .string(host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : String(host))
        }
        return (
            [
                "address": host(address), "port": .number(address.port), "services": 3081,
                "time": .number(nowSeconds - Int64(random.below(2_592_000))), "network": .string("\(address.network)"),
                "source": host(source), "source_network": .string("\(source.network)"),
            ], "\(address.network)"
        )
    }
}
