// Is everything running? What arrives, from where, and the pages.

import { Alerts, severityDot } from "./modules/alerts.js";
import { dot, el, setText, throttled } from "./modules/dom.js";
import { bytes, clip, duration, number, rate } from "./modules/format.js";
import { mainWith, openPage } from "./modules/page.js";
import { pages } from "./modules/pages.js";
import { recall } from "./modules/storage.js";
import { serverLosses } from "./modules/status.js";
import { LiveTable } from "./modules/table.js";

const mostSources = 200;
/** Silence after which a source counts as stopped (ms): each has events more often than this. */
const stopped = 180_000;
const sources = new Map();
/** The node whose figures are shown: the one chosen on another page, else the first that is heard. */
const preferred = recall("node");
let shown = null;
let status = null;

const sourceTable = new LiveTable({
    key: (source) => source.key,
    empty: "No event has come yet. Are the extractors running?",
    columns: [
        { title: "Source", cell: (source) => source.title },
        { title: "Node", cell: (source) => source.node || "–" },
        { title: "Events/s", numeric: true, cell: (source) => rate(source.rate), value: (source) => source.rate },
        { title: "Since the page opened", hint: "Of the RPCs, only those that this page asks for", numeric: true, cell: (source) => number(source.count), value: (source) => source.count },
        { title: "Last", numeric: true, cell: (source) => `${duration(silence(source))} ago`, value: (source) => -silence(source) },
    ],
});
// In this order, those that are known.
const figures = new Map(["block height", "chain", "verified", "peers in / out", "mempool", "mempool memory", "node's memory", "node's uptime", "events per second", "node"]
    .map((title) => [title, el("b", {})]));
const figureBox = el("div", { class: "figures" }, ...[...figures].map(([title, box]) =>
    el("div", { class: title === "node" ? "figure double" : "figure", hidden: true }, box, el("span", {}, title))));
const health = el("div", { class: "health", role: "status" });
const alerts = new Alerts();
const mostShownAlerts = 8;
const alertBar = el("div", { class: "alerts", role: "status", hidden: true });
const server = el("dl", {});
mainWith(
    alertBar, health, figureBox,
    el("h2", {}, "Pages"),
    el("div", { class: "grid" }, ...pages.slice(1).map((page) =>
        el("a", { class: "panel card", href: page.file }, el("h2", {}, page.title), el("span", { class: "soft" }, page.text)))),
    el("h2", { class: "later" }, "Sources"), sourceTable.element,
    el("h2", { class: "later" }, "Server"), el("div", { class: "panel" }, server));

const titles = {
    message: "ebpf-extractor: messages", connection: "ebpf-extractor: connections", mempool: "ebpf-extractor: mempool",
    validation: "ebpf-extractor: validation", addrman: "ebpf-extractor: addrman", utxocache: "ebpf-extractor: coins cache",
    process: "ebpf-extractor: process", rpc: "rpc-extractor", p2p: "p2p-extractor", log: "log-extractor", ipc: "ipc-extractor",
    connectivity: "connectivity-check", alerts: "alerts",
};

function figure(title, text) {
    const box = figures.get(title);
    box.parentElement.hidden = false;
    setText(box, text);
}

/** Milliseconds since a source was heard, by this browser's clock. */
const silence = (source) => Math.max(0, performance.now() - source.heard);

function pill(tone, text, title) {
    return el("span", { class: "pill", title }, dot(`var(--${tone})`), text);
}

/** One mark for each extractor, for NATS and for what was lost. */
function drawHealth() {
    const extractors = ["ebpf-extractor", "rpc-extractor", "p2p-extractor", "log-extractor"].map((name) => {
        const own = [...sources.values()].filter((source) => source.title.startsWith(name));
        if (own.length === 0) return pill("text-faint", `${name}: nothing yet`);
        const nodes = new Map();
        for (const source of own) nodes.set(source.node, Math.min(nodes.get(source.node) ?? Infinity, silence(source)));
        const silent = [...nodes.values()].filter((value) => value > stopped).length;
        const tone = silent === 0 ? "good" : silent < nodes.size ? "warning" : "bad";
        const perSecond = own.reduce((total, source) => total + source.rate, 0);
        const what = silent === 0 ? (perSecond >= 1 ? `${rate(perSecond)}/s` : `${duration(Math.min(...nodes.values()))} ago`)
            : nodes.size > 1 ? `silent on ${silent} of ${nodes.size} nodes` : `silent for ${duration(Math.max(...nodes.values()))}`;
        return pill(tone, `${name}: ${what}`);
    });
    const lost = serverLosses(status).reduce((total, [, count]) => total + count, 0);
    health.replaceChildren(...extractors,
        ...(status ? [pill(status.nats_connected ? "good" : "bad", status.nats_connected ? "NATS: connected" : "NATS: not connected")] : []),
        ...(lost > 0 ? [pill("warning", `lost by the server: ${number(lost)}`)] : []));
}

/** Alerts that go on; each leads to the page that tells of them. */
function drawAlerts() {
    const active = alerts.active;
    alertBar.hidden = active.length === 0;
    alertBar.replaceChildren(...active.slice(0, mostShownAlerts).map((alert) => {
        const peers = alert.peerCount > 0 ? ` · ${number(alert.peerCount)} peer${alert.peerCount === 1 ? "" : "s"}` : "";
        return el("a", { class: "pill", href: "alerts.html", title: alert.summary },
            severityDot(alert.severity), `${clip(alert.kind, 40)}${alert.node ? ` · ${alert.node}` : ""}${peers}`);
    }), ...(active.length > mostShownAlerts ? [el("a", { class: "pill", href: "alerts.html" }, `${number(active.length - mostShownAlerts)} more`)] : []));
}
const drawAlertsSoon = throttled(500, drawAlerts);

function take(event) {
    if (event.kind === "alerts") {
        alerts.take(event);
        drawAlertsSoon();
    }
    const key = `${event.node} ${event.kind}`;
    let source = sources.get(key);
    if (!source) {
        if (sources.size >= mostSources) return;
        source = { key, title: titles[event.kind] ?? event.kind, node: event.node, count: 0, before: 0, rate: 0, heard: -Infinity };
        sources.set(key, source);
    }
    // The node's clock may differ from this one: it is asked only of what is old.
    const heard = performance.now() - (event.old ? Math.max(0, Date.now() - event.time) : 0);
    source.heard = Math.max(source.heard, heard);
    if (!event.old) source.count++;
    draw();
    if (shown === null || event.node === preferred) shown = event.node;
    if (event.node === shown) drawFigures(event);
}

function drawFigures(event) {
    const { data } = event;
    if (event.kind === "rpc") {
        if (event.name === "BlockchainInfo") {
            figure("block height", number(data.blocks));
            figure("chain", data.chain);
            if (data.initialblockdownload) figure("verified", `${(data.verificationprogress * 100).toFixed(2)} %`);
        } else if (event.name === "NetworkInfo") {
            figure("peers in / out", `${data.connections_in} / ${data.connections_out}`);
            figure("node", event.node ? `${event.node} · ${data.subversion}` : data.subversion);
        } else if (event.name === "MempoolInfo") {
            figure("mempool", `${number(data.size)} tx`);
            figure("mempool memory", bytes(data.usage));
        } else if (event.name === "Uptime") {
            figure("node's uptime", duration(data * 1000));
        }
    } else if (event.kind === "validation" && event.name === "BlockConnected") {
        figure("block height", number(data.height));
    } else if (event.kind === "process") {
        figure("node's memory", bytes(data.resident_bytes));
    }
}

const draw = throttled(1000, () => sourceTable.draw(sources.values()));

let read = performance.now();
setInterval(() => {
    const seconds = (performance.now() - read) / 1000;
    read = performance.now();
    let all = 0;
    for (const source of sources.values()) {
        source.rate = (source.count - source.before) / seconds;
        source.before = source.count;
        all += source.rate;
    }
    figure("events per second", rate(all));
    drawHealth();
    draw();
}, 1000);

openPage({
    kinds: undefined,
    backlog: 0,
    before: [{ kinds: ["alerts"], backlog: 500 }, { kinds: ["process", "validation"], backlog: 20 }],
    // Not all: a full address manager alone is 13 MB.
    answers: ["getblockchaininfo", "getnetworkinfo", "getmempoolinfo", "uptime"],
    everyNode: true,
    event: take,
    reset() {
        alerts.clear();
        drawAlerts();
    },
    control(message) {
        if (message.control !== "status") return;
        status = message;
        drawHealth();
        const lost = serverLosses(message).map(([reason, count]) => `${number(count)} ${reason}`);
        const facts = [
            ["Program", `${message.program} ${message.version ?? ""}`],
            ["Connected to NATS", message.nats_connected ? "yes" : "no"],
            ["Clients", number(message.clients ?? 0)],
            ["Events seen", number(message.events?.seen ?? 0)],
            ["Events lost", lost.join(", ") || "none"],
        ];
        server.replaceChildren(...facts.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
    },
});
