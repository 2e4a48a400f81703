// Numbers, sizes, times and hashes as people read them.

const whole = new Intl.NumberFormat("en-GB");

export const number = (value) => whole.format(value);

/** 0.4, 12.3, 480 */
export function rate(value) {
    if (value === 0) return "0";
    return value < 10 ? value.toFixed(1) : whole.format(Math.round(value));
}

/** 1,536 becomes "1.5 kB"; units of 1000. */
export function bytes(value) {
    const units = ["B", "kB", "MB", "GB", "TB"];
    let unit = 0;
    while (value >= 1000 && unit < units.length - 1) {
        value /= 1000;
        unit++;
    }
    return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** Milliseconds as "350 µs", "12.5 ms", "3.2 s", "4 min", "3 h", "5 d". */
export function duration(milliseconds) {
    if (!Number.isFinite(milliseconds)) return "–";
    if (milliseconds === 0) return "0 s";
    const value = Math.abs(milliseconds);
    const sign = milliseconds < 0 ? "−" : "";
    if (value < 1) return `${sign}${Math.round(value * 1000)} µs`;
    if (value < 100) return `${sign}${value.toFixed(1)} ms`;
    if (value < 1000) return `${sign}${Math.round(value)} ms`;
    if (value < 60_000) return `${sign}${(value / 1000).toFixed(1)} s`;
    if (value < 3_600_000) return `${sign}${Math.floor(value / 60_000)} min`;
    if (value < 172_800_000) return `${sign}${Math.floor(value / 3_600_000)} h`;
    return `${sign}${Math.floor(value / 86_400_000)} d`;
}

const pad = (value, length = 2) => String(value).padStart(length, "0");

/** Local time of day with milliseconds. */
export function clock(milliseconds) {
    const date = new Date(milliseconds);
    if (Number.isNaN(date.getTime())) return "–";
    return `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${pad(date.getMilliseconds(), 3)}`;
}

/** The start of a hash; leading zeros of a block hash tell nothing, so its end is shown too. */
export function shortHash(hash) {
    const text = String(hash);
    return text.length > 18 ? `${text.slice(0, 8)}…${text.slice(-8)}` : text;
}

/** At most `length` characters. */
export function clip(text, length) {
    const string = String(text);
    return string.length > length ? `${string.slice(0, length - 1)}…` : string;
}

/** JSON for people, cut off where it is very long. */
export function pretty(value, limit = 40_000) {
    const text = JSON.stringify(value, null, 2) ?? "";
    return text.length > limit ? `${text.slice(0, limit)}\n… ${number(text.length - limit)} more characters` : text;
}
