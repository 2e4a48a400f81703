// What the alerts tool found: the latest event of each alert, whatever its node.

import { dot } from "./dom.js";
import { clip } from "./format.js";
import { BoundedMap } from "./ring.js";

const mostAlerts = 500;
const mostParts = 20;
const longest = 300;

/** By the contract's number: what people call it, and the colour of the style sheet. */
export const severities = [
    { name: "info", tone: "text-soft" }, { name: "warning", tone: "warning" }, { name: "critical", tone: "bad" },
];
const states = ["raised", "goes on", "over"];

const text = (value) => clip(value ?? "", longest);
const list = (value) => (Array.isArray(value) ? value.slice(0, mostParts) : []);

/** Keeps alerts; those that were heard of the longest ago are forgotten. */
export class Alerts {
    constructor() {
        this.known = new BoundedMap(mostAlerts);
    }

    /** Returns the alert that the event is of. */
    take(event) {
        const { data } = event;
        const state = Number(data.state);
        const alert = {
            key: `${event.node} ${text(data.id)}`, node: event.node, id: text(data.id), kind: text(data.kind), summary: text(data.summary),
            severity: severities[data.severity] ? Number(data.severity) : 0, state: states[state] ?? states[1], isOver: state === 2,
            first: Number(data.first_time), last: Number(data.last_time), count: Number(data.count),
            peers: list(data.peers).map((peer) => ({ id: text(peer?.id), addr: text(peer?.addr), agent: text(peer?.user_agent) })),
            peerCount: Number(data.peer_count ?? list(data.peers).length),
            measures: list(data.measures).map((measure) => ({ name: text(measure?.name), value: measure?.value, threshold: measure?.threshold ?? null })),
            addresses: list(data.addresses).map(text),
            evidence: list(data.evidence).map((part) => ({ subject: text(part?.subject), sequence: text(part?.sequence) })),
        };
        this.known.set(alert.key, alert);
        return alert;
    }

    clear() { this.known.clear(); }

    get all() { return [...this.known.values()]; }

    /** Those that go on, the worst and latest first. */
    get active() {
        return this.all.filter((alert) => !alert.isOver).sort((a, b) => b.severity - a.severity || b.first - a.first);
    }
}

/** A mark in the colour of a severity. */
export const severityDot = (severity) => dot(`var(--${severities[severity].tone})`);

/** A number of a measure; whole ones without a fraction. */
export function measured(value) {
    const given = Number(value);
    if (value === null || value === undefined || !Number.isFinite(given)) return "–";
    return given.toLocaleString("en-GB", { maximumFractionDigits: Math.abs(given) < 10 ? 3 : 1 });
}
