import PeerObserver

@testable import DemoNode
@testable import RPCExtractor

/// The traffic, and what is asked and measured beside it.
struct SimulatedTraffic {
    /// On the same machine.
    private static let usualPing: Int64 = 1_500_000
    /// The p2p-extractor among the node's peers.
    private static let extractor: UInt64 = 1 << 40
    static let startNanoseconds = RecordEncoder.unixNanoseconds(at: 0)

    private var traffic: Traffic<EventSink>
    private let writer: EventWriter
    private let end: Int64
    /// Questions, with when each is due.
    private var questions: [(due: Int64, every: Int64, rpc: RPC)] = []
    private var ping: (due: Int64, every: Int64)?
    private let addrman: AddrmanAnswers

    init(_ node: SimulatedNode, _ writer: EventWriter) throws {
        guard let mix = Mix(argument: node.mix) else { throw UnknownWord(word: node.mix) }
        var settings = TrafficSettings()
        settings.seed = node.seed
        settings.mix = mix
        settings.ratePerSecond = node.messagesPerSecond
        settings.burstEverySeconds = node.secondsBetweenBlocks
        settings.burstsAtRandom = node.blocksAtRandom
        settings.burstSize = node.transactionsOfABlock
        settings.slowPercent = node.slowPeersPercent
        settings.restartAtSeconds = node.restartAt
        settings.scannerConnectionsPerDay = node.scannerConnectionsPerDay
        if let scenario = node.scenario {
            guard ScenarioTable.named(scenario) != nil else { throw UnknownWord(word: scenario) }
            settings.scenario = ScenarioSettings(
                name: scenario, afterSeconds: node.scenarioAfter, seconds: node.scenarioSeconds,
                intensity: node.scenarioIntensity)
        }
        self.writer = writer
        traffic = try Traffic(EventSink(writer), settings)
        end = Int64(node.seconds * 1e9)
        // Few, for they are made anew every ten seconds.
        addrman = AddrmanAnswers(entries: 50, nowSeconds: RecordEncoder.startSeconds, seed: node.seed)
        if node.rpcInterval > 0 {
            for rpc in RPC.all where !node.rpcsLeftOut.contains(rpc.method) {
                let seconds =
                    if case .lessFrequent = rpc.pace { node.rpcIntervalLessFrequent } else { node.rpcInterval }
                questions.append((0, Int64(seconds * 1e9), rpc))
            }
        }
        if node.pingInterval > 0 { ping = (0, Int64(node.pingInterval * 1e9)) }
    }

    var events: Int { writer.count }

    mutating func run() throws {
        while true {
            let next = min(questions.map(\.due).min() ?? .max, ping?.due ?? .max, end)
            try traffic.run(before: next)
            guard next < end else { break }
            let facts = traffic.facts(at: next)
            if let (due, every) = ping, due == next {
                ping = (due + every, every)
                if !traffic.state.isDown { measurePing(facts, at: next) }
            }
            try ask(facts, at: next)
        }
        guard traffic.probes.sink.undecodable == 0 else {
            throw UnknownWord(word: "\(traffic.probes.sink.undecodable) records")
        }
    }

    private mutating func measurePing(_ facts: NodeFacts, at elapsed: Int64) {
        let nanoseconds = Self.usualPing + facts.delayNanoseconds
        let value = UInt64(elapsed)
        for (message, inbound) in [
            (MessageEvent.Message.ping(Ping(value: value)), true), (.pong(Pong(value: value)), false),
        ] {
            let meta = MessageMetadata(
                peerID: Self.extractor, addr: "127.0.0.1:9333", connType: .unknown, command: inbound ? "ping" : "pong",
                inbound: inbound, size: 8)
            writer.write(
                .ebpfExtractor(EBPFEvent(event: .message(MessageEvent(meta: meta, message: message)))), on: .netmsg,
                at: RecordEncoder.unixNanoseconds(at: elapsed))
        }
        writer.write(
            .p2pExtractor(P2PEvent(event: .pingDuration(PingDuration(duration: UInt64(nanoseconds))))),
            on: .p2pExtractor, at: RecordEncoder.unixNanoseconds(at: elapsed + nanoseconds))
    }

    private mutating func ask(_ facts: NodeFacts, at elapsed: Int64) throws {
        let answers = RPCAnswers(facts: SharedFacts(facts), addrman: addrman)
        let time = RecordEncoder.unixNanoseconds(at: elapsed)
        for index in questions.indices where questions[index].due == elapsed {
            questions[index].due += questions[index].every
            // Nobody is there to answer.
            if traffic.state.isDown { continue }
            let rpc = questions[index].rpc
            for call in rpc.calls {
                let parameters = call.parameters.filter { $0 != "[" && $0 != "]" }.split(separator: ",").map {
                    String($0)
                }
                guard
                    let answer = answers.result(
                        rpc.method, parameters: parameters, now: Int64(time / 1_000_000_000))
                else { throw UnknownWord(word: rpc.method) }
                var json = ByteWriter(capacity: 1 << 16)
                answer.write(to: &json)
                let bytes = json.array
                var reader = JSONReader(bytes.span.bytes)
                guard let event = try call.decode(&reader) else { throw UnknownWord(word: rpc.method) }
                writer.write(.rpcExtractor(RPCEvent(event: event)), on: rpc.subject, at: time)
            }
        }
    }
}

/// A word, or a thing, that this does not know.
struct UnknownWord: Error {
    let word: String
}
