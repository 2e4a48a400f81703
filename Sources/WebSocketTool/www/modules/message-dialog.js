// A message in full.

import { el } from "./dom.js";
import { payload } from "./events.js";
import { bytes, clock, pretty } from "./format.js";

let dialog;

/** Shows a message event. */
export function showMessage(event) {
    if (!dialog) {
        dialog = el("dialog", { onclick: (click) => { if (click.target === dialog) dialog.close(); } });
        document.body.append(dialog);
    }
    const { meta } = event.data;
    const [, body] = payload(event.data);
    dialog.replaceChildren(
        el("header", {},
            el("div", {},
                el("h2", {}, meta.command),
                el("div", { class: "soft break" },
                    `${clock(event.time)} · ${meta.inbound ? "from" : "to"} peer ${meta.peer_id} (${meta.addr}) · ${bytes(meta.size)}`)),
            el("button", { type: "button", onclick: () => dialog.close() }, "Close")),
        el("pre", { tabindex: 0 }, pretty(body)));
    dialog.showModal();
}
