// Which message answers which, in one peer's conversation.

import { inventoryItem, payload } from "./events.js";
import { BoundedMap } from "./ring.js";

/** Answers by message type where there is nothing to compare; one request is answered once. */
const answers = {
    headers: ["getheaders"], addr: ["getaddr"], addrv2: ["getaddr"], verack: ["version"], cfilter: ["getcfilters"],
    cfheaders: ["getcfheaders"], cfcheckpt: ["getcfcheckpt"], inv: ["getblocks", "mempool"],
};
const requests = new Set(Object.values(answers).flat());

export class Conversation {
    constructor() {
        this.open = new BoundedMap(4000);
    }

    /** Takes a message event, with whatever `mark` it is known by; returns { mark, command, time } of what it answers, or null. */
    take(event, mark) {
        const { meta } = event.data;
        const command = meta.command;
        const request = { mark, command, time: event.time };
        const from = meta.inbound ? "in" : "out";
        const other = meta.inbound ? "out" : "in";
        let found = null;
        for (const key of this.answered(event, other)) {
            const asked = this.open.get(key);
            if (!asked) continue;
            this.open.delete(key);
            found ??= asked;
        }
        for (const key of this.asked(event, from)) this.open.set(key, request);
        return found;
    }

    /** The keys under which an answer will look for this message. */
    * asked({ data }, side) {
        const { command } = data.meta;
        const [, body] = payload(data);
        if (requests.has(command)) yield `${side} ${command}`;
        if (command === "ping") yield `${side} ping ${body?.value}`;
        if (command === "getblocktxn") yield `${side} getblocktxn ${body?.block_hash}`;
        if (command === "getdata" || command === "inv") {
            for (const entry of (body?.items ?? []).slice(0, 1000)) yield `${side} ${command} ${inventoryItem(entry)[1]}`;
        }
    }

    * answered({ data }, side) {
        const { command } = data.meta;
        const [, body] = payload(data);
        for (const request of answers[command] ?? []) yield `${side} ${request}`;
        switch (command) {
        case "pong": yield `${side} ping ${body?.value}`; break;
        case "blocktxn": yield `${side} getblocktxn ${body?.block_hash}`; break;
        case "tx":
            yield `${side} getdata ${body?.tx?.wtxid}`;
            yield `${side} getdata ${body?.tx?.txid}`;
            break;
        case "block": case "cmpctblock": case "merkleblock": yield `${side} getdata ${body?.header?.hash}`; break;
        case "notfound": for (const entry of body?.items ?? []) yield `${side} getdata ${inventoryItem(entry)[1]}`; break;
        case "getdata": for (const entry of body?.items ?? []) yield `${side} inv ${inventoryItem(entry)[1]}`; break;
        default:
        }
    }
}
