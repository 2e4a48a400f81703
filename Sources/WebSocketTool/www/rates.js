// Messages and bytes per second, by command.

import { dot, el, setText } from "./modules/dom.js";
import { bytes, clip, rate } from "./modules/format.js";
import { mainWith, openPage } from "./modules/page.js";
import { commandColour } from "./modules/palette.js";
import { Series } from "./modules/series.js";
import { Sparkline } from "./modules/sparkline.js";
import { StackPlot } from "./modules/stack-plot.js";

const window = 900;
const mostCommands = 60;
const commands = new Map();
const others = new Map();
const otherTitles = {
    connection: "connections", mempool: "mempool", validation: "blocks connected", rpc: "RPC answers", p2p: "p2p-extractor",
    log: "log lines", addrman: "addrman", utxocache: "coins cache", process: "process samples", ipc: "IPC", connectivity: "connectivity results",
};
let shown = 120;
/** The newest event's time, and when it came: the window moves on between events too. */
let newest = 0;
let came = 0;

const messagePlot = new StackPlot(230, (value) => rate(value));
const bytePlot = new StackPlot(230, (value) => bytes(value));
const spans = el("select", { "aria-label": "Time shown", onchange: () => { shown = Number(spans.value); draw(); } },
    ...[60, 120, 300, 900].map((seconds) => el("option", { value: seconds, selected: seconds === shown }, seconds < 120 ? `${seconds} s` : `${seconds / 60} min`)));
const commandGrid = el("div", { class: "grid small" });
const otherGrid = el("div", { class: "grid small" });
mainWith(
    el("div", { class: "toolbar" }, el("label", {}, "Show ", spans)),
    el("div", { class: "panel" }, el("h2", {}, "Messages per second"), messagePlot.element),
    el("div", { class: "panel" }, el("h2", {}, "Bytes per second"), bytePlot.element),
    el("h2", { class: "later" }, "By command"), commandGrid,
    el("h2", { class: "later" }, "Other events"), otherGrid);

function small(name, colour, grid, table) {
    const figure = el("b", { class: "numeric" }, "0");
    const plot = new Sparkline(210, 34);
    const element = el("div", { class: "panel tiny" }, el("div", { class: "between" }, el("span", {}, dot(colour), clip(name, 22)), figure), plot.element);
    const names = [...table.keys(), name].sort();
    grid.insertBefore(element, table.get(names[names.indexOf(name) + 1])?.element ?? null);
    return { figure, plot, element, colour };
}

function take(event) {
    newest = Math.max(newest, event.time);
    came = newest === event.time ? performance.now() : came;
    if (event.kind !== "message") {
        let entry = others.get(event.kind);
        if (!entry) others.set(event.kind, entry = { count: new Series(window), ...small(otherTitles[event.kind] ?? event.kind, commandColour(event.kind), otherGrid, others) });
        entry.count.add(event.time, 1);
        return;
    }
    const { meta } = event.data;
    const name = commands.has(event.name) || commands.size < mostCommands ? event.name : "(others)";
    let entry = commands.get(name);
    if (!entry) {
        entry = { in: new Series(window), out: new Series(window), bytesIn: new Series(window), bytesOut: new Series(window), ...small(name, commandColour(name), commandGrid, commands) };
        commands.set(name, entry);
    }
    const side = meta.inbound ? "in" : "out";
    entry[side].add(event.time, 1);
    entry[meta.inbound ? "bytesIn" : "bytesOut"].add(event.time, Number(meta.size) || 0);
}

const mean = (values) => values.slice(-10).reduce((total, value) => total + value, 0) / Math.min(10, values.length);

function draw() {
    if (newest === 0 || document.hidden) return;
    const second = Math.floor((newest + Math.min(60_000, performance.now() - came)) / 1000);
    const layers = (key) => [...commands].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => ({ colour: entry.colour, values: entry[key].last(shown, second) }));
    messagePlot.draw(layers("in"), layers("out"), shown);
    bytePlot.draw(layers("bytesIn"), layers("bytesOut"), shown);
    for (const entry of commands.values()) {
        const [inward, outward] = [entry.in.last(shown, second), entry.out.last(shown, second)];
        entry.plot.draw(inward.map((value, index) => value + outward[index]), entry.colour);
        setText(entry.figure, `↓ ${rate(mean(inward))}  ↑ ${rate(mean(outward))}`);
    }
    for (const entry of others.values()) {
        const values = entry.count.last(shown, second);
        entry.plot.draw(values, entry.colour);
        setText(entry.figure, `${rate(mean(values))}/s`);
    }
}
setInterval(draw, 1000);
addEventListener("themechange", () => {
    for (const [name, entry] of [...commands, ...others]) {
        entry.colour = commandColour(name);
        entry.element.querySelector(".dot").style.setProperty("--dot", entry.colour);
    }
    draw();
});

openPage({
    kinds: undefined,
    backlog: 0,
    event: take,
    reset() {
        for (const table of [commands, others]) {
            for (const entry of table.values()) entry.element.remove();
            table.clear();
        }
        newest = 0;
    },
});
