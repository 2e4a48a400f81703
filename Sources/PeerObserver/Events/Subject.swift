/// The subjects that events are published on. One-token subjects are upstream's; the others are ours, and invisible to a
/// subscriber on `*`.
public enum Subject: Int, CaseIterable, Sendable {
    case netmsg, netmsgMalformed, netconn, mempool, validation
    case addrmanNew, addrmanTried, utxocacheFlush, utxocacheUncache
    case rpc, p2pExtractor, logExtractor, ipc
    case p2pBlock, p2pHandshake, p2pDisconnect

    /// The subject without a node.
    public var name: String {
        switch self {
        case .netmsg: "netmsg"
        case .netmsgMalformed: "netmsg.malformed"
        case .netconn: "netconn"
        case .mempool: "mempool"
        case .validation: "validation"
        case .addrmanNew: "addrman.new"
        case .addrmanTried: "addrman.tried"
        case .utxocacheFlush: "utxocache.flush"
        case .utxocacheUncache: "utxocache.uncache"
        case .rpc: "rpc"
        case .p2pExtractor: "p2p-extractor"
        case .logExtractor: "log-extractor"
        case .ipc: "ipc"
        case .p2pBlock: "p2p-extractor.block"
        case .p2pHandshake: "p2p-extractor.handshake"
        case .p2pDisconnect: "p2p-extractor.disconnect"
        }
    }

    /// The subject as published: with the node's name in front where it has one.
    public func name(node: String?) -> String {
        node.map { "node.\($0).\(name)" } ?? name
    }
}

extension Subject {
    /// The node that a received subject names, as in `node.NAME.netmsg`; nil for a subject of one node's own server.
    public static func node(_ subject: UnsafeRawBufferPointer) -> String? {
        let prefix: StaticString = "node."
        let length = prefix.utf8CodeUnitCount
        guard subject.count > length,
            subject.prefix(length).elementsEqual(UnsafeRawBufferPointer(start: prefix.utf8Start, count: length)),
            let end = subject[length...].firstIndex(of: UInt8(ascii: "."))
        else { return nil }
        return String(decoding: UnsafeRawBufferPointer(rebasing: subject[length..<end]), as: UTF8.self)
    }
}

extension EBPFEvent {
    /// Where an event of the ebpf-extractor belongs; nil for one without content.
    public var subject: Subject? {
        switch event {
        case .message(let message):
            if case .malformed = message.message { .netmsgMalformed } else { .netmsg }
        case .connection: .netconn
        case .mempool: .mempool
        case .validation: .validation
        case .addrman(let addrman):
            switch addrman.event {
            case .new: .addrmanNew
            case .tried: .addrmanTried
            case nil: nil
            }
        case .utxocache(let utxocache):
            switch utxocache.event {
            case .flush: .utxocacheFlush
            case .uncache: .utxocacheUncache
            case nil: nil
            }
        case nil: nil
        }
    }
}

extension P2PEvent.Kind {
    /// Where an event of the p2p-extractor belongs.
    public var subject: Subject {
        switch self {
        case .pingDuration, .addressAnnouncement, .inventoryAnnouncement, .feefilterAnnouncement: .p2pExtractor
        case .blockAnnouncement: .p2pBlock
        case .handshake: .p2pHandshake
        case .disconnect: .p2pDisconnect
        }
    }
}
