import Daemon
import PeerObserver
import TestSupport
import Testing

@testable import MetricsTool

/// What the golden files do not show: what is forgotten, what falls again, what belongs to whom.
@Suite struct BehaviourTests {
    @Test func currentConnectionsFallOnCloseAndNeverBelowZero() {
        let fed = Fed()
        #expect(fed.value("conn_inbound_current") == nil)
        fed.feed(.connection(.closed(ClosedConnection(conn: .sample(), timeEstablished: 1))), on: "netconn")
        #expect(fed.value("conn_inbound_current") == nil)
        fed.feed(.connection(.inbound(InboundConnection(conn: .sample(), existingConnections: 2))), on: "netconn")
        #expect(fed.value("conn_inbound_current") == 2)
        // Evicted, and then closed for that.
        fed.feed(
            .connection(.inboundEvicted(EvictedInboundConnection(conn: .sample(), timeEstablished: 1))), on: "netconn")
        #expect(fed.value("conn_inbound_current") == 2)
        for left in [1.0, 0, 0] {
            fed.feed(.connection(.closed(ClosedConnection(conn: .sample(), timeEstablished: 1))), on: "netconn")
            #expect(fed.value("conn_inbound_current") == left)
        }
        #expect(fed.value("conn_outbound_current") == nil)
    }

    @Test func anAgeFromTheFutureIsZero() {
        let fed = Fed()
        fed.feed(.connection(.closed(ClosedConnection(conn: .sample(), timeEstablished: .max))), on: "netconn")
        #expect(fed.value("conn_closed_age") == 0)
    }

    @Test func pongMatchesByPeerProcessAndNonce() {
        let fed = Fed()
        func pong(_ nonce: UInt64, peer: UInt64, pid: UInt32?, node: String = "") {
            fed.feed(
                .message(
                    .pong(Pong(value: nonce)), "pong", peer: peer, inbound: false, milliseconds: 1_700_000_000_250,
                    pid: pid),
                on: node + "netmsg")
        }
        fed.feed(.message(.ping(Ping(value: 5)), "ping", peer: 1, pid: 10))
        pong(5, peer: 2, pid: 10)
        pong(5, peer: 1, pid: 11)
        pong(6, peer: 1, pid: 10)
        pong(5, peer: 1, pid: 10, node: "node.a.")
        #expect(fed.value("p2p_ping_response_seconds_count") == 0)
        pong(5, peer: 1, pid: 10)
        pong(5, peer: 1, pid: 10)
        #expect(fed.value("p2p_ping_response_seconds_count") == 1)
        #expect(fed.value("p2p_ping_response_seconds_sum") == 0.25)
        #expect(fed.value(#"p2p_ping_response_seconds_bucket{le="0.25"}"#) == 1)
        #expect(fed.value(#"p2p_ping_response_seconds_bucket{le="0.1"}"#) == 0)
    }

    @Test func closedPeersPingIsForgotten() {
        let fed = Fed()
        fed.feed(.message(.ping(Ping(value: 5)), "ping"))
        fed.feed(.connection(.closed(ClosedConnection(conn: .sample(), timeEstablished: 1))), on: "netconn")
        fed.feed(.message(.pong(Pong(value: 5)), "pong", inbound: false))
        #expect(fed.value("p2p_ping_response_seconds_count") == 0)
    }

    @Test func gapsInTheNumbersAreCountedPerSubjectAndStream() {
        let fed = Fed()
        func feed(_ sequence: UInt64, stream: UInt64 = 1, on subject: String = "netmsg") {
            var event = Event.message(.verack(true), "verack")
            (event.streamID, event.sequence) = (stream, sequence)
            fed.feed(event, on: subject)
        }
        // What came before the subscription is no gap.
        for sequence: UInt64 in [100, 101, 105, 106] { feed(sequence) }
        feed(7, stream: 2)
        feed(107)
        feed(8, stream: 2)
        feed(1, on: "mempool")
        feed(3, on: "mempool")
        feed(3, on: "mempool")
        feed(2, on: "mempool")
        feed(1, on: "node.a.netmsg")
        feed(5, on: "node.a.netmsg")
        #expect(fed.value(#"events_missing_total{subject="netmsg"}"#) == 3)
        #expect(fed.value(#"event_gaps_total{subject="netmsg"}"#) == 1)
        #expect(fed.value(#"events_missing_total{subject="mempool"}"#) == 1)
        #expect(fed.value(#"events_repeated_total{subject="mempool"}"#) == 2)
        #expect(fed.value(#"events_missing_total{node="a",subject="netmsg"}"#) == 3)
        #expect(fed.value(#"events_total{subject="netmsg"}"#) == 7)
    }

    @Test func eventsWithoutNumbersMakeNoGaps() {
        let fed = Fed()
        for _ in 0..<3 { fed.feed(.message(.verack(true), "verack")) }
        #expect(fed.sum("events_missing_total") == 0)
    }

    /// A series that is born with a value is no increase to Prometheus.
    @Test func countersOfGapsAreShownFromTheFirstEventOn() {
        let fed = Fed()
        fed.feed(.message(.verack(true), "verack"))
        fed.feed(.message(.verack(true), "verack"), on: "node.a.netconn")
        for metric in ["events_missing_total", "event_gaps_total", "events_repeated_total"] {
            #expect(fed.value("\(metric){subject=\"netmsg\"}") == 0)
            #expect(fed.value("\(metric){node=\"a\",subject=\"netconn\"}") == 0)
            #expect(fed.series(of: metric).count == 2)
        }
        #expect(fed.value("conn_misbehaviours_total") == 0)
    }

    /// A peer of LinkingLion's makes up user agents by the thousand.
    @Test func linkingLionHasOneUserAgent() {
        let fed = Fed()
        func feed(_ agent: String, addr: String) {
            let address = Address(timestamp: 1, host: .ipv4("192.0.2.1"), port: 1, services: 1)
            let version = Version(
                version: 70016, services: 1, timestamp: 1, receiver: address, sender: address, nonce: 1,
                userAgent: agent, startHeight: 1, relay: true)
            fed.feed(.message(.version(version), "version", addr: addr))
        }
        feed("/Satoshi:29.0.0/", addr: "31.58.215.7:1")
        feed("/Satoshi:28.0.0/", addr: "31.58.215.8:1")
        feed("/Satoshi:29.0.0/", addr: "198.51.100.1:1")
        #expect(fed.value(#"p2p_version_useragent{useragent="LinkingLion"}"#) == 2)
        #expect(fed.value(#"p2p_version_useragent{useragent="/Satoshi:29.0.0/"}"#) == 1)
    }

    @Test func systemsAreThoseOfPeersThatHaveOne() {
        let fed = Fed()
        var (mapped, other) = (SampleRPCs.peer, SampleRPCs.peer)
        (mapped.mappedAs, other.mappedAs) = (64496, 0)
        fed.feed(.rpc(.peerInfos(PeerInfos(infos: [mapped, other]))), on: "rpc")
        #expect(fed.series(of: "rpc_peer_info_asn_peers").count == 1)
        #expect(fed.value(#"rpc_peer_info_asn_peers{ASN="64496"}"#) == 1)
    }

    @Test func theStartIsToldOfEveryNode() throws {
        let fed = Fed()
        let start = try #require(fed.value("runtime_start_timestamp"))
        for _ in 0..<3 { fed.tool.tick() }
        fed.feed(.message(.verack(true), "verack"), on: "node.a.netmsg")
        #expect(fed.value(#"runtime_start_timestamp{node="a"}"#) == start)
        #expect(fed.series(of: "runtime_start_timestamp").count == 1)
    }

    @Test func connectionsOfAProcessThatHasEndedAreForgotten() {
        let fed = Fed()
        func feed(_ event: ConnectionEvent.Event, pid: UInt32) {
            fed.feed(.ebpf(.connection(ConnectionEvent(event: event)), pid: pid), on: "netconn")
        }
        feed(.inbound(InboundConnection(conn: .sample(), existingConnections: 100)), pid: 10)
        feed(.outbound(OutboundConnection(conn: .sample(type: .outboundFullRelay), existingConnections: 10)), pid: 10)
        #expect(fed.value("conn_inbound_current") == 100 && fed.value("conn_outbound_current") == 10)
        feed(.outbound(OutboundConnection(conn: .sample(type: .outboundFullRelay), existingConnections: 1)), pid: 11)
        #expect(fed.value("conn_inbound_current") == nil && fed.value("conn_outbound_current") == 1)
    }

    @Test func gaugesOfAPeerToPeerClientThatIsSilentAreLeftOut() {
        let fed = Fed(limits: MetricsTool.Limits(gaugeLifetime: 2))
        fed.feed(.p2p(.pingDuration(PingDuration(duration: 5))), on: "p2p-extractor")
        for _ in 0..<2 { fed.tool.tick() }
        #expect(fed.value("p2pextractor_ping_duration_nanoseconds") == 5)
        fed.tool.tick()
        #expect(fed.value("p2pextractor_ping_duration_nanoseconds") == nil)
        #expect(fed.value("p2pextractor_ping_seconds_count") == 1)
    }

    /// Any program on the bus may publish events, with any numbers.
    @Test func numbersOutOfThisWorldDoNoHarm() {
        let fed = Fed()
        for stream: UInt64 in 1...3 {
            for sequence: UInt64 in [1, .max] {
                var event = Event.connection(
                    .inbound(InboundConnection(conn: .sample(), existingConnections: .max)))
                (event.streamID, event.sequence) = (stream, sequence)
                fed.feed(event, on: "netconn")
            }
        }
        #expect(fed.tool.overviewPage().status == 200)
        #expect(fed.samples.contains { $0.hasPrefix("peerobserver_conn_inbound_current 1") })
    }

    @Test func nodesAreKeptApartAndTheSubjectIsBelieved() {
        let fed = Fed()
        var event = Event.message(.verack(true), "verack")
        event.node = "b"
        fed.feed(event, on: "node.a.netmsg")
        event.node = "a"
        fed.feed(event, on: "node.a.netmsg")
        fed.feed(.message(.verack(true), "verack"), on: "node.c.netmsg")
        let labels = #"message="verack",connection_type="1",direction="inbound""#
        #expect(fed.value("p2p_message_count{node=\"a\",\(labels)}") == 2)
        #expect(fed.value("p2p_message_count{node=\"c\",\(labels)}") == 1)
        #expect(fed.value("p2p_message_count{\(labels)}") == nil)
        #expect(fed.value(#"event_node_mismatches_total{node="a",subject="netmsg"}"#) == 1)
        #expect(fed.value(#"mempool_added{node="a"}"#) == 0)
        // Nothing came from a node without a name.
        #expect(fed.value("mempool_added") == nil)
    }

    @Test func nodesBeyondTheLimitShareTheirNumbers() {
        let fed = Fed()
        for number in 0..<600 { fed.feed(.message(.verack(true), "verack"), on: "node.n\(number).netmsg") }
        let nodes = Set(fed.series(of: "mempool_added").map(\.series))
        #expect(nodes.count == Observations.nodeLimit + 1)
        #expect(fed.sum("p2p_message_count") == 600)
        #expect(nodes.contains(#"peerobserver_mempool_added{node="other"}"#))
        #expect(fed.samples.contains("metrics_nodes 500"))
        #expect(fed.samples.contains("metrics_other_node_events_total 100"))
    }

    @Test(arguments: ["a b", String(repeating: "n", count: 65), "ü", "a\"b"]) func whatIsNoNameIsNoNode(_ name: String)
    {
        let fed = Fed()
        fed.feed(.message(.verack(true), "verack"), on: "node.\(name).netmsg")
        #expect(fed.samples.contains("metrics_nodes 0"))
        #expect(fed.samples.contains("metrics_other_node_events_total 1"))
        #expect(fed.value(#"events_total{node="other",subject="netmsg"}"#) == 1)
    }

    @Test func aNodeThatIsGoneGivesUpItsPlaceWhereItIsNeeded() {
        let silence = 100
        let fed = Fed(limits: MetricsTool.Limits(nodeSilence: silence))
        func feed(_ node: String) { fed.feed(.message(.verack(true), "verack"), on: "node.\(node).netmsg") }
        for number in 0..<Observations.nodeLimit { feed("n\(number)") }
        for _ in 0..<silence { fed.tool.tick() }
        for number in 1..<Observations.nodeLimit { feed("n\(number)") }
        feed("new")
        #expect(fed.value(#"events_total{node="other",subject="netmsg"}"#) == 1)
        for _ in 0..<60 { fed.tool.tick() }
        feed("new")
        feed("newer")
        #expect(fed.value(#"events_total{node="new",subject="netmsg"}"#) == 1)
        #expect(fed.value(#"events_total{node="n0",subject="netmsg"}"#) == nil)
        #expect(fed.value(#"events_total{node="n1",subject="netmsg"}"#) == 2)
        #expect(fed.value(#"events_total{node="other",subject="netmsg"}"#) == 2)
        #expect(fed.samples.contains("metrics_nodes 500"))
    }

    @Test func gaugesOfAnRPCThatIsSilentAreLeftOut() {
        let fed = Fed(limits: MetricsTool.Limits(gaugeLifetime: 2))
        fed.feed(.rpc(.uptime(5)), on: "rpc")
        fed.feed(
            .rpc(
                .addrmanInfo(AddrManInfo(networks: [MapEntry("ipv4", AddrManInfoNetwork(new: 1, tried: 2, total: 3))]))),
            on: "rpc")
        fed.feed(.ebpf(.validation(ValidationEvent(event: .blockConnected(SampleEvents.block)))), on: "validation")
        for _ in 0..<2 { fed.tool.tick() }
        #expect(fed.value("rpc_uptime") == 5 && fed.series(of: "rpc_addrmaninfo").count == 3)
        fed.tool.tick()
        #expect(fed.value("rpc_uptime") == nil && fed.series(of: "rpc_addrmaninfo").isEmpty)
        // Blocks come when they come.
        #expect(fed.value("validation_block_connected_latest_height") == 900_000)
        fed.feed(.rpc(.uptime(6)), on: "rpc")
        #expect(fed.value("rpc_uptime") == 6)
    }

    @Test func valuesThatAreGoneFromAnAnswerAreGoneFromTheScrape() {
        let fed = Fed()
        fed.feed(.rpc(.peerInfos(PeerInfos(infos: RPCScenarios.peers))), on: "rpc")
        #expect(fed.series(of: "rpc_peer_info_network_peers").count == 2)
        #expect(fed.value("rpc_peer_info_invtosend_max") == 20)
        fed.feed(.rpc(.peerInfos(PeerInfos(infos: []))), on: "rpc")
        #expect(fed.value("rpc_peer_info_num_peers") == 0)
        #expect(fed.series(of: "rpc_peer_info_network_peers").isEmpty)
        #expect(fed.value("rpc_peer_info_invtosend_max") == 0)
        #expect(fed.value("rpc_peer_info_ping_median") == nil)
        #expect(fed.value("rpc_peer_info_cpuload_max") == nil)
        #expect(fed.value("rpc_peer_info_connection_divserity_inbound_ipv4") == nil)
        fed.feed(.rpc(.orphanTxs(OrphanTxs(orphans: []))), on: "rpc")
        #expect(fed.value("rpc_getorphantxs_from_min") == 0 && fed.value("rpc_getorphantxs_from_mean") == 0)
        #expect(!fed.text().contains("NaN"))
    }

    @Test func whatDoesNotDecodeIsTold() {
        let fed = Fed()
        let whole = SampleEvents.message(.ping(Ping(value: 1))).encoded()
        #expect(fed.feed(whole, on: "netmsg") == nil)
        #expect(fed.feed([UInt8](), on: "netmsg") == .undecodable)
        #expect(fed.feed([0xFF, 0xFF, 0xFF], on: "netmsg") == .undecodable)
        var cut = 0
        for count in 1..<whole.count where fed.feed(Array(whole[..<count]), on: "netmsg") != nil { cut += 1 }
        #expect(cut > whole.count / 2)
    }

    @Test func damagedEventsDoNoHarm() {
        let fed = Fed()
        var generator = SystemRandomNumberGenerator()
        for sample in SampleEvents.all + SampleEvents.onlyRead {
            let whole = sample.event.encoded()
            for _ in 0..<40 {
                var bytes = whole
                for _ in 0..<3 {
                    bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(in: 0...255, using: &generator)
                }
                fed.feed(bytes, on: sample.subject)
            }
        }
        #expect(!fed.samples.isEmpty)
    }

    @Test func silenceIsUnhealthyAndTheNextEventHealsIt() {
        let tool = Fed(limits: MetricsTool.Limits(silence: 2))
        for _ in 0..<2 { tool.tool.tick() }
        #expect(tool.tool.isHealthy)
        tool.tool.tick()
        #expect(!tool.tool.isHealthy && tool.tool.silence == 3)
        tool.feed(.message(.verack(true), "verack"))
        #expect(tool.tool.isHealthy && tool.tool.silence == 0)
    }

    @Test func noSilenceIsTooLongWhereThereIsNoLimit() {
        let fed = Fed(limits: MetricsTool.Limits(silence: 0))
        for _ in 0..<1000 { fed.tool.tick() }
        #expect(fed.tool.isHealthy)
    }

    @Test func openMetricsHasNoFamilyTwice() {
        let fed = Fed()
        let families = fed.text(.openMetrics).split(separator: "\n").filter { $0.hasPrefix("# TYPE ") }.map {
            $0.split(separator: " ")[2]
        }
        #expect(Set(families).count == families.count)
    }
}
