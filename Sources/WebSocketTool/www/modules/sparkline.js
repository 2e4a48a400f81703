// A small line without axes.

import { el } from "./dom.js";
import { cssColour } from "./palette.js";

export class Sparkline {
    constructor(width, height) {
        this.scale = Math.min(devicePixelRatio || 1, 2);
        this.width = width;
        this.height = height;
        this.element = el("canvas", { width: width * this.scale, height: height * this.scale, "aria-hidden": "true" });
        this.element.style.width = `${width}px`;
        this.element.style.height = `${height}px`;
        this.element.style.display = "block";
    }

    /** From 0 to the largest value. */
    draw(values, colour = cssColour("accent")) {
        const context = this.element.getContext("2d");
        context.setTransform(this.scale, 0, 0, this.scale, 0, 0);
        context.clearRect(0, 0, this.width, this.height);
        const most = Math.max(...values, Number.EPSILON);
        const across = (index) => (values.length < 2 ? this.width / 2 : 2 + (index / (values.length - 1)) * (this.width - 4));
        const down = (value) => this.height - 2 - (value / most) * (this.height - 5);
        context.strokeStyle = context.fillStyle = colour;
        context.lineWidth = 1.3;
        context.beginPath();
        values.forEach((value, index) => context.lineTo(across(index), down(value)));
        context.stroke();
        if (values.length) {
            context.beginPath();
            context.arc(across(values.length - 1), down(values.at(-1)), 1.8, 0, Math.PI * 2);
            context.fill();
        }
    }
}
