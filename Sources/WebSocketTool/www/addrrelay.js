// Addresses that come and go, peer by peer.

import { payload } from "./modules/events.js";
import { clock, number } from "./modules/format.js";
import { readAddress } from "./modules/network-address.js";
import { mainWith } from "./modules/page.js";
import { addressColumn, agentColumn, peerColumns } from "./modules/peer-columns.js";
import { relayPage } from "./modules/relay-page.js";

const count = (title, name, hint) => ({ title, hint, numeric: true, cell: (row) => number(row[name]), value: (row) => row[name] });
const sum = (rows, name) => number(rows.reduce((total, row) => total + row[name], 0));
const mix = (row) => [...row.networks].sort(([, a], [, b]) => b - a).map(([name, value]) => `${name} ${number(value)}`).join(", ");

const view = relayPage({
    commands: ["addr", "addrv2", "getaddr", "sendaddrv2"],
    sortBy: 4,
    make: () => ({ addrIn: 0, addrv2In: 0, addressesIn: 0, addrOut: 0, addrv2Out: 0, addressesOut: 0, getaddrIn: 0, getaddrOut: 0, largest: 0, networks: new Map(), heard: 0 }),
    columns: [
        ...peerColumns,
        count("addr in", "addrIn"), count("addrv2 in", "addrv2In"), count("addresses in", "addressesIn"),
        count("addr out", "addrOut"), count("addrv2 out", "addrv2Out"), count("addresses out", "addressesOut"),
        count("getaddr in", "getaddrIn"), count("getaddr out", "getaddrOut"),
        count("largest", "largest", "Addresses in the largest message from the peer"),
        { title: "Networks in", cell: mix },
        { title: "Last", cell: (row) => (row.heard ? clock(row.heard) : "–"), value: (row) => row.heard },
        addressColumn, agentColumn,
    ],
    message(row, { name, data, time }) {
        const { inbound } = data.meta;
        const side = inbound ? "In" : "Out";
        row.heard = time;
        if (name === "sendaddrv2") return;
        row[`${name}${side}`]++;
        const [, body] = payload(data);
        const addresses = body?.addresses ?? [];
        if (name === "getaddr") return;
        row[`addresses${side}`] += addresses.length;
        if (!inbound) return;
        row.largest = Math.max(row.largest, addresses.length);
        for (const address of addresses) {
            const { network } = readAddress(address);
            row.networks.set(network, (row.networks.get(network) ?? 0) + 1);
        }
    },
    figures: (rows) => [
        ["addresses in", sum(rows, "addressesIn")], ["addresses out", sum(rows, "addressesOut")],
        ["messages in", number(rows.reduce((total, row) => total + row.addrIn + row.addrv2In, 0))],
        ["messages out", number(rows.reduce((total, row) => total + row.addrOut + row.addrv2Out, 0))],
        ["getaddr in", sum(rows, "getaddrIn")], ["peers that relay", number(rows.filter((row) => row.addressesIn > 0).length)],
    ],
});
mainWith(view.figures, view.table);
