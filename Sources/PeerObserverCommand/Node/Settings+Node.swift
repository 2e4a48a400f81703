import Daemon
import Glibc

extension Settings {
    /// Looks for the node and takes over what it tells; what is wrong becomes a problem.
    @discardableResult
    mutating func findNode(_ finder: NodeFinder = NodeFinder(home: Console.environment["HOME"])) -> FoundNode? {
        guard !isSet("up", "no-node") else {
            keepPosition()
            return nil
        }
        defer { keepPosition() }
        do {
            guard let node = try finder.find(datadir: text("up", "datadir"), chain: text("up", "chain")) else {
                return nil
            }
            take(node)
            for problem in node.problems { warn(problem) }
            return node
        } catch {
            report(ConfigurationProblem(place: "the node", key: nil, reason: .syntax("\(error)")))
            return nil
        }
    }

    /// The log-extractor reads on where it was; each log has a file of its own for that.
    private mutating func keepPosition() {
        guard let log = text("log-extractor", "debug-log"), let folder = stateFolder else { return }
        let name = "position" + String(log.map { $0 == "/" ? "-" : $0 }.suffix(150))
        set(
            KeyName(section: "log-extractor", key: "position-file"), .text("\(folder)/\(name)"),
            .found("the folder for what is kept"))
    }

    /// Nil where neither a folder is named nor a home is known.
    var stateFolder: String? {
        if let given = text("up", "state-dir") { return given }
        let environment = Console.environment
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") { return "\(state)/peer-observer" }
        return environment["HOME"].map { "\($0)/.local/state/peer-observer" }
    }

    private mutating func warn(_ text: String) {
        report(ConfigurationProblem(place: "the node", key: nil, reason: .needless(text)))
    }

    private mutating func take(_ node: FoundNode) {
        nodeOwner = node.owner
        let origin = Origin.found("the node of \(node.datadir)")
        func isGiven(_ daemon: String, _ keys: String...) -> Bool { keys.contains { self[daemon, $0] != nil } }
        if !isGiven("ebpf-extractor", "bitcoind-path", "replay"), let executable = node.executable {
            set(KeyName(section: "ebpf-extractor", key: "bitcoind-path"), .text(executable), origin)
            // Only a node that has told its PID can be told from others of the same program.
            if !isGiven("ebpf-extractor", "bitcoind-pid", "bitcoind-pid-file"),
                case .text = OwnedFile.read(node.pidFile, of: [node.owner])
            {
                set(KeyName(section: "ebpf-extractor", key: "bitcoind-pid-file"), .text(node.pidFile), origin)
            }
        }
        let hasCredentials = isGiven("rpc-extractor", "rpc-user", "rpc-cookie-file")
        // Another user's process, which nobody has named, does not say where our secrets go.
        if !hasCredentials || node.owner == geteuid() || text("up", "datadir") != nil {
            set(KeyName(section: "rpc-extractor", key: "rpc-host"), .text("127.0.0.1:\(node.rpcPort)"), origin)
        } else if !isGiven("rpc-extractor", "rpc-host") {
            warn("its RPC port is not used with credentials that were given: give rpc-extractor.rpc-host, or --datadir")
        }
        if !hasCredentials {
            if let user = node.rpcUser, let password = node.rpcPassword {
                set(KeyName(section: "rpc-extractor", key: "rpc-user"), .text(user), origin)
                set(KeyName(section: "rpc-extractor", key: "rpc-password"), .text(password), origin)
            } else if let cookie = node.cookieFile {
                set(KeyName(section: "rpc-extractor", key: "rpc-cookie-file"), .text(cookie), origin)
            }
        }
        if !isGiven("log-extractor", "debug-log", "bitcoind-pipe", "stdin"), let log = node.debugLog {
            set(KeyName(section: "log-extractor", key: "debug-log"), .text(log), origin)
        }
        set(KeyName(section: "p2p-extractor", key: "p2p-network"), .text(node.chain.network), origin)
    }
}
