/** The last `capacity` values, oldest first. */
export class Ring {
    constructor(capacity) {
        this.capacity = capacity;
        this.values = [];
        this.start = 0;
    }

    push(value) {
        if (this.values.length < this.capacity) {
            this.values.push(value);
            return undefined;
        }
        const dropped = this.values[this.start];
        this.values[this.start] = value;
        this.start = (this.start + 1) % this.capacity;
        return dropped;
    }

    get length() { return this.values.length; }
    /** 0 is the oldest. */
    at(index) { return this.values[(this.start + index) % this.values.length]; }
    get last() { return this.length ? this.at(this.length - 1) : undefined; }

    clear() {
        this.values = [];
        this.start = 0;
    }

    * [Symbol.iterator]() {
        for (let index = 0; index < this.values.length; index++) yield this.at(index);
    }
}

/** A map that forgets what was set longest ago. */
export class BoundedMap extends Map {
    constructor(capacity) {
        super();
        this.capacity = capacity;
    }

    set(key, value) {
        this.delete(key);
        super.set(key, value);
        while (this.size > this.capacity) this.delete(this.keys().next().value);
        return this;
    }

    /** The value of `key`, made where there is none. */
    obtain(key, make) {
        let value = this.get(key);
        if (value === undefined) {
            value = make();
            this.set(key, value);
        }
        return value;
    }
}
