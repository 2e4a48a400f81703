import Daemon
import FoundationEssentials
import Glibc

/// The node: whether it was found and answers, its version, what it lets us ask and what it logs.
struct NodeChecks {
    let settings: Settings
    let node: FoundNode?

    var findings: [Finding] {
        var findings = [found]
        do throws(DaemonError) {
            let question = NodeQuestion(address: address, credentials: try credentials())
            findings += try version(question)
            findings.append(try rights(question))
            findings.append(try categories(question))
        } catch {
            findings.append(
                Finding(
                    "rpc", .failure, "\(error)",
                    advice:
                        "start the node, or say where it is: --datadir, --rpc-extractor.rpc-host, --rpc-extractor.rpc-cookie-file"
                ))
        }
        return findings + [added]
    }

    private var found: Finding {
        guard let node else {
            return Finding(
                "node", settings.isSet("up", "no-node") ? .skipped : .failure, "none was found",
                advice: "start it, or name its folder: --datadir DIR")
        }
        let running = node.pid.map { "PID \($0)" } ?? "not running"
        return Finding(
            "node", node.pid == nil ? .warning : .ok, "\(node.datadir), chain \(node.chain.name), \(running)",
            advice: node.pid == nil ? "start it" : nil)
    }

    private var address: String { settings.effective("rpc-extractor", "rpc-host")?.value.argument ?? "127.0.0.1:8332" }

    private func credentials() throws(DaemonError) -> String {
        func text(_ key: String) -> String? { settings.effective("rpc-extractor", key)?.value.argument }
        if let user = text("rpc-user") {
            if let password = text("rpc-password") { return "\(user):\(password)" }
            guard let path = text("rpc-password-file"), let password = SmallFile.read(path) else {
                throw DaemonError("the node's password cannot be read", hint: "rpc-extractor.rpc-password-file")
            }
            return "\(user):\(password.prefix { $0 != "\n" && $0 != "\r" })"
        }
        guard let setting = settings.effective("rpc-extractor", "rpc-cookie-file"), let path = setting.value.argument
        else { throw DaemonError("there is neither cookie nor password for the node") }
        guard let cookie = try cookie(path, isGiven: setting.origin.isGiven), cookie.contains(":") else {
            let reason =
                access(path, F_OK) == 0
                ? "cannot be read by this user" : "is not there: the node does not run, or has another one"
            throw DaemonError("the cookie \(path) \(reason)")
        }
        return String(cookie.prefix { $0 != "\n" && $0 != "\r" })
    }

    /// A cookie that the node names, and nobody else, has to be its own: it goes to the port that the node names.
    private func cookie(_ path: String, isGiven: Bool) throws(DaemonError) -> String? {
        guard !isGiven, let node else { return SmallFile.read(path) }
        switch OwnedFile.read(path, of: [node.owner]) {
        case .text(let text, _): return text
        case .nothing: return nil
        case .foreign: throw DaemonError("the cookie \(path) belongs to another user, not to the node's")
        }
    }

    private struct NetworkInfo: Decodable {
        struct Result: Decodable {
            let version: Int
            let subversion: String
        }

        let result: Result
    }

    private func version(_ question: NodeQuestion) throws(DaemonError) -> [Finding] {
        switch try question.ask("getnetworkinfo") {
        case .result(let data):
            guard let info = try? JSONDecoder().decode(NetworkInfo.self, from: data).result else {
                return [
                    Finding(
                        "rpc", .failure, "\(address): the answer is none of getnetworkinfo",
                        advice: "is this a Bitcoin node?")
                ]
            }
            let old = info.version < 290_000
            return [
                Finding("rpc", .ok, "\(address) answers"),
                Finding(
                    "version", old ? .warning : .ok, info.subversion,
                    advice: old
                        ? "v29 and newer have all tracepoints, and pay nothing for them while nobody listens" : nil),
            ]
        case .unauthorized:
            return [
                Finding(
                    "rpc", .failure, "\(address): wrong user name or password",
                    advice: "use the cookie of this very node, or its -rpcauth user")
            ]
        case .forbidden:
            return [
                Finding(
                    "rpc", .warning, "\(address) answers, but getnetworkinfo is not allowed", advice: "see 'rpc rights'"
                )
            ]
        case .unknownMethod, .error:
            return [Finding("rpc", .failure, "\(address): getnetworkinfo fails", advice: "is the node still starting?")]
        case .other(let what):
            return [Finding("rpc", .failure, "\(address): \(what)", advice: "is this a Bitcoin node?")]
        }
    }

    /// A parameter that no RPC has: the node looks whether the RPC is allowed, and then refuses, before it does any work.
    private static let noParameters = "{\"peer_observer_asks_whether_it_may\":true}"

    private func rights(_ question: NodeQuestion) throws(DaemonError) -> Finding {
        let options = OptionTable.all.options(in: "rpc-extractor").map(\.key).filter { $0.hasPrefix("disable-") }
        let asked = options.filter { !settings.isSet("rpc-extractor", $0) }.map {
            String($0.dropFirst("disable-".count))
        }
        var (forbidden, unknown) = ([String](), [String]())
        for method in asked {
            switch try question.ask(method, parameters: Self.noParameters) {
            case .forbidden: forbidden.append(method)
            case .unknownMethod: unknown.append(method)
            case .unauthorized:
                return Finding("rpc rights", .failure, "wrong user name or password", advice: "see 'rpc'")
            default: break
            }
        }
        if !forbidden.isEmpty {
            return Finding(
                "rpc rights", .failure, "not allowed: \(forbidden.joined(separator: ", "))",
                advice:
                    "add them to the user's rpcwhitelist in bitcoin.conf, or leave them out: rpc-extractor.disable-\(forbidden[0]) = true"
            )
        }
        if !unknown.isEmpty {
            return Finding(
                "rpc rights", .warning, "this node does not have: \(unknown.joined(separator: ", "))",
                advice: "a newer node has; or leave them out: rpc-extractor.disable-\(unknown[0]) = true")
        }
        return Finding("rpc rights", .ok, "\(asked.count) RPCs are allowed")
    }

    private struct Logging: Decodable { let result: [String: Bool] }

    /// What docs/operating-log-extractor.md names.
    static let wantedCategories = ["net", "validation", "mempool", "cmpctblock"]

    private func categories(_ question: NodeQuestion) throws(DaemonError) -> Finding {
        guard let log = settings.effective("log-extractor", "debug-log")?.value.argument else {
            return Finding("debug.log", .skipped, "no log is known", advice: "give --log-extractor.debug-log")
        }
        guard access(log, R_OK) == 0 else {
            return Finding(
                "debug.log", .failure, "\(log): \(errnoText(errno))",
                advice: "let this user read it, or name another one")
        }
        var on: Set<String>?
        if case .result(let data) = try question.ask("logging"),
            let answer = try? JSONDecoder().decode(Logging.self, from: data)
        {
            on = Set(answer.result.filter(\.value).keys)
        } else if let given = node?.debugCategories, node?.pid != nil {
            on = given.contains("1") || given.contains("all") ? Set(Self.wantedCategories) : Set(given)
        }
        guard let on else { return Finding("debug.log", .ok, "\(log); its categories are not known") }
        let missing = Self.wantedCategories.filter { !on.contains($0) }
        guard missing.isEmpty else {
            return Finding(
                "debug.log", .warning, "\(log), without \(missing.joined(separator: ", "))",
                advice: "start the node with " + missing.map { "-debug=\($0)" }.joined(separator: " ")
                    + ", or: bitcoin-cli logging '[\"\(missing.joined(separator: "\",\""))\"]'")
        }
        return Finding("debug.log", .ok, "\(log), with \(Self.wantedCategories.joined(separator: ", "))")
    }

    private var added: Finding {
        guard settings.chosenDaemons.contains(where: { $0.name == "p2p-extractor" }),
            let address = settings.listeners.first(where: { $0.name.key == "p2p-address" })?.address,
            let port = OptionDefinition.port(of: address)
        else { return Finding("addnode", .skipped, "the p2p-extractor is not wanted") }
        guard let node else { return Finding("addnode", .skipped, "no node was found") }
        let bare = String(address.split(separator: "@").last ?? "")
        guard port > 0, node.addedNodes.contains(where: { $0.hasSuffix(":\(port)") }) else {
            return Finding(
                "addnode", .warning, "neither command line nor bitcoin.conf names \(bare)",
                advice: "start the node with -addnode=\(bare); or, until it ends: bitcoin-cli addnode \(bare) add")
        }
        return Finding("addnode", .ok, "the node dials \(bare)")
    }
}
