// What became of each block: who announced it, and the stages in the node.

import { inventoryItem, isBlockItem, payload, tagged } from "./events.js";
import { BoundedMap } from "./ring.js";

const mostAnnouncers = 500;
const mostStages = 60;
/** An announcement names at most this many (Core's MAX_BLOCKS_TO_ANNOUNCE); longer headers answer a request. */
const mostAtOnce = 8;
/** Headers of older blocks than this, in seconds, are no news. */
const oldest = 6 * 3600;

const stageTitles = {
    NewHeader: "new header", CompactBlockInit: "compact block matched", BlockReconstructed: "reconstructed", BlockReceived: "block received",
    RequiredTransaction: "transaction asked for", UpdateTip: "tip updated", BlockRejected: "rejected", BlockTransactionsSent: "transactions sent",
};

export class Blocks {
    constructor() {
        this.byHash = new BoundedMap(40);
    }

    clear() { this.byHash.clear(); }

    /** Newest first. */
    list() {
        return [...this.byHash.values()].sort((a, b) => b.first - a.first);
    }

    obtain(hash, time) {
        const block = this.byHash.obtain(hash, () =>
            ({ hash, height: null, transactions: null, first: time, announcers: new Map(), toldTo: new Map(), stages: [], last: time }));
        block.first = Math.min(block.first, time);
        block.last = Math.max(block.last, time);
        return block;
    }

    /** Takes any event; tells whether it was about a block. */
    take(event) {
        switch (event.kind) {
        case "message": return this.message(event);
        case "log": return this.logLine(event);
        case "validation": return event.name === "BlockConnected" && this.connected(event);
        case "p2p": return event.name === "BlockAnnouncement" && this.toldUs(event);
        default: return false;
        }
    }

    message(event) {
        const { meta } = event.data;
        const [, body] = payload(event.data);
        const hashes = [];
        if (event.name === "inv") {
            for (const entry of body?.items ?? []) {
                const [type, hash] = inventoryItem(entry);
                if (isBlockItem(type)) hashes.push(hash);
            }
        } else if (event.name === "headers") {
            const recent = (body?.headers ?? []).filter((header) => header.time > event.time / 1000 - oldest);
            for (const header of recent) hashes.push(header.hash);
        } else if (event.name === "cmpctblock" || event.name === "block") {
            if (body?.header) hashes.push(body.header.hash);
        }
        if (hashes.length === 0 || hashes.length > mostAtOnce) return false;
        for (const hash of hashes) this.announced(event, meta, hash);
        return true;
    }

    announced(event, meta, hash) {
        // Blocks that go out are answers to requests, as a rule of old ones.
        if (!meta.inbound && event.name === "block" && !this.byHash.has(hash)) return;
        const block = this.obtain(hash, event.time);
        const list = meta.inbound ? block.announcers : block.toldTo;
        if (event.name === "block" && meta.inbound) this.stage(block, `block from peer ${meta.peer_id}`, event.time, "message");
        if (list.has(meta.peer_id) || list.size >= mostAnnouncers) return;
        list.set(meta.peer_id, { peer: meta.peer_id, address: meta.addr, via: event.name, time: event.time });
    }

    logLine(event) {
        const [name, detail] = tagged(event.data.detail);
        const [kind, line] = tagged(event.data.log_event);
        const hash = detail?.block_hash ?? line?.block_hash;
        if (typeof hash !== "string") return false;
        let title = stageTitles[name];
        if (kind === "BlockCheckedLog") title = line.state === "Valid" ? "checked: valid" : `checked: ${line.state}`;
        else if (name === "ValidationSignal") title = `${detail.signal} ${detail.enqueued ? "queued" : "delivered"}`;
        else if (name === "CompactBlockInit") title = detail.completed ? "compact block matched" : "compact block begun";
        if (!title) return false;
        const block = this.obtain(hash, event.time);
        block.height ??= detail?.height ?? line?.block_height ?? null;
        this.stage(block, title, event.time, "log");
        return true;
    }

    connected(event) {
        const { hash, height, transactions, connection_time: nanoseconds } = event.data;
        const block = this.obtain(hash, event.time);
        block.height = height;
        block.transactions = transactions;
        this.stage(block, "connected", event.time, "trace", Number(nanoseconds) / 1e6);
        return true;
    }

    toldUs(event) {
        const via = ["inv", "headers", "cmpctblock"][event.data.via] ?? "?";
        this.stage(this.obtain(event.data.hash, event.time), `told to the p2p-extractor (${via})`, event.time, "p2p");
        return true;
    }

    stage(block, title, time, source, span = 0) {
        if (block.stages.length >= mostStages || block.stages.some((stage) => stage.title === title)) return;
        block.stages.push({ title, time, source, span });
    }
}
