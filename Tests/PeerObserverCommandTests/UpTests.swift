import Foundation
import Glibc
import TestSupport
import Testing

@testable import PeerObserverCommand

/// `peer-observer up` with real programs, a real nats-server and the stand-in node.
@Suite(.serialized, .enabled(if: NATSServer.binary != nil, "nats-server is not installed"))
struct UpTests {
    @Test func findsTheNodeRunsEverythingAndStopsInOrder() throws {
        let run = try UpRun([
            "--run", "logger", "--run", "metrics", "--run", "websocket", "--run", "rpc-extractor", "--run",
            "p2p-extractor", "--run", "log-extractor",
        ])
        let names = [
            "nats-server", "logger", "metrics", "websocket", "rpc-extractor", "p2p-extractor", "log-extractor",
        ]
        let pids = try names.map { try run.ready($0) }
        #expect(run.told.first == "the node of \(run.directory.path)/data, chain main, PID \(run.node?.pid ?? 0)")
        // Answers of the node and lines of its log come out at the other end.
        try run.up.line(containing: "logger              # RPC")
        try run.up.line(containing: "logger              # LOG")
        let (server, logger, extractor) = (
            run.index("nats-server is ready"), run.index("logger is ready"), run.index("log-extractor is ready")
        )
        #expect(try #require(server) < #require(logger) && #require(logger) < #require(extractor))
        run.up.signal(SIGTERM)
        #expect(run.up.wait() == 0)
        let stops = names.map { run.index("\($0) stopped: ended") ?? -1 }
        #expect(!stops.contains(-1), "\(run.told)")
        #expect(stops[4...].max() ?? 0 < stops[1...3].min() ?? 0 && stops[1...3].max() ?? 0 < stops[0])
        try UpRun.waitUntilGone(pids)
        // Nothing was lost on the way: the extractors ended while everybody was there.
        for name in ["rpc-extractor", "log-extractor"] {
            let line =
                try run.up.line(containing: "\(name)") == ""
                ? "" : run.up.output.last { $0.hasPrefix(name) && $0.contains(" seen=") } ?? ""
            #expect(line.contains(" in_doubt=0") && line.contains(" lost=0"), "\(line)")
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: run.directory.path)
        #expect(left.allSatisfy { !$0.hasPrefix("peer-observer.") }, "\(left)")
    }

    @Test func aKilledProgramIsStartedAnew() throws {
        let run = try UpRun(["--run", "metrics", "--run", "log-extractor"])
        for name in ["log-extractor", "metrics", "nats-server"] {
            let pid = try run.ready(name)
            kill(pid, SIGKILL)
            try run.up.line(containing: "\(name) ended by signal 9 (Killed); started again in 0.")
            #expect(try run.ready(name, time: 2) != pid)
        }
        // The server came back where the programs look for it.
        let other = try ChildProcess(try builtProduct("logger"), ["-a", try address(run)] + (try account(run)))
        try other.line(containing: "connected to NATS")
        run.up.signal(SIGINT)
        #expect(run.up.wait() == 0)
    }

    @Test func nothingSurvivesAKilledUp() throws {
        let run = try UpRun(["--run", "metrics", "--run", "log-extractor"])
        let pids = try ["nats-server", "metrics", "log-extractor"].map { try run.ready($0) }
        kill(run.up.pid, SIGKILL)
        try UpRun.waitUntilGone(pids)
    }

    @Test func aProgramThatHangsIsKilledAndStartedAnew() throws {
        let run = try UpRun(["--run", "metrics", "--watchdog", "2"], withNode: false)
        let pid = try run.ready("metrics")
        kill(pid, SIGSTOP)
        try run.up.line(containing: "metrics has given no sign of life for 2.0 seconds, and is killed")
        #expect(try run.ready("metrics", time: 2) != pid)
    }

    @Test func aSecondSignalStopsAtOnce() throws {
        let run = try UpRun(["--run", "metrics", "--stop-timeout", "600", "--watchdog", "0"], withNode: false)
        let pid = try run.ready("metrics")
        kill(pid, SIGSTOP)
        let start = ContinuousClock.now
        run.up.signal(SIGTERM)
        try run.up.line(containing: "stopping: extractors")
        run.up.signal(SIGTERM)
        #expect(run.up.wait() == 1)
        #expect(ContinuousClock.now - start < .seconds(60))
        #expect(run.index("metrics has not stopped in time, and is killed") != nil)
        try UpRun.waitUntilGone([pid])
    }

    @Test func aTerminalThatGoesAwayStopsInOrder() throws {
        let run = try UpRun(["--run", "metrics"], withNode: false)
        try run.ready("metrics")
        run.up.signal(SIGHUP)
        #expect(run.up.wait() == 0)
        #expect(try #require(run.index("metrics stopped: ended")) < #require(run.index("nats-server stopped")))
    }

    @Test func wrongArgumentsAreNotTriedAgainAndTheOthersGoOn() throws {
        let run = try UpRun(["--run", "metrics", "--run", "websocket", "--websocket.max-clients=-5"], withNode: false)
        try run.ready("metrics")
        try run.up.line(containing: "websocket wrong arguments; it is not started again")
        run.up.signal(SIGTERM)
        #expect(run.up.wait() == 1)
    }

    @Test func aProgramThatCannotStartWaitsLongerEachTime() throws {
        let taken = try LoopbackSocket.listen()
        defer { close(taken.descriptor) }
        let run = try UpRun(["--run", "metrics", "--metrics.metrics-address=127.0.0.1:\(taken.port)"], withNode: false)
        let text = "metrics ended with exit code 1; started again in "
        let deadline = ContinuousClock.now + .seconds(30)
        while run.told.count(where: { $0.contains(text) }) < 3, ContinuousClock.now < deadline { usleep(50_000) }
        let waits = run.told.filter { $0.contains(text) }.compactMap { line in
            line.split(separator: " ").dropLast().last.flatMap { Double($0) }
        }
        #expect(waits.count >= 3)
        // Half a second, one, two, each changed by a fifth; told in tenths.
        for (wait, bounds) in zip(waits, [0.4...0.6, 0.8...1.2, 1.6...2.4]) {
            #expect(bounds.contains(wait), "\(waits)")
        }
    }

    @Test func noSecretStandsInAProcessesArgumentsOrEnvironment() throws {
        let run = try UpRun(
            ["--run", "rpc-extractor", "--rpc-extractor.rpc-user=u"],
            environment: ["PEER_OBSERVER_RPC_EXTRACTOR_RPC_PASSWORD": "sesame-open"])
        let pids = try ["nats-server", "rpc-extractor"].map { try run.ready($0) }
        for pid in pids + [run.up.pid] {
            let arguments = try String(contentsOfFile: "/proc/\(pid)/cmdline", encoding: .utf8)
            #expect(!arguments.contains("sesame"))
        }
        for pid in pids {
            let environment = try String(contentsOfFile: "/proc/\(pid)/environ", encoding: .utf8)
            #expect(!environment.contains("sesame") && environment.contains("HOME="))
        }
        let arguments = try String(contentsOfFile: "/proc/\(pids[1])/cmdline", encoding: .utf8)
        let file = try #require(arguments.firstMatch(of: /--rpc-password-file=([^\0]+)/)?.output.1)
        #expect(try String(contentsOfFile: String(file), encoding: .utf8) == "sesame-open\n")
        let mode = try FileManager.default.attributesOfItem(atPath: String(file))[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(!run.up.output.joined().contains("sesame"))
    }

    @Test func aWrongConfigurationStartsNothing() throws {
        let run = try UpRun(["--run", "metrics", "--metrics.max-serie=5"], withNode: false)
        #expect(run.up.wait() == 1)
        #expect(
            run.up.output.first == "--metrics.max-serie=5: there is no such flag; did you mean --metrics.max-series?")
        #expect(run.told == [])
    }

    @Test func withoutANodeTheProgramsThatNeedOneAreNamed() throws {
        let run = try UpRun(["--run", "rpc-extractor"], withNode: false)
        #expect(run.up.wait() == 1)
        try run.up.line(
            containing: "error: rpc-extractor needs rpc-extractor.rpc-cookie-file or rpc-extractor.rpc-user")
    }

    @Test func anArchiveOfEverythingComesOutOfAConfigurationFileOfAllPrograms() throws {
        let tracing = UpPlan.canTrace
        let text = """
            [up]
            run = ["archiver", "metrics", "websocket", "alerts", "logger", "connectivity-check", "rpc-extractor", "p2p-extractor", "log-extractor"\(tracing ? ", \"ebpf-extractor\"" : "")]
            stop-timeout = 15
            [common]
            node = "zurich-1"
            log-level = "INFO"
            [archiver]
            output-dir = "archives"
            block-interval = "1s"
            [rpc-extractor]
            query-interval = 1
            disable-getrawaddrman = true
            [websocket]
            allow-origin = ["http://a.example", "http://b.example"]
            [connectivity-check]
            rate = 0.5
            no-csv = true
            """
        let folder = try TemporaryDirectory()
        let file = folder.path + "/all.toml"
        try text.replacing("\"archives\"", with: "\"\(folder.path)/archives\"").write(
            toFile: file, atomically: true, encoding: .utf8)
        let run = try UpRun(["--config", file])
        for component in Component.daemons where component.name != "ebpf-extractor" || tracing {
            try run.ready(component.name)
        }
        try run.up.line(containing: "node=zurich-1")
        run.up.signal(SIGTERM)
        #expect(run.up.wait() == 0, "\(run.told)")
        let verify = try ChildProcess(try builtProduct("archive"), ["info", "--json", folder.path + "/archives"])
        #expect(verify.wait() == 0)
        try verify.line(containing: "zurich-1")
    }

    @Test func nobodyElseGetsIntoItsServer() throws {
        let run = try UpRun(["--run", "metrics"], withNode: false)
        try run.ready("metrics")
        let address = "--common.nats-address=\(try address(run))"
        let flags = try account(run).map { $0.replacing("--", with: "--common.") }
        for (flags, state) in [([], Finding.State.failure), (flags, .ok)] as [([String], Finding.State)] {
            let findings = BusChecks(settings: Settings(file: nil, environment: [:], flags: [address] + flags)).findings
            #expect(findings.first { $0.check == "nats access" }?.state == state, "\(findings)")
        }
        let file = try #require(flags.last?.split(separator: "=").last)
        let mode = try FileManager.default.attributesOfItem(atPath: String(file))[.posixPermissions] as? Int
        #expect(mode == 0o600)
        run.up.signal(SIGTERM)
        #expect(run.up.wait() == 0)
        #expect(!FileManager.default.fileExists(atPath: String(file)))
    }

    @Test func anAccountIsForAServerThatIsNamedAndAllThatLookAtItSaySo() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write(
            "[up]\nrun = [\"metrics\"]\n[common]\nnats-tls-ca = \"/dev/null\"\n", to: "config")
        let run = try UpRun(["--config", path], withNode: false)
        #expect(run.up.wait() == 1)
        let words = "\(path):4: common.nats-tls-ca: is for a server that is named: give nats-address, or leave this out"
        #expect(run.up.output.contains(words), "\(run.up.output)")
        for arguments in [["config", "check", path], ["doctor", "--no-node", "--config", path]] {
            let process = try ChildProcess(try builtProduct("peer-observer"), arguments)
            #expect(process.wait() == 1)
            try process.line(containing: words)
        }
    }

    private func account(_ run: UpRun) throws -> [String] {
        let line = try run.up.line(containing: "others connect with ")
        return line.split(separator: " ").suffix(2).map(String.init)
    }

    private func address(_ run: UpRun) throws -> String {
        let line = try run.up.line(containing: "events go over NATS at ")
        return String(line.split(separator: " ").last ?? "")
    }
}
