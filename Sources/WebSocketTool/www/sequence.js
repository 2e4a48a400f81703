// One peer's conversation with the node, with the time of each answer.

import { el, setText, svg, throttled, toggle } from "./modules/dom.js";
import { Conversation } from "./modules/conversation.js";
import { kept } from "./modules/events.js";
import { bytes, clip, clock, duration, number } from "./modules/format.js";
import { showMessage } from "./modules/message-dialog.js";
import { mainWith, openPage } from "./modules/page.js";
import { commandColour, connectionType } from "./modules/palette.js";
import { Peers } from "./modules/peers.js";

const mostRows = 400;
const height = 24;
/** A pause that is longer gets a row of its own (ms). */
const longPause = 2000;

const peers = new Peers();
let chosen = Number(new URLSearchParams(location.search).get("peer") ?? NaN);
let conversation = new Conversation();
let rows = [];
let made = 0;
let lastTime = null;
let follow = true;
let width = 0;
let counts = { in: 0, out: 0 };
const hidden = new Set();

const select = el("select", { "aria-label": "Peer", onchange: () => choose(Number(select.value)) });
const info = el("span", { class: "soft break" });
const picture = svg("svg", { role: "img", "aria-label": "Sequence diagram" });
const lines = svg("g");
const body = svg("g");
picture.append(lines, body);
const peerEnd = el("span", {}, "peer");
const box = el("div", { class: "sequence", tabindex: 0 }, el("div", { class: "ends" }, peerEnd, el("span", {}, "node")), picture);
const skip = el("input", { type: "search", placeholder: "Leave out, e.g. inv ping pong", "aria-label": "Message types to leave out", onchange: () => {
    hidden.clear();
    for (const word of skip.value.toLowerCase().split(/[\s,]+/)) if (word) hidden.add(word);
    begin();
    page?.connect();
} });
mainWith(
    el("div", { class: "toolbar" }, el("label", {}, "Peer ", select), toggle("Follow", true, (on) => { follow = on; drawSoon(); }), skip),
    el("p", {}, info), box);
let page = null;

function begin() {
    conversation = new Conversation();
    rows = [];
    made = 0;
    lastTime = null;
    counts = { in: 0, out: 0 };
    body.replaceChildren();
    drawSoon();
}

function choose(id) {
    chosen = id;
    history.replaceState(null, "", `?peer=${encodeURIComponent(id)}${location.hash}`);
    begin();
    page?.connect();
}

function add(event) {
    const row = { event: kept(event), index: made++, element: null, answers: null, pause: 0 };
    if (lastTime !== null && event.time - lastTime > longPause) {
        row.pause = event.time - lastTime;
        made++;
        row.index++;
    }
    lastTime = event.time;
    row.answers = conversation.take(event, row.index);
    counts[event.data.meta.inbound ? "in" : "out"]++;
    rows.push(row);
    while (rows.length > mostRows) rows.shift().element?.remove();
}

/** Where things stand, for the width there is. */
function places() {
    const narrow = width < 600;
    return { narrow, time: 8, left: narrow ? 62 : 110, right: width - (narrow ? 62 : 170) };
}

function rowElement(row) {
    const { event } = row;
    const { meta } = event.data;
    const { narrow, left, right, time } = places();
    const colour = commandColour(meta.command);
    const [from, to] = meta.inbound ? [left, right] : [right, left];
    const tip = meta.inbound ? -7 : 7;
    const text = event.text || bytes(meta.size);
    const room = Math.max(6, Math.floor((right - left) / 7) - meta.command.length - 4);
    const y = row.index * height + height / 2;
    const group = svg("g", { class: "message", onclick: () => showMessage(event) },
        svg("title", {}, `${clock(event.time)} ${meta.command}, ${bytes(meta.size)}`),
        svg("rect", { class: "hit", x: 0, y: y - height / 2, width, height }),
        svg("text", { class: "time", x: time, y }, narrow ? clock(event.time).slice(3, 11) : clock(event.time)),
        svg("line", { x1: from, y1: y + 6, x2: to + tip, y2: y + 6, stroke: colour, "stroke-width": 1.8 }),
        svg("path", { d: `M${to} ${y + 6}l${tip} -4v8z`, fill: colour }),
        svg("text", { x: (left + right) / 2, y: y - 4, "text-anchor": "middle" },
            svg("tspan", { "font-weight": 600 }, clip(meta.command, 14)), " ", svg("tspan", { class: "what" }, clip(text, room))));
    if (row.pause) {
        group.append(
            svg("line", { class: "gap", x1: left, x2: right, y1: y - height, y2: y - height }),
            svg("text", { class: "time", x: (left + right) / 2, y: y - height, "text-anchor": "middle" }, `${duration(row.pause)} of silence`));
    }
    if (row.answers) {
        const taken = event.time - row.answers.time;
        const rowsBack = row.index - row.answers.mark;
        const bulge = Math.min(narrow ? 12 : 44, 8 + rowsBack * 1.6);
        if (rowsBack <= 60) {
            const above = y + 6 - rowsBack * height;
            group.append(svg("path", { class: "answer", stroke: colour, d: `M${right + 3} ${above}C${right + bulge} ${above} ${right + bulge} ${y + 6} ${right + 3} ${y + 6}` }));
        }
        group.append(svg("text", { class: "took", x: width - 6, y: y + 4, "text-anchor": "end" },
            narrow ? duration(taken) : `${duration(taken)} after ${clip(row.answers.command, 12)}`));
    }
    return group;
}

const drawSoon = throttled(200, draw);

function draw() {
    if (box.clientWidth !== width) {
        width = box.clientWidth;
        for (const row of rows) row.element = null;
        body.replaceChildren();
    }
    for (const row of rows) {
        if (row.element) continue;
        row.element = rowElement(row);
        body.append(row.element);
    }
    const first = rows.length ? rows[0].index - (rows[0].pause ? 1 : 0) : 0;
    const tall = Math.max(1, (rows.at(-1)?.index ?? 0) - first + 1) * height + 12;
    const { left, right } = places();
    picture.setAttribute("viewBox", `0 ${first * height} ${width} ${tall}`);
    picture.setAttribute("height", tall);
    lines.replaceChildren(...[left, right].map((x) => svg("line", { class: "lifeline", x1: x, x2: x, y1: first * height, y2: first * height + tall })));
    if (follow) box.scrollTop = box.scrollHeight;
    const peer = peers.get(chosen);
    setText(peerEnd, Number.isNaN(chosen) ? "peer" : `peer ${chosen}`);
    setText(info, Number.isNaN(chosen) ? "Waiting for a peer."
        : `${peer ? `${connectionType(peer.type).title} · ${clip(peer.address, 90)} · ${clip(peer.agent || "no user agent yet", 120)} · ` : ""}${number(counts.in)} in, ${number(counts.out)} out`);
    drawChoice();
}

function drawChoice() {
    const wanted = [...peers].sort((a, b) => a.id - b.id);
    const key = `${chosen} ${wanted.map((peer) => `${peer.id}${peer.type}`).join(",")}`;
    if (key === drawChoice.key || document.activeElement === select) return;
    drawChoice.key = key;
    if (!Number.isNaN(chosen) && !peers.get(chosen)) wanted.unshift({ id: chosen, type: "unknown" });
    select.replaceChildren(...wanted.map((peer) =>
        el("option", { value: peer.id, selected: peer.id === chosen }, `${peer.id} (${connectionType(peer.type).title})`)));
}

new ResizeObserver(drawSoon).observe(box);
addEventListener("themechange", () => { width = 0; drawSoon(); });

// Without a choice: the peer that says most.
setInterval(() => {
    if (!Number.isNaN(chosen)) return;
    const [busiest] = [...peers].sort((a, b) => b.in.messages + b.out.messages - a.in.messages - a.out.messages);
    if (busiest && busiest.in.messages > 0) choose(busiest.id);
}, 1500);

page = await openPage({
    kinds: ["messages", "connections"],
    backlog: 1000,
    extra: () => (Number.isNaN(chosen) ? {} : { peers: [chosen] }),
    answers: ["getpeerinfo"],
    event(event) {
        peers.observe(event);
        if (event.kind === "message" && event.data.meta.peer_id === chosen && !hidden.has(event.name)) add(event);
        drawSoon();
    },
    reset: begin,
});
