import Daemon
import PeerObserver
import Testing

@testable import Alerts

/// Events may hold any number, and clocks may be wrong.
@Suite struct HostileInputTests {
    @Test(arguments: [.max, 1 << 63, 1_700_000_000_000_000_000, (1 << 43) + 1] as [UInt64])
    func timesOfAnotherUnitAreRefused(time: UInt64) throws {
        let scene = try Scene(Scene.fewPings)
        for ping in 0..<4 { scene.message(.ping(Ping(value: 1)), after: UInt64(ping)) }
        #expect(scene.raised == ["ping-spam"])
        let verack = MessageEvent(
            meta: MessageMetadata(
                peerID: 1, addr: "", connType: .inbound, command: "verack", inbound: true, size: 0),
            message: .verack(true))
        let event = Event(
            payload: .ebpfExtractor(EBPFEvent(event: .message(verack))), timestamp: time, streamID: 7, sequence: 9)
        #expect(scene.show(event.encoded(), on: "netmsg") == .undecodable)
        // What goes on is not disturbed by it.
        for ping in 0..<4 { scene.message(.ping(Ping(value: 1)), peer: 2, after: 70_000 + UInt64(ping)) }
        #expect(scene.notices.map(\.state) == [.raised])
    }

    @Test func theLargestNumbersAreTold() throws {
        let scene = try Scene()
        var peers: [PeerInfo] = []
        for id in 0..<20 as Range<UInt32> {
            var info = PeerInfo()
            (info.id, info.version, info.inbound, info.address) = (id, 70016, true, "198.51.\(id).1:8333")
            (info.invToSend, info.timeOffset) = (.max, id % 2 == 0 ? .max : .min)
            (info.inflight, info.connectionTime) = ([.max, 0], .min)
            peers.append(info)
        }
        var chain = BlockchainInfo()
        (chain.blocks, chain.headers, chain.time) = (0, .max, .max)
        var network = NetworkInfo()
        (network.timeOffset, network.connectionsOut) = (.min, .max)
        var line = LogEvent()
        line.detail = .orphansErased(OrphansErasedLine(cause: "overflow", count: .max, peerID: .max))
        var block = BlockConnected()
        (block.connectionTime, block.height, block.inputs, block.sigops) = (.max, .min, .min, .max)
        for round in 0..<8 as Range<UInt64> {
            let after = round * 10_000
            scene.show(.rpcExtractor(RPCEvent(event: .uptime(.max))), on: "rpc", after: after)
            scene.show(.rpcExtractor(RPCEvent(event: .peerInfos(PeerInfos(infos: peers)))), on: "rpc", after: after)
            scene.show(.rpcExtractor(RPCEvent(event: .blockchainInfo(chain))), on: "rpc", after: after)
            scene.show(.rpcExtractor(RPCEvent(event: .networkInfo(network))), on: "rpc", after: after)
            scene.show(.logExtractor(line), on: "log-extractor", after: after)
            scene.show(
                .ebpfExtractor(EBPFEvent(event: .validation(ValidationEvent(event: .blockConnected(block))))),
                on: "validation", after: after)
            scene.show(
                .p2pExtractor(P2PEvent(event: .pingDuration(PingDuration(duration: .max)))), on: "p2p-extractor",
                after: after)
        }
        let kinds = Set(scene.raised)
        #expect(
            kinds.isSuperset(of: ["processing-backlog", "clock-offset", "slow-block", "block-stall", "orphan-flood"]))
    }

    /// A clock that was set back by minutes.
    @Test(arguments: [10, 50] as [UInt64]) func aClockThatStepsBackRaisesNothing(minutes: UInt64) throws {
        let scene = try Scene()
        let step = 3_600_000 as UInt64
        for index in 0..<36_000 as Range<UInt64> {
            let elapsed = index * 200
            let time = elapsed < step ? elapsed : elapsed - minutes * 60_000
            // Six unknown messages a minute, and a peer that pings every two minutes, are fine.
            if index % 50 == 0 {
                scene.message(.unknown(UnknownMessage(command: "x", payload: [])), peer: 2, after: time)
            } else if index % 600 == 1 {
                scene.message(.ping(Ping(value: 1)), after: time)
            } else {
                scene.message(.verack(true), peer: 3, after: time)
            }
        }
        #expect(scene.raised.isEmpty)
    }

    /// Those of one extractor may be held back for a while, and come among the others'.
    @Test func lateEventsDoNotResetAnything() throws {
        let scene = try Scene(Scene.fewPings)
        for index in 0..<4 as Range<UInt64> { scene.message(.ping(Ping(value: 1)), after: 600_000 + index) }
        for index in 0..<200 as Range<UInt64> {
            scene.message(.verack(true), peer: 3, after: index * 1000)
            if index % 10 == 0 { scene.message(.verack(true), peer: 4, after: 601_000 + index) }
        }
        #expect(scene.notices.map(\.state) == [.raised])
    }
}
