import Daemon
import PeerObserver
import Synchronization
import TestSupport
import Testing

@testable import ConnectivityCheck

/// What is taken from events, and what is left.
@Suite struct IntakeTests {
    private struct Setup {
        let metrics = ConnectivityMetrics()
        let bus = RecordingBus()
        let accepted = Slot<[Announcement]>([])

        init(_ filter: AddressFilter = AddressFilter(), exits: TorExits = TorExits([])) throws {
            let intake = AddressIntake(filter: filter, exits: exits, metrics: metrics) { [accepted] in
                accepted.value += $0
            }
            try bus.subscribe(to: ["netmsg"], pendingBytes: 1, handler: intake)
        }

        @discardableResult
        func deliver(
            _ message: MessageEvent.Message, inbound: Bool = true, from address: String = "198.51.100.7:50000",
            on subject: String = "netmsg"
        ) -> LossReason? {
            let meta = MessageMetadata(
                peerID: 7, addr: address, connType: .inbound, command: "addr", inbound: inbound, size: 1)
            let event = Event(
                payload: .ebpfExtractor(EBPFEvent(event: .message(MessageEvent(meta: meta, message: message)))),
                timestamp: 1_700_000_000_999)
            return bus.deliver(event.encoded(), on: subject)
        }

        func skipped() -> [String: UInt64] {
            let registry = MetricsRegistry(program: "connectivity-check")
            metrics.register(in: registry)
            let text = String(decoding: registry.scrape(), as: UTF8.self)
            return text.split(separator: "\n").reduce(into: [:]) { counts, line in
                guard line.contains("skipped_addresses_total{") else { return }
                let count = UInt64(line.split(separator: " ")[1]) ?? 0
                if count > 0 { counts[String(line.split(separator: "\"")[1])] = count }
            }
        }
    }

    private static func addresses(_ count: Int) -> [Address] {
        (0..<count).map {
            Address(timestamp: 1, host: .ipv4("8.8.\($0 / 250).\($0 % 250)"), port: 8333, services: 9)
        }
    }

    @Test func inboundAddressesAreTakenWithWhereTheyCameFrom() throws {
        let setup = try Setup()
        #expect(setup.deliver(.addr(Addr(addresses: Self.addresses(3)))) == nil)
        #expect(setup.deliver(.addrv2(AddrV2(addresses: Self.addresses(2))), on: "node.alice.netmsg") == nil)
        let accepted = setup.accepted.value
        #expect(accepted.count == 5 && setup.metrics.announced.value == 5)
        let (first, last) = (accepted[0], accepted[4])
        #expect(first.target == Sample.ipv4("8.8.0.0") && first.timestamp == 1 && first.services == 9)
        #expect(first.source.host == "198.51.100.7" && first.source.peerID == 7 && !first.source.isV2)
        #expect(first.source.receivedAt == 1_700_000_000_999 && first.source.node == nil)
        #expect(last.source.isV2 && last.source.node == "alice" && last.source.isTorExit == nil)
    }

    @Test func whatTheNodeSendsAndOtherMessagesAreLeft() throws {
        let setup = try Setup()
        setup.deliver(.addr(Addr(addresses: Self.addresses(3))), inbound: false)
        setup.deliver(.ping(Ping(value: 1)))
        setup.deliver(.emptyaddrv2(true))
        for sample in SampleEvents.all where !["netmsg"].contains(sample.subject) {
            #expect(setup.bus.deliver(sample.event.encoded(), on: sample.subject) == nil)
        }
        #expect(setup.accepted.value.isEmpty && setup.metrics.announced.value == 0)
    }

    @Test func fullAnswersToGetaddrAreSkippedAndCounted() throws {
        let setup = try Setup()
        for count in [999, 1000, 1001] { setup.deliver(.addrv2(AddrV2(addresses: Self.addresses(count)))) }
        #expect(setup.accepted.value.count == 999)
        #expect(setup.metrics.skippedMessages.value == 2 && setup.metrics.announced.value == 3000)
        #expect(setup.skipped() == ["getaddr_reply": 1000, "oversized_message": 1001])
    }

    @Test func whatCannotOrMustNotBeTriedIsSkippedByReason() throws {
        let onion = "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion"
        let addresses = [
            Address(timestamp: 1, host: .ipv4("8.8.8.8"), port: 8333, services: 0),
            Address(timestamp: 1, host: .ipv4("192.168.1.1"), port: 22, services: 0),
            Address(timestamp: 1, host: .ipv6("::ffff:10.0.0.1"), port: 22, services: 0),
            Address(timestamp: 1, host: .ipv4("8.8.8.8"), port: 0, services: 0),
            Address(timestamp: 1, host: .torv2("expyuzz4wqqyqhjn.onion"), port: 8333, services: 0),
            Address(timestamp: 1, host: .torv3(onion), port: 8333, services: 0),
            Address(timestamp: 1, host: .cjdns("fc00::1"), port: 8333, services: 0),
            Address(timestamp: 1, host: nil, port: 8333, services: 0),
        ]
        let plain = try Setup()
        plain.deliver(.addrv2(AddrV2(addresses: addresses)))
        #expect(plain.accepted.value.count == 1)
        #expect(plain.skipped() == ["unroutable": 2, "invalid": 2, "unsupported_network": 1, "no_proxy": 2])
        let open = try Setup(AddressFilter(allowsPrivate: true, proxied: [.torV3]))
        open.deliver(.addrv2(AddrV2(addresses: addresses)))
        #expect(open.accepted.value.map(\.target.network) == [.ipv4, .ipv4, .ipv6, .torV3])
        #expect(open.skipped() == ["invalid": 2, "unsupported_network": 1, "no_proxy": 1])
    }

    /// Its firewall does not see what comes from itself.
    @Test func thisHostIsNotTriedUnlessToldTo() throws {
        let address = IPAddress(ipv4: 0x0808_0001)
        let plain = try Setup(AddressFilter(own: OwnAddresses([address])))
        plain.deliver(.addr(Addr(addresses: Self.addresses(3))))
        #expect(plain.accepted.value.map(\.target) == [Sample.ipv4("8.8.0.0"), Sample.ipv4("8.8.0.2")])
        #expect(plain.skipped() == ["unroutable": 1])
        let open = try Setup(AddressFilter(allowsPrivate: true, own: OwnAddresses([address])))
        open.deliver(.addr(Addr(addresses: Self.addresses(3))))
        #expect(open.accepted.value.count == 3)
        let own = OwnAddresses()
        #expect(!own.contains(Sample.ipv4("127.0.0.1")))
        try own.read()
        #expect(own.contains(Sample.ipv4("127.0.0.1")) && !own.contains(Sample.ipv4("8.8.8.8")))
    }

    @Test func torExitsAreKnownByTheList() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write("198.51.100.0/24\n", to: "exits")
        let option = try #require(IPListOption(argument: "tor-exit=\(path)"))
        let other = try #require(IPListOption(argument: "other=\(path)"))
        let exits = TorExits([option])
        try exits.read()
        #expect(exits.contains("198.51.100.7") == true && exits.contains("192.0.2.1") == false)
        #expect(exits.contains("abc.onion") == false)
        let setup = try Setup(exits: exits)
        setup.deliver(.addr(Addr(addresses: Self.addresses(1))))
        setup.deliver(.addr(Addr(addresses: Self.addresses(1))), from: "[2001:db8::1]:1")
        #expect(setup.accepted.value.map(\.source.isTorExit) == [true, false])
        let without = TorExits([other])
        try without.read()
        #expect(without.contains("198.51.100.7") == nil)
    }

    @Test func eventsThatDoNotDecodeAreCountedAndDamageNothing() throws {
        let setup = try Setup()
        let meta = MessageMetadata(peerID: 7, addr: "a", connType: .inbound, command: "addr", inbound: true, size: 1)
        let event = Event(
            payload: .ebpfExtractor(
                EBPFEvent(event: .message(MessageEvent(meta: meta, message: .addr(Addr(addresses: Self.addresses(2))))))
            ),
            timestamp: 1)
        let bytes = event.encoded()
        for count in 1..<bytes.count { _ = setup.bus.deliver(Array(bytes.prefix(count)), on: "netmsg") }
        #expect(setup.bus.deliver([0xff, 0xff, 0xff], on: "netmsg") == .undecodable)
        #expect(setup.bus.deliver([10, 200], on: "netmsg") == .undecodable)
        #expect(setup.bus.deliver(bytes, on: "netmsg") == nil)
        #expect(setup.accepted.value.suffix(2).map(\.target) == [Sample.ipv4("8.8.0.0"), Sample.ipv4("8.8.0.1")])
    }
}
