import PeerObserver

/// What peers say of themselves in `version`, and the fees that `feefilter` and `reject` tell.
struct P2PVersions: Sendable {
    private let userAgents: TextCounter
    private let clients, feeFilters, rejects, privateBroadcasts: CounterSlot

    /// The user agent of connections that Core makes to broadcast one transaction in private.
    private static let privateBroadcastAgent = "/pynode:0.0.1/"
    /// Stands for whatever LinkingLion's peers make up.
    private static let linkingLionAgent = "LinkingLion"
    private static let rejectReasons = [
        "Malformed", "Invalid", "Obsolete", "Duplicate", "NonStandard", "Dust", "Fee", "Checkpoint", "unknown",
    ]

    init(_ layout: inout MetricLayout) {
        layout.group("version, feefilter and reject messages")
        userAgents = layout.counter(
            "p2p_version_useragent",
            "version messages received, by user agent; LinkingLion for its peers, other for no known form.",
            text: "useragent")
        clients = layout.counter(
            "p2p_version_clients_total", "version messages received, by the client that the user agent ends with.",
            by: MetricLabel("client", UserAgent.clients + ["other"]))
        feeFilters = layout.counter(
            "p2p_feefilter_feerate",
            "feefilter messages by fee rate, in satoshi per 1000 virtual bytes; rates that Core does not send are rounded down to one digit.",
            chosen: Labels.direction, MetricLabel("feerate", FeeRates.labels))
        rejects = layout.counter(
            "p2p_reject_message", "reject messages received, by what was rejected and why.",
            chosen: MetricLabel("rejectcommand", Labels.commands), MetricLabel("rejectreason", Self.rejectReasons))
        privateBroadcasts = layout.counter(
            "conn_private_transaction_broadcast",
            "Inbound connections that look like private broadcasts of a transaction.")
    }

    func collectVersion(_ head: MessageHead, _ input: RawSpan, isLinkingLion: Bool, _ node: inout NodeState)
        throws(WireError)
    {
        guard head.inbound else { return }
        var reader = WireReader(input, in: head.body)
        var agent = ""
        while let tag = try reader.nextTag() {
            if tag == 58 { agent = try reader.string() } else { try reader.skip(tag) }
        }
        let known = UserAgent(agent)
        node.store.add(to: userAgents, isLinkingLion ? Self.linkingLionAgent : known?.label ?? "other")
        node.store.add(to: clients, known?.client ?? UserAgent.clients.count)
        if agent == Self.privateBroadcastAgent, head.connType == ConnType.inbound.rawValue {
            node.store.add(to: privateBroadcasts)
        }
    }

    func collectFeeFilter(_ head: MessageHead, _ input: RawSpan, _ node: inout NodeState) throws(WireError) {
        var reader = WireReader(input, in: head.body)
        var fee: Int64 = 0
        while let tag = try reader.nextTag() {
            if tag == 8 { fee = try reader.sint64() } else { try reader.skip(tag) }
        }
        node.store.add(to: feeFilters, Labels.direction(inbound: head.inbound), FeeRates.index(fee))
    }

    func collectReject(_ head: MessageHead, _ input: RawSpan, _ node: inout NodeState) throws(WireError) {
        guard head.inbound else { return }
        var reader = WireReader(input, in: head.body)
        var (command, reason) = (0..<0, Int32(0))
        while let tag = try reader.nextTag() {
            switch tag {
            case 10: command = try reader.range()
            case 16: reason = try reader.int32()
            default: try reader.skip(tag)
            }
        }
        node.store.add(
            to: rejects, Labels.commandTable.index(input, command) ?? Labels.commands.count - 1,
            0...7 ~= reason ? Int(reason) : 8)
    }
}

/// Fee rates that have series of their own.
enum FeeRates {
    /// What Core's `FeeFilterRounder` rounds to: steps of a tenth up to 10^7, from half the least fee on (1000, and 100
    /// from v29.1 on), and zero; and the usual least fees themselves.
    private static let usual: [Int64] = {
        var rates: Set<Int64> = [0, 100, 1000]
        for least in [500.0, 50] {
            var rate = least
            while rate <= 10_000_000 {
                rates.insert(Int64(rate))
                rate *= 1.1
            }
        }
        return rates.sorted()
    }()
    /// One digit and zeros, up to all the money there is.
    private static let rounded: [Int64] = {
        var (rates, power) = ([Int64](), Int64(1))
        while power <= 1_000_000_000_000_000 {
            rates += (1...9).map { $0 * power }
            power *= 10
        }
        return rates.filter { !usual.contains($0) }
    }()
    private static let indexes = Dictionary(
        uniqueKeysWithValues: (usual + rounded).enumerated().map { ($0.element, $0.offset) })

    static let labels: [String] = (usual + rounded).map(String.init) + ["other"]

    static func index(_ rate: Int64) -> Int {
        if let index = indexes[rate] { return index }
        guard rate > 0 else { return labels.count - 1 }
        var power: Int64 = 1
        while power <= rate / 10 { power *= 10 }
        return indexes[rate / power * power] ?? labels.count - 1
    }
}
