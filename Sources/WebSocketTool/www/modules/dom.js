// Building the page. Text always becomes a text node: nothing from the network is ever parsed as HTML.

const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) {
        if (value === undefined || value === null || value === false) continue;
        if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
        else element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children);
    return element;
}

/** An HTML element; strings among the children become text. Attributes named on… take a listener. */
export function el(tag, attributes = {}, ...children) {
    return fill(document.createElement(tag), attributes, children);
}

/** An SVG element. */
export function svg(tag, attributes = {}, ...children) {
    return fill(document.createElementNS(SVG, tag), attributes, children);
}

export const byID = (id) => document.getElementById(id);

/** Sets text only where it differs: the browser lays out nothing that stays. */
export function setText(element, text) {
    const string = String(text);
    if (element.textContent !== string) element.textContent = string;
}

/** A coloured dot before a name. */
export function dot(colour) {
    const element = el("span", { class: "dot" });
    element.style.setProperty("--dot", colour);
    return element;
}

/** A button that stays pressed; `change(pressed)` is called after each press. */
export function toggle(label, pressed, change, attributes = {}) {
    const button = el("button", { type: "button", "aria-pressed": String(pressed), ...attributes }, label);
    button.addEventListener("click", () => {
        const now = button.getAttribute("aria-pressed") !== "true";
        button.setAttribute("aria-pressed", String(now));
        change(now);
    });
    return button;
}

/** Calls `draw` at most every `milliseconds`, and only where `request` was called since. */
export function throttled(milliseconds, draw) {
    let timer = 0;
    let last = -Infinity;
    return function request() {
        if (timer) return;
        timer = setTimeout(() => {
            timer = 0;
            last = performance.now();
            draw();
        }, Math.max(0, last + milliseconds - performance.now()));
    };
}
