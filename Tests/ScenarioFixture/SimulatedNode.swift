/// demo-node's traffic in simulated time, in this process and without files: every event that the extractors would publish of it.
///
/// The same values give the same events, byte for byte.
public struct SimulatedNode: Sendable {
    public var seconds: Double = 60
    /// A mainnet node's day averages 35.
    public var messagesPerSecond: Double = 35
    /// As after `demo-node --mix`.
    public var mix = "mainnet"
    public var seed: UInt64 = 1

    /// As after `demo-node --scenario`.
    public var scenario: String?
    public var scenarioAfter: Double = 10
    public var scenarioSeconds: Double?
    public var scenarioIntensity: Double = 1

    /// 0: no blocks.
    public var secondsBetweenBlocks: Double = 600
    /// Whether the times between blocks are drawn, as on the main network, and `secondsBetweenBlocks` their mean.
    public var blocksAtRandom = false
    public var transactionsOfABlock = 3000

    /// Of the peers that come, those that take 3 to 20 s to answer a ping.
    public var slowPeersPercent = 0
    /// When the node is stopped and started again, which takes half a minute; its peers come back within five.
    public var restartAt: Double?
    /// Somebody who connects from few addresses of one network, exchanges versions and goes. 0: nobody.
    public var scannerConnectionsPerDay: Double = 0

    /// Seconds between the questions of rpc-extractor, as its options have them. 0: it is not there.
    public var rpcInterval: Double = 10
    public var rpcIntervalLessFrequent: Double = 120
    /// RPCs that are not asked; getrawaddrman's answer is long and tells of addresses alone.
    public var rpcsLeftOut: Set<String> = ["getrawaddrman"]
    /// Seconds between the pings of p2p-extractor. 0: it is not there.
    public var pingInterval: Double = 10

    public init() {}

    public init(_ change: (inout SimulatedNode) -> Void) {
        self.init()
        change(&self)
    }

    /// Unix time at which it begins, in nanoseconds.
    public static let startNanoseconds: UInt64 = SimulatedTraffic.startNanoseconds

    /// Hands over each event in the order of time, both buffers for the time of the call.
    ///
    /// - Returns: how many there were.
    @discardableResult
    public func run(
        _ deliver: (_ subject: UnsafeRawBufferPointer, _ event: UnsafeRawBufferPointer) -> Void
    ) throws -> Int {
        try withoutActuallyEscaping(deliver) { deliver in
            var traffic = try SimulatedTraffic(self, EventWriter(deliver))
            try traffic.run()
            return traffic.events
        }
    }
}
