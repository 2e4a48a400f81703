// Announcements, requests and transactions of each peer.

import { inventoryItem, isTransactionItem, payload } from "./modules/events.js";
import { number } from "./modules/format.js";
import { mainWith } from "./modules/page.js";
import { addressColumn, agentColumn, peerColumns } from "./modules/peer-columns.js";
import { relayPage } from "./modules/relay-page.js";
import { BoundedMap } from "./modules/ring.js";

/** Transactions that were announced to the node; who was first is told while one is remembered. */
const announced = new BoundedMap(20_000);

const count = (title, name, hint) => ({ title, hint, numeric: true, cell: (row) => number(row[name]), value: (row) => row[name] });
const sum = (rows, name) => number(rows.reduce((total, row) => total + row[name], 0));
const newShare = (row) => (row.invIn ? row.first / row.invIn : 0);

const view = relayPage({
    commands: ["inv", "getdata", "tx", "notfound"],
    sortBy: 2,
    make: () => ({ invIn: 0, first: 0, invOut: 0, getdataIn: 0, getdataOut: 0, txIn: 0, txOut: 0, notfoundIn: 0, notfoundOut: 0 }),
    columns: [
        ...peerColumns,
        count("Announced to us", "invIn", "Transactions in the peer's inv messages"),
        count("of them first", "first", "No other peer had announced it"),
        { title: "First", numeric: true, cell: (row) => `${Math.round(newShare(row) * 100)} %`, value: newShare },
        count("We asked for", "getdataOut"), count("Got", "txIn"), count("Not found", "notfoundIn"),
        count("We announced", "invOut"), count("It asked for", "getdataIn"), count("We sent", "txOut"),
        count("We had not", "notfoundOut"),
        addressColumn, agentColumn,
    ],
    message(row, { name, data }) {
        const side = data.meta.inbound ? "In" : "Out";
        if (name === "tx") {
            row[`tx${side}`]++;
            return;
        }
        const [, body] = payload(data);
        for (const entry of body?.items ?? []) {
            const [type, hash] = inventoryItem(entry);
            if (!isTransactionItem(type)) continue;
            row[`${name}${side}`]++;
            if (name === "inv" && data.meta.inbound && !announced.has(hash)) {
                announced.set(hash, row.peer.id);
                row.first++;
            }
        }
    },
    figures: (rows) => [
        ["announced to us", sum(rows, "invIn")], ["different ones", number(announced.size)],
        ["we asked for", sum(rows, "getdataOut")], ["transactions in", sum(rows, "txIn")],
        ["announced by us", sum(rows, "invOut")], ["transactions out", sum(rows, "txOut")],
    ],
    reset: () => announced.clear(),
});
mainWith(view.figures, view.table);
