// The envelope of docs/websocket-protocol.md, flattened to what pages ask for.

/** Bytes of a payload that a page keeps. */
const largest = 50_000;
const families = {
    Message: "message", Connection: "connection", Mempool: "mempool", Validation: "validation",
    Addrman: "addrman", Utxocache: "utxocache", Process: "process",
};

/** The first member of an externally tagged value: `{"Ping":{…}}` gives ["Ping", {…}]. */
export function tagged(value) {
    if (value === null || typeof value !== "object") return ["", null];
    for (const name in value) return [name, value[name]];
    return ["", null];
}

/**
 * An envelope as { node, subject, stream, sequence, time, kind, name, data }, or null where it holds no event.
 * `time` is in ms since the Unix epoch, with the fraction that the source told. `name` is the message type, the kind of
 * connection event, the RPC and so on, `data` what belongs to it.
 */
export function unwrap(envelope) {
    const [extractor, body] = tagged(envelope.event);
    if (!body || typeof body !== "object") return null;
    const event = {
        node: typeof envelope.node === "string" ? envelope.node : "",
        subject: String(envelope.subject),
        stream: envelope.stream_id ?? "",
        sequence: envelope.sequence,
        time: sourceTime(envelope),
        old: false,
        kind: "", name: "", data: null,
    };
    if (extractor === "EbpfExtractor") {
        const [family, inner] = tagged(body.ebpf_event);
        if (!inner) return null;
        event.kind = families[family] ?? family.toLowerCase();
        if (event.kind === "message") {
            if (!inner.meta) return null;
            event.name = String(inner.meta.command);
            event.data = inner;
        } else if (event.kind === "process") {
            event.name = "sample";
            event.data = inner;
        } else {
            [event.name, event.data] = tagged(inner.event);
        }
    } else if (extractor === "RpcExtractor") {
        event.kind = "rpc";
        [event.name, event.data] = tagged(body.rpc_event);
    } else if (extractor === "P2pExtractor") {
        event.kind = "p2p";
        [event.name, event.data] = tagged(body.p2p_event);
    } else if (extractor === "LogExtractor") {
        event.kind = "log";
        event.name = tagged(body.detail)[0] || tagged(body.log_event)[0];
        event.data = body;
    } else if (extractor === "IpcExtractor") {
        event.kind = "ipc";
        [event.name, event.data] = tagged(body.ipc_event);
    } else if (extractor === "ConnectivityCheck") {
        event.kind = "connectivity";
        [event.name, event.data] = tagged(body.connectivity_event);
    } else if (extractor === "Alerts") {
        event.kind = "alerts";
        [event.name, event.data] = tagged(body.alert_event);
    }
    return event.data === null ? null : event;
}

function sourceTime(envelope) {
    const text = envelope.source_time_ns;
    // Ten digits of seconds, nine of fractions: a double holds microseconds of it.
    if (typeof text === "string" && text.length > 9) return Number(text) / 1e6;
    return Number(envelope.timestamp);
}

const connTypes = ["unknown", "inbound", "outbound-full-relay", "block-relay-only", "feeler"];

/** The node's own word for a connection's type, of a message's `meta` or a connection. */
export const typeOf = (part) => part.connection_type || connTypes[part.conn_type] || "unknown";

/** The decoded payload of a message event's data: ["Inv", {items: […]}]. */
export function payload(data) {
    const [name, body] = tagged(data.detail);
    return name ? [name, body] : tagged(data.msg);
}

/** Type and hash of an entry of inv, getdata or notfound, e.g. ["Wtx", "ab12…"]. */
export function inventoryItem(entry) {
    const [type, value] = tagged(entry.item);
    return [type, typeof value === "string" ? value : String(value?.hash ?? "")];
}

export const isBlockItem = (type) => type === "Block" || type === "WitnessBlock" || type === "CompactBlock";
export const isTransactionItem = (type) => type === "Wtx" || type === "Transaction" || type === "WitnessTransaction";

/** What a message says, in a few words. */
export function summary(data) {
    const [name, body] = payload(data);
    switch (name) {
    case "Inv": case "Getdata": case "Notfound": {
        const counts = new Map();
        for (const entry of body.items ?? []) {
            const [type] = inventoryItem(entry);
            const word = isBlockItem(type) ? "block" : isTransactionItem(type) ? "tx" : type.toLowerCase();
            counts.set(word, (counts.get(word) ?? 0) + 1);
        }
        return [...counts].map(([word, count]) => `${count} ${word}`).join(", ");
    }
    case "Tx": return String(body.tx?.txid ?? "").slice(0, 16);
    case "Headers": return several(body.headers, "header", "headers");
    case "Addr": case "Addrv2": return several(body.addresses, "address", "addresses");
    case "Compactblock":
        return `${end(body.header?.hash)}, ${(body.short_ids?.length ?? 0) + (body.transactions?.length ?? 0)} tx`;
    case "Block": return `${end(body.header?.hash)}, ${body.transactions?.length ?? 0} tx`;
    case "Getblocktxn": return `${body.tx_indexes?.length ?? 0} tx of ${end(body.block_hash)}`;
    case "Blocktxn": return `${body.transactions?.length ?? 0} tx of ${end(body.block_hash)}`;
    case "Feefilter": return `${body.fee} sat/kvB`;
    case "Version": return `${body.user_agent}, height ${body.start_height}`;
    case "Ping": case "Pong": return `nonce ${body.value}`;
    case "Sendcompact": return `${body.send_compact ? "high" : "low"} bandwidth, v${body.version}`;
    case "Getheaders": case "Getblocks": return several(body.locator_hashes, "locator", "locators");
    case "Malformed": return `malformed: ${body.reason}`;
    default: return "";
    }
}

/** A message event to be kept for later: what is large goes without its payload, so that many can be kept. */
export function kept(event) {
    const { meta } = event.data;
    const text = summary(event.data) || "";
    if (Number(meta.size) <= largest) return { ...event, text };
    const [name] = payload(event.data);
    return { ...event, text, data: { meta, msg: { [name]: { "left out": "the page keeps no payload of this size" } } } };
}

const several = (list, one, more) => `${list?.length ?? 0} ${list?.length === 1 ? one : more}`;

/** The end of a block's hash: its start is zeros. */
const end = (hash) => `…${String(hash ?? "").slice(-10)}`;
