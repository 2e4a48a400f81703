import SwiftProtobufPluginLibrary

/// How proto names become Swift names; every exception stands in a table here.
enum Names {
    /// Messages and enums whose proto name says too little, or breaks the rules for Swift names.
    private static let types: [String: String] = [
        "ebpf_extractor.ebpf": "EBPFEvent",
        "rpc_extractor.rpc": "RPCEvent",
        "p2p_extractor.p2p": "P2PEvent",
        "log_extractor.log": "LogEvent",
        "ipc_extractor.ipc": "IPCEvent",
        "connectivity_check.connectivity": "ConnectivityEvent",
        "alerts.alerts": "AlertsEvent",
        "alerts.Alert": "AlertNotice",
        "alerts.Alert.Severity": "AlertSeverity",
        "alerts.Alert.State": "AlertState",
        "alerts.Evidence": "AlertEvidence",
        "alerts.Measure": "AlertMeasure",
        "ebpf_extractor.mempool.Added": "MempoolAdded",
        "ebpf_extractor.mempool.Removed": "MempoolRemoved",
        "ebpf_extractor.mempool.Replaced": "MempoolReplaced",
        "ebpf_extractor.mempool.Rejected": "MempoolRejected",
        "ebpf_extractor.utxocache.Flush": "UTXOCacheFlush",
        "ebpf_extractor.utxocache.Uncache": "UTXOCacheUncache",
        "ebpf_extractor.message.Metadata": "MessageMetadata",
        "ebpf_extractor.message.Unknown": "UnknownMessage",
        "ebpf_extractor.message.FilterLoad.BloomFlags": "BloomFlags",
        "ebpf_extractor.message.Reject.RejectReason": "RejectReason",
        "p2p_extractor.BlockAnnouncement.Via": "AnnouncedVia",
        "connectivity_check.ConnectivityResult.AddressMessage": "AddressMessage",
        "p2p_extractor.Handshake": "P2PHandshake",
        "p2p_extractor.Disconnect": "P2PDisconnect",
    ]

    /// The name that the text form prints, where it is not the Swift name.
    private static let typeLabels: [String: String] = [
        "alerts.Alert": "Alert",
        "alerts.Evidence": "Evidence",
        "alerts.Measure": "Measure",
        "ebpf_extractor.mempool.Added": "Added",
        "ebpf_extractor.mempool.Removed": "Removed",
        "ebpf_extractor.mempool.Replaced": "Replaced",
        "ebpf_extractor.mempool.Rejected": "Rejected",
        "ebpf_extractor.utxocache.Flush": "Flush",
        "ebpf_extractor.utxocache.Uncache": "Uncache",
        "ebpf_extractor.message.Unknown": "Unknown",
        "p2p_extractor.Handshake": "Handshake",
        "p2p_extractor.Disconnect": "Disconnect",
    ]

    /// Oneofs: the property, and the enum nested in the message.
    private static let oneofs: [String: (property: String, type: String)] = [
        "event.Event.peer_observer_event": ("payload", "Payload"),
        "ebpf_extractor.ebpf.ebpf_event": ("event", "Kind"),
        "rpc_extractor.rpc.rpc_event": ("event", "Kind"),
        "p2p_extractor.p2p.p2p_event": ("event", "Kind"),
        "log_extractor.log.log_event": ("event", "Kind"),
        "log_extractor.log.detail": ("detail", "Detail"),
        "ipc_extractor.ipc.ipc_event": ("event", "Kind"),
        "connectivity_check.connectivity.connectivity_event": ("event", "Kind"),
        "alerts.alerts.alert_event": ("event", "Kind"),
        "bitcoin_primitives.Address.address": ("host", "Host"),
        "ebpf_extractor.message.MessageEvent.msg": ("message", "Message"),
        "ebpf_extractor.message.MessageEvent.detail": ("detail", "Detail"),
    ]

    /// Labels of the text form for fields and cases; an empty one leaves the field out.
    private static let fieldLabels: [String: String] = [
        "bitcoin_primitives.Address.ipv4": "IPv4",
        "bitcoin_primitives.Address.ipv6": "IPv6",
        "bitcoin_primitives.Address.torv2": "TorV2",
        "bitcoin_primitives.Address.torv3": "TorV3",
        "bitcoin_primitives.Address.i2p": "I2P",
        "bitcoin_primitives.Address.cjdns": "CJDNS",
        "bitcoin_primitives.InventoryItem.transaction": "Tx",
        "bitcoin_primitives.InventoryItem.wtx": "WTx",
        "bitcoin_primitives.InventoryItem.witness_transaction": "WitnessTx",
        "bitcoin_primitives.InventoryItem.error": "Error",
        "ebpf_extractor.connection.Connection.peer_id": "id",
        "ebpf_extractor.connection.Connection.connection_type": "",
    ]

    /// `bytes` fields that always hold 32 bytes.
    private static let hash256Fields: Set<String> = [
        "txid", "wtxid", "prev_blockhash", "merkle_root", "transaction", "block", "wtx", "witness_transaction",
        "witness_block", "compact_block", "locator_hashes", "stop_hash", "block_hash", "filter_headers",
        "previous_filter_header", "filter_hashes", "hashes", "replaced_txid", "replacement_id",
    ]
    private static let hash256FieldsByFullName: Set<String> = [
        "bitcoin_primitives.BlockHeader.hash", "bitcoin_primitives.UnknownItem.hash",
        "ebpf_extractor.validation.BlockConnected.hash", "ipc_extractor.BlockTip.hash",
        "p2p_extractor.BlockAnnouncement.hash",
    ]

    /// Messages that are nothing but a oneof, whose values are in boxes of their own: an Event holds a pointer in their
    /// place. An enum is as large as its largest case and is copied whole when it is looked at, so that a ping would pay for
    /// the largest there is; and what lies in a `let` of a class is read where it lies, unlike that of an `indirect` case.
    private static let boxed: Set<String> = [
        "ebpf_extractor.ebpf", "rpc_extractor.rpc", "ipc_extractor.ipc", "connectivity_check.connectivity",
        "alerts.alerts",
    ]
    /// Large and rare arms (`indirect`), boxed for the same reason.
    private static let boxedArms: Set<String> = [
        "event.Event.log_extractor",
        "event.Event.p2p_extractor",
        "ebpf_extractor.message.MessageEvent.version",
        "ebpf_extractor.message.MessageEvent.compactblock",
        "ebpf_extractor.message.MessageEvent.block",
        "ebpf_extractor.message.MessageEvent.merkleblock",
        "p2p_extractor.p2p.block_announcement",
        "p2p_extractor.p2p.handshake",
        "p2p_extractor.p2p.disconnect",
    ]
    static func isBoxed(_ field: FieldDescriptor) -> Bool { boxedArms.contains(field.fullName) }
    static func isBoxed(_ message: Descriptor?) -> Bool { message.map { boxed.contains($0.fullName) } ?? false }

    private static let acronyms: Set<String> = ["id", "rpc", "p2p", "ebpf", "ipc", "utxo"]
    private static let keywords: Set<String> = ["init", "new", "none", "self", "default", "in", "switch", "case"]

    static func outputFile(for proto: String) -> String {
        let stem = proto.dropLast(".proto".count)
        return stem.split(whereSeparator: { $0 == "/" || $0 == "_" }).map { upper(String($0)) }.joined()
            + ".generated.swift"
    }

    static func type(_ message: Descriptor) -> String { types[message.fullName] ?? message.name }
    static func type(_ enumeration: EnumDescriptor) -> String { types[enumeration.fullName] ?? enumeration.name }
    static func label(_ message: Descriptor) -> String { typeLabels[message.fullName] ?? type(message) }

    static func property(_ oneof: OneofDescriptor) -> String { oneofs[oneof.fullName]?.property ?? camel(oneof.name) }
    static func visit(_ oneof: OneofDescriptor) -> String {
        let property = property(oneof)
        return "visit" + property.prefix(1).uppercased() + property.dropFirst()
    }
    static func type(_ oneof: OneofDescriptor) -> String {
        oneofs[oneof.fullName]?.type ?? oneof.name.split(separator: "_").map { upper(String($0)) }.joined()
    }

    static func property(_ field: FieldDescriptor) -> String { escaped(camel(field.name)) }
    static func label(_ field: FieldDescriptor) -> String {
        if let label = fieldLabels[field.fullName] { return label }
        guard field.realContainingOneof != nil, field.type != .bool else { return field.name }
        return caseName(field)
    }
    /// A oneof case as a JSON reader of the upstream project knows it: words of the field name, each capitalised.
    static func caseName(_ field: FieldDescriptor) -> String {
        field.name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
    static func enumCase(_ value: EnumValueDescriptor) -> String {
        let isCapitals = value.name.allSatisfy { !$0.isLowercase }
        return escaped(
            isCapitals ? value.name.lowercased() : value.name.prefix(1).lowercased() + value.name.dropFirst())
    }

    static func isHash256(_ field: FieldDescriptor) -> Bool {
        hash256Fields.contains(field.name) || hash256FieldsByFullName.contains(field.fullName)
    }
    static func isShortID(_ field: FieldDescriptor) -> Bool {
        field.fullName == "ebpf_extractor.message.CompactBlock.short_ids"
    }

    private static func upper(_ word: String) -> String {
        acronyms.contains(word) ? word.uppercased() : word.prefix(1).uppercased() + word.dropFirst()
    }
    private static func camel(_ name: String) -> String {
        let words = name.split(separator: "_").map(String.init)
        let first = words[0].allSatisfy({ !$0.isLowercase }) ? words[0].lowercased() : words[0]
        let rest = words.dropFirst().map { $0 == "ids" ? "IDs" : upper($0) }
        return first + rest.joined()
    }
    private static func escaped(_ name: String) -> String { keywords.contains(name) ? "`\(name)`" : name }
}
