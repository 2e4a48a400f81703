// The picture of p2p-circle: peers on a circle, the node in the middle, messages on their way.

import { CircleScene, clamp, easeOut, tau } from "./circle-scene.js";
import { commandColour, connectionColour, cssColour, isLight } from "./palette.js";

export class CircleView extends CircleScene {
    constructor(canvas) {
        super();
        this.canvas = canvas;
        this.context = canvas.getContext("2d");
        this.frames = 0;
        this.nodeTitle = "node";
        this.nodeText = "";
        new ResizeObserver(() => this.resize()).observe(canvas);
        addEventListener("themechange", () => this.recolour());
        this.recolour();
        this.resize();
        const frame = (now) => {
            this.advance(now);
            requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
    }

    recolour() {
        this.light = isLight();
        this.sprites = new Map();
        this.colours = new Map();
        this.theme = Object.fromEntries(["background", "panel", "line", "text", "text-soft", "text-faint", "accent", "bad", "good", "warning"]
            .map((name) => [name, cssColour(name)]));
    }

    resize() {
        const { clientWidth: width, clientHeight: height } = this.canvas;
        const scale = Math.min(devicePixelRatio || 1, 2);
        this.canvas.width = Math.max(1, Math.round(width * scale));
        this.canvas.height = Math.max(1, Math.round(height * scale));
        this.scale = scale;
        this.fit(width, height);
        this.zoom = clamp(this.radius / 340, 0.62, 1.25);
    }

    advance(now) {
        const step = Math.min(100, now - (this.last ?? now));
        this.last = now;
        if (this.paused) {
            this.draw(0);
            return;
        }
        this.time += step;
        this.frames++;
        this.arrange();
        this.draw(step);
    }

    // The picture.

    sprite(colour) {
        let sprite = this.sprites.get(colour);
        if (!sprite) {
            sprite = document.createElement("canvas");
            sprite.width = sprite.height = 48;
            const context = sprite.getContext("2d");
            const glow = context.createRadialGradient(24, 24, 0, 24, 24, 24);
            glow.addColorStop(0, this.light ? colour : "#fff");
            glow.addColorStop(this.light ? 0.34 : 0.16, colour);
            glow.addColorStop(this.light ? 0.4 : 0.3, `color-mix(in oklab, ${colour} ${this.light ? 30 : 45}%, transparent)`);
            // Not the keyword: that is a transparent black, and greys what is between.
            glow.addColorStop(1, `color-mix(in oklab, ${colour} 0.1%, transparent)`);
            context.fillStyle = glow;
            context.fillRect(0, 0, 48, 48);
            if (this.sprites.size > 100) this.sprites.clear();
            this.sprites.set(colour, sprite);
        }
        return sprite;
    }

    colourOf(command) {
        let colour = this.colours.get(command);
        if (!colour) {
            colour = commandColour(command, this.light);
            if (this.colours.size > 200) this.colours.clear();
            this.colours.set(command, colour);
        }
        return colour;
    }

    draw(step) {
        const { context } = this;
        context.setTransform(this.scale, 0, 0, this.scale, 0, 0);
        context.clearRect(0, 0, this.width, this.height);
        this.place(step);
        this.drawRing();
        this.drawSpokes(step);
        this.drawRipples();
        this.drawParticles();
        this.drawMarks();
        this.drawNode(step);
        this.drawTags();
        context.globalAlpha = 1;
    }

    drawRing() {
        const { context } = this;
        context.lineWidth = 1;
        context.strokeStyle = this.theme.line;
        for (const [part, alpha] of [[1, 0.9], [0.75, 0.35], [0.5, 0.25]]) {
            context.globalAlpha = alpha;
            context.beginPath();
            context.arc(this.x, this.y, this.radius * part, 0, tau);
            context.stroke();
        }
        context.globalAlpha = 1;
    }

    drawSpokes(step) {
        const { context } = this;
        const fade = Math.exp(-step / 420);
        context.lineCap = "round";
        for (const mark of this.sorted ?? []) {
            const chosen = mark.peer.id === this.selected || mark.peer.id === this.hovered;
            const dimmed = !mark.shown || (this.selected !== null && !chosen) ? 0.25 : 1;
            const colour = mark.ended ? this.theme.bad : connectionColourOf(mark, this.light);
            for (const inbound of [true, false]) {
                const glow = inbound ? mark.glowIn : mark.glowOut;
                const alpha = (chosen ? 0.75 : 0.06 + 0.36 * glow) * (1 - mark.gone) * dimmed * mark.grown;
                if (alpha < 0.01) continue;
                const [bendX, bendY] = this.bend(mark, inbound);
                context.globalAlpha = alpha;
                context.strokeStyle = colour;
                // Not above 1: a hairline is drawn at a fraction of the cost.
                context.lineWidth = chosen ? 1.6 : 1;
                context.beginPath();
                context.moveTo(mark.x, mark.y);
                const reach = mark.grown * (1 - mark.gone * 0.6);
                const endX = this.x + Math.cos(mark.angle) * this.core;
                const endY = this.y + Math.sin(mark.angle) * this.core;
                context.quadraticCurveTo(
                    mark.x + (bendX - mark.x) * reach, mark.y + (bendY - mark.y) * reach,
                    mark.x + (endX - mark.x) * reach, mark.y + (endY - mark.y) * reach);
                context.stroke();
            }
            mark.glowIn *= fade;
            mark.glowOut *= fade;
        }
        context.globalAlpha = 1;
    }

    drawRipples() {
        const { context } = this;
        this.ripples = this.ripples.filter((ripple) => this.time - ripple.start < 1800);
        for (const ripple of this.ripples) {
            for (const late of [0, 180, 360]) {
                const part = (this.time - ripple.start - late) / 1400;
                if (part <= 0 || part >= 1) continue;
                context.globalAlpha = (1 - part) * 0.5;
                context.strokeStyle = this.theme.accent;
                context.lineWidth = 1 + 3 * (1 - part);
                context.beginPath();
                context.arc(this.x, this.y, this.core + (this.radius - this.core) * easeOut(part), 0, tau);
                context.stroke();
            }
        }
        context.globalAlpha = 1;
    }

    drawParticles() {
        const { context } = this;
        const trails = new Map();
        let kept = 0;
        for (const particle of this.particles) {
            const part = (this.time - particle.start) / particle.span;
            if (part >= 1 || !this.marks.has(particle.mark.peer.id)) continue;
            this.particles[kept++] = particle;
            particle.hidden = part < 0 || !particle.mark.shown;
            if (particle.hidden) continue;
            this.locate(particle, Math.max(0, part - 0.07));
            particle.px = particle.x;
            particle.py = particle.y;
            this.locate(particle, part);
            // It comes out of its sender and goes into its receiver.
            particle.fade = clamp(Math.min(part, 1 - part) * 9, 0.15, 1);
            let list = trails.get(particle.command);
            if (!list) trails.set(particle.command, list = []);
            list.push(particle);
        }
        this.particles.length = kept;
        context.lineCap = "butt";
        if (!this.light) context.globalCompositeOperation = "lighter";
        for (const [command, list] of trails) {
            const colour = this.colourOf(command);
            context.strokeStyle = colour;
            // One line at a time, no wider than a pixel: where the CPU draws, one path over the whole picture costs more than many short ones.
            context.lineWidth = 1;
            for (const particle of list) {
                context.globalAlpha = this.dims(particle) ? 0.1 : 0.65;
                context.beginPath();
                context.moveTo(particle.px, particle.py);
                context.lineTo(particle.x, particle.y);
                context.stroke();
            }
            const sprite = this.sprite(colour);
            for (const particle of list) {
                const size = particle.dot * (this.light ? 5 : 6.6) * this.zoom;
                context.globalAlpha = (this.dims(particle) ? 0.15 : 1) * particle.fade;
                context.drawImage(sprite, particle.x - size / 2, particle.y - size / 2, size, size);
            }
        }
        context.globalCompositeOperation = "source-over";
        context.globalAlpha = 1;
    }

    dims(particle) {
        return this.selected !== null && particle.mark.peer.id !== this.selected;
    }

    drawMarks() {
        const { context } = this;
        const crowd = this.sorted?.length ?? 0;
        const radial = crowd > 44;
        const size = clamp((this.radius * tau / Math.max(1, crowd)) * 0.8, 6.5, 12);
        const labels = size > 6.5 || this.radius > 150;
        context.font = `${size}px system-ui, sans-serif`;
        context.textBaseline = "middle";
        for (const mark of this.sorted ?? []) {
            const chosen = mark.peer.id === this.selected || mark.peer.id === this.hovered;
            const alpha = (mark.shown ? 1 : 0.18) * (1 - mark.gone);
            const colour = connectionColourOf(mark, this.light);
            const dot = this.dot * (0.4 + 0.6 * mark.grown) * (1 - mark.gone * 0.7) * (chosen ? 1.35 : 1);
            const glow = Math.max(mark.glowIn, mark.glowOut);
            if (mark.grown < 1 || mark.ended) {
                const part = mark.ended ? mark.gone : mark.grown;
                context.globalAlpha = (1 - part) * 0.8;
                context.strokeStyle = mark.ended ? this.theme.bad : this.theme.good;
                context.lineWidth = 2;
                context.beginPath();
                context.arc(mark.x, mark.y, dot + 24 * part, 0, tau);
                context.stroke();
            }
            if (glow > 0.05 && !this.light) {
                const halo = dot * (2.6 + glow * 2);
                context.globalAlpha = alpha * 0.35 * glow;
                context.drawImage(this.sprite(colour), mark.x - halo, mark.y - halo, halo * 2, halo * 2);
            }
            context.globalAlpha = alpha;
            context.fillStyle = colour;
            context.beginPath();
            context.arc(mark.x, mark.y, dot, 0, tau);
            context.fill();
            if (this.time < mark.flash || chosen) {
                context.strokeStyle = chosen ? this.theme.text : this.theme.warning;
                context.lineWidth = 2;
                context.beginPath();
                context.arc(mark.x, mark.y, dot + 3, 0, tau);
                context.stroke();
            }
            if (!labels && !chosen) continue;
            context.fillStyle = chosen ? this.theme.text : this.theme["text-soft"];
            this.label(mark, String(mark.peer.id), this.dot + 7, radial);
        }
        context.globalAlpha = 1;
    }

    label(mark, text, gap, radial) {
        const { context } = this;
        const cosine = Math.cos(mark.angle);
        const sine = Math.sin(mark.angle);
        context.save();
        context.translate(mark.x + cosine * gap, mark.y + sine * gap);
        if (radial) {
            const left = cosine < 0;
            context.rotate(mark.angle + (left ? Math.PI : 0));
            context.textAlign = left ? "right" : "left";
        } else {
            context.textAlign = Math.abs(cosine) < 0.25 ? "center" : cosine < 0 ? "right" : "left";
        }
        context.fillText(text, 0, 0);
        context.restore();
    }

    drawNode(step) {
        const { context, core } = this;
        const glow = context.createRadialGradient(this.x, this.y, core * 0.6, this.x, this.y, core * 2.1);
        glow.addColorStop(0, `color-mix(in oklab, ${this.theme.accent} ${this.light ? 16 : 24}%, transparent)`);
        glow.addColorStop(1, `color-mix(in oklab, ${this.theme.accent} 0.1%, transparent)`);
        context.fillStyle = glow;
        context.fillRect(this.x - core * 2.1, this.y - core * 2.1, core * 4.2, core * 4.2);
        context.fillStyle = this.theme.panel;
        context.beginPath();
        context.arc(this.x, this.y, core, 0, tau);
        context.fill();
        // The rim: what the last seconds' messages were.
        const fade = Math.exp(-step / 6000);
        let total = 0;
        for (const [command, share] of this.shares) {
            const now = share * fade;
            if (now < 0.02) this.shares.delete(command);
            else this.shares.set(command, now);
            total += now;
        }
        context.lineCap = "butt";
        context.lineWidth = Math.max(4, core * 0.11);
        let angle = -Math.PI / 2;
        if (total === 0) {
            context.strokeStyle = this.theme.line;
            context.beginPath();
            context.arc(this.x, this.y, core - context.lineWidth / 2, 0, tau);
            context.stroke();
        }
        for (const [command, share] of [...this.shares].sort(([a], [b]) => (a < b ? -1 : 1))) {
            const end = angle + (share / total) * tau;
            context.strokeStyle = this.colourOf(command);
            context.beginPath();
            context.arc(this.x, this.y, core - context.lineWidth / 2, angle, end);
            context.stroke();
            angle = end;
        }
        context.textAlign = "center";
        context.textBaseline = "middle";
        context.fillStyle = this.theme.text;
        context.font = `650 ${clamp(core * 0.3, 11, 18)}px system-ui, sans-serif`;
        context.fillText(this.nodeTitle, this.x, this.nodeText ? this.y - core * 0.14 : this.y, core * 1.6);
        if (this.nodeText) {
            context.fillStyle = this.theme["text-soft"];
            context.font = `${clamp(core * 0.21, 7.5, 13)}px system-ui, sans-serif`;
            context.fillText(this.nodeText, this.x, this.y + core * 0.22, core * 1.6);
        }
    }

    drawTags() {
        const { context } = this;
        context.font = "600 12px system-ui, sans-serif";
        context.textAlign = "center";
        context.textBaseline = "middle";
        for (const tag of this.tags) {
            const part = (this.time - tag.start) / (tag.mark ? 2200 : 4000);
            if (part >= 1) continue;
            const distance = tag.mark ? this.radius * 0.9 - part * 22 : 0;
            const x = tag.mark ? this.x + Math.cos(tag.mark.angle ?? 0) * distance : this.x;
            const y = tag.mark ? this.y + Math.sin(tag.mark.angle ?? 0) * distance : this.y + this.core + 18 + part * 8;
            const width = context.measureText(tag.text).width + 14;
            context.globalAlpha = Math.min(1, (1 - part) * 3) * 0.92;
            context.fillStyle = this.theme.panel;
            context.strokeStyle = this.theme[tag.colour];
            context.lineWidth = 1;
            context.beginPath();
            context.roundRect(x - width / 2, y - 10, width, 20, 10);
            context.fill();
            context.stroke();
            context.fillStyle = this.theme[tag.colour];
            context.fillText(tag.text, x, y);
        }
        context.globalAlpha = 1;
    }
}

const typeColours = new Map();
function connectionColourOf(mark, light) {
    const key = `${mark.peer.type} ${light}`;
    let colour = typeColours.get(key);
    if (!colour) {
        if (typeColours.size > 100) typeColours.clear();
        colour = connectionColour(mark.peer.type, light);
        typeColours.set(key, colour);
    }
    return colour;
}
