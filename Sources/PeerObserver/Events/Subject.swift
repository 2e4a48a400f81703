/// The subjects that events are published on. One-token subjects are upstream's; the others are ours, and invisible to a
/// subscriber on `*`.
public enum Subject: Int, CaseIterable, Sendable {
    case netmsg, netmsgMalformed, netconn, mempool, validation
    case addrmanNew, addrmanTried, utxocacheFlush, utxocacheUncache, processSample
    case rpc, p2pExtractor, logExtractor, ipc
    case rpcChainTips, rpcIndexInfo, rpcZMQNotifications, rpcBannedList, rpcDeploymentInfo, rpcMiningInfo
    case p2pBlock, p2pHandshake, p2pDisconnect
    case connectivityResult
    case alertPingSpam, alertAddrSpam, alertAddrFlood, alertGetaddrFingerprinting, alertInboundDrop
    case alertConnectionFlood, alertEvictionChurn, alertShortVisitors, alertSpyPeers, alertBloomLoad
    case alertProcessingBacklog, alertInvalidHeaders, alertMisbehaviourSpike, alertOrphanFlood, alertBlockStall
    case alertStaleTip, alertSlowBlock, alertReconstructionFailures, alertUncacheSpike, alertLowDiversity
    case alertClockOffset, alertUnknownMessages, alertMalformedMessages, alertBand

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
        case .processSample: "process.sample"
        case .rpc: "rpc"
        case .p2pExtractor: "p2p-extractor"
        case .logExtractor: "log-extractor"
        case .ipc: "ipc"
        case .rpcChainTips: "rpc.getchaintips"
        case .rpcIndexInfo: "rpc.getindexinfo"
        case .rpcZMQNotifications: "rpc.getzmqnotifications"
        case .rpcBannedList: "rpc.listbanned"
        case .rpcDeploymentInfo: "rpc.getdeploymentinfo"
        case .rpcMiningInfo: "rpc.getmininginfo"
        case .p2pBlock: "p2p-extractor.block"
        case .p2pHandshake: "p2p-extractor.handshake"
        case .p2pDisconnect: "p2p-extractor.disconnect"
        case .connectivityResult: "connectivity.result"
        case .alertPingSpam: "alerts.ping-spam"
        case .alertAddrSpam: "alerts.addr-spam"
        case .alertAddrFlood: "alerts.addr-flood"
        case .alertGetaddrFingerprinting: "alerts.getaddr-fingerprinting"
        case .alertInboundDrop: "alerts.inbound-drop"
        case .alertConnectionFlood: "alerts.connection-flood"
        case .alertEvictionChurn: "alerts.eviction-churn"
        case .alertShortVisitors: "alerts.short-visitors"
        case .alertSpyPeers: "alerts.spy-peers"
        case .alertBloomLoad: "alerts.bloom-load"
        case .alertProcessingBacklog: "alerts.processing-backlog"
        case .alertInvalidHeaders: "alerts.invalid-headers"
        case .alertMisbehaviourSpike: "alerts.misbehaviour-spike"
        case .alertOrphanFlood: "alerts.orphan-flood"
        case .alertBlockStall: "alerts.block-stall"
        case .alertStaleTip: "alerts.stale-tip"
        case .alertSlowBlock: "alerts.slow-block"
        case .alertReconstructionFailures: "alerts.reconstruction-failures"
        case .alertUncacheSpike: "alerts.uncache-spike"
        case .alertLowDiversity: "alerts.low-diversity"
        case .alertClockOffset: "alerts.clock-offset"
        case .alertUnknownMessages: "alerts.unknown-messages"
        case .alertMalformedMessages: "alerts.malformed-messages"
        case .alertBand: "alerts.band"
        }
    }

    /// What a tool subscribes to: the subject, but all of `rpc.<method>` at once, since operators name methods of their own, and all alerts.
    public var pattern: String {
        if name.hasPrefix("rpc.") { return "rpc.*" }
        return name.hasPrefix(Self.alertPrefix) ? "\(Self.alertPrefix)*" : name
    }

    private static let alertPrefix = "alerts."

    /// What kind of alert is told of on this subject; nil for all other subjects.
    public var alertKind: String? {
        name.hasPrefix(Self.alertPrefix) ? String(name.dropFirst(Self.alertPrefix.count)) : nil
    }

    /// Where alerts of this kind go; nil where it is no token of a subject.
    public static func alert(kind: String) -> String? { isToken(kind) ? "\(alertPrefix)\(kind)" : nil }

    /// Where the answers of an RPC go that has no type of its own; nil where the name of the method is no token of a subject.
    public static func rpc(method: String) -> String? {
        isToken(method) ? "rpc.\(method)" : nil
    }

    private static func isToken(_ text: String) -> Bool {
        let allowed = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"): true
            default: false
            }
        }
        return allowed && 1...64 ~= text.utf8.count
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
        case .process: .processSample
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
