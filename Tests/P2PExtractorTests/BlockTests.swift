import PeerObserver
import TestSupport
import Testing

@testable import P2PExtractor

/// When a node tells of a block, and how it is led to tell early.
struct BlockTests {
    private let hash = SampleMessages.hash(9)

    /// A header with the hash that it has on the wire.
    private func header(_ nonce: UInt32) throws -> BlockHeader {
        var header = SampleMessages.header
        header.nonce = nonce
        let bytes = NodeEnd.encoded(header)
        var reader = ByteReader(bytes.span.bytes)
        return try BlockHeader(payload: &reader)
    }

    private func locator(_ actions: [Action]) throws -> [Hash256]? {
        guard let message = actions.messages.first(where: { $0.command == "getheaders" }) else { return nil }
        var reader = ByteReader(message.payload.span.bytes)
        return try GetHeaders(payload: &reader).locatorHashes
    }

    @Test func inventoryOfABlockIsAnsweredByTheRequestThatMakesTheNextOneEarly() throws {
        var node = NodeEnd.established()
        let actions = node.say("inv", Inv(items: [.init(item: .wtx(.zero)), .init(item: .block(hash))]))
        #expect(actions.published.count == 2)
        #expect(actions.announcements == [BlockAnnouncement(hash: hash, via: .inv)])
        #expect(actions.contains(.heardOf(hash)))
        #expect(try locator(actions) == [hash])
        // Its answer holds what was found meanwhile, mostly nothing.
        #expect(node.say("headers", Headers(headers: [])).isEmpty)
    }

    @Test func headersAreAnnouncements() throws {
        var node = NodeEnd.established()
        let headers = try [header(1), header(2)]
        let actions = node.say("headers", Headers(headers: headers))
        #expect(actions.announcements == headers.map { BlockAnnouncement(hash: $0.hash, via: .headers, header: $0) })
        #expect(actions.last == .heardOf(headers[1].hash) && actions.sent.isEmpty)
    }

    @Test func compactBlockTellsItsTransactions() throws {
        var node = NodeEnd.established()
        let header = try header(3)
        var payload = NodeEnd.encoded(header) + [UInt8](repeating: 0, count: 8)
        payload += [2] + [UInt8](repeating: 5, count: 12)
        // One transaction without inputs and outputs comes with it.
        payload += [1, 0] + [2, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        let actions = node.say("cmpctblock", payload)
        #expect(
            actions.announcements
                == [
                    BlockAnnouncement(
                        hash: header.hash, via: .cmpctblock, header: header, transactions: 3, prefilled: 1)
                ])
        #expect(actions.last == .heardOf(header.hash) && actions.sent.isEmpty)
        for count in [0, 50, 88, 100] {
            var node = NodeEnd.established()
            #expect(node.say("cmpctblock", Array(payload.prefix(count))).closed == .malformed)
        }
    }

    @Test func knownBlockIsAskedForAtTheBeginningAndItsAnswerIsNoNews() throws {
        var node = NodeEnd(knownBlock: hash)
        _ = node.say("version", NodeEnd.version)
        let begin = node.say("verack")
        #expect(begin.sent == ["sendcmpct", "sendheaders", "getheaders", "ping"])
        #expect(try locator(begin) == [hash])
        let (old, new) = try (header(4), header(5))
        #expect(node.say("headers", Headers(headers: [old])) == [.heardOf(old.hash)])
        #expect(node.say("headers", Headers(headers: [new])).announcements.map(\.hash) == [new.hash])
    }

    @Test func moreHeadersThanANodeSendsAreMalformed() throws {
        var node = NodeEnd.established()
        let header = try header(1)
        #expect(node.say("headers", Headers(headers: .init(repeating: header, count: 2000))).closed == nil)
        #expect(node.say("headers", Headers(headers: .init(repeating: header, count: 2001))).closed == .malformed)
    }

    @Test func leftOutTheyAreNeitherAskedForNorTold() throws {
        var node = NodeEnd(SessionSettings(blocks: false), knownBlock: hash)
        _ = node.say("version", NodeEnd.version)
        #expect(node.say("verack").sent == ["ping"])
        let actions = node.say("inv", Inv(items: [.init(item: .block(hash))]))
        #expect(actions.published.count == 1 && actions.announcements.isEmpty && actions.sent.isEmpty)
        #expect(node.say("headers", Headers(headers: [try header(1)])).isEmpty)
        #expect(node.say("cmpctblock", [1]).isEmpty)
    }
}
