import Daemon
import PeerObserver

/// Which events are archived. Kinds are told apart by their subjects; only messages are looked into, and only where a flag asks for
/// some of them.
struct ArchiveFilter: Sendable, Equatable {
    /// What becomes of the events of a subject.
    enum Treatment: Sendable, Equatable {
        case keep
        case drop
        /// Only the types of messages that the filter names.
        case someMessages
        /// Without the raw bytes of transactions.
        case reduce
    }

    /// Without a node.
    private let subjects: [Subject]
    private let messageArms: Set<UInt32>
    private let lowData: Bool
    /// For the archive's header.
    let words: [String]

    /// - Parameters:
    ///   - addrRelay: getaddr, addr, addrv2 and empty addrv2 messages.
    ///   - handshakes: version messages, and connections.
    ///   - upstreamOnly: none of the kinds that upstream's programs do not know.
    init(
        kinds: KindOptions, lowData: Bool = false, addrRelay: Bool = false, handshakes: Bool = false,
        upstreamOnly: Bool = false
    ) {
        var arms: Set<UInt32> = []
        if addrRelay {
            arms.formUnion([MessageArm.getaddr, MessageArm.addr, MessageArm.addrv2, MessageArm.emptyaddrv2])
        }
        if handshakes { arms.insert(MessageArm.version) }
        let hasNoKind = kinds.words.isEmpty && !arms.isEmpty
        subjects = ((hasNoKind ? [] : kinds.subjects) + (handshakes ? [.netconn] : []))
            .filter { !upstreamOnly || !$0.name.contains(".") }
        messageArms = subjects.contains(.netmsg) ? [] : arms
        self.lowData = lowData
        words =
            kinds.words + (lowData ? ["low-data"] : []) + (addrRelay ? ["addr-relay"] : [])
            + (handshakes ? ["connections-with-handshakes"] : []) + (upstreamOnly ? ["upstream-only"] : [])
    }

    /// What to subscribe to.
    var patterns: [String] { Subject.patterns(subjects + (messageArms.isEmpty ? [] : [.netmsg])) }

    /// - Parameter subject: without a node.
    func treatment(of subject: String) -> Treatment {
        if subject == Subject.netmsg.name {
            guard subjects.contains(.netmsg) else { return messageArms.isEmpty ? .drop : .someMessages }
            return lowData ? .reduce : .keep
        }
        return subjects.contains { $0.name == subject || $0.pattern == "rpc.*" && subject.hasPrefix("rpc.") }
            ? .keep : .drop
    }

    /// Whether an event of P2P messages is one of those that are kept.
    func admits(_ head: EventHead, _ event: RawSpan) throws(WireError) -> Bool {
        guard head.arm == .ebpf else { return false }
        var reader = WireReader(event, in: head.body)
        var arm: UInt32 = 0
        while let tag = try reader.nextTag() {
            if tag == 10 { arm = try MessageHead(event, in: try reader.range()).arm } else { try reader.skip(tag) }
        }
        return messageArms.contains(arm)
    }
}
