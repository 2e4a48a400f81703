// debug.log as it is written.

import { el, setText, toggle } from "./modules/dom.js";
import { tagged } from "./modules/events.js";
import { clip, clock, number, pretty } from "./modules/format.js";
import { mainWith, openPage } from "./modules/page.js";
import { Ring } from "./modules/ring.js";

const mostLines = 5000;
const mostShown = 2000;
const longest = 4000;
const levels = ["info", "warning", "error", "debug", "trace"];
const categories = [
    "", "addrman", "bench", "blockstorage", "cmpctblock", "coindb", "estimatefee", "http", "i2p", "ipc", "leveldb", "libevent",
    "mempool", "mempoolrej", "net", "proxy", "prune", "qt", "rand", "reindex", "rpc", "scan", "selectcoins", "tor", "txpackages",
    "txreconciliation", "validation", "walletdb", "zmq",
];

const lines = new Ring(mostLines);
const seen = new Set();
let paused = false;
let follow = true;
let pending = [];
let matching = () => true;
let highlight = "";

const filter = el("input", { type: "search", placeholder: "Show lines with… (/regular expression/ works too)", "aria-label": "Filter", oninput: refilter });
const mark = el("input", { type: "search", placeholder: "Highlight…", "aria-label": "Highlight", oninput: () => { highlight = mark.value.toLowerCase(); redraw(); } });
const category = el("select", { "aria-label": "Category", onchange: refilter }, el("option", { value: "*" }, "all categories"));
const level = el("select", { "aria-label": "Level", onchange: refilter }, el("option", { value: "*" }, "all levels"), ...levels.map((name) => el("option", { value: name }, name)));
const count = el("span", { class: "soft" });
const box = el("div", { class: "log", tabindex: 0, role: "log", "aria-live": "off" });
mainWith(
    el("div", { class: "toolbar" }, filter, mark, category, level,
        toggle("Pause", false, (on) => { paused = on; if (!on) flush(); }),
        toggle("Follow", true, (on) => { follow = on; toEnd(); }),
        el("button", { type: "button", onclick: () => { lines.clear(); redraw(); } }, "Clear"), count),
    box);

/** The line as the extractor read it; a known line's text is made of what it tells. */
function textOf(data) {
    const [kind, line] = tagged(data.log_event);
    if (typeof line?.raw_message === "string") return line.raw_message;
    const told = tagged(data.detail)[1] ?? line;
    const facts = Object.entries(told ?? {}).filter(([, value]) => value !== null && value !== "");
    return `${tagged(data.detail)[0] || kind}: ${facts.map(([name, value]) => `${name}=${typeof value === "object" ? pretty(value, 200) : value}`).join(" ")}`;
}

function take(event) {
    const { data } = event;
    const name = data.category_name || categories[data.category] || "";
    const line = { time: event.time, level: levels[data.log_level] ?? "info", category: name, thread: String(data.threadname ?? ""), text: clip(textOf(data), longest) };
    lines.push(line);
    if (name && !seen.has(name) && seen.size < 100) {
        seen.add(name);
        category.append(el("option", { value: name }, clip(name, 30)));
    }
    if (!matching(line)) return;
    pending.push(line);
    if (pending.length > mostShown) pending.shift();
    if (pending.length === 1 && !paused) requestAnimationFrame(flush);
}

function refilter() {
    const text = filter.value.trim();
    let pattern = null;
    const asPattern = /^\/(.+)\/$/.exec(text);
    if (asPattern) {
        try { pattern = new RegExp(asPattern[1], "i"); } catch { /* Not finished yet: nothing matches. */ pattern = /[^\s\S]/; }
    }
    const lower = text.toLowerCase();
    matching = (line) =>
        (category.value === "*" || line.category === category.value) && (level.value === "*" || line.level === level.value)
        && (pattern ? pattern.test(line.text) : line.text.toLowerCase().includes(lower));
    redraw();
}

function redraw() {
    pending = [...lines].filter(matching).slice(-mostShown);
    box.replaceChildren();
    flush();
}

function element(line) {
    const text = el("span", { class: "text" });
    if (highlight) {
        // The text in pieces: what is looked for becomes an element, the rest stays text.
        const lower = line.text.toLowerCase();
        let from = 0;
        for (let at = lower.indexOf(highlight); at >= 0 && text.childNodes.length < 100; at = lower.indexOf(highlight, from)) {
            text.append(line.text.slice(from, at), el("mark", {}, line.text.slice(at, at + highlight.length)));
            from = at + highlight.length;
        }
        text.append(line.text.slice(from));
    } else {
        text.textContent = line.text;
    }
    return el("div", { class: `line ${line.level}` },
        el("time", {}, clock(line.time)), line.category ? el("b", {}, clip(line.category, 20)) : "",
        line.thread ? el("i", {}, clip(line.thread, 16)) : "", text);
}

function flush() {
    if (paused) return;
    box.append(...pending.map(element));
    pending = [];
    while (box.childElementCount > mostShown) box.firstChild.remove();
    setText(count, `${number(box.childElementCount)} of ${number(lines.length)} lines`);
    toEnd();
}

function toEnd() {
    if (follow) box.scrollTop = box.scrollHeight;
}

openPage({
    kinds: ["log"],
    backlog: 1000,
    event: take,
    reset() {
        lines.clear();
        redraw();
    },
});
