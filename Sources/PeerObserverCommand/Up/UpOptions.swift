import ArgumentParser

/// What `up` itself is told; each is a key of the section `up` as well. None has a default here: what is not given may stand in the
/// environment or the file.
struct UpOptions: ParsableArguments {
    @Option(
        help: """
            Run this program; may be given several times. Unless given: the extractors, metrics, websocket, alerts, and archiver \
            where it has a folder.
            """)
    var run: [String] = []

    @Option(help: "Do not run this program; may be given several times.")
    var without: [String] = []

    @Option(help: "The node's data directory; unless given, that of the running node, else ~/.bitcoin.")
    var datadir: String?

    @Option(
        help:
            "The node's chain: main, test, testnet4, signet or regtest; unless given, as the node's configuration has it."
    )
    var chain: String?

    @Flag(help: "Look for no node: everything about it is given.")
    var noNode = false

    @Option(
        help:
            "Folder for what is kept between runs: the place in debug.log. Unless given, ~/.local/state/peer-observer.")
    var stateDir: String?

    @Option(help: "The nats-server to start where common.nats-address names none; unless given, the one in PATH.")
    var natsServer: String?

    @Option(help: "The port of the nats-server that is started; a free one unless given.")
    var natsPort: Int?

    @Option(help: "The largest payload that the nats-server takes, in MiB; 16 unless given.")
    var natsMaxPayload: Int?

    @Option(help: "Seconds without a sign of life after which a program is started anew; 60 unless given, 0 for never.")
    var watchdog: Double?

    @Option(help: "Seconds that a program may take to stop; 20 unless given.")
    var stopTimeout: Double?

    @Flag(help: "Lines only, also on a terminal: no table of the programs.")
    var plain = false

    /// As the table's flags, for the settings.
    var flags: [String] {
        func option(_ name: String, _ value: (some CustomStringConvertible)?) -> [String] {
            value.map { ["--\(name)=\($0)"] } ?? []
        }
        func flag(_ name: String, _ isGiven: Bool) -> [String] { isGiven ? ["--\(name)"] : [] }
        return run.map { "--run=\($0)" } + without.map { "--without=\($0)" } + option("datadir", datadir)
            + option("chain", chain) + flag("no-node", noNode) + option("state-dir", stateDir)
            + option("nats-server", natsServer)
            + option("nats-port", natsPort) + option("nats-max-payload", natsMaxPayload)
            + option("watchdog", watchdog) + option("stop-timeout", stopTimeout) + flag("plain", plain)
    }
}

/// Where settings come from, on the command line of `up` and of `config show`.
struct SettingsOptions: ParsableArguments {
    @Option(name: [.customShort("c"), .long], help: "The configuration file; also PEER_OBSERVER_CONFIG.")
    var config: String?

    @OptionGroup var up: UpOptions

    @Argument(
        parsing: .allUnrecognized,
        help: ArgumentHelp(
            "Keys of programs, such as --rpc-extractor.query-interval 5 or --common.node NAME (docs/configuration.md).",
            valueName: "--program.key value"))
    var keys: [String] = []

    func settings(_ environment: [String: String]) -> Settings {
        let path = config ?? environment["PEER_OBSERVER_CONFIG"]
        return Settings(file: path.map(ConfigurationFile.init(path:)), environment: environment, flags: up.flags + keys)
    }
}
