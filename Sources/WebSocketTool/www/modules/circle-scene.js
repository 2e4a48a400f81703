// What is on the circle, and where: peers around the node, messages on their way, words that rise.

import { connectionTypes } from "./palette.js";
import { Ring } from "./ring.js";

/** Messages drawn at the same time; what comes beyond is counted. */
const mostParticles = 1500;
/** Peers on the circle; a node has 125 connections unless told otherwise. */
const mostMarks = 2000;
/** Commands of the node's rim; what comes beyond has no part in it. */
const mostShares = 200;
/** Messages that wait for their moment: the bus and the server deliver several at once. */
const smoothing = 80;
const flight = 1000;
const opening = 900;
const closing = 1300;
export const tau = Math.PI * 2;
const order = new Map(connectionTypes.map((entry, index) => [entry.type, index]));

export const easeOut = (x) => 1 - (1 - x) ** 3;
// Hardly slower at the ends: slow dots would heap up at the node.
const easeFlight = (x) => 0.65 * x + 0.35 * (x * x * (3 - 2 * x));
export const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

/** `time` is in milliseconds, and stands still while the picture is paused. */
export class CircleScene {
    constructor() {
        this.marks = new Map();
        this.particles = [];
        this.ripples = [];
        this.tags = new Ring(24);
        this.shares = new Map();
        this.notDrawn = 0;
        this.drawn = 0;
        this.time = 0;
        this.paused = false;
        this.selected = null;
        this.hovered = null;
        this.still = matchMedia("(prefers-reduced-motion: reduce)");
        this.visible = () => true;
    }

    /** Takes the picture's size, in CSS pixels. */
    fit(width, height) {
        this.width = width;
        this.height = height;
        this.x = width / 2;
        this.y = height / 2;
        // Room for a dot and four digits beside it.
        this.radius = Math.max(60, Math.min(width, height) / 2 - (Math.min(width, height) < 480 ? 40 : 48));
        this.core = clamp(this.radius * 0.155, 31, 62);
        this.arranged = false;
    }

    clear() {
        this.marks.clear();
        this.particles.length = 0;
        this.ripples.length = 0;
        this.tags.clear();
        this.shares.clear();
        this.selected = this.hovered = null;
        this.arranged = false;
        this.offset = undefined;
    }

    // What happens.

    /** Puts a peer onto the circle; `fresh` where its connection is new. */
    add(peer, fresh) {
        let mark = this.marks.get(peer.id);
        if (mark && !mark.ended) {
            if (mark.peer.type !== peer.type) this.arranged = false;
            mark.peer = peer;
            return mark;
        }
        mark = {
            peer, angle: null, target: 0, born: fresh ? this.time : this.time - opening,
            ended: 0, glowIn: 0, glowOut: 0, flash: 0, x: 0, y: 0,
        };
        if (this.marks.size >= mostMarks) this.marks.delete(this.marks.keys().next().value);
        this.marks.set(peer.id, mark);
        this.arranged = false;
        if (fresh) this.tag(mark, `+ ${peer.id}`, "good");
        return mark;
    }

    remove(peer, word) {
        const mark = this.marks.get(peer.id);
        if (!mark || mark.ended) return;
        mark.ended = Math.max(this.time, 1);
        this.tag(mark, word, "bad");
        if (this.selected === peer.id) this.selected = null;
    }

    /** The peers that are there; what else is on the circle goes. */
    keepOnly(peers) {
        for (const mark of this.marks.values()) {
            if (!mark.ended && !peers.get(mark.peer.id)) this.remove(mark.peer, "gone");
        }
    }

    warn(peer, word) {
        const mark = this.marks.get(peer.id);
        if (!mark) return;
        mark.flash = this.time + 2500;
        this.tag(mark, word, "warning");
    }

    message(peer, meta, time, text) {
        const mark = this.add(peer, false);
        // Anybody may make up commands, and nothing fades while nothing is drawn.
        const share = this.shares.get(meta.command);
        if (share !== undefined || this.shares.size < mostShares) this.shares.set(meta.command, (share ?? 0) + 1);
        if (this.paused) return;
        if (meta.inbound) mark.glowIn = 1;
        else mark.glowOut = 1;
        if (document.hidden || this.still.matches) return;
        if (this.particles.length >= mostParticles) {
            this.notDrawn++;
            return;
        }
        // Messages keep their distances in time, though they arrive in batches.
        const arrival = this.time - time;
        this.offset = this.offset === undefined ? arrival : Math.min(arrival, this.offset + 0.05);
        const start = clamp(time + this.offset + smoothing, this.time, this.time + 2 * smoothing);
        const size = Number(meta.size) || 0;
        this.drawn++;
        this.particles.push({
            mark, start, inbound: meta.inbound, command: meta.command, size, text, x: 0, y: 0, px: 0, py: 0,
            span: flight + Math.min(600, Math.log2(size + 1) * 28), dot: 1.7 + Math.log2(size + 1) * 0.17,
        });
    }

    block(text) {
        if (!this.still.matches) {
            this.ripples.push({ start: this.time });
            if (this.ripples.length > 6) this.ripples.shift();
        }
        this.tags.push({ start: this.time, text, colour: "accent", mark: null });
    }

    tag(mark, text, colour) {
        // One tag per peer: the latest.
        for (const tag of this.tags) if (tag.mark === mark) tag.start = -Infinity;
        this.tags.push({ start: this.time, text, colour, mark });
    }

    // Where it is.

    arrange() {
        for (const [id, mark] of this.marks) {
            if (mark.ended && this.time - mark.ended > closing) {
                this.marks.delete(id);
                this.arranged = false;
            }
        }
        if (this.arranged) return;
        this.arranged = true;
        const sorted = [...this.marks.values()].sort((a, b) =>
            (order.get(a.peer.type) ?? 99) - (order.get(b.peer.type) ?? 99) || a.peer.id - b.peer.id);
        this.sorted = sorted;
        sorted.forEach((mark, index) => {
            mark.target = (index / sorted.length) * tau - Math.PI / 2;
            mark.angle ??= mark.target;
        });
        this.dot = clamp((this.radius * Math.PI / Math.max(1, sorted.length)) * 0.62, 3.2, 12);
    }

    place(step) {
        const ease = 1 - Math.exp(-step / 140);
        for (const mark of this.sorted ?? []) {
            let turn = mark.target - mark.angle;
            if (turn > Math.PI) turn -= tau;
            if (turn < -Math.PI) turn += tau;
            mark.angle += turn * ease;
            const grown = easeOut(clamp((this.time - mark.born) / opening, 0, 1));
            const gone = mark.ended ? clamp((this.time - mark.ended) / closing, 0, 1) : 0;
            const distance = this.radius * (1 + (1 - grown) * 0.14 + gone * 0.1);
            mark.grown = grown;
            mark.gone = gone;
            mark.x = this.x + Math.cos(mark.angle) * distance;
            mark.y = this.y + Math.sin(mark.angle) * distance;
            mark.shown = this.visible(mark.peer);
        }
    }

    /** The two lanes of a connection: what comes in bends one way, what goes out the other. */
    bend(mark, inbound) {
        const side = inbound ? 1 : -1;
        const lane = clamp(this.radius * 0.07, 8, 26) * side;
        const half = (this.radius + this.core) / 2;
        return [
            this.x + Math.cos(mark.angle) * half - Math.sin(mark.angle) * lane,
            this.y + Math.sin(mark.angle) * half + Math.cos(mark.angle) * lane,
        ];
    }

    locate(particle, part) {
        const { mark } = particle;
        const t = easeFlight(part);
        const u = particle.inbound ? t : 1 - t;
        const [bendX, bendY] = this.bend(mark, particle.inbound);
        const endX = this.x + Math.cos(mark.angle) * this.core;
        const endY = this.y + Math.sin(mark.angle) * this.core;
        const v = 1 - u;
        particle.x = v * v * mark.x + 2 * v * u * bendX + u * u * endX;
        particle.y = v * v * mark.y + 2 * v * u * bendY + u * u * endY;
    }

    // Pointing.

    /** The message or peer nearest to a point of the canvas: { particle } or { mark }, or null. */
    at(x, y) {
        let found = null;
        let nearest = 20 ** 2;
        for (const mark of this.marks.values()) {
            const distance = (mark.x - x) ** 2 + (mark.y - y) ** 2;
            if (!mark.ended && distance < nearest) {
                nearest = distance;
                found = { mark };
            }
        }
        if (found) return found;
        nearest = 12 ** 2;
        for (const particle of this.particles) {
            const distance = (particle.x - x) ** 2 + (particle.y - y) ** 2;
            if (!particle.hidden && distance < nearest) {
                nearest = distance;
                found = { particle };
            }
        }
        return found;
    }
}
