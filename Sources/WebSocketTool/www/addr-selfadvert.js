// The addresses that peers announce as their own: an addr or addrv2 message of one address, or of the connection's host.

import { el, setText, throttled } from "./modules/dom.js";
import { payload } from "./modules/events.js";
import { clock, number } from "./modules/format.js";
import { hostOf, readAddress, withPort } from "./modules/network-address.js";
import { mainWith, openPage } from "./modules/page.js";
import { addressColumn, agentColumn, peerColumns } from "./modules/peer-columns.js";
import { Peers } from "./modules/peers.js";
import { BoundedMap } from "./modules/ring.js";
import { LiveTable } from "./modules/table.js";

const peers = new Peers();
/** The latest 500 addresses; a peer that repeats itself has one row. */
const rows = new BoundedMap(500);
let onlySame = false;

const table = new LiveTable({
    key: (row) => row.key,
    sortBy: 7,
    descending: true,
    most: 500,
    empty: "No peer has announced an address of its own yet.",
    columns: [
        ...peerColumns,
        { title: "Announced", cell: (row) => row.announced },
        { title: "Network", cell: (row) => row.network },
        { title: "Same host", cell: (row) => (row.same ? "yes" : "no"), hint: "As the connection's address" },
        { title: "Message", cell: (row) => row.command },
        { title: "Times", numeric: true, cell: (row) => number(row.count), value: (row) => row.count },
        { title: "Last", cell: (row) => clock(row.time), value: (row) => row.time },
        { title: "Services", cell: (row) => `0x${BigInt(row.services ?? 0).toString(16)}` },
        addressColumn, agentColumn,
    ],
});
const count = el("span", { class: "soft" });
mainWith(
    el("div", { class: "toolbar" },
        el("label", {}, el("input", { type: "checkbox", onchange: (event) => { onlySame = event.target.checked; draw(); } }), " only where the host is the connection's"),
        count),
    table.element);

const draw = throttled(600, () => {
    const shown = [...rows.values()].filter((row) => row.same || !onlySame);
    // getpeerinfo may have told more of the peer since.
    for (const row of shown) row.peer = peers.get(row.peer.id) ?? row.peer;
    setText(count, `${number(shown.length)} addresses`);
    table.draw(shown);
});

openPage({
    kinds: ["messages", "connections"],
    backlog: 2000,
    answers: ["getpeerinfo"],
    extra: () => ({ commands: ["addr", "addrv2"], direction: "in" }),
    event(event) {
        const observed = peers.observe(event);
        if (event.kind !== "message") return;
        const [peer] = observed;
        const addresses = payload(event.data)[1]?.addresses ?? [];
        const host = hostOf(peer.address);
        for (const entry of addresses) {
            const address = readAddress(entry);
            const same = address.host === host;
            if (!same && addresses.length !== 1) continue;
            const announced = withPort(address);
            const key = `${peer.id} ${announced}`;
            const before = rows.get(key);
            rows.set(key, {
                key, peer, announced, same, network: address.network, services: address.services,
                command: event.name, time: event.time, count: (before?.count ?? 0) + 1, typeShown: before?.typeShown, typeElement: before?.typeElement,
            });
        }
        draw();
    },
    reset() {
        peers.clear();
        rows.clear();
        draw();
    },
});
