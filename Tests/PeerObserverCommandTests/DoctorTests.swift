import CProcess
import Daemon
import Foundation
import Glibc
import TestSupport
import Testing

@testable import PeerObserverCommand

/// The checks of `doctor` one by one.
struct DoctorTests {
    private static func states(_ findings: [Finding]) -> [String: Finding.State] {
        Dictionary(findings.map { ($0.check, $0.state) }) { $1 }
    }

    // MARK: The kernel

    private static let good = [
        "/proc/sys/kernel/osrelease": "6.1.0-18-amd64\n", "/proc/self/status": "Name:\ta\nCapEff:\t000001ffffffffff\n",
        "/proc/sys/kernel/unprivileged_bpf_disabled": "2", "/sys/bus/event_source/devices/uprobe/type": "9",
        "/sys/kernel/security/lockdown": "none [integrity] confidentiality",
    ]

    @Test(
        arguments: [
            ([:], "", Finding.State.ok),
            (["/proc/sys/kernel/osrelease": "5.18.19"], "kernel", .failure),
            (["/proc/sys/kernel/osrelease": "5.19.0"], "kernel", .ok),
            (["/proc/sys/kernel/osrelease": "what"], "kernel", .warning),
            (["/proc/sys/kernel/unprivileged_bpf_disabled": nil], "bpf", .failure),
            (["/sys/bus/event_source/devices/uprobe/type": nil], "bpf", .failure),
            (["/sys/kernel/security/lockdown": "none integrity [confidentiality]"], "bpf", .failure),
            (["/proc/self/status": "CapEff:\t0000000000200000\n"], "rights", .warning),
            (["/proc/self/status": "CapEff:\t0000000000000000\n"], "rights", .failure),
            (["/proc/self/status": "CapEff:\tnonsense\n"], "rights", .warning),
            (["/proc/self/status": "CapEff:\t000000c000080000\n"], "rights", .failure),
        ] as [([String: String?], String, Finding.State)])
    func kernelsAreJudgedByTheirFiles(_ changes: [String: String?], _ check: String, _ state: Finding.State) throws {
        let root = try TemporaryDirectory()
        for (path, text) in Self.good.merging(changes.compactMapValues { $0 }, uniquingKeysWith: { $1 })
        where changes[path] != .some(nil) {
            let file = URL(filePath: root.path + path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        let findings = KernelChecks(root: root.path, needsAdmin: { true }).findings
        for finding in findings {
            #expect(finding.state == (finding.check == check ? state : .ok), "\(finding)")
            #expect((finding.advice != nil) == (finding.state != .ok))
        }
    }

    @Test(
        arguments: [
            ("000000c000080000", Finding.State.ok), ("000000c000000000", .warning), ("0000008000080000", .failure),
            ("0000000000280000", .ok), ("0000000000000000", .failure),
        ])
    func twoRightsAreEnoughWhereTheKernelSaysSo(_ rights: String, _ state: Finding.State) throws {
        let root = try TemporaryDirectory()
        try FileManager.default.createDirectory(atPath: root.path + "/proc/self", withIntermediateDirectories: true)
        try "CapEff:\t\(rights)\n".write(toFile: root.path + "/proc/self/status", atomically: true, encoding: .utf8)
        let findings = KernelChecks(root: root.path, needsAdmin: { false }).findings
        #expect(findings.first { $0.check == "rights" }?.state == state)
    }

    @Test func tracepointsAreThoseOfTheExecutable() throws {
        let directory = try TemporaryDirectory()
        let script = directory.path + "/script"
        try "#!/bin/sh\n".write(toFile: script, atomically: true, encoding: .utf8)
        let states = try [try builtProduct("demo-node"), "/bin/true", script, "/nowhere", nil].map {
            try #require(TracepointChecks.findings($0).first).state
        }
        #expect(states == [.ok, .failure, .failure, .failure, .skipped])
        #expect(TracepointChecks.findings(try builtProduct("demo-node")).first?.detail.hasSuffix(": 16") == true)
    }

    // MARK: Ports, disk, clock

    @Test func aPortInUseHasItsOwnerNamed() throws {
        let taken = try LoopbackSocket.listen()
        defer { close(taken.descriptor) }
        let free = try freePort()
        let settings = Settings(
            file: nil, environment: [:],
            flags: [
                "--run=metrics", "--run=websocket", "--metrics.metrics-address=127.0.0.1:\(taken.port)",
                "--websocket.websocket-address=127.0.0.1:\(free)",
            ])
        let findings = PortChecks(settings: settings).findings
        #expect(Self.states(findings) == ["port \(taken.port)": .failure, "port \(free)": .ok])
        #expect(findings.contains { $0.detail.contains("(PID \(getpid())), wanted by metrics") })
    }

    @Test func aPortThatAnOutgoingConnectionHasIsNotFree() throws {
        let server = try LoopbackSocket.listen()
        defer { close(server.descriptor) }
        let client = try LoopbackSocket.connect(port: server.port)
        defer { close(client) }
        let port = LoopbackSocket.localPort(client)
        let settings = Settings(
            file: nil, environment: [:],
            flags: ["--run=websocket", "--websocket.websocket-address=127.0.0.1:\(port)"])
        let finding = try #require(PortChecks(settings: settings).findings.first)
        #expect(finding.state == .failure)
        #expect(
            finding.detail.contains("(PID \(getpid())) for an outgoing connection, wanted by websocket"), "\(finding)")
        #expect(finding.advice?.hasSuffix("net.ipv4.ip_local_reserved_ports=\(port)") == true)
    }

    @Test func listenersAreFoundInTheKernelsTable() {
        let table = """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0100007F:205A 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 111 1 0 100 0 0 10 0
               1: 0100007F:205A 0100007F:9999 01 00000000:00000000 00:00000000 00000000     0        0 222 1 0 100 0 0 10 0
               2: broken
               3: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 333 1 0 100 0 0 10 0
            """
        #expect(PortChecks.sockets(table, port: 8282) == ["111"])
        #expect(PortChecks.sockets(table, port: 80) == ["333"])
        #expect(PortChecks.sockets(table, port: 1) == [])
        #expect(PortChecks.sockets(table, port: 8282, ["01", "02"]) == ["222"])
    }

    @Test func roomOnDiskIsThatOfTheFolderThatIsThere() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/not/yet/there"
        #expect(HostChecks.disk("disk", path, needed: 1).state == .ok)
        #expect(HostChecks.disk("disk", path, needed: .max / 2).state == .failure)
        var state = statvfs()
        statvfs(directory.path, &state)
        let free = UInt64(state.f_bavail) * UInt64(state.f_frsize)
        #expect(HostChecks.disk("disk", path, needed: free * 2).state == .warning)
        #expect(HostChecks.disk("disk", "/proc/nothing", needed: 100).state == .failure)
    }

    @Test func theClockIsJudgedByTheKernelsWord() {
        var state = timex()
        state.status = STA_NANO
        state.offset = 250_000
        #expect(HostChecks.clock(code: 0, state).detail == "synchronised, 0.25 ms off, at most 0 ms wrong")
        state.offset = 200_000_000
        #expect(HostChecks.clock(code: 0, state).state == .warning)
        state.status |= STA_UNSYNC
        #expect(HostChecks.clock(code: 5, state).detail == "is not synchronised")
        #expect(HostChecks.clock(code: -1, state).state == .warning)
    }

    // MARK: The bus

    private static func bus(_ flags: [String], environment: [String: String] = [:]) -> [Finding] {
        BusChecks(settings: Settings(file: nil, environment: environment, flags: flags)).findings
    }

    @Test(.enabled(if: NATSServer.binary != nil, "nats-server is not installed"))
    func aServersLimitsAndAccountsAreToldAndTried() throws {
        let small = try NATSServer()
        #expect(
            Self.states(Self.bus(["--common.nats-address=\(small.address)"])) == [
                "nats": .ok, "nats payload": .warning, "nats access": .ok,
            ])
        let closed = try NATSServer(configuration: "max_payload: 16MB\nauthorization { user: u, password: p }\n")
        let address = "--common.nats-address=\(closed.address)"
        let without = Self.bus([address])
        #expect(Self.states(without) == ["nats": .ok, "nats payload": .ok, "nats access": .failure])
        #expect(without.last?.detail.contains("Authorization Violation") == true)
        for (password, state) in [("p", Finding.State.ok), ("q", .failure)] {
            let found = Self.bus(
                [address, "--common.nats-username=u"], environment: ["PEER_OBSERVER_COMMON_NATS_PASSWORD": password])
            #expect(Self.states(found)["nats access"] == state)
        }
    }

    @Test func whatIsNoServerIsTold() throws {
        #expect(Self.bus(["--common.nats-address=127.0.0.1:\(try freePort())"]).map(\.state) == [.failure])
        let node = try FakeNode { _ in "HTTP/1.1 200 OK\r\n\r\n" }
        #expect(Self.bus(["--common.nats-address=127.0.0.1:\(node.port)"]).map(\.state) == [.failure])
    }

    /// As for localhost, which may have an IPv6 address on which nobody listens.
    @Test func aNameIsTriedAtEachOfItsAddresses() throws {
        let server = try LoopbackSocket.listen()
        defer { close(server.descriptor) }
        func addresses(_ port: Int) throws -> UnsafeMutablePointer<addrinfo> {
            var (hints, list) = (addrinfo(), UnsafeMutablePointer<addrinfo>?.none)
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
            try #require(getaddrinfo("127.0.0.1", "\(port)", &hints, &list) == 0)
            return try #require(list)
        }
        let (silent, listening) = (try addresses(try freePort()), try addresses(server.port))
        silent.pointee.ai_next = listening
        defer {
            silent.pointee.ai_next = nil
            freeaddrinfo(silent)
            freeaddrinfo(listening)
        }
        close(try PlainConnection.connection("both", silent, .now + .seconds(10)))
        silent.pointee.ai_next = nil
        #expect(throws: DaemonError("both: Connection refused")) {
            try PlainConnection.connection("both", silent, .now + .seconds(10))
        }
    }

    // MARK: The node

    private static func node(_ port: Int, password: String = "p", _ more: [String] = []) -> [Finding] {
        let settings = Settings(
            file: nil, environment: ["PEER_OBSERVER_RPC_EXTRACTOR_RPC_PASSWORD": password],
            flags: ["--rpc-extractor.rpc-host=127.0.0.1:\(port)", "--rpc-extractor.rpc-user=u", "--no-node"] + more)
        return NodeChecks(settings: settings, node: nil).findings
    }

    @Test func theStandInNodeIsAllowedEverythingAndAWrongPasswordNothing() throws {
        let node = try ChildProcess(
            try builtProduct("demo-node"), ["--rate", "0", "--rpc-address", "127.0.0.1:0", "--rpc-auth", "u:p"])
        let line = try node.line(containing: "RPCs on ")
        let port = try #require(line.firstMatch(of: /RPCs on [0-9.]+:([0-9]+)/).flatMap { Int($0.output.1) })
        let right = Self.states(Self.node(port))
        #expect(right["rpc"] == .ok && right["version"] == .ok && right["rpc rights"] == .ok)
        let wrong = Self.states(Self.node(port, password: "q"))
        #expect(wrong["rpc"] == .failure && wrong["rpc rights"] == .failure)
    }

    @Test func whatAWhitelistForbidsIsNamed() throws {
        let node = try FakeNode { request in
            switch true {
            case request.contains("\"getnetworkinfo\",\"params\":[]"):
                "HTTP/1.1 200 OK\r\n\r\n{\"result\":{\"version\":280000,\"subversion\":\"/Satoshi:28.0.0(\\u001b[2J)/\"}}"
            case request.contains("getrawaddrman"), request.contains("listbanned"): "HTTP/1.1 403 Forbidden\r\n\r\n"
            case request.contains("getorphantxs"): "HTTP/1.1 404 Not Found\r\n\r\n"
            default: "HTTP/1.1 500 Internal Server Error\r\n\r\n{\"error\":{\"code\":-8}}"
            }
        }
        let findings = Self.node(node.port)
        #expect(findings.contains { $0.check == "version" && $0.state == .warning })
        #expect(
            findings.contains {
                $0.check == "rpc rights" && $0.state == .failure
                    && $0.detail == "not allowed: getrawaddrman, listbanned"
            })
        #expect(!findings.table.joined().contains("\u{1B}"))
        #expect(!findings.json.contains("\u{1B}"))
        let less = Self.node(
            node.port, ["--rpc-extractor.disable-getrawaddrman", "--rpc-extractor.disable-listbanned"])
        #expect(
            less.contains { $0.check == "rpc rights" && $0.state == .warning && $0.detail.hasSuffix(": getorphantxs") })
    }

    @Test func anAnswerWithoutEndEnds() throws {
        let node = try FakeNode { _ in "HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "[", count: 3 << 20) }
        #expect(Self.states(Self.node(node.port))["rpc"] == .failure)
    }

    // MARK: The program

    @Test func theProgramsExitCodeTellsWhetherSomethingHasToBeMended() throws {
        let directory = try TemporaryDirectory()
        let arguments = ["doctor", "--json", "--no-node", "--run", "metrics", "--metrics.metrics-address=127.0.0.1:0"]
        let environment = ["PATH": "/usr/sbin:/usr/bin", "HOME": directory.path]
        let process = try ChildProcess(try builtProduct("peer-observer"), arguments, environment: environment)
        #expect(process.wait() == 1)
        let findings = try #require(
            try JSONSerialization.jsonObject(with: Data(process.output.joined(separator: "\n").utf8))
                as? [[String: String]])
        #expect(findings.contains { $0["check"] == "rpc" && $0["state"] == "failure" && $0["advice"] != nil })
        #expect(findings.contains { $0["check"] == "tracepoints" && $0["state"] == "skipped" })

        let run = try UpRun(["--run", "metrics"])
        try run.ready("metrics")
        let well = try ChildProcess(
            try builtProduct("peer-observer"),
            [
                "doctor", "--datadir", run.directory.path + "/data", "--run", "metrics",
                "--metrics.metrics-address=127.0.0.1:0",
            ],
            environment: environment)
        #expect(well.wait() == 0, "\(well.output)")
        try well.line(containing: "ok    node")
    }
}

/// Answers each request, as it came, with what a closure makes of it.
final class FakeNode: Sendable {
    let port: Int
    private let listening: Int32

    init(_ answer: @escaping @Sendable (String) -> String) throws {
        (listening, port) = try LoopbackSocket.listen()
        Thread.detachNewThread { [listening] in
            while let descriptor = LoopbackSocket.accept(from: listening) {
                let request = String(decoding: LoopbackSocket.receive(from: descriptor), as: UTF8.self)
                LoopbackSocket.send(answer(request).utf8, to: descriptor)
                close(descriptor)
            }
        }
    }

    deinit { shutdown(listening, Int32(SHUT_RDWR)) }
}
