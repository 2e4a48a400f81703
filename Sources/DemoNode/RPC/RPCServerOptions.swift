import ArgumentParser

struct RPCServerOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Answer RPCs on this address; port 0 for any.", valueName: "host:port"))
    var rpcAddress: RPCAddress?

    @Option(
        help: ArgumentHelp("Write a new cookie to this file, ask for it, and remove it at the end.", valueName: "path"))
    var rpcCookieFile: String?

    @Option(help: ArgumentHelp("Ask for this user name and password instead.", valueName: "user:password"))
    var rpcAuth: String?

    @Option(
        help: ArgumentHelp(
            "Answer an RPC this late; may be given several times.", valueName: "method=milliseconds"))
    var rpcDelay: [RPCDelay] = []

    @Option(help: "Entries of the address manager that getrawaddrman tells, up to 81920.")
    var rpcAddrmanEntries = 2000

    func validate() throws {
        guard 0...AddrmanAnswer.mostEntries ~= rpcAddrmanEntries else {
            throw ValidationError("--rpc-addrman-entries takes 0 to \(AddrmanAnswer.mostEntries)")
        }
        guard rpcAuth == nil || rpcCookieFile == nil else {
            throw ValidationError("--rpc-auth and --rpc-cookie-file exclude each other")
        }
    }

    /// Starts the server where one is asked for, and says where it listens.
    func start(_ facts: SharedFacts, seed: UInt64) throws -> RPCServer? {
        guard let rpcAddress else { return nil }
        let addrman = AddrmanAnswers(entries: rpcAddrmanEntries, nowSeconds: facts.current.startSeconds, seed: seed)
        let server = try RPCServer(self, address: rpcAddress, answers: RPCAnswers(facts: facts, addrman: addrman))
        Output.line("demo-node: RPCs on \(rpcAddress.host):\(server.port)")
        return server
    }

    var delays: [String: Int64] {
        Dictionary(rpcDelay.map { ($0.method, $0.milliseconds) }) { $1 }
    }
}

struct RPCAddress: ExpressibleByArgument {
    let host: String
    let port: Int

    init?(argument: String) {
        guard let colon = argument.lastIndex(of: ":"), let port = UInt16(argument[argument.index(after: colon)...])
        else { return nil }
        host = String(argument[..<colon])
        self.port = Int(port)
    }
}

struct RPCDelay: ExpressibleByArgument {
    let method: String
    let milliseconds: Int64

    init?(argument: String) {
        let parts = argument.split(separator: "=")
        guard parts.count == 2, let milliseconds = Int64(parts[1]), 0...3_600_000 ~= milliseconds else { return nil }
        method = String(parts[0])
        self.milliseconds = milliseconds
    }
}
