import PeerObserver
import TestSupport
import Testing

@testable import Alerts
@testable import Daemon

/// Alerts of which nobody can tell any more whether they go on.
@Suite struct AlertEndTests {
    private static func ping(_ scene: Scene, _ count: Int = 4, node: String?, after: UInt64) {
        for ping in 0..<count { scene.message(.ping(Ping(value: 1)), after: after + UInt64(ping), node: node) }
    }

    private static func scrape(_ scene: Scene) -> String {
        let registry = MetricsRegistry(program: "alerts")
        scene.tool.register(in: registry)
        return String(decoding: registry.scrape(), as: UTF8.self)
    }

    @Test func theEndOfTheToolEndsWhatGoesOn() throws {
        let scene = try Scene(Scene.fewPings)
        for node in ["alpha", "beta"] { Self.ping(scene, node: node, after: 0) }
        Self.ping(scene, 1, node: "gamma", after: 0)
        // Events behind the last finding say nothing of it.
        scene.message(.verack(true), after: 90_000, node: "alpha")
        scene.tool.end()
        #expect(scene.notices.map(\.state) == [.raised, .raised, .resolved, .resolved])
        #expect(scene.nodes == ["alpha", "beta", "alpha", "beta"])
        #expect(scene.notices[2].id == scene.notices[0].id && scene.notices[2].lastTime == Scene.start + 3)
        #expect(scene.notices[2].summary == scene.notices[0].summary)
        #expect(!Self.scrape(scene).contains("alerts_active{"))
        #expect(scene.log.lines.value.count { $0.contains("the program ends") } == 2)
    }

    @Test func aSilentNodesAlertsEndAndMayBeginAnew() throws {
        let scene = try Scene(Scene.fewPings + ["--node-silence", "60"])
        let start = ContinuousClock.now
        for node in ["alpha", "beta"] { Self.ping(scene, node: node, after: 0) }
        for second in 0..<60 {
            Self.ping(scene, 1, node: "beta", after: 1000)
            scene.tool.listen(start + .seconds(second))
        }
        #expect(scene.notices.count == 2)
        #expect(Self.scrape(scene).contains(#"alerts_active{node="alpha""#))
        for second in 60..<70 {
            Self.ping(scene, 1, node: "beta", after: 2000)
            scene.tool.listen(start + .seconds(second))
        }
        #expect(scene.notices.map(\.state) == [.raised, .raised, .resolved] && scene.nodes.last == "alpha")
        let text = Self.scrape(scene)
        #expect(!text.contains(#"alerts_active{node="alpha""#) && text.contains(#"alerts_active{node="beta""#))
        #expect(scene.log.lines.value.count { $0.contains("no event has come for 60 s") } == 1)
        // The same trouble, when the node is back: another alert, and no cool-down.
        Self.ping(scene, node: "alpha", after: 100_000)
        #expect(scene.notices.count == 4 && scene.notices[3].state == .raised)
        #expect(scene.notices[3].id != scene.notices[2].id)
    }

    /// Days of the events' time within moments, or one event in minutes: only what comes counts.
    @Test func theEventsTimeIsNoSilence() throws {
        let scene = try Scene(Scene.fewPings + ["--cool-down", "0"])
        let start = ContinuousClock.now
        Self.ping(scene, node: nil, after: 0)
        for minute in 0..<100 as Range<UInt64> {
            Self.ping(scene, 1, node: nil, after: 10 + minute)
            scene.tool.listen(start + .seconds(minute * 599))
        }
        #expect(scene.notices.count == 1)
        scene.message(.verack(true), after: 10 * 86_400_000)
        scene.tool.listen(start + .seconds(100 * 599))
        #expect(scene.notices.map(\.state) == [.raised, .resolved] && scene.log.lines.value.isEmpty)
    }

    @Test func anAlertmanagerIsToldOfTheEnd() throws {
        let server = try PostServer()
        let output = Alertmanager(
            Alertmanager.Settings(url: try #require(HTTPAddress(server.url)), timeout: .seconds(5)),
            logger: KeptLog().logger)
        let scene = try Scene(Scene.fewPings, outputs: [output])
        Self.ping(scene, node: nil, after: 0)
        #expect(try !server.posts(1)[0].body.contains("endsAt"))
        scene.tool.end()
        let deadline = ContinuousClock.now + .seconds(5)
        output.close(deadline)
        output.waitForEnd(deadline)
        #expect(try #require(server.posts.last).body.contains(#""endsAt":"2023-11-14T22:13:20.004Z""#))
        #expect(output.counts.sent.value == 2)
    }
}
