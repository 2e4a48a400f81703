// Stacked areas on both sides of a line: what came in above, what went out below.

import { el } from "./dom.js";
import { cssColour } from "./palette.js";

export class StackPlot {
    constructor(height, format) {
        this.format = format;
        this.height = height;
        this.element = el("canvas", { role: "img" });
        this.element.style.display = "block";
        this.element.style.width = "100%";
        this.element.style.height = `${height}px`;
    }

    /** `above` and `below` are lists of { colour, values }, all of one length. */
    draw(above, below, seconds) {
        const scale = Math.min(devicePixelRatio || 1, 2);
        const width = this.element.clientWidth;
        if (!width) return;
        this.element.width = Math.round(width * scale);
        this.element.height = Math.round(this.height * scale);
        const context = this.element.getContext("2d");
        context.setTransform(scale, 0, 0, scale, 0, 0);
        const count = above[0]?.values.length ?? below[0]?.values.length ?? 2;
        const total = (list) => {
            const sums = new Array(count).fill(0);
            for (const { values } of list) values.forEach((value, index) => { sums[index] += value; });
            return Math.max(0, ...sums);
        };
        const most = nice(Math.max(total(above), total(below), 1));
        const middle = this.height / 2;
        const left = 52;
        const across = (index) => left + (index / Math.max(1, count - 1)) * (width - left - 4);
        const reach = middle - 14;
        this.area(context, above, count, across, (sum) => middle - (sum / most) * reach);
        this.area(context, below, count, across, (sum) => middle + (sum / most) * reach);
        context.font = "11px system-ui, sans-serif";
        context.fillStyle = cssColour("text-faint");
        context.strokeStyle = cssColour("line");
        context.textBaseline = "middle";
        context.textAlign = "right";
        for (const part of [1, 0.5, 0, -0.5, -1]) {
            const y = middle - part * reach;
            context.globalAlpha = part === 0 ? 1 : 0.5;
            context.beginPath();
            context.moveTo(left, y);
            context.lineTo(width - 4, y);
            context.stroke();
            context.globalAlpha = 1;
            context.fillText(this.format(Math.abs(part) * most), left - 6, y);
        }
        context.textAlign = "left";
        context.fillText("in", left + 4, 8);
        context.fillText("out", left + 4, this.height - 7);
        context.textAlign = "right";
        context.fillText(`last ${seconds >= 120 ? `${seconds / 60} min` : `${seconds} s`}`, width - 6, 8);
    }

    area(context, list, count, across, down) {
        const base = new Array(count).fill(0);
        for (const { colour, values } of list) {
            context.fillStyle = colour;
            context.beginPath();
            for (let index = 0; index < count; index++) context.lineTo(across(index), down(base[index] + values[index]));
            for (let index = count - 1; index >= 0; index--) context.lineTo(across(index), down(base[index]));
            context.fill();
            for (let index = 0; index < count; index++) base[index] += values[index];
        }
    }
}

/** The next of 1, 2, 5, 10, 20 … */
function nice(value) {
    const power = 10 ** Math.floor(Math.log10(value));
    return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value);
}
