import ArgumentParser
import PeerObserver

/// What to ask, and how often.
struct RPCOptions: ParsableArguments {
    @Option(help: "Seconds between two questions.")
    var queryInterval = Seconds(10)

    @Option(help: "Seconds between two questions of the RPCs that change slowly or cost the node more.")
    var queryIntervalLessFrequent = Seconds(120)

    @Option(
        help: ArgumentHelp(
            "An interval for one RPC, such as getpeerinfo=5; may be given several times.", valueName: "method=seconds"))
    var interval: [MethodInterval] = []

    @Option(
        help: ArgumentHelp(
            """
            Ask a further RPC, one without parameters, and publish its answer as JSON on rpc.<method>; may be given \
            several times.
            """, valueName: "method=seconds"))
    var rpc: [MethodInterval] = []

    @Flag var disabled: [DisabledRPC] = []

    func validate() throws {
        let known = Set(RPC.all.map(\.method))
        for given in interval where !known.contains(given.method) {
            throw ValidationError("--interval \(given.method): there is no such RPC here; --rpc asks a further one")
        }
        for given in rpc {
            if known.contains(given.method) {
                throw ValidationError("--rpc \(given.method): it is asked anyway; --interval changes how often")
            }
            if Self.changing.contains(given.method) {
                throw ValidationError("--rpc \(given.method): it changes the node, which this program never does")
            }
        }
        for (name, methods) in [("--interval", interval), ("--rpc", rpc)]
        where Set(methods.map(\.method)).count < methods.count {
            throw ValidationError("\(name): a method is named twice")
        }
    }

    /// RPCs without parameters that do more than answer. The node's -rpcwhitelist is what keeps others from harm.
    static let changing: Set<String> = [
        "abortprivatebroadcast", "abortrescan", "backupwallet", "clearbanned", "createwallet", "encryptwallet",
        "generate", "getnewaddress", "getrawchangeaddress", "keypoolrefill", "newkeypool", "ping",
        "rescanblockchain", "savemempool", "stop", "walletlock",
    ]

    /// What is left to ask.
    var polled: [PolledRPC] {
        let disabled = Set(disabled.map(\.rawValue))
        let own = Dictionary(interval.map { ($0.method, $0.seconds.duration) }) { $1 }
        let typed = RPC.all.filter { !disabled.contains($0.method) }.map { rpc in
            let common: Duration =
                switch rpc.pace {
                case .frequent: queryInterval.duration
                case .lessFrequent: queryIntervalLessFrequent.duration
                case .every(let interval): interval
                }
            return PolledRPC(rpc: rpc, interval: own[rpc.method] ?? common)
        }
        let raw = rpc.compactMap { given in
            RPC.raw(given.method, every: given.seconds.duration).map {
                PolledRPC(rpc: $0, interval: given.seconds.duration)
            }
        }
        return typed + raw
    }
}

/// `getpeerinfo=5`.
struct MethodInterval: ExpressibleByArgument, Sendable {
    let method: String
    let seconds: Seconds

    init?(argument: String) {
        guard let equals = argument.firstIndex(of: "=") else { return nil }
        let method = String(argument[..<equals])
        guard Subject.rpc(method: method) != nil,
            let seconds = Seconds(argument: String(argument[argument.index(after: equals)...]))
        else { return nil }
        self.method = method
        self.seconds = seconds
    }
}

/// A time in seconds, from 0.1 to 31 days.
struct Seconds: ExpressibleByArgument, Sendable {
    let duration: Duration
    private let text: String

    init(_ seconds: Int) {
        duration = .seconds(seconds)
        text = "\(seconds)"
    }

    init?(argument: String) {
        guard let seconds = Double(argument), 0.1...2_678_400 ~= seconds else { return nil }
        duration = .seconds(seconds)
        text = argument
    }

    var defaultValueDescription: String { text }
}
