import PeerObserver
import Testing

@testable import DemoNode

@Suite struct AddressScenarioTests {
    private static func addresses(_ exchange: Exchange) throws -> [Address] {
        let message = MessageTable.decode(exchange.message.type, payload: exchange.message.payload.span.bytes).message
        switch message {
        case .addr(let addr): return addr.addresses
        case .addrv2(let addr): return addr.addresses
        default:
            Issue.record("\(exchange.message.type) does not decode")
            return []
        }
    }

    @Test(arguments: [(1.0, 60), (0.1, 6)]) func aPingASecond(_ intensity: Double, _ count: Int) throws {
        let play = try Performance(PingSpam.self, intensity: intensity)
        #expect(play.opened.count == 1)
        #expect(play.messages("ping", inbound: true).count == count)
        #expect(
            play.messages("pong", inbound: false).map(\.message.payload) == play.messages("ping").map(\.message.payload)
        )
    }

    @Test(arguments: [(1.0, 120), (0.1, 12)]) func addressMessagesOfBothKinds(_ intensity: Double, _ count: Int) throws
    {
        let play = try Performance(AddrSpam.self, intensity: intensity)
        #expect(play.opened.count == 2)
        let messages = play.messages("addr", inbound: true) + play.messages("addrv2", inbound: true)
        #expect(messages.count == count)
        #expect(play.messages("addr", inbound: true).count == count / 2)
        for message in messages { #expect(try 1...3 ~= Self.addresses(message).count) }
    }

    @Test(arguments: [(1.0, 1800), (0.1, 180)]) func theFloodOf2021(_ intensity: Double, _ count: Int) throws {
        let play = try Performance(AddrFlood.self, intensity: intensity)
        let messages = play.messages("addr", inbound: true)
        #expect(messages.count == count)
        // 500 messages of each, three at a time.
        let sent = Dictionary(messages.map { ($0.peer.id, 1) }, uniquingKeysWith: +)
        #expect(sent.values.allSatisfy { $0 <= AddrFlood.messagesOfAPeer })
        #expect(play.closed.count == count / AddrFlood.messagesOfAPeer)
        #expect(play.opened.count == play.closed.count + 3)
        var first: [Int: Int] = [:]
        for message in messages {
            let addresses = try Self.addresses(message)
            #expect(addresses.count == AddrFlood.addressesOfAMessage)
            for address in addresses {
                guard case .ipv4(let text) = address.host, let number = Int(text.prefix { $0 != "." }) else {
                    Issue.record("\(address) is no IPv4 address")
                    continue
                }
                first[number / 64, default: 0] += 1
                #expect(1_767_225_600 + 60...1_767_225_600 + 700 ~= Int(address.timestamp))
            }
        }
        // Evenly over all of IPv4, loopback and multicast with it.
        for quarter in 0..<4 { #expect(0.2...0.3 ~= Double(first[quarter, default: 0]) / Double(count * 10)) }
    }

    @Test(arguments: [(1.0, 300), (0.1, 30)]) func whatTheAdvisoryOf2024Takes(_ intensity: Double, _ count: Int) throws
    {
        let play = try Performance(AddrFlood2024.self, intensity: intensity)
        let messages = play.messages("addr", inbound: true)
        #expect(messages.count == count && play.opened.count == 4)
        for message in messages.prefix(5) { #expect(try Self.addresses(message).count == 1000) }
        #expect(Set(messages.map(\.message.payload)).count == count)
    }

    @Test func theNodeTellsOfIgnoredAddresses() throws {
        let play = try Performance(AddrFlood.self)
        let flooder = try #require(play.facts.peers.first { $0.addresses > 0 })
        var writer = ByteWriter()
        play.facts.peer(flooder, now: flooder.establishedSeconds + 50).write(to: &writer)
        var reader = JSONReader(writer.array.span.bytes)
        var (processed, ignored): (UInt64?, UInt64?)
        try reader.beginObject()
        while try reader.nextKey() {
            if reader.keyIs("addr_processed") {
                processed = try reader.uint64IfAny()
            } else if reader.keyIs("addr_rate_limited") {
                ignored = try reader.uint64IfAny()
            } else {
                try reader.skip()
            }
        }
        #expect(processed == 1 + 1 + 5)
        #expect(ignored == UInt64(flooder.addresses) - 6 + UInt64(flooder.id % 4))
    }
}
