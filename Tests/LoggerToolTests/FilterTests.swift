import ArgumentParser
import Daemon
import EventOutput
import PeerObserver
import TestSupport
import Testing

@testable import LoggerTool

@Suite struct FilterTests {
    private static let connection = Connection(peerID: 2, addr: "a", connType: .inbound, network: 1)
    private static let events: [Event] = [
        .message(.verack(true), command: "verack", peer: 1, inbound: true),
        .message(.inv(Inv()), command: "inv", peer: 1, inbound: false),
        .message(.inv(Inv()), command: "inv", peer: 2, inbound: true),
        .message(.malformed(Malformed(reason: "r")), command: "inv", peer: 2, inbound: false),
        .ebpf(.connection(ConnectionEvent(event: .closed(ClosedConnection(conn: connection, timeEstablished: 1))))),
        .ebpf(.connection(ConnectionEvent(event: .misbehaving(MisbehavingConnection(id: 2, message: "m"))))),
        .ebpf(.mempool(MempoolEvent(event: .added(MempoolAdded())))),
        Event(payload: .rpcExtractor(RPCEvent(event: .uptime(1))), timestamp: 0),
    ]

    /// The positions of the events that the options let through.
    private func admitted(_ arguments: String...) throws -> [Int] {
        let filter = try MessageOptions.parse(arguments).filter
        return Self.events.indices.filter { filter.admits(Self.events[$0]) }
    }

    @Test func withoutFilterEverythingIsPrinted() throws {
        #expect(try admitted() == Array(Self.events.indices))
    }

    @Test func peerSelectsItsMessagesAndConnections() throws {
        #expect(try admitted("--peer", "1") == [0, 1])
        #expect(try admitted("--peer", "2") == [2, 3, 4, 5])
        #expect(try admitted("--peer", "1", "--peer", "2") == [0, 1, 2, 3, 4, 5])
        #expect(try admitted("--peer", "18446744073709551615") == [])
    }

    @Test func commandSelectsMessagesMalformedOnesToo() throws {
        #expect(try admitted("--command", "inv") == [1, 2, 3])
        #expect(try admitted("--command", "inv", "--command", "verack") == [0, 1, 2, 3])
        #expect(try admitted("--command", "INV") == [])
    }

    @Test func directionSelectsMessages() throws {
        #expect(try admitted("--direction", "in") == [0, 2])
        #expect(try admitted("--direction", "out") == [1, 3])
    }

    @Test func filtersTogetherNarrow() throws {
        #expect(try admitted("--peer", "2", "--command", "inv", "--direction", "in") == [2])
        #expect(try admitted("--peer", "1", "--direction", "out") == [1])
    }

    @Test func whatIsFilteredOutIsHandledNotLost() throws {
        let bus = RecordingBus()
        let printer = EventPrinter(
            filter: EventFilter(peers: [9]), format: .text, output: StandardOutput(descriptor: -1))
        try bus.subscribe(to: [], pendingBytes: 0, handler: printer)
        #expect(Self.events.allSatisfy { bus.deliver($0.encoded(), on: "netmsg") == nil })
        #expect(bus.flush() == nil)
    }

    @Test(arguments: [["--direction", "up"], ["--peer", "-1"], ["--peer", "x"]])
    func badValuesAreRefused(arguments: [String]) {
        #expect(throws: (any Error).self) { try MessageOptions.parse(arguments) }
    }

    @Test func kindsSelectSubjects() throws {
        #expect(try KindOptions.parse([]).subjects == Subject.allCases)
        let kinds: [(String, [Subject])] = [
            ("--messages", [.netmsg, .netmsgMalformed]), ("--connections", [.netconn]), ("--mempool", [.mempool]),
            ("--validation", [.validation]),
            (
                "--rpc",
                [
                    .rpc, .rpcChainTips, .rpcIndexInfo, .rpcZMQNotifications, .rpcBannedList, .rpcDeploymentInfo,
                    .rpcMiningInfo,
                ]
            ),
            ("--p2p-extractor", [.p2pExtractor, .p2pBlock, .p2pHandshake, .p2pDisconnect]),
            ("--log-extractor", [.logExtractor]), ("--ipc-extractor", [.ipc]),
            ("--addrman", [.addrmanNew, .addrmanTried]),
            ("--utxocache", [.utxocacheFlush, .utxocacheUncache]), ("--process", [.processSample]),
            ("--connectivity", [.connectivityResult]),
            ("--alerts", Subject.allCases.filter { $0.name.hasPrefix("alerts.") }),
        ]
        for (flag, subjects) in kinds { #expect(try KindOptions.parse([flag]).subjects == subjects) }
        #expect(Set(kinds.flatMap(\.1)) == Set(Subject.allCases))
        #expect(
            try KindOptions.parse(["--rpc", "--messages"]).subjects.prefix(3) == [.netmsg, .netmsgMalformed, .rpc])
    }
}
