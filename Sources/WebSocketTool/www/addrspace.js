// Networks and ranges of the peers and of the address manager.

import { el, setText, throttled } from "./modules/dom.js";
import { number } from "./modules/format.js";
import { HilbertMap } from "./modules/hilbert-map.js";
import { hostOf, rangeOf } from "./modules/network-address.js";
import { mainWith, openPage } from "./modules/page.js";
import { LiveTable } from "./modules/table.js";

const mostRows = 300;
const networks = ["ipv4", "ipv6", "onion", "i2p", "cjdns"];
let peers = [];
/** Of the address manager: host, network, AS and table of each entry, taken from the latest getrawaddrman. */
let entries = [];
let perNetwork = {};

const hint = el("p", { class: "soft" }, " ");
const map = new HilbertMap((block) => {
    hovered = block;
    drawHint();
});
let hovered = null;
let shades = new Array(256).fill(0);
let dots = new Array(256).fill(0);

const counted = (title) => ({ title, numeric: true, cell: (row) => number(row[title]), value: (row) => row[title] });
const makeTable = (first) => new LiveTable({
    key: (row) => row.name,
    sortBy: 3,
    descending: true,
    most: mostRows,
    empty: "Waiting for the rpc-extractor's next getrawaddrman.",
    columns: [{ title: first, cell: (row) => row.name }, counted("peers"), counted("tried"), counted("new")],
});
const ranges = makeTable("Range");
const systems = makeTable("Autonomous system");
const bars = el("div", { class: "bars" });
const figures = el("div", { class: "figures" });
mainWith(
    figures,
    el("div", { class: "pair" },
        el("div", { class: "panel" }, el("h2", {}, "IPv4, each square a /8"), map.element, hint),
        el("div", { class: "panel" }, el("h2", {}, "Address manager by network"), bars)),
    el("div", { class: "pair" },
        el("div", {}, el("h2", {}, "Ranges: /16 of IPv4, /32 of IPv6"), ranges.element),
        el("div", {}, el("h2", {}, "Autonomous systems (of a node with an asmap)"), systems.element)));

function firstByte(host) {
    const byte = Number(host.split(".")[0]);
    return Number.isInteger(byte) && byte >= 0 && byte < 256 ? byte : null;
}

function drawHint() {
    setText(hint, hovered === null ? "Shade: addresses in the address manager. Dot: peers."
        : `${hovered}.0.0.0/8: ${number(shades[hovered])} addresses, ${number(dots[hovered])} peers`);
}

function tally(table, name, column) {
    let row = table.get(name);
    if (!row) table.set(name, row = { name, peers: 0, new: 0, tried: 0 });
    row[column]++;
}

const draw = throttled(1000, () => {
    shades = new Array(256).fill(0);
    dots = new Array(256).fill(0);
    const byRange = new Map();
    const bySystem = new Map();
    for (const { host, network, system, table } of [...entries, ...peers]) {
        const byte = network === "ipv4" ? firstByte(host) : null;
        if (byte !== null) (table === "peers" ? dots : shades)[byte]++;
        tally(byRange, rangeOf(network, host), table);
        if (system) tally(bySystem, `AS${system}`, table);
    }
    map.draw(shades, dots);
    drawHint();
    // The largest only: a table of 80,000 addresses has thousands of ranges.
    const largest = (table) => [...table.values()].sort((a, b) => b.peers - a.peers || b.new + b.tried - a.new - a.tried).slice(0, mostRows);
    ranges.draw(largest(byRange));
    systems.draw(largest(bySystem));
    drawBars();
    const told = [["peers", peers.length], ["addresses listed", entries.length], ["ranges", byRange.size], ["autonomous systems", bySystem.size]];
    figures.replaceChildren(...told.map(([title, value]) => el("div", { class: "figure" }, el("b", {}, number(value)), el("span", {}, title))));
});

function drawBars() {
    const totals = networks.map((name) => [name, perNetwork[name] ?? { new: 0, tried: 0, total: 0 }]);
    const most = Math.max(1, ...totals.map(([, value]) => value.total));
    bars.replaceChildren(...totals.flatMap(([name, value]) => {
        const bar = el("div", { class: "bar" });
        bar.style.setProperty("--part", String((value.total / most) * 100));
        return [el("span", {}, name), bar, el("span", { class: "numeric" }, `${number(value.tried)} tried, ${number(value.new)} new`)];
    }));
}

openPage({
    kinds: [],
    backlog: 0,
    answers: ["getaddrmaninfo", "getpeerinfo", "getrawaddrman"],
    event(event) {
        const { data } = event;
        if (event.name === "PeerInfos") {
            peers = (data.infos ?? []).slice(0, 2000).map((info) =>
                ({ host: hostOf(info.address), network: info.network, system: info.mapped_as, table: "peers" }));
        } else if (event.name === "AddrmanInfo") {
            perNetwork = data.networks ?? {};
        } else if (event.name === "Addrman") {
            entries = [];
            for (const table of ["new", "tried"]) {
                for (const bucket of Object.values(data[table] ?? {})) {
                    for (const entry of Object.values(bucket.entries ?? {})) {
                        if (entries.length < 100_000) entries.push({ host: String(entry.address), network: entry.network, system: entry.mapped_as, table });
                    }
                }
            }
        } else {
            return;
        }
        draw();
    },
    reset() {
        peers = [];
        entries = [];
        perNetwork = {};
        draw();
    },
});
addEventListener("themechange", draw);
addEventListener("resize", draw);
