// What every page has: head, navigation, connection, choice of server, node and theme.

import { el, setText, svg, throttled } from "./dom.js";
import { Feed } from "./feed.js";
import { number, rate } from "./format.js";
import { pages } from "./pages.js";
import { choose, chosen, servers, token } from "./servers.js";
import { recall, remember } from "./storage.js";

const mostNodes = 200;
/** Of each RPC, to begin with: one for each of a few nodes. */
const lastAnswers = 5;

/**
 * Puts the head onto the page and keeps it supplied with events. `options`:
 *   kinds, backlog    of the subscription (docs/websocket-protocol.md)
 *   extra()           more members of the subscription, e.g. { peers: [7] }; optional
 *   answers           RPCs whose last answers come first and whose new ones come along, e.g. ["getpeerinfo"]; optional
 *   before            subscriptions that go first, for their backlogs; optional
 *   everyNode         true where the page deals with several nodes itself
 *   event(event)      one event of the chosen node
 *   reset()           another node or server was chosen, or the connection is new: begin again
 *   control(message)  optional
 */
export async function openPage(options) {
    const page = new Page(options);
    page.build();
    page.servers = await servers();
    page.server = chosen(page.servers);
    page.drawServers();
    page.connect();
    return page;
}

class Page {
    constructor(options) {
        this.options = options;
        this.node = recall("node");
        this.nodes = new Set();
        this.count = 0;
        this.lost = 0;
        this.failures = 0;
        this.wasLive = false;
    }

    build() {
        const current = location.pathname.split("/").pop() || "index.html";
        const nav = el("nav", { "aria-label": "Pages" }, ...pages.map((page) =>
            el("a", { href: page.file, "aria-current": page.file === current ? "page" : undefined }, page.short ?? page.title)));
        const head = el("header", { class: "head" },
            el("button", { type: "button", class: "icon menu", "aria-label": "Menu", onclick: () => head.classList.toggle("open") }, "☰"),
            el("a", { class: "brand", href: "index.html" }, logo(), el("span", {}, "peer-observer")),
            nav,
            this.state = el("span", { class: "state", "data-state": "connecting", role: "status" }, "connecting"),
            el("details", { class: "popover" },
                el("summary", { class: "icon", "aria-label": "Server and node", title: "Server and node" }, "⚙"),
                this.choices = el("div", {})),
            el("button", { type: "button", class: "icon", "aria-label": "Dark or light", title: "Dark or light", onclick: switchTheme }, "◐"));
        this.banner = el("div", { class: "banner", role: "alert", hidden: true });
        document.body.prepend(head, this.banner);
        this.current = head.querySelector("[aria-current]");
        this.serverChoice = el("fieldset", {}, el("legend", {}, "Server"));
        this.nodeChoice = el("fieldset", { hidden: true }, el("legend", {}, "Node"));
        this.choices.append(this.serverChoice, this.nodeChoice);
        document.addEventListener("click", (event) => {
            for (const open of document.querySelectorAll("details.popover[open]")) {
                if (!open.contains(event.target)) open.open = false;
            }
        });
        this.drawNodesSoon = throttled(500, () => this.drawNodes());
        this.counted = performance.now();
        setInterval(() => this.drawState(), 1000);
    }

    drawServers() {
        this.serverChoice.replaceChildren(el("legend", {}, "Server"), ...this.servers.map((server) =>
            el("label", { title: server.url },
                el("input", {
                    type: "radio", name: "server", checked: server === this.server, onchange: () => {
                        this.server = server;
                        choose(server);
                        this.nodes.clear();
                        this.drawNodes();
                        this.connect();
                    },
                }), server.name)));
    }

    drawNodes() {
        this.nodeChoice.hidden = this.nodes.size < 2 || Boolean(this.options.everyNode);
        if (this.nodeChoice.hidden) return;
        const select = el("select", {
            "aria-label": "Node", onchange: () => {
                this.node = select.value;
                remember("node", this.node);
                this.connect();
            },
        }, ...[...this.nodes].sort().map((name) =>
            el("option", { value: name, selected: name === this.node }, name || "(without a name)")));
        this.nodeChoice.replaceChildren(el("legend", {}, "Node"), select);
    }

    connect() {
        this.feed?.stop();
        this.feed = new Feed(this.server.url, token(), this.subscriptions(), {
            event: (event) => this.take(event),
            open: () => {
                this.lost = 0;
                this.options.reset?.();
            },
            control: (message) => {
                if (message.control === "lost") this.lost = Number(message.total) || 0;
                if (message.control === "status") this.bus = message.nats_connected !== false;
                this.options.control?.(message);
            },
            state: (name, seconds) => this.show(name, seconds),
        });
    }

    subscriptions() {
        const { kinds, backlog, answers = [], before, extra } = this.options;
        const wanted = { kinds, ...extra?.() };
        const list = [...before ?? []];
        // One by one: the answers of a frequent RPC would leave no room for those of a rare one.
        for (const method of answers) list.push({ kinds: ["rpc"], rpcs: [method], backlog: lastAnswers });
        if (backlog > 0 || answers.length === 0) list.push({ ...wanted, backlog });
        // Last, so that the backlog has room for what the page is about.
        if (answers.length > 0) list.push({ ...wanted, kinds: kinds && [...kinds, "rpc"], rpcs: answers });
        return list;
    }

    take(event) {
        this.count++;
        if (!this.nodes.has(event.node) && this.nodes.size < mostNodes) {
            this.nodes.add(event.node);
            this.drawNodesSoon();
        }
        if (!this.options.everyNode) {
            // A node that was chosen on another server is not waited for.
            if (this.node === null || !this.nodes.has(this.node)) this.node = event.node;
            if (event.node !== this.node) return;
        }
        this.options.event(event);
    }

    show(name, seconds) {
        this.status = name;
        this.state.dataset.state = name;
        if (name === "lost") {
            this.until = performance.now() + seconds * 1000;
            this.failures++;
            // One short hiccup is not worth a banner.
            if (this.failures > 1 || this.wasLive) this.drawBanner();
        }
        if (name === "live") {
            // Only now the width of what stands beside it is known.
            if (!this.wasLive) this.current?.scrollIntoView({ block: "nearest", inline: "center" });
            this.failures = 0;
            this.wasLive = true;
            this.banner.hidden = true;
        }
        this.drawState();
    }

    drawBanner() {
        const seconds = Math.max(0, Math.ceil((this.until - performance.now()) / 1000));
        this.banner.hidden = false;
        this.banner.classList.remove("notice");
        setText(this.banner, `Connection lost. ${this.status === "connecting" ? "Trying now…" : `Trying again in ${seconds} s.`}`);
    }

    drawState() {
        const now = performance.now();
        const perSecond = this.count / ((now - this.counted) / 1000 || 1);
        if (now - this.counted > 900) {
            this.count = 0;
            this.counted = now;
            this.perSecond = perSecond;
        }
        if (this.status === "live") {
            setText(this.state, `${rate(this.perSecond ?? 0)}/s`);
            this.state.title = "Events per second of this page";
            if (this.bus === false) this.notice("The server has lost its connection to NATS: no events until it is back.");
            else if (this.lost > 0) this.notice(`This browser was too slow for ${number(this.lost)} events; they are missing here.`);
            else this.banner.hidden = true;
        } else {
            setText(this.state, this.status === "lost" ? "connection lost" : "connecting");
            if (!this.banner.hidden) this.drawBanner();
        }
    }

    notice(text) {
        this.banner.hidden = false;
        this.banner.classList.add("notice");
        setText(this.banner, text);
    }
}

function switchTheme() {
    const root = document.documentElement;
    const next = getComputedStyle(root).colorScheme === "light" ? "dark" : "light";
    root.dataset.theme = next;
    remember("theme", next);
    dispatchEvent(new Event("themechange"));
}
matchMedia("(prefers-color-scheme: light)").addEventListener("change", () => dispatchEvent(new Event("themechange")));

function logo() {
    return svg("svg", { width: 22, height: 22, viewBox: "0 0 22 22", fill: "none", "aria-hidden": "true" },
        svg("circle", { cx: 11, cy: 11, r: 8.5, stroke: "currentColor", "stroke-opacity": .35, "stroke-width": 1.4 }),
        svg("circle", { cx: 11, cy: 11, r: 3.4, fill: "var(--accent)" }),
        svg("circle", { cx: 11, cy: 2.5, r: 2, fill: "#4d8dff" }),
        svg("circle", { cx: 18.4, cy: 15.2, r: 2, fill: "#ff5d5d" }),
        svg("circle", { cx: 3.6, cy: 15.2, r: 2, fill: "#f0c419" }));
}

/** The page's main element, with a heading and a line about it. */
export function mainWith(...children) {
    const current = pages.find((page) => page.file === (location.pathname.split("/").pop() || "index.html")) ?? pages[0];
    const main = el("main", { id: "main" }, el("h1", {}, current.title), el("p", { class: "soft" }, current.text), ...children);
    document.body.append(main);
    return main;
}
