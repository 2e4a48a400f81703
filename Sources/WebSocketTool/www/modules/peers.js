// The peers of one node, from connections, messages and getpeerinfo.

import { typeOf } from "./events.js";

const mostPeers = 2000;
/** A peer that getpeerinfo does not list is gone, unless it spoke this recently (ms). */
const grace = 60_000;
const networks = ["unroutable", "ipv4", "ipv6", "onion", "i2p", "cjdns", "internal"];

export class Peers {
    constructor() {
        this.byID = new Map();
    }

    clear() { this.byID.clear(); }
    get size() { return this.byID.size; }
    [Symbol.iterator]() { return this.byID.values(); }
    get(id) { return this.byID.get(id); }

    /**
     * Takes one event of any kind. Returns [peer, change] with the change being "opened", "closed", "evicted",
     * "misbehaving" or "message", or null where the event tells nothing of one peer.
     */
    observe(event) {
        if (event.kind === "message") return [this.message(event), "message"];
        if (event.kind === "connection") return this.connection(event);
        if (event.kind === "rpc" && event.name === "PeerInfos") this.snapshot(event);
        return null;
    }

    obtain(id, address, type, time) {
        let peer = this.byID.get(id);
        if (!peer) {
            peer = {
                id, address, type, network: networkOf(address), since: null, seen: time, agent: "", info: null,
                in: { messages: 0, bytes: 0 }, out: { messages: 0, bytes: 0 }, last: "", misbehaved: "",
            };
            this.byID.set(id, peer);
            if (this.byID.size > mostPeers) this.byID.delete(this.byID.keys().next().value);
        }
        peer.seen = Math.max(peer.seen, time);
        return peer;
    }

    message(event) {
        const { meta, msg } = event.data;
        const peer = this.obtain(meta.peer_id, meta.addr, typeOf(meta), event.time);
        const side = meta.inbound ? peer.in : peer.out;
        side.messages++;
        side.bytes += Number(meta.size);
        peer.last = meta.command;
        peer.lastInbound = meta.inbound;
        if (meta.inbound && msg?.Version) peer.agent = String(msg.Version.user_agent);
        return peer;
    }

    connection(event) {
        const conn = event.data.conn;
        if (!conn) {
            const peer = this.byID.get(event.data.id);
            if (peer) peer.misbehaved = String(event.data.message);
            return peer ? [peer, "misbehaving"] : null;
        }
        const peer = this.obtain(conn.peer_id, conn.addr, typeOf(conn), event.time);
        peer.network = networks[conn.network] ?? peer.network;
        if (event.name === "Closed") {
            this.byID.delete(conn.peer_id);
            return [peer, "closed"];
        }
        // The node tells that it closed an evicted connection too.
        if (event.name === "InboundEvicted") return [peer, "evicted"];
        peer.since = event.time;
        return [peer, "opened"];
    }

    snapshot(event) {
        const listed = new Set();
        for (const info of event.data.infos ?? []) {
            listed.add(info.id);
            const peer = this.obtain(info.id, info.address, info.connection_type, event.time);
            peer.info = info;
            peer.type = info.connection_type || peer.type;
            peer.network = info.network || peer.network;
            peer.agent = info.subversion || peer.agent;
            peer.since = info.connection_time * 1000;
        }
        for (const peer of this.byID.values()) {
            if (!listed.has(peer.id) && peer.seen < event.time - grace) this.byID.delete(peer.id);
        }
    }
}

/** What the form of an address tells of its network. */
export function networkOf(address) {
    const text = String(address);
    if (text.includes(".onion")) return "onion";
    if (text.includes(".i2p")) return "i2p";
    if (/^\[?fc/i.test(text)) return "cjdns";
    if (text.startsWith("[") || text.split(":").length > 2) return "ipv6";
    return /^\d+\.\d+\.\d+\.\d+/.test(text) ? "ipv4" : "other";
}
