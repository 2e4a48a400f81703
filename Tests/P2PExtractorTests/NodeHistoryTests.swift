import Daemon
import TestSupport
import Testing

@testable import P2PExtractor

@Suite struct NodeHistoryTests {
    private func node(_ name: String?, isNamedByAddress: Bool) -> ObservedNode {
        ObservedNode(
            bus: RecordingBus(), name: name.flatMap { NodeName($0) }, isNamedByAddress: isNamedByAddress)
    }

    /// Whatever address it comes from: NAT and Tor show many nodes under one, and one under many.
    @Test func nodeWithANameOfItsOwnIsKnownByThat() {
        let (history, alice, bob) = (
            NodeHistory(), node("alice", isNamedByAddress: true), node("bob", isNamedByAddress: true)
        )
        history.end(alice, address: "127.0.0.1:1000")
        history.end(alice, address: "10.0.0.1:1000")
        #expect(history.begin(alice, address: "127.0.0.1:1001") == 2)
        #expect(history.begin(bob, address: "127.0.0.1:1000") == 0)
    }

    @Test(arguments: [nil, "fleet"])
    func nodesBehindOneAddressAreKnownByTheirIPAddress(name: String?) {
        let (history, nodes) = (NodeHistory(), node(name, isNamedByAddress: false))
        history.end(nodes, address: "10.0.0.1:1000")
        history.end(nodes, address: "[fd00::1]:1000")
        history.end(nodes, address: "[fd00::1]:1001")
        #expect(history.begin(nodes, address: "10.0.0.1:2000") == 1)
        #expect(history.begin(nodes, address: "[fd00::1]:2000") == 2)
        #expect(history.begin(nodes, address: "10.0.0.2:1000") == 0)
        #expect(history.begin(nodes, address: "[fd00::2]:1000") == 0)
    }

    @Test func addressesAreNotRememberedWithoutBound() {
        let (history, nodes) = (NodeHistory(), node(nil, isNamedByAddress: false))
        for number in 0...NodeHistory.mostNodes { history.end(nodes, address: "a\(number):1") }
        history.end(nodes, address: "a0:1")
        #expect(history.begin(nodes, address: "a0:1") == 2)
        #expect(history.begin(nodes, address: "a\(NodeHistory.mostNodes):1") == 0)
    }
}
