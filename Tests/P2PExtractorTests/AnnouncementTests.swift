import PeerObserver
import TestSupport
import Testing

@testable import P2PExtractor

/// What a node relays: addresses, inventory, fee filters, and that each can be left out.
struct AnnouncementTests {
    @Test func addressesArePublished() {
        // The Tor v3 and I2P names among the samples are none: no checksum, bits behind the end.
        let addresses = SampleMessages.addresses.filter {
            switch $0.host {
            case .torv3, .i2p: false
            default: true
            }
        }
        var node = NodeEnd.established()
        #expect(
            node.say("addrv2", AddrV2(addresses: addresses))
                == [.publish(.addressAnnouncement(AddressAnnouncement(addresses: addresses)))])
        #expect(node.say("addrv2").isEmpty)
        #expect(node.say("addrv2", [1, 2, 3]).closed == .malformed)
        var deaf = NodeEnd.established(SessionSettings(addresses: false))
        #expect(deaf.say("addrv2", AddrV2(addresses: addresses)).isEmpty)
    }

    @Test func inventoryIsPublished() {
        let items = SampleMessages.items.filter { $0.item == .wtx(SampleMessages.hash(12)) || $0.item == .error(true) }
        #expect(!items.isEmpty)
        var node = NodeEnd.established()
        #expect(
            node.say("inv", Inv(items: items))
                == [.publish(.inventoryAnnouncement(InventoryAnnouncement(inventory: items)))])
        #expect(node.say("inv", [5]).closed == .malformed)
        var deaf = NodeEnd.established(SessionSettings(inventory: false))
        #expect(deaf.say("inv", Inv(items: items)).isEmpty)
    }

    @Test func feeFiltersArePublished() {
        var node = NodeEnd.established()
        #expect(node.say("feefilter", FeeFilter(fee: 1000)) == [.publish(.feefilterAnnouncement(1000))])
        #expect(node.say("feefilter", [1]).closed == .malformed)
        var deaf = NodeEnd.established(SessionSettings(feeFilter: false))
        #expect(deaf.say("feefilter", FeeFilter(fee: 1000)).isEmpty)
    }

    @Test func otherMessagesArePassedOver() {
        var node = NodeEnd.established()
        for command in ["addr", "tx", "block", "getaddr", "getdata", "mempool", "sendtxrcncl", "xyz"] {
            #expect(node.say(command, [1, 2, 3]).isEmpty)
        }
        #expect(node.session.phase == .established)
    }

    @Test func headersAreNotServed() {
        var node = NodeEnd.established()
        let request = GetHeaders(version: 70016, locatorHashes: [SampleMessages.hash(1)], stopHash: .zero)
        #expect(node.say("getheaders", request) == [.send(OutboundMessage("headers", Headers(headers: [])))])
        #expect(node.say("getheaders", request).messages.first?.payload == [0])
    }
}
