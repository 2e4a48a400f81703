import CLibbpf
import Daemon
import Glibc

/// What `up` runs, made of the settings.
struct UpPlan {
    var programs: [Program] = []
    /// What is not run although it might have been, and why.
    var notes: [String] = []
    /// Where the bus is.
    var busAddress = ""
    /// The flags for the account of a server of our own; empty for another one.
    var busAccount: [String] = []

    /// What a daemon cannot do without: one of these.
    static let needs: [String: [String]] = [
        "ebpf-extractor": ["bitcoind-path", "replay"], "rpc-extractor": ["rpc-cookie-file", "rpc-user"],
        "log-extractor": ["debug-log", "bitcoind-pipe", "stdin"],
    ]

    /// - Parameters:
    ///   - settings: in which ``ConfigurationCheck`` has found nothing wrong.
    ///   - folder: a private one of this run, for the server's configuration and for secrets.
    init(
        _ settings: Settings, folder: String, executables: Executables = .installed, isPrivileged: Bool = Self.canTrace
    ) throws(DaemonError) {
        var common: [String] = []
        if let given = settings["common", "nats-address"]?.value.argument {
            busAddress = given
        } else {
            let server = try Self.server(settings, folder: folder)
            programs.append(server.program)
            busAddress = server.address
            busAccount = server.account
            common = ["--nats-address=\(server.address)"] + server.account
        }
        for daemon in settings.chosenDaemons {
            if let obstacle = Obstacle(daemon.name, settings, isPrivileged) {
                guard !obstacle.isAskedFor else { throw obstacle.error }
                notes.append(obstacle.note)
                continue
            }
            let arguments = try Self.arguments(daemon.name, settings, folder: folder)
            // The account of our own server is nobody else's affair.
            let server = settings[daemon.name, "nats-address"] == nil ? common : []
            programs.append(
                Program(
                    name: daemon.name, stage: daemon.role == .extractor ? .extractors : .tools,
                    path: try executables.find(daemon.name), arguments: server + arguments, readiness: .notification,
                    environment: Self.environment(daemon.name, settings)))
        }
        guard programs.contains(where: { $0.stage != .server }) else {
            throw DaemonError(
                "there is nothing to run", hint: notes.isEmpty ? "up.run names programs" : notes.joined(separator: "; ")
            )
        }
    }

    /// Why a program is not run although it might have been. One that is asked for by name keeps `up` from starting.
    struct Obstacle {
        let daemon: String
        let reason: String
        let isAskedFor: Bool

        var note: String { "\(daemon) is not run: it \(reason)" }
        var error: DaemonError { DaemonError("\(daemon) \(reason)", hint: "give it, or leave \(daemon) out of up.run") }

        init?(_ daemon: String, _ settings: Settings, _ isPrivileged: Bool = UpPlan.canTrace) {
            if let needs = UpPlan.needs[daemon], !needs.contains(where: { settings.effective(daemon, $0) != nil }) {
                let keys = needs.map { "\(daemon).\($0)" }.joined(separator: " or ")
                reason = "needs \(keys), and no node was found that tells it"
            } else if daemon == "ebpf-extractor", settings.effective(daemon, "replay") == nil, !isPrivileged {
                reason = "needs \(Capabilities.tracing(trace_needs_admin())): run as root"
            } else {
                return nil
            }
            self.daemon = daemon
            isAskedFor = settings.texts("up", "run").contains(daemon)
        }
    }

    /// The program looks again whose the file is that the node has named: the name may lead elsewhere by then.
    private static func environment(_ daemon: String, _ settings: Settings) -> [String: String] {
        let isFound = ["rpc-cookie-file", "debug-log"].contains {
            settings.effective(daemon, $0)?.origin.isGiven == false
        }
        guard isFound, let owner = settings.nodeOwner else { return [:] }
        return ["PEER_OBSERVER_NODE_OWNER": "\(owner)"]
    }

    /// The flags of a daemon. Secrets go into files, since everybody can read a process' arguments.
    static func arguments(_ daemon: String, _ settings: Settings, folder: String) throws(DaemonError) -> [String] {
        var arguments: [String] = []
        for option in OptionTable.all.options(of: daemon) {
            guard let setting = settings.effective(daemon, option.key) else { continue }
            if option.type == .secret, let flag = OptionTraits.secrets[option.key], let secret = setting.value.argument
            {
                let path = "\(folder)/\(daemon).\(option.key)"
                guard SmallFile.writePrivate(secret + "\n", to: path) else {
                    throw DaemonError("\(path): \(errnoText(errno))")
                }
                arguments.append("--\(flag)=\(path)")
                continue
            }
            for value in setting.value.elements {
                if option.form == .flag {
                    if value == .boolean(true) { arguments.append("--\(option.key)") }
                } else if let text = value.argument {
                    arguments.append("--\(option.key)=\(text)")
                }
            }
        }
        return arguments
    }

    // MARK: The server

    private static func server(_ settings: Settings, folder: String) throws(DaemonError) -> (
        program: Program, address: String, account: [String]
    ) {
        let path = try serverPath(settings)
        // The same port also when the server has to be started anew: the programs know it.
        let port = Int(settings.number("up", "nats-port", default: 0))
        let address = "127.0.0.1:\(port == 0 ? try FreePort.find() : port)"
        let payload = Int(settings.number("up", "nats-max-payload", default: 16))
        guard 1...64 ~= payload else { throw DaemonError("up.nats-max-payload \(payload): give a number from 1 to 64") }
        let configuration = "\(folder)/nats.conf"
        // Other users of this machine reach the port as well.
        let (user, password) = ("peer-observer", (0..<4).map { _ in hexadecimal(.random(in: 0 ... .max)) }.joined())
        let passwordFile = "\(folder)/nats.password"
        let text = """
            listen: "\(address)"
            max_payload: \(payload)MB
            max_pending: 256MB
            authorization { user: "\(user)", password: "\(password)" }

            """
        for (path, text) in [(configuration, text), (passwordFile, password + "\n")] {
            guard SmallFile.writePrivate(text, to: path) else {
                throw DaemonError("\(path): \(errnoText(errno))")
            }
        }
        let program = Program(
            name: "nats-server", stage: .server, path: path, arguments: ["-c", configuration],
            readiness: .line("Server is ready"))
        return (program, address, ["--nats-username=\(user)", "--nats-password-file=\(passwordFile)"])
    }

    private static func hexadecimal(_ number: UInt64) -> String { String(number, radix: 16) }

    static func serverPath(_ settings: Settings) throws(DaemonError) -> String {
        if let given = settings.text("up", "nats-server") { return given }
        let folders =
            (Console.environment["PATH"] ?? "").split(separator: ":").map(String.init) + [
                "/usr/sbin", "/usr/local/bin",
            ]
        for folder in folders where folder.hasPrefix("/") && access("\(folder)/nats-server", X_OK) == 0 {
            return "\(folder)/nats-server"
        }
        throw DaemonError(
            "there is no nats-server in PATH",
            hint: "install it, name it with --nats-server, or name a running one with --common.nats-address")
    }

    /// Whether this process may attach BPF programs.
    static var canTrace: Bool {
        Capabilities.effective().map { Capabilities.canTrace($0, needsAdmin: trace_needs_admin()) } ?? false
    }
}
