// The table of bitcoin-cli -netinfo, live.

import { el, setText, throttled } from "./modules/dom.js";
import { bytes, duration, number } from "./modules/format.js";
import { mainWith, openPage } from "./modules/page.js";
import { peerColumns } from "./modules/peer-columns.js";
import { LiveTable } from "./modules/table.js";

const networks = ["ipv4", "ipv6", "onion", "i2p", "cjdns", "not_publicly_routable"];
const rows = new Map();
let infos = [];
let taken = 0;
let network = null;

const ago = (seconds) => (seconds > 0 ? duration(Math.max(0, taken - seconds * 1000)) : "–");
const milliseconds = (seconds) => (seconds > 0 ? Math.round(seconds * 1000) : "–");
const infoOf = (row) => row.peer.info;
const table = new LiveTable({
    key: (row) => row.peer.id,
    empty: "Waiting for the rpc-extractor's next getpeerinfo.",
    columns: [
        ...peerColumns,
        { title: "Net", cell: (row) => infoOf(row).network },
        { title: "v", hint: "Transport", cell: (row) => String(infoOf(row).transport_protocol_type).replace("v", "") },
        { title: "mping", hint: "Lowest ping, ms", numeric: true, cell: (row) => milliseconds(infoOf(row).minimum_ping), value: (row) => infoOf(row).minimum_ping },
        { title: "ping", hint: "Last ping, ms", numeric: true, cell: (row) => milliseconds(infoOf(row).ping_time), value: (row) => infoOf(row).ping_time },
        { title: "send", hint: "Since the last byte sent", numeric: true, cell: (row) => ago(infoOf(row).last_send), value: (row) => infoOf(row).last_send },
        { title: "recv", hint: "Since the last byte received", numeric: true, cell: (row) => ago(infoOf(row).last_received), value: (row) => infoOf(row).last_received },
        { title: "txn", hint: "Since the last new transaction", numeric: true, cell: (row) => (infoOf(row).relay_transactions ? ago(infoOf(row).last_transaction) : "no"), value: (row) => infoOf(row).last_transaction },
        { title: "blk", hint: "Since the last new block", numeric: true, cell: (row) => ago(infoOf(row).last_block), value: (row) => infoOf(row).last_block },
        { title: "hb", hint: "High-bandwidth compact blocks: . to us, * from us", cell: (row) => `${infoOf(row).bip152_hb_from ? "*" : ""}${infoOf(row).bip152_hb_to ? "." : ""}` },
        { title: "addrp", hint: "Addresses processed", numeric: true, cell: (row) => number(infoOf(row).addr_processed), value: (row) => infoOf(row).addr_processed },
        { title: "addrl", hint: "Addresses dropped by the rate limit", numeric: true, cell: (row) => number(infoOf(row).addr_rate_limited), value: (row) => infoOf(row).addr_rate_limited },
        { title: "sent", numeric: true, cell: (row) => bytes(infoOf(row).bytes_sent), value: (row) => infoOf(row).bytes_sent },
        { title: "received", numeric: true, cell: (row) => bytes(infoOf(row).bytes_received), value: (row) => infoOf(row).bytes_received },
        { title: "age", numeric: true, cell: (row) => ago(infoOf(row).connection_time), value: (row) => -infoOf(row).connection_time },
        { title: "address", cell: (row) => infoOf(row).address },
        { title: "version", cell: (row) => `${infoOf(row).version} ${infoOf(row).subversion}` },
    ],
});
const head = el("p", { class: "mono soft break" }, "–");
const counts = el("tbody");
const local = el("p", { class: "mono soft break" });
const choice = el("select", { "aria-label": "Network", onchange: () => { network = choice.value || null; draw(); } },
    el("option", { value: "" }, "all networks"), ...networks.map((name) => el("option", { value: name }, name)));
const countHead = el("tr", {}, el("th", {}, ""), ...[...networks.slice(0, 5), "npr", "total", "block"].map((name) => el("th", { class: "numeric" }, name)));
mainWith(head, el("div", { class: "scroll counts" }, el("table", {}, el("thead", {}, countHead), counts)), local,
    el("div", { class: "toolbar" }, choice), table.element);

const draw = throttled(300, () => {
    counts.replaceChildren(...[["in", true], ["out", false], ["total", null]].map(([title, inbound]) => {
        const part = infos.filter((info) => inbound === null || info.inbound === inbound);
        const cells = networks.map((name) => part.filter((info) => info.network === name).length);
        const block = part.filter((info) => info.connection_type === "block-relay-only").length;
        return el("tr", {}, el("th", { scope: "row" }, title), ...[...cells, part.length, block].map((value) => el("td", { class: "numeric" }, String(value))));
    }));
    // The row objects last, so that their cells do.
    for (const row of rows.values()) row.fresh = false;
    const shown = [];
    for (const info of infos) {
        let row = rows.get(info.id);
        if (!row) rows.set(info.id, row = { peer: {} });
        row.peer = { id: info.id, type: info.connection_type, info };
        row.fresh = true;
        if (!network || info.network === network) shown.push(row);
    }
    for (const [id, row] of rows) if (!row.fresh) rows.delete(id);
    table.draw(shown);
});
openPage({
    kinds: [],
    backlog: 0,
    answers: ["getnetworkinfo", "getpeerinfo"],
    event(event) {
        if (event.name === "PeerInfos") {
            infos = (event.data.infos ?? []).slice(0, 2000);
            taken = event.time;
            draw();
        } else if (event.name === "NetworkInfo") {
            setText(head, `${event.data.subversion} · protocol ${event.data.protocol_version} · services ${event.data.local_services_names?.join(", ")}`);
            setText(local, (event.data.local_addresses ?? []).map(({ address, port, score }) => `${address} port ${port} score ${score}`).join(" · ") || "no local addresses");
        }
    },
    reset() {
        infos = [];
        draw();
    },
});
