// The pages that count something for each peer: messages and connections in, a table of peers out.

import { el, setText, throttled } from "./dom.js";
import { openPage } from "./page.js";
import { Peers } from "./peers.js";
import { LiveTable } from "./table.js";

/**
 * `make()` gives the numbers of a new peer, `message(row, event)` adds a message to them; rows have `peer` and these
 * numbers. `figures(rows)` gives [title, text] for the boxes above the table.
 */
export function relayPage({ columns, make, message, figures, commands, sortBy, descending = true, reset }) {
    const peers = new Peers();
    const rows = new Map();
    const table = new LiveTable({ columns, key: (row) => row.peer.id, sortBy, descending, empty: "No such message yet." });
    const boxes = new Map();
    const figureBox = el("div", { class: "figures" });

    const draw = throttled(700, () => {
        for (const [title, text] of figures([...rows.values()])) {
            let box = boxes.get(title);
            if (!box) {
                boxes.set(title, box = el("b", {}));
                figureBox.append(el("div", { class: "figure" }, box, el("span", {}, title)));
            }
            setText(box, text);
        }
        table.draw(rows.values());
    });

    openPage({
        kinds: ["messages", "connections"],
        backlog: 2000,
        answers: ["getpeerinfo"],
        event(event) {
            const observed = peers.observe(event);
            if (event.kind === "message" && (!commands || commands.includes(event.name))) {
                const [peer] = observed;
                let row = rows.get(peer.id);
                if (!row) rows.set(peer.id, row = { peer, ...make() });
                row.peer = peer;
                message(row, event);
            }
            for (const id of rows.size > peers.size ? rows.keys() : []) if (!peers.get(id)) rows.delete(id);
            if (observed?.[1] === "closed") rows.delete(observed[0].id);
            draw();
        },
        reset() {
            peers.clear();
            rows.clear();
            reset?.();
            draw();
        },
    });
    return { figures: figureBox, table: table.element };
}
