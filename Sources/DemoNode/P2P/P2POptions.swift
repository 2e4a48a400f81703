import ArgumentParser
import PeerObserver

/// A connection to the p2p-extractor.
struct P2POptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Dial a p2p-extractor here, as a node with -addnode would, again and again.", valueName: "host:port"))
    var p2pConnect: P2PAddress?

    @Option(help: "The network to speak: mainnet, testnet3, testnet4, signet, regtest or signet:MAGIC.")
    var p2pNetwork = "mainnet"

    @Option(help: "Inventory messages per second.")
    var p2pRate: Double = 2

    @Option(help: "Seconds between blocks that it tells of.")
    var p2pBlockEvery: Double = 15

    func validate() throws {
        guard Network(p2pNetwork) != nil else { throw ValidationError("--p2p-network \(p2pNetwork): no network") }
        guard 0...1e6 ~= p2pRate, 0.01...1e6 ~= p2pBlockEvery else {
            throw ValidationError("--p2p-rate takes 0 to 1000000, --p2p-block-every 0.01 and more")
        }
    }

    /// Starts dialling; nil where it is not asked for.
    func start(seed: UInt64, _ facts: SharedFacts) throws(PayloadError) -> P2PDialler? {
        guard let p2pConnect, let network = Network(p2pNetwork) else { return nil }
        let chain = try P2PChain(seed: seed)
        return P2PDialler(
            P2PDialler.Settings(
                address: p2pConnect, network: network, inventoriesPerSecond: p2pRate, secondsPerBlock: p2pBlockEvery),
            chain: chain, facts: facts)
    }
}

/// As in `127.0.0.1:9333`.
struct P2PAddress: ExpressibleByArgument {
    let host: String
    let port: Int

    init?(argument: String) {
        guard let colon = argument.lastIndex(of: ":"), colon != argument.startIndex,
            let port = UInt16(argument[argument.index(after: colon)...])
        else { return nil }
        (host, self.port) = (String(argument[..<colon].filter { $0 != "[" && $0 != "]" }), Int(port))
    }
}
