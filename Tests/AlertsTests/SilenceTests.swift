import Glibc
import PeerObserver
import TestSupport
import Testing

@testable import Alerts
@testable import Daemon

/// What operators do not want to hear of.
@Suite struct SilenceTests {
    private let folder: TemporaryDirectory
    private let kept = Scene.Kept()

    init() throws { folder = try TemporaryDirectory() }

    private func silenced(_ text: String, log: KeptLog = KeptLog()) throws -> SilencedOutputs {
        let silenced = SilencedOutputs(try folder.write(text, to: "silences"), outputs: [kept])
        try silenced.read(log.logger)
        return silenced
    }

    private func counted(_ silenced: SilencedOutputs) -> String {
        let registry = MetricsRegistry(program: "alerts")
        silenced.register(in: registry)
        return String(decoding: registry.scrape(), as: UTF8.self)
    }

    @Test func theRestOfAFileWithBadLinesHolds() throws {
        let (silences, problems) = Silence.read(
            Array(
                """
                # nothing

                kind=ping-spam until=2026-12-31T18:00:00Z   # a friend tests
                kind=nonsense
                node=alpha address=192.0.2.0/24
                until=2030-01-01
                address=192.0.2.1 network=192.0.2.2
                address=example.org
                kind=band kind=band
                kind
                until=tomorrow kind=band
                color=red
                network=2001:db8::/32 until=2027-01-01T00:00Z
                address=AbC.onion
                address=[2001:db8::1]:8333
                """.utf8))
        #expect(silences.count == 5)
        #expect(
            problems.map { String($0.prefix { $0 != ":" }) } == [4, 6, 7, 8, 9, 10, 11, 12].map { "line \($0)" })
        #expect(silences[0] == Silence(kind: "ping-spam", until: 1_798_740_000_000))
        #expect(silences[1].node == "alpha" && silences[1].kind == nil)
        #expect(silences[3].address == .name("abc.onion"))
    }

    @Test(
        arguments: [
            ("2026-02-28", 1_772_236_800_000), ("2026-02-31", nil), ("2026-02-29", nil),
            ("2028-02-29", 1_835_395_200_000),
            ("2100-02-29", nil), ("2026-04-31", nil), ("2026-00-10", nil), ("2026-13-01", nil), ("2026-01-00", nil),
            ("2026-01-01T23:59:59Z", 1_767_311_999_000), ("2026-01-01T25:61Z", nil), ("2026-01-01T24:00Z", nil),
            ("2026-01-01T23:60Z", nil), ("2026-01-01T23:59:60Z", nil),
        ] as [(String, UInt64?)])
    func onlyTimesThatThereAreCount(text: String, time: UInt64?) {
        let (silences, problems) = Silence.read(Array("kind=band until=\(text)".utf8))
        #expect(silences == (time.map { [Silence(kind: "band", until: $0)] } ?? []))
        #expect(problems.isEmpty == (time != nil))
    }

    @Test func badLinesAreNamed() throws {
        let log = KeptLog()
        _ = try silenced("kind=ping-spam\nkind=\u{1B}[31m\n", log: log)
        #expect(log.lines.value.count == 1 && log.lines.value[0].contains("silences, line 2: "))
    }

    @Test func aSilencedAlertGoesNowhereAndIsCounted() throws {
        let silenced = try silenced("kind=addr-flood node=alpha until=2024-01-01")
        silenced.emit(Notices.notice(), node: "alpha")
        silenced.emit(Notices.notice(.resolved), node: "alpha")
        #expect(kept.notices.value.isEmpty)
        #expect(counted(silenced).contains(#"alerts_silenced_total{kind="addr-flood"} 2"#))
        silenced.emit(Notices.notice(), node: "beta")
        silenced.emit(Notices.notice(kind: "ping-spam", id: "b"), node: "alpha")
        #expect(kept.notices.value.count == 2)
    }

    @Test func aSilenceEndsByTheEventsTime() throws {
        let silenced = try silenced("kind=addr-flood until=2023-11-14T22:14Z")
        silenced.emit(Notices.notice(last: 1_700_000_000_123), node: nil)
        #expect(kept.notices.value.isEmpty)
        // For those who listen it begins now.
        silenced.emit(Notices.notice(.ongoing, last: 1_700_000_100_123), node: nil)
        silenced.emit(Notices.notice(.ongoing, last: 1_700_000_200_123), node: nil)
        silenced.emit(Notices.notice(.resolved, last: 1_700_000_300_123), node: nil)
        #expect(kept.notices.value.map(\.0.state) == [.raised, .ongoing, .resolved])
    }

    @Test func theEndOfAnAlertThatWasToldIsTold() throws {
        let silenced = try silenced("")
        silenced.emit(Notices.notice(), node: nil)
        _ = try folder.write("kind=addr-flood\n", to: "silences")
        silenced.reread(KeptLog().logger)
        silenced.emit(Notices.notice(.ongoing), node: nil)
        silenced.emit(Notices.notice(.resolved), node: nil)
        #expect(kept.notices.value.map(\.0.state) == [.raised, .resolved])
        #expect(counted(silenced).contains("alerts_file_reloads_total 1\n"))
    }

    @Test func aSilencedPeerIsHidden() throws {
        let silenced = try silenced("network=198.51.100.0/24\naddress=2001:db8::8\naddress=abc.onion\n")
        silenced.emit(
            Notices.notice(peers: ["198.51.100.7:8333", "203.0.113.9:8333", "[2001:db8::8]:8333", "ABC.onion:8333"]),
            node: nil)
        let shown = try #require(kept.notices.value.first?.0)
        #expect(shown.peers.map(\.addr) == ["203.0.113.9:8333"] && shown.peerCount == 1)
        silenced.emit(Notices.notice(id: "b", peers: ["198.51.100.7:8333", "[2001:db8::8]:8333"]), node: nil)
        #expect(kept.notices.value.count == 1)
        // More peers than are named: others may be among them.
        var many = Notices.notice(id: "c")
        many.peerCount = 30
        silenced.emit(many, node: nil)
        #expect(kept.notices.value.last?.0.peers == [] && kept.notices.value.last?.0.peerCount == 29)
        // An alert without peers is not a peer's.
        silenced.emit(Notices.notice(id: "d", peers: []), node: nil)
        #expect(kept.notices.value.count == 3)
    }

    @Test func networksAreHiddenAsPeersAre() throws {
        let silenced = try silenced("network=198.51.0.0/16\n")
        var notice = Notices.notice(peers: [])
        notice.addresses = ["198.51.100.0/24", "198.0.0.0/8", "2001:db8::/32"]
        silenced.emit(notice, node: nil)
        #expect(kept.notices.value.first?.0.addresses == ["198.0.0.0/8", "2001:db8::/32"])
        notice.id = "b"
        notice.addresses = ["198.51.100.0/24"]
        silenced.emit(notice, node: nil)
        #expect(kept.notices.value.count == 1)
    }

    @Test func aFileThatIsNotThereEndsTheProgram() throws {
        #expect(throws: DaemonError.self) {
            try SilencedOutputs("\(folder.path)/none", outputs: [kept]).read(KeptLog().logger)
        }
    }
}
