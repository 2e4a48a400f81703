// Who is connected, and what each peer says right now.

import { dot, el, setText, throttled } from "./modules/dom.js";
import { kept } from "./modules/events.js";
import { bytes, clip, clock, duration, number, rate } from "./modules/format.js";
import { showMessage } from "./modules/message-dialog.js";
import { mainWith, openPage } from "./modules/page.js";
import { commandColour, connectionType } from "./modules/palette.js";
import { addressColumn, agentColumn, peerColumns } from "./modules/peer-columns.js";
import { Peers } from "./modules/peers.js";
import { Ring } from "./modules/ring.js";
import { LiveTable } from "./modules/table.js";

const peers = new Peers();
const rows = new Map();
/** The chosen peer's messages; of the others only numbers are kept. */
const messages = new Ring(200);
let chosen = null;
let paused = false;

const rateOf = (row, side) => rate(row.rates[side]);
const table = new LiveTable({
    key: (row) => row.peer.id,
    select: (row) => choose(row.peer.id),
    empty: "No peer has said anything yet.",
    columns: [
        ...peerColumns,
        addressColumn,
        { title: "In/s", numeric: true, cell: (row) => rateOf(row, 0), value: (row) => row.rates[0] },
        { title: "Out/s", numeric: true, cell: (row) => rateOf(row, 1), value: (row) => row.rates[1] },
        { title: "Last message", cell: (row) => (row.peer.last ? `${row.peer.lastInbound ? "←" : "→"} ${clip(row.peer.last, 14)}` : "–") },
        { title: "Bytes in", numeric: true, cell: (row) => bytes(row.peer.in.bytes), value: (row) => row.peer.in.bytes },
        { title: "Bytes out", numeric: true, cell: (row) => bytes(row.peer.out.bytes), value: (row) => row.peer.out.bytes },
        { title: "Age", numeric: true, cell: (row) => (row.peer.since ? duration(Date.now() - row.peer.since) : "–"), value: (row) => row.peer.since ?? 0 },
        agentColumn,
    ],
});
const search = el("input", { type: "search", placeholder: "Filter by id, address, agent or type", "aria-label": "Filter", oninput: () => draw() });
const count = el("span", { class: "soft" });
const panel = el("div", { class: "panel" }, el("p", { class: "empty" }, "Choose a peer for its messages."));
const split = el("div", { class: "split" }, table.element, panel);
mainWith(el("div", { class: "toolbar" }, search, count), split);

function choose(id) {
    chosen = id;
    messages.clear();
    split.classList.add("chosen");
    drawPanel();
    // On a narrow screen it stands above the table.
    if (matchMedia("(max-width: 60rem)").matches) panel.scrollIntoView({ block: "start" });
}

function rowOf(peer) {
    let row = rows.get(peer.id);
    if (!row) rows.set(peer.id, row = { peer, before: [peer.in.messages, peer.out.messages], rates: [0, 0] });
    row.peer = peer;
    return row;
}

let read = performance.now();
setInterval(() => {
    const seconds = (performance.now() - read) / 1000;
    read = performance.now();
    for (const [id, row] of rows) {
        if (!peers.get(id)) {
            rows.delete(id);
            continue;
        }
        const now = [row.peer.in.messages, row.peer.out.messages];
        row.rates = now.map((value, side) => (value - row.before[side]) / seconds);
        row.before = now;
    }
    draw();
}, 2000);

const draw = throttled(500, () => {
    const wanted = search.value.trim().toLowerCase();
    const found = [...peers].filter(({ id, address, agent, type }) =>
        !wanted || String(id) === wanted || `${address} ${agent} ${connectionType(type).title}`.toLowerCase().includes(wanted));
    setText(count, `${number(found.length)} of ${number(peers.size)} peers`);
    table.draw(found.map(rowOf));
});

const drawPanel = throttled(300, () => {
    const peer = chosen === null ? null : peers.get(chosen);
    if (chosen !== null && !peer) return;
    if (!peer) {
        panel.replaceChildren(el("p", { class: "empty" }, "Choose a peer for its messages."));
        return;
    }
    const list = [];
    for (let index = messages.length - 1; index >= 0; index--) {
        const event = messages.at(index);
        const { meta } = event.data;
        list.push(el("li", {}, el("button", { type: "button", onclick: () => showMessage(event) },
            el("span", { class: "faint numeric" }, clock(event.time)),
            el("span", { class: "soft" }, meta.inbound ? "←" : "→"),
            el("span", {}, dot(commandColour(meta.command)), clip(meta.command, 14)),
            el("span", {}, event.text || bytes(meta.size)))));
    }
    panel.replaceChildren(
        el("h2", {}, `Peer ${peer.id}`),
        el("p", { class: "soft break" }, `${connectionType(peer.type).title} · ${peer.network} · ${clip(peer.address, 100)} · ${clip(peer.agent || "no user agent yet", 200)}`),
        el("div", { class: "toolbar" },
            el("button", { type: "button", "aria-pressed": String(paused), onclick: () => { paused = !paused; drawPanel(); } }, paused ? "Go on" : "Pause"),
            el("a", { href: `sequence.html?peer=${encodeURIComponent(peer.id)}` }, "As a sequence diagram")),
        el("ul", { class: "messages" }, ...list));
});

openPage({
    kinds: ["messages", "connections"],
    backlog: 1500,
    answers: ["getpeerinfo"],
    event(event) {
        const observed = peers.observe(event);
        if (event.kind === "message" && event.data.meta.peer_id === chosen && !paused) {
            messages.push(kept(event));
            drawPanel();
        }
        if (observed || event.name === "PeerInfos") draw();
    },
    reset() {
        peers.clear();
        rows.clear();
    },
});
