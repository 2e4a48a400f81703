// Addresses as addr, addrv2 and version messages carry them, and the ranges that they belong to.

import { tagged } from "./events.js";

const networks = { Ipv4: "ipv4", Ipv6: "ipv6", Torv2: "onion", Torv3: "onion", I2p: "i2p", Cjdns: "cjdns", Unknown: "unknown" };

/** An Address of an event as { network, host, port, services, time }. */
export function readAddress(address) {
    const [name, value] = tagged(address.address);
    const host = typeof value === "string" ? value : name === "Unknown" && value ? `network ${value.id}` : "";
    return { network: networks[name] ?? "unknown", host, port: address.port, services: address.services, time: address.timestamp };
}

export const withPort = ({ network, host, port }) => (network === "ipv6" || network === "cjdns" ? `[${host}]:${port}` : `${host}:${port}`);

/** Host of "1.2.3.4:8333", "[2001:db8::1]:8333" or "abc.onion:8333". */
export function hostOf(text) {
    const string = String(text);
    if (string.startsWith("[")) return string.slice(1, string.indexOf("]") < 0 ? undefined : string.indexOf("]"));
    const colon = string.lastIndexOf(":");
    return colon >= 0 && string.indexOf(":") === colon ? string.slice(0, colon) : string;
}

/** The eight groups of an IPv6 address, or null. */
function groups(host) {
    const [left, right, more] = host.split("%")[0].split("::");
    if (more !== undefined) return null;
    const head = left ? left.split(":") : [];
    const tail = right ? right.split(":") : [];
    if (right === undefined ? head.length !== 8 : head.length + tail.length > 7) return null;
    const all = right === undefined ? head : [...head, ...Array(8 - head.length - tail.length).fill("0"), ...tail];
    return all.map((group) => parseInt(group, 16) || 0);
}

/** The range of a host: /16 of IPv4, /32 of IPv6, and the network's name for the others. */
export function rangeOf(network, host) {
    if (network === "ipv4") {
        const [a, b] = host.split(".");
        return `${a}.${b}.0.0/16`;
    }
    if (network === "ipv6") {
        const all = groups(host);
        return all ? `${all[0].toString(16)}:${all[1].toString(16)}::/32` : "ipv6";
    }
    return network;
}
