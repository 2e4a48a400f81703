// Which websocket tool a page listens to: one of websockets.json, or the server that the page came from.

import { recall, remember } from "./storage.js";

const key = "server";

/** A websocket URL from an absolute URL or one relative to the page; null where it is none. */
function websocketURL(value) {
    try {
        const url = new URL(value, document.baseURI);
        if (url.protocol === "http:") url.protocol = "ws:";
        if (url.protocol === "https:") url.protocol = "wss:";
        url.hash = "";
        return url.protocol === "ws:" || url.protocol === "wss:" ? url.href : null;
    } catch {
        return null;
    }
}

/** The servers to choose from, as [{ name, url }]; never empty. */
export async function servers() {
    const found = [];
    try {
        const answer = await fetch("websockets.json");
        if (answer.ok) {
            const table = await answer.json();
            for (const [name, value] of Object.entries(table ?? {}).slice(0, 100)) {
                const url = websocketURL(value);
                if (url) found.push({ name, url });
            }
        }
    } catch { /* Without a list there is the server that the page came from. */ }
    if (found.length === 0) found.push({ name: location.host || "this server", url: websocketURL("websocket") });
    return found.filter((server) => server.url);
}

export function chosen(list) {
    const name = recall(key);
    return list.find((server) => server.name === name) ?? list[0];
}

export const choose = (server) => remember(key, server.name);

/** The token of the page's own fragment (#token=…), which no server sees; kept for the other pages of this tab. */
export function token() {
    const given = new URLSearchParams(location.hash.slice(1)).get("token");
    try {
        if (given) sessionStorage.setItem("token", given);
        return given ?? sessionStorage.getItem("token") ?? "";
    } catch {
        return given ?? "";
    }
}
