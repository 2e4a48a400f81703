import ArgumentParser
import Daemon
import PeerObserver

struct P2POptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Where to listen for nodes, started with -addnode=HOST:PORT. May be given several times; with NAME@ in front, \
            events of the node that dials it go to node.NAME.<subject>.
            """, valueName: "[name@]host:port"))
    var p2pAddress: [NamedAddress] = [NamedAddress(name: nil, address: ListenAddress(host: "127.0.0.1", port: 9333))]

    @Option(
        name: [.customLong("p2p-network"), .customLong("network")],
        help: """
            The nodes' network: mainnet, testnet3, testnet4, signet, regtest, or signet:MAGIC for a custom signet with these \
            8 hex digits.
            """)
    var network = NetworkName(network: .mainnet)

    @Option(help: ArgumentHelp("Seconds between two pings.", valueName: "seconds"))
    var pingInterval = 10

    @Flag(help: "Send no pings.")
    var disablePing = false

    @Flag(help: "Leave out the addresses that nodes relay.")
    var disableAddrv2 = false

    @Flag(help: "Leave out the inventory that nodes offer.")
    var disableInvs = false

    @Flag(help: "Leave out the nodes' fee filters.")
    var disableFeefilter = false

    @Flag(help: "Leave out when nodes tell of blocks, and do not ask them to do so early.")
    var disableBlocks = false

    @Option(help: "Most connections at a time; each may take up to 4 MB.")
    var maxConnections = 32

    func validate() throws {
        guard 1...86_400 ~= pingInterval else {
            throw ValidationError(
                "--ping-interval \(pingInterval): give 1 to 86400 seconds, or --disable-ping for no pings")
        }
        guard 1...1000 ~= maxConnections else {
            throw ValidationError("--max-connections \(maxConnections): give 1 to 1000")
        }
    }

    var settings: SessionSettings {
        SessionSettings(
            network: network.network, pings: !disablePing, addresses: !disableAddrv2, inventory: !disableInvs,
            feeFilter: !disableFeefilter, blocks: !disableBlocks, pingInterval: .seconds(pingInterval))
    }
}

/// A listening address, with the name of the node that dials it: `127.0.0.1:9333`, `alice@127.0.0.1:9334`.
struct NamedAddress: ExpressibleByArgument, CustomStringConvertible, Sendable {
    let name: NodeName?
    let address: ListenAddress

    init(name: NodeName?, address: ListenAddress) {
        self.name = name
        self.address = address
    }

    init?(argument: String) {
        let parts = argument.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = parts.last.flatMap({ ListenAddress(argument: String($0)) }) else { return nil }
        guard parts.count == 2 else {
            self.init(name: nil, address: address)
            return
        }
        guard let name = NodeName(String(parts[0])) else { return nil }
        self.init(name: name, address: address)
    }

    var description: String { (name.map { "\($0)@" } ?? "") + "\(address)" }
    var defaultValueDescription: String { description }
}
