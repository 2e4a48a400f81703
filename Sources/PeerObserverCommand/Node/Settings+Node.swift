import Daemon

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

    private mutating func take(_ node: FoundNode) {
        let origin = Origin.found("the node of \(node.datadir)")
        func isGiven(_ daemon: String, _ keys: String...) -> Bool { keys.contains { self[daemon, $0] != nil } }
        if !isGiven("ebpf-extractor", "bitcoind-path", "replay"), let executable = node.executable {
            set(KeyName(section: "ebpf-extractor", key: "bitcoind-path"), .text(executable), origin)
            // Only a node that has told its PID can be told from others of the same program.
            if !isGiven("ebpf-extractor", "bitcoind-pid", "bitcoind-pid-file"), SmallFile.read(node.pidFile) != nil {
                set(KeyName(section: "ebpf-extractor", key: "bitcoind-pid-file"), .text(node.pidFile), origin)
            }
        }
        set(KeyName(section: "rpc-extractor", key: "rpc-host"), .text("127.0.0.1:\(node.rpcPort)"), origin)
        if !isGiven("rpc-extractor", "rpc-user", "rpc-cookie-file") {
            if let user = node.rpcUser, let password = node.rpcPassword {
                set(KeyName(section: "rpc-extractor", key: "rpc-user"), .text(user), origin)
                set(KeyName(section: "rpc-extractor", key: "rpc-password"), .text(password), origin)
            } else {
                set(KeyName(section: "rpc-extractor", key: "rpc-cookie-file"), .text(node.cookieFile), origin)
            }
        }
        if !isGiven("log-extractor", "debug-log", "bitcoind-pipe", "stdin"), let log = node.debugLog {
            set(KeyName(section: "log-extractor", key: "debug-log"), .text(log), origin)
        }
        set(KeyName(section: "p2p-extractor", key: "p2p-network"), .text(node.chain.network), origin)
    }
}
