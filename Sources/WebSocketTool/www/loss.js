// What was lost on the way, and where. Events of one extractor and subject are numbered: a gap is a loss.

import { el, throttled } from "./modules/dom.js";
import { clock, number } from "./modules/format.js";
import { mainWith, openPage } from "./modules/page.js";
import { BoundedMap } from "./modules/ring.js";
import { serverLosses } from "./modules/status.js";
import { LiveTable } from "./modules/table.js";

const streams = new BoundedMap(500);
let status = null;
let dropped = 0;
let connections = 0;
let uncounted = 0;

const table = new LiveTable({
    key: (stream) => stream.key,
    sortBy: 4,
    descending: true,
    empty: "No numbered event has come yet.",
    columns: [
        { title: "Subject", cell: (stream) => stream.subject },
        { title: "Node", cell: (stream) => stream.node || "–" },
        { title: "Stream", cell: (stream) => String(stream.stream).slice(0, 8), hint: "A new one begins with each start of an extractor" },
        { title: "Received", numeric: true, cell: (stream) => number(stream.received), value: (stream) => stream.received },
        { title: "Missing", numeric: true, cell: (stream) => number(stream.missing), value: (stream) => stream.missing },
        { title: "Gaps", numeric: true, cell: (stream) => number(stream.gaps), value: (stream) => stream.gaps },
        { title: "Late or twice", numeric: true, cell: (stream) => number(stream.late), value: (stream) => stream.late },
        { title: "Last gap", cell: (stream) => (stream.gapTime ? clock(stream.gapTime) : "–"), value: (stream) => stream.gapTime },
        { title: "Number", numeric: true, cell: (stream) => number(stream.last ?? 0), value: (stream) => stream.last ?? 0 },
    ],
});
const figures = el("div", { class: "figures" });
const metrics = el("tbody");
const metricsBox = el("div", { hidden: true }, el("h2", { class: "later" }, "The server's own counters"),
    el("div", { class: "scroll" }, el("table", {}, metrics)));
mainWith(figures,
    el("h2", {}, "Between the extractors and this page"), table.element,
    el("p", { class: "soft" }, "A gap counts whatever was lost behind the extractor: on the bus, in the websocket tool, or because this browser was too slow. What an extractor itself could not take is in its own metrics."),
    metricsBox);

const draw = throttled(700, () => {
    const all = [...streams.values()];
    const sum = (name) => all.reduce((total, stream) => total + stream[name], 0);
    const missing = sum("missing");
    const serverLost = serverLosses(status).reduce((total, [, count]) => total + count, 0);
    const boxes = [
        ["received", number(sum("received")), ""],
        ["missing", number(missing), missing > 0 ? "bad" : "good"],
        ["of them dropped for this browser", number(dropped), dropped > 0 ? "warning" : ""],
        ["lost by the server", number(serverLost), serverLost > 0 ? "bad" : ""],
        ["connections of this page", number(connections), connections > 1 ? "warning" : ""],
        ["events without a number", number(uncounted), ""],
    ];
    figures.replaceChildren(...boxes.map(([title, text, tone]) =>
        el("div", { class: "figure" }, el("b", { class: tone }, text), el("span", {}, title))));
    table.draw(all);
});

function take(event) {
    const { node, subject, stream, sequence } = event;
    if (typeof sequence !== "number" || !stream) {
        uncounted++;
        draw();
        return;
    }
    const key = `${node} ${subject} ${stream}`;
    const entry = streams.obtain(key, () => ({ key, node, subject, stream, received: 0, missing: 0, gaps: 0, late: 0, gapTime: 0, last: null }));
    entry.received++;
    if (entry.last === null || sequence === entry.last + 1) {
        entry.last = sequence;
    } else if (sequence > entry.last) {
        entry.missing += sequence - entry.last - 1;
        entry.gaps++;
        entry.gapTime = event.time;
        entry.last = sequence;
    } else {
        entry.late++;
    }
    draw();
}

/** The counters of the server that this page came from; another one's cannot be read from here. */
async function readMetrics() {
    const server = page?.server && new URL(page.server.url);
    if (!server || server.host !== location.host || document.hidden) return;
    try {
        const answer = await fetch("metrics");
        if (!answer.ok) return;
        const lines = (await answer.text()).split("\n").filter((line) => /^[a-z0-9_]+_events_[a-z_]+(\{[^}]*\})? /.test(line)).slice(0, 100);
        metricsBox.hidden = lines.length === 0;
        metrics.replaceChildren(...lines.map((line) => {
            const [name, value] = line.split(/ (?=\S+$)/);
            return el("tr", {}, el("td", { class: "mono" }, name), el("td", { class: "numeric" }, number(Number(value))));
        }));
    } catch { /* The page tells already that the connection is lost. */ }
}
setInterval(readMetrics, 5000);

let page = null;
page = await openPage({
    kinds: undefined,
    backlog: 0,
    everyNode: true,
    event: take,
    control(message) {
        if (message.control === "status") status = message;
        if (message.control === "lost") dropped += Number(message.events) || 0;
        draw();
    },
    reset() {
        // What came while there was no connection is not lost: nobody asked for it.
        for (const stream of streams.values()) stream.last = null;
        connections++;
        draw();
    },
});
readMetrics();
