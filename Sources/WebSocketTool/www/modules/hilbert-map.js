// The IPv4 space as a square: each /8 a cell, along Hilbert's curve, so that near addresses stay near.

import { el } from "./dom.js";
import { cssColour } from "./palette.js";

const side = 16;

/** Column and row of the n-th cell of Hilbert's curve. */
export function hilbert(n) {
    let x = 0;
    let y = 0;
    for (let size = 1, rest = n; size < side; size *= 2, rest = Math.floor(rest / 4)) {
        const right = 1 & (rest >> 1);
        const up = 1 & (rest ^ right);
        if (up === 0) {
            if (right === 1) [x, y] = [size - 1 - x, size - 1 - y];
            [x, y] = [y, x];
        }
        x += size * right;
        y += size * up;
    }
    return [x, y];
}

export class HilbertMap {
    constructor(hint) {
        this.element = el("canvas", { class: "hilbert", role: "img", "aria-label": "Addresses of each /8 of IPv4" });
        this.element.addEventListener("pointermove", (event) => {
            const box = this.element.getBoundingClientRect();
            const column = Math.floor(((event.clientX - box.left) / box.width) * side);
            const row = Math.floor(((event.clientY - box.top) / box.height) * side);
            for (let block = 0; block < 256; block++) {
                const [x, y] = hilbert(block);
                if (x === column && y === row) hint(block);
            }
        });
        this.element.addEventListener("pointerleave", () => hint(null));
    }

    /** Counts of each /8 as shades, and of peers as dots. */
    draw(counts, peers) {
        const scale = Math.min(devicePixelRatio || 1, 2);
        const size = this.element.clientWidth;
        if (!size) return;
        this.element.width = this.element.height = Math.round(size * scale);
        const context = this.element.getContext("2d");
        context.setTransform(scale, 0, 0, scale, 0, 0);
        const cell = size / side;
        const most = Math.log1p(Math.max(1, ...counts));
        const [accent, empty, faint, text] = ["accent", "panel-raised", "text-faint", "text"].map(cssColour);
        context.textAlign = "left";
        context.textBaseline = "top";
        for (let block = 0; block < 256; block++) {
            const [x, y] = hilbert(block);
            const share = Math.log1p(counts[block]) / most;
            context.fillStyle = share > 0 ? `color-mix(in oklab, ${accent} ${Math.round(12 + share * 78)}%, ${empty})` : empty;
            context.fillRect(x * cell + 0.5, y * cell + 0.5, cell - 1, cell - 1);
            context.fillStyle = share > 0.4 ? text : faint;
            context.font = `${Math.max(7, cell * 0.26)}px system-ui, sans-serif`;
            context.fillText(String(block), x * cell + 3, y * cell + 3);
            if (!peers[block]) continue;
            context.fillStyle = "#4d8dff";
            context.strokeStyle = "#fff";
            context.lineWidth = 1;
            context.beginPath();
            context.arc((x + 0.68) * cell, (y + 0.68) * cell, Math.min(cell * 0.3, 2.2 + Math.sqrt(peers[block])), 0, Math.PI * 2);
            context.fill();
            context.stroke();
        }
    }
}
