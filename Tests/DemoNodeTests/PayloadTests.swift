import PeerObserver
import Testing

@testable import DemoNode

@Suite struct PayloadTests {
    private static func pool() throws -> MessagePool {
        var random = Random(seed: 3)
        return try MessagePool(nowSeconds: RecordEncoder.startSeconds, random: &random)
    }

    @Test func everyGeneratedPayloadDecodesToItsType() throws {
        let pool = try Self.pool()
        // Of 21 types, and an answer to getaddr.
        #expect(pool.messages.count == 22)
        for message in pool.messages.values.joined() {
            try Self.expectDecodes(message)
        }
    }

    @Test func sharesNameOnlyTypesOfThePool() throws {
        let pool = try Self.pool()
        for share in Share.mainnet {
            switch share.happening {
            case .inbound(let type), .outbound(let type): #expect(pool.messages[type]?.isEmpty == false, "\(type)")
            case .ping, .connection, .recorded: break
            }
        }
    }

    @Test(arguments: [0, 7, 8, 59, 60, 61, 311, 312, 313, 314, 315, 316, 512, 4096, 65_594, 65_598, 65_600, 1_000_000])
    func sizedMessagesHaveTheirSize(_ size: Int) throws {
        var random = Random(seed: 1)
        let message = Message.sized(size, random: &random)
        #expect(message.payload.count == size)
        try Self.expectDecodes(message)
    }

    @Test func everySizeUpToAKilobyteCanBeHad() throws {
        var random = Random(seed: 1)
        for size in 0...1024 {
            let message = Message.sized(size, random: &random)
            #expect(message.payload.count == size)
            try Self.expectDecodes(message)
        }
    }

    @Test func transactionsCarryTheIdsOfTheirBytes() throws {
        for transaction in try Self.pool().transactions.prefix(50) {
            var reader = ByteReader(transaction.raw.span.bytes)
            let parsed = try Transaction(payload: &reader)
            let isWhole = reader.isAtEnd
            #expect(isWhole)
            #expect(parsed.txid == transaction.txid && parsed.wtxid == transaction.wtxid)
            #expect(transaction.vsize > 60 && Int(transaction.vsize) <= transaction.raw.count)
        }
    }

    @Test func blocksFormAChain() throws {
        let blocks = try Self.pool().blocks
        for (previous, block) in zip(blocks, blocks.dropFirst()) {
            var reader = ByteReader(block.header.span.bytes)
            let header = try BlockHeader(payload: &reader)
            #expect(header.prevBlockhash == previous.hash && header.hash == block.hash)
            #expect(block.height == previous.height + 1)
        }
    }

    @Test func addressesAreForDocumentation() {
        var random = Random(seed: 5)
        let texts = (0..<500).map { _ in NodeAddress.random(&random).text }
        let prefixes = ["192.0.2.", "198.51.100.", "203.0.113.", "[2001:db8:", "[fc"]
        for text in texts {
            let isNamed = text.hasSuffix(".onion:8333") || text.hasSuffix(".b32.i2p:0")
            #expect(isNamed || prefixes.contains { text.hasPrefix($0) }, "\(text)")
            #expect(text.utf8.count < 80)
        }
        #expect(prefixes.allSatisfy { prefix in texts.contains { $0.hasPrefix(prefix) } })
    }

    static func expectDecodes(_ message: Message) throws {
        let decoded = MessageTable.decode(message.type, payload: message.payload.span.bytes)
        switch decoded.message {
        case .malformed(let malformed): Issue.record("\(message.type): \(malformed.reason)")
        case .unknown(let unknown): #expect(decoded.detail != nil, "\(unknown.command) is no known type")
        default: break
        }
    }
}
