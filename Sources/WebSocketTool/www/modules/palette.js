// Colours of commands and connection types: a hue and a chroma each; the lightness is the theme's.

const commands = {
    inv: [75, 0.16], getdata: [45, 0.17], tx: [140, 0.19], notfound: [60, 0.06], mempool: [110, 0.1],
    headers: [330, 0.18], getheaders: [345, 0.13], cmpctblock: [305, 0.22], block: [290, 0.25], getblocktxn: [315, 0.15],
    blocktxn: [300, 0.18], getblocks: [350, 0.1], merkleblock: [280, 0.12], sendcmpct: [318, 0.1], sendheaders: [338, 0.1],
    addr: [190, 0.13], addrv2: [200, 0.14], getaddr: [180, 0.13], sendaddrv2: [210, 0.09],
    ping: [250, 0.15], pong: [268, 0.16],
    version: [105, 0.18], verack: [122, 0.16], wtxidrelay: [115, 0.1], feefilter: [95, 0.13], sendtxrcncl: [88, 0.1], feature: [128, 0.1],
    filterload: [30, 0.08], filteradd: [30, 0.08], filterclear: [30, 0.08],
    getcfilters: [225, 0.08], cfilter: [225, 0.1], getcfheaders: [230, 0.08], cfheaders: [230, 0.1], getcfcheckpt: [235, 0.08], cfcheckpt: [235, 0.1],
    reject: [25, 0.2], alert: [25, 0.2],
};

/** Connection types in the order of legends: Core's word, what people call it, its colour. */
export const connectionTypes = [
    { type: "inbound", title: "inbound", hue: 255, chroma: 0.19 },
    { type: "outbound-full-relay", title: "full relay", hue: 25, chroma: 0.21 },
    { type: "block-relay-only", title: "block only", hue: 95, chroma: 0.18 },
    { type: "manual", title: "manual", hue: 150, chroma: 0.17 },
    { type: "feeler", title: "feeler", hue: 310, chroma: 0.17 },
    { type: "addr-fetch", title: "addr fetch", hue: 195, chroma: 0.13 },
    { type: "private-broadcast", title: "private broadcast", hue: 350, chroma: 0.16 },
    { type: "unknown", title: "unknown", hue: 260, chroma: 0.02 },
];

const typeTable = new Map(connectionTypes.map((entry) => [entry.type, entry]));

export const isLight = () => getComputedStyle(document.documentElement).colorScheme === "light";

const colour = (hue, chroma, light, alpha) =>
    `oklch(${light ? 0.62 : 0.76} ${chroma} ${hue}${alpha === undefined ? "" : ` / ${alpha}`})`;

/** The colour of a message type; one that is not in the table gets a hue from its letters. */
export function commandColour(command, light = isLight()) {
    const known = Object.hasOwn(commands, command) ? commands[command] : undefined;
    if (known) return colour(known[0], known[1], light);
    let hue = 0;
    for (const character of String(command)) hue = (hue * 31 + character.codePointAt(0)) % 360;
    return colour(hue, 0.08, light);
}

/** The entry of a connection type in `connectionTypes`. */
export const connectionType = (type) => typeTable.get(type) ?? typeTable.get("unknown");

export function connectionColour(type, light = isLight()) {
    const { hue, chroma } = connectionType(type);
    // Yellow at the lightness of the others would be brown.
    const lift = hue === 95 ? 0.1 : hue === 255 || hue === 25 ? -0.08 : 0;
    return `oklch(${(light ? 0.64 : 0.76) + lift} ${chroma} ${hue})`;
}

/** A colour of the style sheet, by the name of its variable. */
export const cssColour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
