import TestSupport
import Testing

@testable import PeerObserver

@Suite("Redaction: own addresses are learnt")
struct LearningTests {
    private static let address = Taint.own[0]
    private static let text = address.address

    private static func host(_ text: String = text) -> Address {
        Address(timestamp: 1_700_000_000, host: .ipv4(text), port: 8333, services: 9)
    }

    private static func message(_ message: MessageEvent.Message, inbound: Bool) -> Event {
        var meta = MessageMetadata()
        meta.addr = "198.51.100.9:8333"
        meta.inbound = inbound
        return SampleEvents.ebpf(.message(MessageEvent(meta: meta, message: message)))
    }

    private static func version(receiver: String = "198.51.100.9", sender: String = "198.51.100.9") -> Version {
        var version = SampleEvents.handshake.version
        version.receiver = host(receiver)
        version.sender = host(sender)
        return version
    }

    private static func rpc(_ event: RPCEvent.Kind) -> Event {
        SampleEvents.event(.rpcExtractor(RPCEvent(event: event)))
    }

    private static func log(_ detail: LogEvent.Detail) -> Event {
        SampleEvents.event(.logExtractor(SampleEvents.log(detail: detail)))
    }

    private static func line(_ text: String) -> Event {
        SampleEvents.event(.logExtractor(SampleEvents.log(.unknownLogMessage(UnknownLogMessage(rawMessage: text)))))
    }

    private static func peer(bind: String = "", local: String = "") -> Event {
        var peer = PeerInfo()
        peer.addressBind = bind
        peer.addressLocal = local
        return rpc(.peerInfos(PeerInfos(infos: [peer])))
    }

    private static let sources: [(String, Event)] = {
        var info = NetworkInfo()
        info.localAddresses = [NetworkInfoLocalAddress(address: text, port: 8333, score: 1)]
        var p2p = P2PEvent(event: .feefilterAnnouncement(1))
        p2p.address = "\(text):50000"
        var handshake = SampleEvents.handshake
        handshake.version = version(sender: text)
        var received = VersionReceivedLine()
        received.us = "\(text):8333"
        return [
            ("getnetworkinfo's localaddresses", rpc(.networkInfo(info))),
            ("getpeerinfo's addrbind", peer(bind: "\(text):8333")),
            ("getpeerinfo's addrlocal", peer(local: "\(text):8333")),
            ("the receiver of an inbound version", message(.version(version(receiver: text)), inbound: true)),
            ("the sender of an outbound version", message(.version(version(sender: text)), inbound: false)),
            ("an outbound addr with the current time", message(.addr(Addr(addresses: [host()])), inbound: false)),
            ("an outbound addrv2 with the current time", message(.addrv2(AddrV2(addresses: [host()])), inbound: false)),
            ("where the node dialled from", SampleEvents.event(.p2pExtractor(p2p))),
            ("the node's version to our client", SampleEvents.p2pEvent(.handshake(handshake))),
            (
                "its announcement to our client",
                SampleEvents.p2pEvent(.addressAnnouncement(AddressAnnouncement(addresses: [host()])))
            ),
            ("us= of a log line", log(.versionReceived(received))),
            ("an advertised service", log(.torControl(TorControlLine(event: "service", address: "\(text):8333")))),
            ("a session's address", log(.i2pSession(I2PSessionLine(event: "created", address: text)))),
            ("AddLocal", line("AddLocal(\(text):8333,1)")), ("Bound to", line("Bound to \(text):8333")),
        ]
    }()

    @Test func fromEveryEventThatTellsOneAndHiddenInItAlready() throws {
        for (name, event) in Self.sources {
            var redactor = try Redactor(key: [UInt8](1...32))
            let redacted = redactor.redact(event)
            #expect(Leak(redacted).found(Self.address, rawToo: true).isEmpty, "\(name): the address is left")
            #expect(redactor.own.contains(HostAddress(network: .ipv4, bytes: Self.address.bytes)), "\(name)")
            let shown = redactor.redact(Self.line("0xcb0071b1 203.0.113.177:8333"))
            #expect(Leak(shown).holds("0xredacted 192.0.2.1:0"), "\(name)")
        }
    }

    @Test func notFromWhatPeersTellOfThemselves() throws {
        var redactor = try Redactor(key: [UInt8](1...32))
        let old = Address(timestamp: 1_699_999_000, host: .ipv4(Self.text), port: 8333, services: 9)
        for event in [
            Self.message(.version(Self.version(sender: Self.text)), inbound: true),
            Self.message(.version(Self.version(receiver: Self.text)), inbound: false),
            Self.message(.addr(Addr(addresses: [Self.host()])), inbound: true),
            Self.message(.addr(Addr(addresses: [old])), inbound: false),
            Self.line("peeraddr=\(Self.text):8333"),
        ] {
            _ = redactor.redact(event)
            #expect(!redactor.own.contains(HostAddress(network: .ipv4, bytes: Self.address.bytes)))
        }
    }

    @Test func commonAddressesAndNamesAreNoOwnOnes() throws {
        var redactor = try Redactor(key: [UInt8](1...32))
        for text in ["127.0.0.1:8333", "0.0.0.0:8333", "[::]:8333", "[::1]:1", "", "localhost:9050", "not an address"] {
            _ = redactor.redact(Self.peer(bind: text, local: text))
        }
        #expect(redactor.ownAddressCount == 0)
    }

    @Test func theirNumberIsBoundedAndPeersCannotFillIt() throws {
        var redactor = try Redactor(key: [UInt8](1...32))
        for index in 0..<200 { _ = redactor.redact(Self.peer(local: "9.9.\(index).1:8333")) }
        #expect(redactor.ownAddressCount == OwnAddresses.peerLimit)
        #expect(redactor.ignoredOwnAddressCount == 200 - UInt64(OwnAddresses.peerLimit))
        for index in 0..<600 { _ = redactor.redact(Self.peer(bind: "8.\(index / 250).\(index % 250).1:8333")) }
        #expect(redactor.ownAddressCount == OwnAddresses.limit)
        // What there was no room for is hidden all the same.
        let event = Self.peer(bind: "\(Self.text):8333", local: "\(Self.text):8333")
        #expect(Leak(redactor.redact(event)).found(Self.address, rawToo: true).isEmpty)
        #expect(!Leak(redactor.redact(Self.line("at \(Self.text):8333"))).holds(Self.text))
    }

    @Test func theAutonomousSystemOfAnOwnAddressIsHidden() throws {
        var redactor = try Redactor(key: [UInt8](1...32), ownAddresses: [Self.text])
        let new = InsertNew(
            inserted: true, bucket: 1, bucketPos: 2, addr: "198.51.100.9:8333", addrAS: 64496,
            source: "\(Self.text):8333", sourceAS: 64497)
        let redacted = redactor.redact(SampleEvents.ebpf(.addrman(AddrmanEvent(event: .new(new)))))
        guard case .ebpfExtractor(let ebpf) = redacted.payload, case .addrman(let addrman) = ebpf.event,
            case .new(let shown) = addrman.event
        else {
            Issue.record("the event is another")
            return
        }
        #expect(shown.addrAS == 64496)
        #expect(shown.sourceAS == 0)
        #expect(shown.source == "192.0.2.1:0")
    }

    @Test func whatHoldsNoAddressStaysAsItIs() throws {
        var redactor = try Redactor(key: [UInt8](1...32), ownAddresses: Taint.own.map(\.address))
        for sample in SampleEvents.all {
            guard case .ebpfExtractor(let ebpf) = sample.event.payload else { continue }
            switch ebpf.event {
            case .mempool, .validation, .utxocache, .process:
                #expect(redactor.redact(sample.event) == sample.event, "\(sample.subject)")
            case .message(var message):
                guard case .ebpfExtractor(let shownEBPF) = redactor.redact(sample.event).payload,
                    case .message(let shown) = shownEBPF.event
                else {
                    Issue.record("\(sample.subject) is another")
                    continue
                }
                message.meta.addr = shown.meta.addr
                switch message.message {
                case .ping, .inv, .headers, .getheaders, .feefilter, .verack, .sendcompact, .getblocktxn, .reject:
                    #expect(shown == message)
                default: #expect(shown.meta == message.meta)
                }
            default: break
            }
        }
    }
}
