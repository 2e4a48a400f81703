import Synchronization

/// How often each node has come back.
final class NodeHistory: Sendable {
    private let ended = Mutex<[String: UInt64]>([:])

    /// Addresses beyond so many are not remembered.
    static let mostNodes = 10_000

    /// A handshake is complete.
    ///
    /// - Returns: Connections of the same node, with a handshake, that have ended before.
    func begin(_ node: ObservedNode, address: String) -> UInt64 {
        ended.withLock { $0[Self.key(node, address)] ?? 0 }
    }

    /// A connection with a handshake has ended.
    func end(_ node: ObservedNode, address: String) {
        ended.withLock { ended in
            let key = Self.key(node, address)
            if ended[key] != nil || ended.count < Self.mostNodes { ended[key, default: 0] += 1 }
        }
    }

    /// A node is known by the name of the address that it dials, or else by its IP address: its port is another each time.
    private static func key(_ node: ObservedNode, _ address: String) -> String {
        node.isNamedByAddress
            ? node.name ?? "" : "@" + address.prefix { $0 != "]" && ($0 != ":" || address.first == "[") }
    }
}
