import Daemon
import PeerObserver

/// Results as lines of CSV (RFC 4180), with upstream's columns.
enum CSVRow {
    static let columns = [
        "result_timestamp", "addr_address", "addr_port", "addr_services", "addr_timestamp", "addr_network_type",
        "addr_version", "source_address", "source_id", "source_tor_exit_node", "result_success", "result_cached",
        "version", "version_useragent", "version_relay", "version_version", "version_services", "version_start_height",
        "version_nonce", "version_timestamp", "version_sender_address", "version_sender_port",
    ]

    static func header(into writer: inout ByteWriter) { writer.utf8(columns.joined(separator: ",") + "\n") }

    static func append(_ result: CheckResult, into writer: inout ByteWriter) {
        let (announcement, source) = (result.announcement, result.announcement.source)
        let network = announcement.target.network.name
        writer.decimal(result.moment.unix / 1_000_000_000)
        text("\(network)(\(announcement.target.hostText))", into: &writer)
        number(UInt64(announcement.target.port), into: &writer)
        number(announcement.services, into: &writer)
        number(UInt64(announcement.timestamp), into: &writer)
        text(network, into: &writer)
        text(source.isV2 ? "addrv2" : "addr", into: &writer)
        text(source.host, into: &writer)
        number(source.peerID, into: &writer)
        flag(source.isTorExit ?? false, into: &writer)
        flag(result.isSuccess, into: &writer)
        flag(result.isCached, into: &writer)
        append(result.attempt?.version, into: &writer)
        writer.text("\n")
    }

    /// Without a version upstream writes zeros, and -1 as height.
    private static func append(_ version: Version?, into writer: inout ByteWriter) {
        flag(version != nil, into: &writer)
        text(version?.rawUserAgent ?? Array((version?.userAgent ?? "").utf8), into: &writer)
        flag(version?.relay ?? false, into: &writer)
        number(UInt64(version?.version ?? 0), into: &writer)
        number(version?.services ?? 0, into: &writer)
        writer.text(",")
        writer.decimal(Int64(version?.startHeight ?? -1))
        number(version?.nonce ?? 0, into: &writer)
        writer.text(",")
        writer.decimal(version?.timestamp ?? 0)
        text(version?.sender.host?.text ?? "", into: &writer)
        number(UInt64(version?.sender.port ?? 0), into: &writer)
    }

    private static func number(_ value: UInt64, into writer: inout ByteWriter) {
        writer.text(",")
        writer.decimal(value)
    }

    private static func flag(_ value: Bool, into writer: inout ByteWriter) {
        if value { writer.text(",true") } else { writer.text(",false") }
    }

    private static func text(_ value: String, into writer: inout ByteWriter) { text(Array(value.utf8), into: &writer) }

    /// Text that a stranger wrote, in quotes where it holds a comma or a quote.
    static func text(_ value: [UInt8], into writer: inout ByteWriter) {
        writer.text(",")
        let isQuoted = value.contains(UInt8(ascii: ",")) || value.contains(UInt8(ascii: "\""))
        if isQuoted { writer.text("\"") }
        writer.csvCell(value)
        if isQuoted { writer.text("\"") }
    }
}

extension Address.Host {
    /// The address alone.
    fileprivate var text: String {
        switch self {
        case .ipv4(let text), .ipv6(let text), .torv2(let text), .torv3(let text), .i2p(let text), .cjdns(let text):
            text
        case .unknown: ""
        }
    }
}
