// Who announced a block first, and how the node dealt with it.

import { Blocks } from "./modules/blocks.js";
import { el, setText, svg, throttled } from "./modules/dom.js";
import { clip, clock, duration, number, shortHash } from "./modules/format.js";
import { mainWith, openPage } from "./modules/page.js";
import { commandColour, connectionColour, cssColour } from "./modules/palette.js";
import { Peers } from "./modules/peers.js";
import { LiveTable } from "./modules/table.js";

const mostBars = 150;
const blocks = new Blocks();
const peers = new Peers();
let chosen = null;

const winner = (block) => [...block.announcers.values()].sort((a, b) => a.time - b.time)[0];
const stageTime = (block, title) => block.stages.find((stage) => stage.title === title)?.time;
const connectedAfter = (block) => (stageTime(block, "connected") ?? stageTime(block, "tip updated") ?? NaN) - block.first;

const table = new LiveTable({
    key: (block) => block.hash,
    sortBy: 1,
    descending: true,
    select(block) {
        chosen = block.hash;
        draw();
    },
    empty: "No block since the page was opened, and none in the backlog. One comes about every ten minutes.",
    columns: [
        { title: "Height", numeric: true, cell: (block) => (block.height === null ? "–" : number(block.height)), value: (block) => block.height ?? 0 },
        { title: "First heard", cell: (block) => clock(block.first), value: (block) => block.first },
        { title: "Hash", cell: (block) => shortHash(block.hash) },
        { title: "First peer", cell: (block) => { const first = winner(block); return first ? `${first.peer} (${first.via})` : "–"; } },
        { title: "Announced by", numeric: true, cell: (block) => number(block.announcers.size), value: (block) => block.announcers.size },
        { title: "Told to", numeric: true, cell: (block) => number(block.toldTo.size), value: (block) => block.toldTo.size },
        { title: "Connected after", numeric: true, cell: (block) => duration(connectedAfter(block)), value: connectedAfter },
    ],
});
const title = el("h2", { class: "later break" }, "");
const chart = svg("svg", { role: "img", "aria-label": "Times after the first announcement" });
const chartBox = el("div", { class: "panel race" }, chart);
table.element.classList.add("short");
mainWith(table.element, title, chartBox);

function entries(block) {
    const list = block.stages.map((stage) => ({ time: stage.time, label: stage.title, source: stage.source, span: stage.span, colour: cssColour("accent") }));
    for (const { peer, via, time } of block.announcers.values()) {
        list.push({ time, label: `peer ${peer}: ${via}`, peer, via, colour: commandColour(via) });
    }
    const told = [...block.toldTo.values()].sort((a, b) => a.time - b.time);
    if (told.length) {
        list.push({ time: told[0].time, label: `told peer ${told[0].peer} first (${told[0].via})`, source: "out", colour: cssColour("good") });
        if (told.length > 1) list.push({ time: told.at(-1).time, label: `told all ${told.length} of them`, source: "out", colour: cssColour("good") });
    }
    return list.sort((a, b) => a.time - b.time);
}

/** Tenths of a millisecond to minutes on one axis. */
const scaled = (milliseconds) => Math.log1p(Math.max(0, milliseconds) / 2);

const draw = throttled(400, () => {
    const list = blocks.list();
    table.draw(list);
    const block = list.find((entry) => entry.hash === chosen) ?? list.find((entry) => entry.height !== null)
        ?? list.find((entry) => entry.announcers.size > 1) ?? list[0];
    chartBox.hidden = title.hidden = !block;
    if (!block) return;
    setText(title, `Block ${block.height === null ? "" : number(block.height)} ${block.hash}`);
    drawChart(entries(block).slice(0, mostBars), block.first);
});

function drawChart(list, first) {
    const width = Math.max(280, chartBox.clientWidth - 30);
    const height = 22;
    const label = Math.min(230, width * 0.46);
    const right = width - 66;
    const most = Math.max(10, ...list.map((entry) => entry.time - first));
    const across = (milliseconds) => label + (scaled(milliseconds) / scaled(most)) * (right - label);
    const tall = list.length * height + 26;
    const parts = [];
    let taken = label - 20;
    for (const tick of [1, 10, 100, 1000, 10_000, 60_000, 600_000]) {
        if (tick > most || across(tick) - taken < 44) continue;
        taken = across(tick);
        parts.push(
            svg("line", { class: "tick", x1: across(tick), x2: across(tick), y1: 18, y2: tall }),
            svg("text", { class: "time", x: across(tick), y: 9, "text-anchor": "middle" }, duration(tick).replace(".0", "")));
    }
    list.forEach((entry, index) => {
        const y = 26 + index * height + height / 2;
        const x = across(entry.time - first);
        const peer = entry.peer === undefined ? null : peers.get(entry.peer);
        parts.push(
            svg("text", { class: entry.source ? "stage" : "peer", x: label - 12, y, "text-anchor": "end" }, clip(entry.label, Math.floor(label / 6.6))),
            svg("line", { x1: label, x2: x, y1: y, y2: y, stroke: entry.colour, "stroke-opacity": .35, "stroke-width": 2 }));
        if (entry.source) {
            if (entry.span > 0) {
                const from = across(entry.time - first - entry.span);
                parts.push(svg("rect", { x: from, y: y - 5, width: Math.max(2, x - from), height: 10, rx: 3, fill: entry.colour, "fill-opacity": .45 }));
            }
            parts.push(svg("path", { d: `M${x} ${y - 6}l6 6l-6 6l-6 -6z`, fill: entry.colour }));
        } else {
            parts.push(svg("circle", { cx: x, cy: y, r: 5, fill: entry.colour }));
            if (peer) parts.push(svg("circle", { cx: label - 5, cy: y, r: 3.2, fill: connectionColour(peer.type) }));
        }
        const after = entry.time - first;
        parts.push(svg("text", { class: "time", x: Math.min(x + 11, width - 55), y }, after <= 0 ? "first" : `+${duration(after)}`));
    });
    chart.setAttribute("viewBox", `0 0 ${width} ${tall}`);
    chart.setAttribute("height", tall);
    chart.replaceChildren(...parts);
}

new ResizeObserver(draw).observe(chartBox);
addEventListener("themechange", draw);

openPage({
    kinds: ["messages", "connections", "validation", "log", "p2p"],
    backlog: 5000,
    answers: ["getpeerinfo"],
    // Only what can announce a block: the rest never leaves the server.
    extra: () => ({ commands: ["inv", "headers", "cmpctblock", "block"] }),
    event(event) {
        peers.observe(event);
        if (blocks.take(event)) draw();
    },
    reset() {
        blocks.clear();
        peers.clear();
        draw();
    },
});
