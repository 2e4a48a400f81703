import PeerObserver

/// Labels that several metrics have, and the positions of their values.
enum Labels {
    static let direction = MetricLabel("direction", ["inbound", "outbound"])
    static let table = MetricLabel("table", ["new", "tried"])

    @inline(__always)
    static func direction(inbound: Bool) -> Int { inbound ? 0 : 1 }

    /// Message types that have series of their own; the others share one.
    static let commands: [String] = MessageTable.commands + ["other"]
    static let command = MetricLabel("message", commands)
    static let commandTable = WordTable(commands.dropLast())

    /// Upstream's enum of connection types, as numbers.
    static let connTypeNumber = MetricLabel("connection_type", ["0", "1", "2", "3", "4"])

    @inline(__always)
    static func connTypeNumber(_ number: Int32) -> Int { 0...4 ~= number ? Int(number) : 0 }

    /// The node's words for the types of connections.
    static let connectionTypes = [
        "unknown", "inbound", "outbound-full-relay", "block-relay-only", "feeler", "manual", "addr-fetch",
        "private-broadcast",
    ]
    static let connectionType = MetricLabel("connection_type", connectionTypes)
    static let connectionTypeTable = WordTable(connectionTypes)

    /// The position of the node's word or, where the extractor does not tell it, of what upstream's number says.
    @inline(__always)
    static func connectionType(_ input: RawSpan, _ word: Range<Int>, number: Int32) -> Int {
        if word.isEmpty { return connTypeNumber(number) == 0 ? 0 : number == 1 ? 1 : Int(number) }
        return connectionTypeTable.index(input, word) ?? 0
    }

    /// Core's enum Network, as numbers: unroutable, IPv4, IPv6, Tor, I2P, CJDNS, internal.
    static let networkNumber = MetricLabel("network", (0...6).map(String.init) + ["other"])

    static func networkNumber(_ number: UInt32) -> Int { Int(min(number, 7)) }

    /// Networks of announced addresses, by the numbers of `Address`'s arms less 2.
    static let addressNetwork = MetricLabel(
        "network", ["IPv4", "IPv6", "TorV2", "TorV3", "I2P", "CJDNS", "Unknown"])

    static let inventoryType = MetricLabel(
        "inv_type", ["Tx", "Block", "WTx", "WitnessTx", "WitnessBlock", "CompactBlock", "Unknown", "Error"])
}

/// Bounds of histograms: the highest values of their buckets.
enum Bounds {
    /// Addresses of one message.
    static let addresses: [Double] =
        (0...10).map { Double($0) } + [
            15, 20, 25, 30, 50, 75, 100, 150, 200, 250, 300, 400, 500, 600, 700, 800, 900, 999, 1000,
        ]
    /// Items of one message.
    static let inventory: [Double] =
        addresses + (2...10).map { Double($0 * 1000) } + [20_000, 25_000, 30_000, 35_000, 40_000, 45_000, 50_000]
    /// Seconds between the time of an address and now.
    static let timestampOffset: [Double] = [0] + (0...24).map { Double(1 << $0) }
    static let serviceBits: [Double] = (0...63).map { Double($0) }
    /// Seconds from a ping to its pong.
    static let pingSeconds: [Double] = [
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
    ]
    /// Seconds that a node spends on a block.
    static let blockSeconds: [Double] = [
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30, 60,
    ]
}
