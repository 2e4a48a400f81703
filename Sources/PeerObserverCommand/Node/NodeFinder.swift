import Daemon
import Glibc

/// What could be found of a node.
struct FoundNode: Sendable, Equatable {
    var datadir: String
    var chain: Chain
    /// Whose the data directory is, and the process, where there is one. Files of others are not read on their word.
    var owner: uid_t
    var pid: Int32?
    var executable: String?
    /// Where it writes its PID, and its cookie and log; the latter are nil where it writes none, or where another user's file is.
    var pidFile: String
    var cookieFile: String?
    var debugLog: String?
    var rpcPort: Int
    /// The RPC user of bitcoin.conf; there is no cookie then.
    var rpcUser: String?
    var rpcPassword: String?
    var addedNodes: [String]
    /// The categories of `-debug`.
    var debugCategories: [String]
    /// What was left out, and why.
    var problems: [String]

    var chainDirectory: String { chain.folder.isEmpty ? datadir : "\(datadir)/\(chain.folder)" }
}

/// Looks for a node: in a data directory, in the default one, and among the processes.
struct NodeFinder {
    /// Another folder in tests.
    var processes = "/proc"
    var home: String?
    var user = geteuid()
    var homeOfUser = Users.home

    /// - Parameters:
    ///   - datadir: Where to look; nil for the running node's, else the default one.
    ///   - chain: The chain's name where the node's own word does not count.
    /// - Returns: Nil where there is neither process nor folder.
    func find(datadir: String?, chain: String?) throws(DaemonError) -> FoundNode? {
        if let datadir {
            guard let owner = OwnedFile.owner(ofFolder: datadir) else {
                throw DaemonError("\(datadir) is no folder", hint: "up.datadir names the node's data directory")
            }
            return try node(in: absolute(datadir), owner: owner, chain: chain, process: nil)
        }
        let running = RunningNode.all(in: processes)
        if running.count > 1 {
            let list = running.map { "\($0.pid)" }.joined(separator: ", ")
            throw DaemonError("several nodes run (PIDs \(list))", hint: "name one by its data directory: --datadir DIR")
        }
        if let process = running.first {
            let home = process.owner == user ? home : homeOfUser(process.owner)
            guard let directory = process.datadir ?? home.map({ "\($0)/.bitcoin" }) else {
                throw DaemonError(
                    "the user of the node (PID \(process.pid)) has no home",
                    hint: "name the data directory: --datadir DIR")
            }
            return try node(in: directory, owner: process.owner, chain: chain, process: process)
        }
        guard let standard = home.map({ "\($0)/.bitcoin" }), OwnedFile.owner(ofFolder: standard) != nil else {
            return nil
        }
        return try node(in: standard, owner: user, chain: chain, process: nil)
    }

    private func node(
        in given: String, owner: uid_t, chain: String?, process: RunningNode?
    ) throws(DaemonError) -> FoundNode {
        var arguments = NodeArguments(commandLine: NodeArguments.commandLine(process?.words ?? []))
        var (datadir, problems) = (given, [String]())
        arguments.file = configuration(arguments, datadir, owner, &problems)
        // The default folder's bitcoin.conf may name another one; a folder that was named is the one.
        if process.map({ $0.datadir == nil }) ?? (given == home.map { "\($0)/.bitcoin" }),
            let other = arguments.file.first(where: { $0.name == "datadir" && $0.section == nil })?.value,
            other.hasPrefix("/")
        {
            datadir = other
        }
        try check(datadir, owner, process)
        guard let chain = chain.map(Chain.named) ?? arguments.chain else {
            throw DaemonError(
                "\(datadir): the node is on a chain that is not known",
                hint: "--chain names one of \(Chain.all.map(\.name).joined(separator: ", "))")
        }
        var node = FoundNode(
            datadir: datadir, chain: chain, owner: owner, pid: process?.pid, executable: process?.executable,
            pidFile: "", cookieFile: nil, debugLog: nil, rpcPort: chain.rpcPort, rpcUser: nil, rpcPassword: nil,
            addedNodes: [], debugCategories: [], problems: problems)
        node.pidFile = path(arguments.value("pid", on: chain) ?? "bitcoind.pid", node)
        if process == nil, let running = running(&node) {
            node.pid = running.pid
            node.executable = running.executable
            arguments.commandLine = NodeArguments.commandLine(running.words)
        }
        fill(&node, arguments)
        return node
    }

    /// Whoever runs a process can name any folder.
    private func check(_ datadir: String, _ owner: uid_t, _ process: RunningNode?) throws(DaemonError) {
        let hint = "--datadir DIR names the data directory of the node that is meant"
        let node = process.map { "the node (PID \($0.pid))" }
        guard let holder = OwnedFile.owner(ofFolder: datadir) else {
            throw DaemonError("\(datadir), the data directory of \(node ?? "the node"), is not there", hint: hint)
        }
        guard holder == owner else {
            throw DaemonError(
                "\(datadir) belongs to another user, not to \(node.map { "that of \($0)" } ?? "this one")", hint: hint)
        }
    }

    private func fill(_ node: inout FoundNode, _ arguments: NodeArguments) {
        let chain = node.chain
        if let port = arguments.value("rpcport", on: chain).flatMap(Int.init), 1...65535 ~= port { node.rpcPort = port }
        // A password empties the cookie's place; rpcauth= keeps the password to itself.
        if let password = arguments.value("rpcpassword", on: chain), !password.isEmpty {
            node.rpcUser = arguments.value("rpcuser", on: chain)
            node.rpcPassword = password
        }
        node.cookieFile = own(path(arguments.value("rpccookiefile", on: chain) ?? ".cookie", node), &node)
        let log = arguments.value("debuglogfile", on: chain)
        node.debugLog = log == "0" ? nil : own(path(log ?? "debug.log", node), &node)
        node.addedNodes = arguments.values("addnode", on: chain)
        node.debugCategories = arguments.values("debug", on: chain)
    }

    /// Nil where the file is another user's, which becomes a problem.
    private func own(_ path: String, _ node: inout FoundNode) -> String? {
        guard OwnedFile.isForeign(path, to: node.owner) else { return path }
        node.problems.append(Self.foreign(path))
        return nil
    }

    private static func foreign(_ path: String) -> String {
        "\(path) belongs to another user, not to the node's, or is no file: it is not used"
    }

    private func configuration(
        _ arguments: NodeArguments, _ datadir: String, _ owner: uid_t, _ problems: inout [String]
    ) -> [NodeArguments.Entry] {
        let name = arguments.commandLine.last { $0.name == "conf" }?.value ?? "bitcoin.conf"
        var entries = configuration(in: name, datadir, owner, &problems)
        for included in entries.filter({ $0.name == "includeconf" }).prefix(16) {
            entries += configuration(in: included.value, datadir, owner, &problems)
        }
        return entries
    }

    private func configuration(
        in name: String, _ datadir: String, _ owner: uid_t, _ problems: inout [String]
    ) -> [NodeArguments.Entry] {
        let path = name.hasPrefix("/") ? name : "\(datadir)/\(name)"
        // Packages put one in /etc that is root's.
        switch OwnedFile.read(path, of: [owner, 0]) {
        case .nothing: return []
        case .foreign:
            problems.append(Self.foreign(path))
            return []
        case .text(let text, let holder):
            let entries = NodeArguments.file(text)
            let open = holder == owner ? entries : entries.filter { !["rpcuser", "rpcpassword"].contains($0.name) }
            if open.count < entries.count {
                problems.append(
                    "\(path) belongs to root, not to the node's user: its rpcpassword is not used; give rpc-extractor.rpc-user with rpc-password-file"
                )
            }
            return open
        }
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

    /// The process that the PID file names, if that is a node of the same user.
    private func running(_ node: inout FoundNode) -> RunningNode? {
        switch OwnedFile.read(node.pidFile, of: [node.owner]) {
        case .nothing: return nil
        case .foreign:
            node.problems.append(Self.foreign(node.pidFile))
            return nil
        case .text(let text, _):
            guard let pid = text.split(whereSeparator: \.isWhitespace).first.flatMap({ Int32($0) }), pid > 0,
                let process = RunningNode(pid, in: processes)
            else { return nil }
            guard process.isNode else {
                node.problems.append(
                    "\(node.pidFile) names PID \(pid), which is \(process.name) and no node: the file is stale")
                return nil
            }
            guard process.owner == node.owner else {
                node.problems.append(
                    "\(node.pidFile) names PID \(pid), which belongs to another user, not to the node's")
                return nil
            }
            return process
        }
    }
}
