// Columns that tables of peers have in common.

import { dot, el } from "./dom.js";
import { connectionColour, connectionType } from "./palette.js";

/** A dot in the colour of the connection type and its name; one element per row, kept in the row. */
function typeCell(row) {
    if (row.typeShown !== row.peer.type) {
        row.typeShown = row.peer.type;
        row.typeElement = el("span", {}, dot(connectionColour(row.peer.type)), connectionType(row.peer.type).title);
    }
    return row.typeElement;
}

/** Rows need a `peer`. */
export const peerColumns = [
    { title: "Peer", numeric: true, cell: (row) => row.peer.id, value: (row) => row.peer.id },
    { title: "Type", cell: typeCell, value: (row) => row.peer.type },
];

export const addressColumn = { title: "Address", cell: (row) => row.peer.address };
export const agentColumn = { title: "User agent", cell: (row) => row.peer.agent || "–" };
