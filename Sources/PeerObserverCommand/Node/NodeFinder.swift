import Daemon
import Glibc

/// What could be found of a node.
struct FoundNode: Sendable, Equatable {
    var datadir: String
    var chain: Chain
    var pid: Int32?
    var executable: String?
    /// Where it writes its PID, and its cookie and log; the last is nil where it writes none.
    var pidFile: String
    var cookieFile: String
    var debugLog: String?
    var rpcPort: Int
    /// The RPC user of bitcoin.conf; there is no cookie then.
    var rpcUser: String?
    var rpcPassword: String?
    var addedNodes: [String]
    /// The categories of `-debug`.
    var debugCategories: [String]

    var chainDirectory: String { chain.folder.isEmpty ? datadir : "\(datadir)/\(chain.folder)" }
}

/// Looks for a node: in a data directory, in the default one, and among the processes.
struct NodeFinder {
    /// Another folder in tests.
    var processes = "/proc"
    var home: String?

    /// What runs a node; wrappers are named otherwise.
    private static let names: Set = ["bitcoind", "bitcoin-node", "bitcoin-qt"]

    /// - Parameters:
    ///   - datadir: Where to look; nil for the running node's, else the default one.
    ///   - chain: The chain's name where the node's own word does not count.
    /// - Returns: Nil where there is neither process nor folder.
    func find(datadir: String?, chain: String?) throws(DaemonError) -> FoundNode? {
        if let datadir {
            guard isFolder(datadir) else {
                throw DaemonError("\(datadir) is no folder", hint: "up.datadir names the node's data directory")
            }
            return try node(in: absolute(datadir), chain: chain, process: nil)
        }
        let running = runningNodes()
        if running.count > 1 {
            let list = running.map { "\($0.pid)" }.joined(separator: ", ")
            throw DaemonError("several nodes run (PIDs \(list))", hint: "name one by its data directory: --datadir DIR")
        }
        if let process = running.first {
            let given = NodeArguments.commandLine(process.words).last { $0.name == "datadir" }?.value
            let directory =
                given.map { $0.hasPrefix("/") ? $0 : "\(process.folder)/\($0)" } ?? home.map { "\($0)/.bitcoin" }
            guard let directory else { return nil }
            return try node(in: directory, chain: chain, process: process)
        }
        guard let standard = home.map({ "\($0)/.bitcoin" }), isFolder(standard) else { return nil }
        return try node(in: standard, chain: chain, process: nil)
    }

    private func node(in given: String, chain: String?, process: RunningNode?) throws(DaemonError) -> FoundNode {
        var arguments = NodeArguments(commandLine: NodeArguments.commandLine(process?.words ?? []))
        var datadir = given
        arguments.file = configuration(arguments, datadir)
        // The default folder's bitcoin.conf may name another one; a folder that was named is the one.
        if process.map({ !$0.namesDatadir }) ?? (given == home.map { "\($0)/.bitcoin" }),
            let other = arguments.file.first(where: { $0.name == "datadir" && $0.section == nil })?.value,
            other.hasPrefix("/")
        {
            datadir = other
        }
        guard let chain = try chosen(chain, arguments) else {
            throw DaemonError(
                "\(datadir): the node is on a chain that is not known",
                hint: "--chain names one of \(Chain.all.map(\.name).joined(separator: ", "))")
        }
        var node = FoundNode(
            datadir: datadir, chain: chain, pid: process?.pid, executable: process?.executable, pidFile: "",
            cookieFile: "",
            debugLog: nil, rpcPort: chain.rpcPort, rpcUser: nil, rpcPassword: nil, addedNodes: [], debugCategories: [])
        node.pidFile = path(arguments.value("pid", on: chain) ?? "bitcoind.pid", node)
        if process == nil, let running = running(pidFile: node.pidFile) {
            node.pid = running.pid
            node.executable = running.executable
            arguments.commandLine = NodeArguments.commandLine(running.words)
        }
        fill(&node, arguments)
        return node
    }

    private func chosen(_ name: String?, _ arguments: NodeArguments) throws(DaemonError) -> Chain? {
        guard let name else { return arguments.chain }
        return Chain.named(name)
    }

    private func fill(_ node: inout FoundNode, _ arguments: NodeArguments) {
        let chain = node.chain
        node.cookieFile = path(arguments.value("rpccookiefile", on: chain) ?? ".cookie", node)
        let log = arguments.value("debuglogfile", on: chain)
        node.debugLog = log == "0" ? nil : path(log ?? "debug.log", node)
        if let port = arguments.value("rpcport", on: chain).flatMap(Int.init), 1...65535 ~= port { node.rpcPort = port }
        // A password empties the cookie's place; rpcauth= keeps the password to itself.
        if let password = arguments.value("rpcpassword", on: chain), !password.isEmpty {
            node.rpcUser = arguments.value("rpcuser", on: chain)
            node.rpcPassword = password
        }
        node.addedNodes = arguments.values("addnode", on: chain)
        node.debugCategories = arguments.values("debug", on: chain)
    }

    private func configuration(_ arguments: NodeArguments, _ datadir: String) -> [NodeArguments.Entry] {
        let name = arguments.commandLine.last { $0.name == "conf" }?.value ?? "bitcoin.conf"
        let main = NodeArguments.file(SmallFile.read(name.hasPrefix("/") ? name : "\(datadir)/\(name)") ?? "")
        let included = main.filter { $0.name == "includeconf" }.prefix(16).flatMap { entry in
            NodeArguments.file(
                SmallFile.read(entry.value.hasPrefix("/") ? entry.value : "\(datadir)/\(entry.value)") ?? "")
        }
        return main + included
    }

    /// Files are named from the chain's folder on.
    private func path(_ name: String, _ node: FoundNode) -> String {
        name.hasPrefix("/") ? name : "\(node.chainDirectory)/\(name)"
    }

    private func absolute(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    // MARK: Processes

    struct RunningNode: Equatable {
        let pid: Int32
        let words: [String]
        let folder: String
        let executable: String?

        var namesDatadir: Bool { words.contains { $0.drop { $0 == "-" }.hasPrefix("datadir=") } }
    }

    private func runningNodes() -> [RunningNode] {
        guard let folder = opendir(processes) else { return [] }
        defer { closedir(folder) }
        var found: [RunningNode] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard let pid = Int32(name), let node = process(pid), Self.names.contains(Self.base(node)) else { continue }
            found.append(node)
        }
        return found.sorted { $0.pid < $1.pid }
    }

    private static func base(_ node: RunningNode) -> String {
        let path = node.executable ?? node.words.first ?? ""
        return String(path.split(separator: "/").last ?? "")
    }

    private func running(pidFile: String) -> RunningNode? {
        let text = SmallFile.read(pidFile)?.split(whereSeparator: \.isWhitespace).first
        return text.flatMap { Int32($0) }.flatMap { $0 > 0 ? process($0) : nil }
    }

    private func process(_ pid: Int32) -> RunningNode? {
        guard let line = SmallFile.read("\(processes)/\(pid)/cmdline"), !line.isEmpty else { return nil }
        let executable = SmallFile.link("\(processes)/\(pid)/exe")
        return RunningNode(
            pid: pid, words: line.split(separator: "\0").map(String.init),
            folder: SmallFile.link("\(processes)/\(pid)/cwd") ?? "",
            // What the kernel adds once a newer file has its place.
            executable: executable.map { $0.hasSuffix(" (deleted)") ? String($0.dropLast(" (deleted)".count)) : $0 })
    }
}
