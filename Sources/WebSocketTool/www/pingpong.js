// How fast each peer answers: from the node's ping to the peer's pong with the same nonce, at the node's tracepoints.

import { payload } from "./modules/events.js";
import { duration, number } from "./modules/format.js";
import { mainWith } from "./modules/page.js";
import { addressColumn, agentColumn, peerColumns } from "./modules/peer-columns.js";
import { relayPage } from "./modules/relay-page.js";
import { BoundedMap, Ring } from "./modules/ring.js";
import { Sparkline } from "./modules/sparkline.js";

const time = (title, read, hint) => ({ title, hint, numeric: true, cell: (row) => duration(read(row)), value: read });
const average = (ring) => (ring.length ? [...ring].reduce((total, value) => total + value, 0) / ring.length : NaN);
const count = (title, name, hint) => ({ title, hint, numeric: true, cell: (row) => number(row[name]), value: (row) => row[name] });

const view = relayPage({
    commands: ["ping", "pong"],
    sortBy: 2,
    descending: false,
    make: () => ({ open: new BoundedMap(20), openIn: new BoundedMap(20), times: new Ring(60), least: Infinity, answered: 0, unasked: 0, pingsIn: 0, ours: NaN }),
    columns: [
        ...peerColumns,
        time("Last", (row) => row.times.last ?? NaN), time("Lowest", (row) => (row.times.length ? row.least : NaN)), time("Mean of 60", (row) => average(row.times)),
        { title: "", cell: (row) => (row.plot ??= new Sparkline(110, 22)).element, value: (row) => row.times.last ?? NaN },
        count("Answered", "answered"),
        { title: "Waiting", hint: "Pings without an answer", numeric: true, cell: (row) => row.open.size, value: (row) => row.open.size },
        count("Unasked", "unasked", "Pongs that answer no ping seen here"),
        count("Its pings", "pingsIn"), time("Our answer", (row) => row.ours, "From its last ping to our pong"),
        addressColumn, agentColumn,
    ],
    message(row, { name, data, time: now }) {
        const { inbound } = data.meta;
        const [, body] = payload(data);
        const nonce = String(body?.value ?? "");
        if (name === "ping") {
            (inbound ? row.openIn : row.open).set(nonce, now);
            if (inbound) row.pingsIn++;
            return;
        }
        const asked = (inbound ? row.open : row.openIn).get(nonce);
        if (asked === undefined) {
            if (inbound) row.unasked++;
            return;
        }
        const taken = now - asked;
        if (!inbound) {
            row.openIn.delete(nonce);
            row.ours = taken;
            return;
        }
        row.open.delete(nonce);
        row.answered++;
        row.times.push(taken);
        row.least = Math.min(row.least, taken);
        (row.plot ??= new Sparkline(110, 22)).draw([...row.times]);
    },
    figures(rows) {
        const last = rows.map((row) => row.times.last).filter((value) => value !== undefined).sort((a, b) => a - b);
        const part = (share) => duration(last[Math.min(last.length - 1, Math.floor(last.length * share))] ?? NaN);
        return [
            ["peers that answered", number(last.length)], ["median", part(0.5)], ["90 % within", part(0.9)], ["slowest", part(1)],
            ["waiting", number(rows.reduce((total, row) => total + row.open.size, 0))],
        ];
    },
});
mainWith(view.figures, view.table);
