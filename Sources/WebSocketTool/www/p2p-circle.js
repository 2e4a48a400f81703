// Peers on a circle, the node in the middle, every message a moving dot.

import { CircleView } from "./modules/circle-view.js";
import { dot, el, setText, toggle } from "./modules/dom.js";
import { summary } from "./modules/events.js";
import { bytes, clip, clock, duration, number, rate } from "./modules/format.js";
import { openPage } from "./modules/page.js";
import { commandColour, connectionColour, connectionType, connectionTypes } from "./modules/palette.js";
import { Peers } from "./modules/peers.js";
import { Ring } from "./modules/ring.js";

const mostCommands = 60;
const peers = new Peers();
const hiddenCommands = new Set();
const hiddenTypes = new Set();
const directions = { in: true, out: true };
const history = new Ring(4000);
/** Commands that were seen: their chip and their count since the last reading. */
const commands = new Map();
const totals = { in: 0, out: 0, bytes: 0 };

const canvas = el("canvas", { role: "img", "aria-label": "Peers around the node, and messages between them" });
const tip = el("div", { class: "tip", hidden: true });
const stamp = el("div", { class: "stamp", hidden: true }, "paused");
const figures = Object.fromEntries(["peers", "in/s", "out/s", "bytes/s", "not drawn"].map((name) => [name, el("b", {}, "0")]));
const readout = el("div", { class: "readout" }, ...Object.entries(figures).map(([name, figure]) => el("div", {}, figure, name)));
const stage = el("div", { class: "stage" }, canvas, readout, stamp, tip);
const commandChips = el("div", { class: "chips" });
const typeChips = el("div", { class: "chips" });
const detail = el("aside", { "aria-label": "Detail" });
const pauseButton = toggle("Pause", false, pause, { title: "Space" });

document.body.classList.add("full");
const main = el("main", { class: "circle" },
    el("aside", { "aria-label": "Filters and legend" },
        el("div", { class: "row" }, pauseButton,
            toggle("In", true, (on) => { directions.in = on; }),
            toggle("Out", true, (on) => { directions.out = on; })),
        el("h2", {}, "Connections"), typeChips,
        el("h2", {}, "Messages"), commandChips,
        el("div", { class: "row toolbar" },
            el("button", { type: "button", onclick: () => showCommands(true) }, "All"),
            el("button", { type: "button", onclick: () => showCommands(false) }, "None"))),
    stage, detail);
document.body.append(main);
main.style.maxWidth = "none";
main.style.padding = "0";

const view = new CircleView(canvas);
view.visible = (peer) => !hiddenTypes.has(peer.type);

for (const entry of connectionTypes) {
    entry.count = el("i", {}, "0");
    const chip = toggle("", true, (on) => {
        if (on) hiddenTypes.delete(entry.type);
        else hiddenTypes.add(entry.type);
    }, { class: "chip" });
    entry.dot = dot(connectionColour(entry.type));
    chip.append(entry.dot, entry.title, entry.count);
    entry.chip = chip;
    typeChips.append(chip);
}

/** The chip of a command; null where there are too many to show. */
function commandEntry(command) {
    let entry = commands.get(command);
    if (entry || commands.size >= mostCommands) return entry ?? null;
    entry = { count: 0, shown: el("i", {}), dot: dot(commandColour(command)) };
    entry.chip = toggle("", true, (on) => {
        if (on) hiddenCommands.delete(command);
        else hiddenCommands.add(command);
    }, { class: "chip" });
    entry.chip.append(entry.dot, clip(command, 14), entry.shown);
    commands.set(command, entry);
    const names = [...commands.keys()].sort();
    commandChips.insertBefore(entry.chip, commands.get(names[names.indexOf(command) + 1])?.chip ?? null);
    return entry;
}

function showCommands(on) {
    for (const [command, entry] of commands) {
        if (on) hiddenCommands.delete(command);
        else hiddenCommands.add(command);
        entry.chip.setAttribute("aria-pressed", String(on));
    }
}

function pause(on) {
    view.paused = on;
    stamp.hidden = !on;
}
addEventListener("keydown", (event) => {
    if (event.key === " " && !(event.target instanceof HTMLButtonElement)) {
        event.preventDefault();
        pauseButton.click();
    }
    if (event.key === "Escape") select(null);
});
addEventListener("themechange", () => {
    for (const entry of connectionTypes) entry.dot.style.setProperty("--dot", connectionColour(entry.type));
    for (const [command, entry] of commands) entry.dot.style.setProperty("--dot", commandColour(command));
});

// Events.

function take(event) {
    if (event.kind === "validation" && event.name === "BlockConnected") {
        view.nodeText = `block ${number(event.data.height)}`;
        if (!event.old) view.block(`block ${number(event.data.height)} · ${number(event.data.transactions)} tx`);
        return;
    }
    if (event.kind === "rpc" && event.name === "BlockchainInfo") view.nodeText = `block ${number(event.data.blocks)}`;
    view.nodeTitle = event.node || "node";
    const observed = peers.observe(event);
    if (!observed) {
        if (event.kind === "rpc" && event.name === "PeerInfos") {
            for (const peer of peers) view.add(peer, false);
            view.keepOnly(peers);
        }
        return;
    }
    const [peer, change] = observed;
    if (change === "opened") view.add(peer, !event.old);
    else if (change === "closed") view.remove(peer, "closed");
    else if (change === "evicted") view.warn(peer, "evicted");
    else if (change === "misbehaving") view.warn(peer, "misbehaving");
    else message(event, peer);
}

function message(event, peer) {
    const { meta } = event.data;
    const entry = commandEntry(meta.command);
    view.add(peer, false);
    if (event.old || hiddenCommands.has(meta.command) || hiddenTypes.has(peer.type) || !directions[meta.inbound ? "in" : "out"]) return;
    if (entry) entry.count++;
    totals[meta.inbound ? "in" : "out"]++;
    totals.bytes += Number(meta.size) || 0;
    const text = summary(event.data);
    history.push({ time: event.time, peer: peer.id, inbound: meta.inbound, command: meta.command, size: meta.size, text });
    view.message(peer, meta, event.time, text);
}

let read = performance.now();
setInterval(() => {
    const now = performance.now();
    const seconds = (now - read) / 1000;
    read = now;
    setText(figures.peers, peers.size);
    setText(figures["in/s"], rate(totals.in / seconds));
    setText(figures["out/s"], rate(totals.out / seconds));
    setText(figures["bytes/s"], bytes(totals.bytes / seconds));
    setText(figures["not drawn"], number(view.notDrawn));
    figures["not drawn"].parentElement.hidden = view.notDrawn === 0;
    totals.in = totals.out = totals.bytes = 0;
    for (const entry of commands.values()) {
        setText(entry.shown, entry.count ? rate(entry.count / seconds) : "");
        entry.count = 0;
    }
    const counts = new Map();
    for (const peer of peers) {
        const { type } = connectionType(peer.type);
        counts.set(type, (counts.get(type) ?? 0) + 1);
    }
    for (const entry of connectionTypes) {
        setText(entry.count, counts.get(entry.type) ?? 0);
        entry.chip.hidden = !counts.get(entry.type) && connectionTypes.indexOf(entry) > 2;
    }
    drawDetail();
}, 1000);

// Pointing and detail.

function select(id) {
    view.selected = id;
    drawDetail();
}

function position(event) {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
}

let pointer = null;
canvas.addEventListener("pointermove", (event) => { pointer = event.pointerType === "mouse" ? position(event) : null; });
canvas.addEventListener("pointerleave", () => { pointer = null; });
canvas.addEventListener("click", (event) => {
    const found = view.at(...position(event));
    const mark = found?.mark ?? found?.particle.mark;
    select(mark && mark.peer.id !== view.selected ? mark.peer.id : null);
});

(function point() {
    const found = pointer && view.at(...pointer);
    view.hovered = found?.mark?.peer.id ?? null;
    stage.classList.toggle("pointing", Boolean(found));
    tip.hidden = !found;
    if (found) {
        const lines = found.mark ? peerLines(found.mark.peer) : messageLines(found.particle);
        tip.replaceChildren(...lines.map((line, index) => el("div", { class: index ? "soft" : undefined }, line)));
        const left = Math.min(pointer[0] + 14, stage.clientWidth - tip.offsetWidth - 8);
        const top = Math.min(pointer[1] + 14, stage.clientHeight - tip.offsetHeight - 8);
        tip.style.transform = `translate(${Math.max(4, left)}px, ${Math.max(4, top)}px)`;
        tip.style.left = tip.style.top = "0";
    }
    requestAnimationFrame(point);
})();

const peerLines = (peer) => [
    `Peer ${peer.id} · ${connectionType(peer.type).title}`, clip(peer.address, 70), ...(peer.agent ? [clip(peer.agent, 80)] : []),
];
const messageLines = ({ command, size, inbound, mark, text }) => [
    `${command} · ${bytes(size)}`, `${inbound ? "from" : "to"} peer ${mark.peer.id}`, ...(text ? [clip(text, 80)] : []),
];

function drawDetail() {
    const peer = view.selected === null ? null : peers.get(view.selected);
    main.classList.toggle("chosen", Boolean(peer));
    const recent = [];
    for (let index = history.length - 1; index >= 0 && recent.length < 40; index--) {
        const entry = history.at(index);
        if (!peer || entry.peer === peer.id) recent.push(entry);
    }
    const list = el("ul", { class: "messages" }, ...recent.map((entry) => el("li", { title: clock(entry.time) },
        el("span", { class: "soft" }, entry.inbound ? "←" : "→"),
        peer ? "" : el("span", { class: "faint numeric" }, entry.peer),
        el("span", {}, dot(commandColour(entry.command)), clip(entry.command, 14)),
        el("span", {}, entry.text || bytes(entry.size)))));
    if (!peer) {
        if (view.paused && detail.childElementCount) return;
        detail.replaceChildren(
            el("h2", {}, "Latest messages"),
            el("p", { class: "faint" }, "Tap a peer or a message for its conversation."), list);
        return;
    }
    const info = peer.info;
    const facts = [
        ["Type", connectionType(peer.type).title], ["Address", peer.address], ["Network", peer.network],
        ["User agent", peer.agent || "–"], ["Connected", peer.since ? `${duration(Date.now() - peer.since)} ago` : "–"],
        ["Seen here", `${number(peer.in.messages)} in, ${number(peer.out.messages)} out`],
        ["Bytes here", `${bytes(peer.in.bytes)} in, ${bytes(peer.out.bytes)} out`],
    ];
    if (info?.minimum_ping) facts.push(["Ping", duration(info.minimum_ping * 1000)]);
    if (info?.transport_protocol_type) facts.push(["Transport", info.transport_protocol_type]);
    if (peer.misbehaved) facts.push(["Misbehaved", peer.misbehaved]);
    detail.replaceChildren(
        el("h2", {}, `Peer ${peer.id}`),
        el("dl", {}, ...facts.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, clip(value, 200))])),
        el("div", { class: "row toolbar" },
            el("a", { href: `sequence.html?peer=${encodeURIComponent(peer.id)}` }, "Conversation"),
            el("button", { type: "button", onclick: () => select(null) }, "Close")),
        el("h2", {}, "Latest messages"), list);
}

// For tests: what is on the picture.
globalThis.circle = { view, peers };

openPage({
    kinds: ["messages", "connections", "validation"],
    backlog: 1500,
    answers: ["getblockchaininfo", "getpeerinfo"],
    event: take,
    reset() {
        peers.clear();
        view.clear();
        history.clear();
    },
});
