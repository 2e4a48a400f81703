import Foundation
import Glibc
import TestSupport

/// A node's data directory with the stand-in node behind it, and `peer-observer up` on that.
final class UpRun {
    let directory: TemporaryDirectory
    let node: ChildProcess?
    let up: ChildProcess

    /// Ports that no other test has.
    static let freePorts = [
        "--metrics.metrics-address=127.0.0.1:0", "--rpc-extractor.prometheus-address=127.0.0.1:0",
        "--websocket.websocket-address=127.0.0.1:0", "--p2p-extractor.p2p-address=127.0.0.1:0",
        "--connectivity-check.metrics-address=127.0.0.1:0",
    ]

    init(_ arguments: [String], withNode: Bool = true, environment: [String: String] = [:]) throws {
        directory = try TemporaryDirectory()
        let data = directory.path + "/data"
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        if withNode {
            let port = try freePort()
            try "rpcport=\(port)\n".write(toFile: data + "/bitcoin.conf", atomically: true, encoding: .utf8)
            // Only what is named as a node is taken for one.
            let program = directory.path + "/bitcoind"
            if link(try builtProduct("demo-node"), program) != 0 {
                try FileManager.default.copyItem(atPath: try builtProduct("demo-node"), toPath: program)
            }
            let node = try ChildProcess(
                program,
                [
                    "--rate", "50", "--pid-file", data + "/bitcoind.pid", "--rpc-address", "127.0.0.1:\(port)",
                    "--rpc-cookie-file", data + "/.cookie", "--debug-log", data + "/debug.log", "--debug-log-rate",
                    "10",
                ])
            try node.line(containing: "demo-node: running")
            self.node = node
        } else {
            node = nil
        }
        var variables = environment
        variables["HOME"] = directory.path
        variables["TMPDIR"] = directory.path
        variables["PATH"] = "/usr/bin:/bin:/usr/sbin"
        variables["PEER_OBSERVER_UP_STATE_DIR"] = directory.path + "/state/of up"
        variables["PEER_OBSERVER_UP_NATS_SERVER"] = NATSServer.binary
        up = try ChildProcess(
            try builtProduct("peer-observer"),
            ["up"] + (withNode ? ["--datadir", data] : ["--no-node"]) + Self.freePorts + arguments,
            environment: variables)
    }

    deinit {
        up.stop()
        node?.stop()
    }

    /// Waits until a program is ready; its PID.
    @discardableResult
    func ready(_ program: String, time: Int = 1) throws -> pid_t {
        let text = "\(program) is ready (PID "
        let deadline = ContinuousClock.now + .seconds(30)
        while true {
            let lines = up.output.filter { $0.contains(text) }
            if lines.count >= time,
                let pid = lines[time - 1].split(separator: " ").last.flatMap({ pid_t($0.dropLast()) })
            {
                return pid
            }
            guard ContinuousClock.now < deadline else { throw TestError("\(program) is not ready: \(up.output)") }
            usleep(20_000)
        }
    }

    /// What it did, one line each.
    var told: [String] { up.output.filter { $0.hasPrefix("up  ") }.map { String($0.dropFirst(19)) } }

    func index(_ text: String) -> Int? { told.firstIndex { $0.contains(text) } }

    /// Whether a process is there and runs; one that waits to be reaped does not.
    static func isRunning(_ pid: pid_t) -> Bool {
        guard let status = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else { return false }
        return !status.contains(") Z ")
    }

    static func waitUntilGone(_ pids: [pid_t]) throws {
        let deadline = ContinuousClock.now + .seconds(10)
        while let left = pids.first(where: isRunning) {
            guard ContinuousClock.now < deadline else { throw TestError("\(left) is still there") }
            usleep(20_000)
        }
    }
}
