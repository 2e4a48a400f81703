import ArgumentParser
import Daemon
import NIOCore
import PeerObserver

struct ConnectivityOptions: ParsableArguments {
    @Option(
        name: [.customLong("p2p-network"), .customLong("network")],
        help: """
            The network of the addresses: mainnet, testnet3, testnet4, signet, regtest, or signet:MAGIC for a custom signet \
            with these 8 hex digits.
            """)
    var network = NetworkName(network: .mainnet)

    @Option(
        help: ArgumentHelp(
            """
            A SOCKS5 proxy for Tor, I2P and CJDNS addresses, or for the named networks only: tor, i2p, cjdns, ipv4, ipv6 or \
            all, with commas between them. May be given several times. Without one, addresses of Tor, I2P and CJDNS are skipped.
            """, valueName: "[networks=]host:port"))
    var proxy: [ProxyOption] = []

    @Option(help: ArgumentHelp("How long a connection may take to be made.", valueName: "seconds"))
    var connectTimeout = 2.0

    @Option(help: ArgumentHelp("How long a proxy may take to make a connection.", valueName: "seconds"))
    var proxyTimeout = 30.0

    @Option(help: ArgumentHelp("How long the other side's version may take to come.", valueName: "seconds"))
    var handshakeTimeout = 5.0

    @Option(help: "Attempts a second, in all.")
    var rate = 100.0

    @Option(help: "Attempts a second to addresses of one /16 (IPv4), /32 (IPv6), or a sixteenth of the other networks.")
    var groupRate = 1.0

    @Option(help: "Most attempts at a time.")
    var maxAttempts = 1000

    @Option(help: "Most addresses that wait for a result; one peer's may take an eighth of them.")
    var queueSize = 10_000

    @Option(
        help: ArgumentHelp("How long an address that answered is not tried again; 0 for no time.", valueName: "seconds")
    )
    var successLifetime = 3600.0

    @Option(
        help: ArgumentHelp("How long an address that failed is not tried again; 0 for no time.", valueName: "seconds"))
    var failureLifetime = 600.0

    @Option(help: "Most results that are remembered.")
    var cacheSize = 50_000

    @Option(help: "What to call ourselves, in printable ASCII.")
    var userAgent = Self.honestUserAgent

    @Flag(help: "Try addresses that are not of the public internet, too: private, loopback, documentation.")
    var allowPrivate = false

    @Option(help: "Folder for the CSV files.")
    var csvDirectory = "."

    @Flag(help: "Write no CSV files.")
    var noCsv = false

    @Option(help: ArgumentHelp("Size after which a new CSV file is begun; 0 for none.", valueName: "MiB"))
    var csvMaxSize = 64

    @Option(help: ArgumentHelp("Age after which a new CSV file is begun; 0 for none.", valueName: "seconds"))
    var csvMaxAge = 86_400

    @Option(
        help: ArgumentHelp(
            "How much of closed CSV files is kept, the oldest of this run going first; 0 for all.", valueName: "MiB"))
    var csvKeepSize = 10_240

    @Option(
        help: ArgumentHelp(
            """
            A list of addresses, one address or CIDR block a line; may be given several times. Peers on the list tor-exit are \
            counted as Tor exits.
            """, valueName: "name=file"))
    var ipList: [IPListOption] = []

    static let honestUserAgent = "/peer-observer-connectivity-check:\(daemonVersion)/"

    /// Seconds that an address may have to wait for others of its group.
    private static let groupPatience = 120.0

    func validate() throws {
        for (name, value, range) in [
            ("connect-timeout", connectTimeout, 0.01...600), ("proxy-timeout", proxyTimeout, 0.01...600),
            ("handshake-timeout", handshakeTimeout, 0.01...600), ("rate", rate, 0.001...10_000),
            ("group-rate", groupRate, 0.001...10_000), ("success-lifetime", successLifetime, 0...1e7),
            ("failure-lifetime", failureLifetime, 0...1e7),
        ] where !range.contains(value) {
            throw ValidationError("--\(name) \(value): give \(range.lowerBound) to \(range.upperBound)")
        }
        for (name, value, range) in [
            ("max-attempts", maxAttempts, 1...50_000), ("queue-size", queueSize, 1...1_000_000),
            ("cache-size", cacheSize, 0...10_000_000), ("csv-max-size", csvMaxSize, 0...1 << 20),
            ("csv-max-age", csvMaxAge, 0...10_000_000), ("csv-keep-size", csvKeepSize, 0...1 << 30),
        ] where !range.contains(value) {
            throw ValidationError("--\(name) \(value): give \(range.lowerBound) to \(range.upperBound)")
        }
        // Core takes no longer one.
        guard userAgent.utf8.count <= 256, userAgent.utf8.allSatisfy({ 0x20..<0x7f ~= $0 }) else {
            throw ValidationError("--user-agent takes up to 256 characters of printable ASCII")
        }
        let names = ipList.map(\.name)
        guard Set(names).count == names.count, names.count <= IPListSet.limit else {
            throw ValidationError("a list is given twice with --ip-list, or more than \(IPListSet.limit) are")
        }
    }

    /// Without proxies, whose names have to be looked up.
    var settings: CheckerSettings {
        var settings = CheckerSettings()
        settings.filter.allowsPrivate = allowPrivate
        settings.scheduler = Scheduler.Settings(
            rate: rate, groupRate: groupRate, mostAttempts: maxAttempts, mostWaiting: queueSize,
            mostPerSource: max(1, queueSize / 8), mostPerGroup: max(10, Int(groupRate * Self.groupPatience)),
            cache: ResultCache.Settings(
                successLifetime: .seconds(successLifetime), failureLifetime: .seconds(failureLifetime),
                limit: cacheSize))
        settings.dialler.connectTimeout = .seconds(connectTimeout)
        settings.dialler.attempt = Attempt.Settings(
            network: network.network, userAgent: userAgent, handshakeTimeout: .seconds(handshakeTimeout),
            proxyTimeout: .seconds(proxyTimeout))
        return settings
    }

    /// Nil for no files.
    var csv: CSVFiles.Settings? {
        noCsv
            ? nil
            : CSVFiles.Settings(
                directory: csvDirectory, largestSize: csvMaxSize << 20, longestAge: csvMaxAge, kept: csvKeepSize << 20)
    }
}

/// A proxy and the networks that it is for: `127.0.0.1:9050`, `i2p=127.0.0.1:4447`, `all=[::1]:9050`.
struct ProxyOption: ExpressibleByArgument, Sendable, Equatable {
    let networks: [Target.Network]
    let address: ListenAddress

    private static let names: [String: [Target.Network]] = [
        "tor": [.torV3], "i2p": [.i2p], "cjdns": [.cjdns], "ipv4": [.ipv4], "ipv6": [.ipv6],
        "all": Target.Network.allCases,
    ]

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = parts.last.flatMap({ ListenAddress(argument: String($0)) }), address.port > 0 else {
            return nil
        }
        self.address = address
        guard parts.count == 2 else {
            networks = [.torV3, .i2p, .cjdns]
            return
        }
        var networks: [Target.Network] = []
        for name in parts[0].split(separator: ",", omittingEmptySubsequences: false) {
            guard let named = Self.names[String(name)] else { return nil }
            networks += named
        }
        self.networks = networks
    }

    /// Looks up the host's name, where it is one.
    func resolved() async throws(DaemonError) -> SocketAddress {
        do {
            return try await offThread { [address] in
                try SocketAddress.makeAddressResolvingHost(address.host, port: address.port)
            }
        } catch {
            throw DaemonError("cannot find the proxy \(address): \(error)", hint: "give its IP address")
        }
    }
}
