// Is everything running? What arrives, from where, and the pages.

import { el, setText, throttled } from "./modules/dom.js";
import { bytes, duration, number, rate } from "./modules/format.js";
import { mainWith, openPage } from "./modules/page.js";
import { pages } from "./modules/pages.js";
import { LiveTable } from "./modules/table.js";

const mostSources = 200;
const sources = new Map();
const figures = new Map();

const sourceTable = new LiveTable({
    key: (source) => source.key,
    empty: "No event has come yet. Are the extractors running?",
    columns: [
        { title: "Source", cell: (source) => source.title },
        { title: "Node", cell: (source) => source.node || "–" },
        { title: "Events/s", numeric: true, cell: (source) => rate(source.rate), value: (source) => source.rate },
        { title: "Since the page opened", numeric: true, cell: (source) => number(source.count), value: (source) => source.count },
        { title: "Last", numeric: true, cell: (source) => `${duration(Math.max(0, Date.now() - source.heard))} ago`, value: (source) => source.heard },
    ],
});
const figureBox = el("div", { class: "figures" });
const server = el("dl", {});
mainWith(
    figureBox,
    el("h2", {}, "Pages"),
    el("div", { class: "grid" }, ...pages.slice(1).map((page) =>
        el("a", { class: "panel card", href: page.file }, el("h2", {}, page.title), el("span", { class: "soft" }, page.text)))),
    el("h2", { class: "later" }, "Sources"), sourceTable.element,
    el("h2", { class: "later" }, "Server"), el("div", { class: "panel" }, server));

const titles = {
    message: "ebpf-extractor: messages", connection: "ebpf-extractor: connections", mempool: "ebpf-extractor: mempool",
    validation: "ebpf-extractor: validation", addrman: "ebpf-extractor: addrman", utxocache: "ebpf-extractor: coins cache",
    process: "ebpf-extractor: process", rpc: "rpc-extractor", p2p: "p2p-extractor", log: "log-extractor", ipc: "ipc-extractor",
};

function figure(title, text) {
    let box = figures.get(title);
    if (!box) {
        box = el("b", {});
        figures.set(title, box);
        figureBox.append(el("div", { class: "figure" }, box, el("span", {}, title)));
    }
    setText(box, text);
}

function take(event) {
    const key = `${event.node} ${event.kind}`;
    let source = sources.get(key);
    if (!source) {
        if (sources.size >= mostSources) return;
        source = { key, title: titles[event.kind] ?? event.kind, node: event.node, count: 0, before: 0, rate: 0, heard: 0 };
        sources.set(key, source);
    }
    source.heard = Math.max(source.heard, event.time);
    if (!event.old) source.count++;
    const { data } = event;
    if (event.kind === "rpc") {
        if (event.name === "BlockchainInfo") {
            figure("block height", number(data.blocks));
            figure("chain", data.chain);
            if (data.initialblockdownload) figure("verified", `${(data.verificationprogress * 100).toFixed(2)} %`);
        } else if (event.name === "NetworkInfo") {
            figure("peers in / out", `${data.connections_in} / ${data.connections_out}`);
            figure("node", data.subversion);
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
    draw();
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
    draw();
}, 1000);

openPage({
    kinds: undefined,
    backlog: 0,
    before: { kinds: ["rpc", "process", "validation"], backlog: 80 },
    everyNode: true,
    event: take,
    control(message) {
        if (message.control !== "status") return;
        const lost = Object.entries(message.events?.lost ?? {}).map(([reason, count]) => `${number(count)} ${reason}`);
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
