import Daemon
import Logging

/// Keeps the BPF programs attached to the node through its stops, restarts and upgrades. For one thread.
final class NodeAttachment {
    private let programs: TracePrograms
    private let path: String
    private let pid: Int32?
    private let pidFile: String?
    private let wanted: Set<TraceKind>
    private let logger: Logger
    private var watcher = NodeWatcher()
    private var lastProblem: String?

    /// How often something was attached to, the first time included.
    private(set) var count: UInt64 = 0

    init(
        programs: TracePrograms, path: String, pid: Int32?, pidFile: String?, wanted: Set<TraceKind>, logger: Logger
    ) {
        self.programs = programs
        self.path = path
        self.pid = pid
        self.pidFile = pidFile
        self.wanted = wanted
        self.logger = logger
    }

    /// Says before anything is loaded what cannot work.
    static func check(path: String, pid: Int32?, wanted: Set<TraceKind>) throws(DaemonError) {
        let found: Set<TraceKind>
        do throws(TraceError) { found = try TracePrograms.tracepoints(inBinaryAt: path) } catch {
            throw DaemonError("\(path): \(error)")
        }
        if found.isDisjoint(with: wanted) {
            let names = wanted.map(\.description).sorted().joined(separator: ", ")
            throw DaemonError(
                "\(path): has none of the wanted tracepoints: \(names)", hint: "Bitcoin Core has them since v29")
        }
        guard let pid else { return }
        guard ProcessIdentity(pid: pid) != nil else {
            throw DaemonError(
                "no process \(pid)",
                hint: "without --bitcoind-pid, every process of the executable is observed, also later ones")
        }
        if let executable = ProcessTable.executable(of: pid), executable != FileIdentity(path: path) {
            throw DaemonError("process \(pid) does not run \(path)", hint: "give its own executable as --bitcoind-path")
        }
    }

    private var isProcess: Bool { pid != nil || pidFile != nil }

    private func find() -> NodeTarget? {
        guard isProcess else { return FileIdentity(path: path).map(NodeTarget.everyProcess) }
        guard let pid = pid ?? pidFile.flatMap(ProcessTable.pid(inFile:)),
            let process = ProcessIdentity(pid: pid),
            // A number in a stale file may have gone to another program.
            ProcessTable.executable(of: pid) == FileIdentity(path: path)
                || watcher.current == .process(process)
        else { return nil }
        return .process(process)
    }

    private var whatIsMissing: String {
        guard let pidFile else { return "no process to observe yet" }
        guard let pid = ProcessTable.pid(inFile: pidFile) else { return "no process id in \(pidFile) yet" }
        guard ProcessIdentity(pid: pid) != nil else { return "process \(pid) of \(pidFile) does not run" }
        return "process \(pid) of \(pidFile) does not run \(path)"
    }

    /// Looks at the node and attaches or detaches where that is due. Throws the first time only: later problems are logged and tried again.
    func look(isFirst: Bool = false) throws(DaemonError) {
        switch watcher.look(found: find(), running: ProcessTable.running) {
        case nil: if isFirst, watcher.current == nil { logger.info("waiting for the node: \(whatIsMissing)") }
        case .detach:
            programs.detachAll()
            logger.warning("the observed process has ended; waiting for the next one")
        case .attach(let target):
            do throws(DaemonError) { try attach(to: target) } catch {
                watcher.failed()
                if isFirst { throw error }
                if lastProblem != error.description { logger.error("\(error)") }
                lastProblem = error.description
            }
        }
    }

    private func attach(to target: NodeTarget) throws(DaemonError) {
        let (file, pid): (String, Int32?) =
            switch target {
            case .everyProcess: (path, nil)
            case .process(let process): ("/proc/\(process.pid)/exe", process.pid)
            }
        let found: Set<TraceKind>
        do throws(TraceError) { found = try TracePrograms.tracepoints(inBinaryAt: file) } catch {
            throw DaemonError("\(path): \(error)")
        }
        programs.detachAll()
        for kind in wanted.intersection(found).sorted(by: { $0.number < $1.number }) {
            do throws(TraceError) { try programs.attach(kind, pid: pid, path: file) } catch {
                if error.reason == .tracepointMissing { continue }
                throw DaemonError("cannot attach to \(kind) in \(path): \(error)")
            }
        }
        let attached = programs.attached
        // Before anything is said: this is tried again at each look, and its error is said once.
        guard !attached.isEmpty else { throw DaemonError("\(path): has none of the wanted tracepoints any more") }
        for kind in wanted.subtracting(attached).sorted(by: { $0.number < $1.number }) {
            logger.warning("\(path) has no tracepoint \(kind); it is left out")
        }
        count += 1
        lastProblem = nil
        let whom = pid.map { "process \($0)" } ?? "every process of \(path)"
        logger.info("attached to \(whom)", metadata: ["tracepoints": "\(attached.count)"])
    }
}
