// What is wrong, who it comes from, and what was wrong since the page was opened.

import { Alerts, measured, severities, severityDot } from "./modules/alerts.js";
import { el, throttled, toggle } from "./modules/dom.js";
import { clock, duration, number } from "./modules/format.js";
import { mainWith, openPage } from "./modules/page.js";
import { LiveTable } from "./modules/table.js";

const alerts = new Alerts();
let chosen = null;
let activeOnly = false;

const ago = (time) => (Number.isFinite(time) ? `${duration(Math.max(0, Date.now() - time))} ago` : "–");
/** A cell of a row stays the same node as long as its text does. */
const marks = new WeakMap();
function severityCell(alert) {
    const known = marks.get(alert);
    if (known) return known;
    const mark = el("span", {}, severityDot(alert.severity), severities[alert.severity].name);
    marks.set(alert, mark);
    return mark;
}

const filter = el("input", { type: "search", placeholder: "Show alerts with…", "aria-label": "Filter", oninput: () => draw() });
const severity = el("select", { "aria-label": "Severity", onchange: () => draw() },
    el("option", { value: "0" }, "all severities"), el("option", { value: "1" }, "warning and critical"), el("option", { value: "2" }, "critical"));
const figures = el("div", { class: "figures" });
const detail = el("div", { class: "panel" }, el("p", { class: "empty" }, "Choose an alert to see who and what it is about."));
const table = new LiveTable({
    key: (alert) => alert.key,
    sortBy: 0,
    empty: "No alert has come yet. Is the alerts tool running?",
    select: (alert) => {
        chosen = alert.key;
        drawDetail();
        split.classList.add("chosen");
        if (matchMedia("(max-width: 60rem)").matches) detail.scrollIntoView({ block: "start", behavior: "smooth" });
    },
    columns: [
        { title: "State", cell: (alert) => alert.state, value: (alert) => (alert.isOver ? 1e15 : 0) - alert.first },
        { title: "Severity", cell: severityCell, value: (alert) => alert.severity, numeric: false },
        { title: "Kind", cell: (alert) => alert.kind },
        { title: "Node", cell: (alert) => alert.node || "–" },
        { title: "Peers", numeric: true, cell: (alert) => number(alert.peerCount), value: (alert) => alert.peerCount },
        { title: "Times", hint: "How often it was found", numeric: true, cell: (alert) => number(alert.count), value: (alert) => alert.count },
        { title: "First", numeric: true, cell: (alert) => ago(alert.first), value: (alert) => alert.first },
        { title: "Last", numeric: true, cell: (alert) => ago(alert.last), value: (alert) => alert.last },
        { title: "What", cell: (alert) => alert.summary },
    ],
});
const split = el("div", { class: "split" }, table.element, detail);
mainWith(
    figures,
    el("div", { class: "toolbar" }, filter, severity, toggle("Only what goes on", false, (on) => { activeOnly = on; draw(); })),
    split);

function matching(alert) {
    if (alert.severity < Number(severity.value) || (activeOnly && alert.isOver)) return false;
    const words = [alert.kind, alert.node, alert.summary, alert.id, ...alert.addresses, ...alert.peers.flatMap((peer) => [peer.addr, peer.agent])];
    return words.join("\n").toLowerCase().includes(filter.value.trim().toLowerCase());
}

function drawNow() {
    const active = alerts.active;
    const boxes = [...severities].reverse().map(({ name, tone }) => {
        const count = active.filter((alert) => severities[alert.severity].name === name).length;
        return [name, count, count > 0 ? tone : ""];
    });
    figures.replaceChildren(...[...boxes, ["over", alerts.all.length - active.length, ""]].map(([title, count, tone]) =>
        el("div", { class: "figure" }, el("b", { class: tone }, number(count)), el("span", {}, title))));
    table.draw(alerts.all.filter(matching));
}
const draw = throttled(300, drawNow);

function rows(heads, body) {
    return el("div", { class: "scroll" }, el("table", {},
        el("thead", {}, el("tr", {}, ...heads.map((head) => el("th", { scope: "col" }, head)))),
        el("tbody", {}, ...body.map((cells) => el("tr", {}, ...cells.map((cell) => el("td", {}, cell)))))));
}

function drawDetail() {
    const alert = alerts.known.get(chosen);
    if (!alert) return;
    const facts = [
        ["Node", alert.node || "–"], ["State", alert.state], ["Severity", severities[alert.severity].name], ["First found", clock(alert.first)],
        ["Last found", clock(alert.last)], ["Times found", number(alert.count)], ["Id", alert.id],
    ];
    const parts = [
        el("h2", {}, severityDot(alert.severity), alert.kind), el("p", { class: "break" }, alert.summary),
        el("dl", {}, ...facts.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])),
    ];
    if (alert.measures.length > 0) {
        parts.push(el("h2", { class: "later" }, "Measured"), rows(["What", "Value", "Threshold"],
            alert.measures.map((measure) => [measure.name.replaceAll("_", " "), measured(measure.value), measured(measure.threshold)])));
    }
    if (alert.peers.length > 0) {
        const more = alert.peerCount > alert.peers.length ? ` (${number(alert.peers.length)} of ${number(alert.peerCount)})` : "";
        parts.push(el("h2", { class: "later" }, `Peers${more}`), rows(["Id", "Address", "User agent"],
            alert.peers.map((peer) => [peer.id, peer.addr, peer.agent || "–"])));
    }
    if (alert.addresses.length > 0) parts.push(el("h2", { class: "later" }, "Addresses"), rows(["Address or network"], alert.addresses.map((address) => [address])));
    if (alert.evidence.length > 0) {
        parts.push(el("h2", { class: "later" }, "Raised by"), rows(["Subject", "Number"], alert.evidence.map((part) => [part.subject, part.sequence || "–"])));
    }
    detail.replaceChildren(...parts);
}

setInterval(draw, 1000);
openPage({
    kinds: ["alerts"],
    backlog: 1000,
    everyNode: true,
    event(event) {
        if (event.kind !== "alerts") return;
        const alert = alerts.take(event);
        draw();
        if (alert.key === chosen) drawDetail();
    },
    reset() {
        alerts.clear();
        draw();
    },
});
