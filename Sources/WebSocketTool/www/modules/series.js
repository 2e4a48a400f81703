/** Sums per second over a window that moves on; as many seconds as `length`. */
export class Series {
    constructor(length) {
        this.values = new Float64Array(length);
        this.second = -1;
    }

    /** Adds to the second of `time` (ms); what is older than the window is left out. */
    add(time, amount) {
        const second = Math.floor(time / 1000);
        this.advance(second);
        if (second <= this.second - this.values.length) return;
        this.values[second % this.values.length] += amount;
    }

    /** Moves the window's end to a second. */
    advance(second) {
        if (!Number.isFinite(second) || second <= this.second) return;
        const steps = Math.min(second - this.second, this.values.length);
        for (let step = 1; step <= steps; step++) this.values[(second - steps + step) % this.values.length] = 0;
        this.second = second;
    }

    /** The last `count` whole seconds before `second`, oldest first. */
    last(count, second) {
        this.advance(second);
        const list = new Array(count);
        for (let index = 0; index < count; index++) {
            const at = second - count + index;
            list[index] = at > this.second - this.values.length && at >= 0 ? this.values[at % this.values.length] : 0;
        }
        return list;
    }
}
