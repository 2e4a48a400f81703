// One connection to a websocket tool, which comes back by itself.

import { unwrap } from "./events.js";

const firstDelay = 500;
const longestDelay = 20_000;
/** The tool sends its status every 5 s: a connection that is silent for longer is dead. */
const silence = 16_000;
/** How long a connection that is left while it opens may take for that. */
const leaving = 5000;

/**
 * Subscribes and delivers. `handlers`:
 *   event(event)            one event (see unwrap); `event.old` where it is of the backlog
 *   control(message)        status, lost and subscribed messages
 *   state(name, seconds)    "connecting", "live", or "lost" with the seconds until the next attempt
 *   open()                  before the first event of each connection
 * `subscriptions` are sent one after the other, each when the backlog of the one before has come.
 */
export class Feed {
    constructor(url, token, subscriptions, handlers) {
        this.url = url;
        this.token = token;
        this.subscriptions = subscriptions;
        this.handlers = handlers;
        this.delay = firstDelay;
        this.stopped = false;
        this.retry = () => this.retryNow();
        addEventListener("online", this.retry);
        document.addEventListener("visibilitychange", this.retry);
        this.watchdog = setInterval(() => this.watch(), 1000);
        this.connect();
    }

    stop() {
        this.stopped = true;
        clearTimeout(this.timer);
        clearInterval(this.watchdog);
        removeEventListener("online", this.retry);
        document.removeEventListener("visibilitychange", this.retry);
        this.drop();
    }

    connect() {
        this.waiting = false;
        this.handlers.state("connecting", 0);
        let socket;
        try {
            socket = this.token
                ? new WebSocket(this.url, ["peer-observer", `token.${this.token}`])
                : new WebSocket(this.url);
        } catch {
            this.wait();
            return;
        }
        this.socket = socket;
        this.heard = performance.now();
        socket.onopen = () => {
            this.heard = performance.now();
            this.step = 0;
            this.handlers.open();
            this.subscribe();
        };
        socket.onmessage = (frame) => this.receive(frame.data);
        socket.onclose = () => {
            if (this.socket === socket) this.wait();
        };
    }

    drop() {
        const socket = this.socket;
        this.socket = null;
        if (!socket) return;
        socket.onopen = socket.onmessage = socket.onclose = null;
        if (socket.readyState !== WebSocket.CONNECTING) {
            socket.close();
            return;
        }
        // Browsers report a connection that is closed before it is open as an error, and let others to its server wait for it.
        socket.onopen = () => socket.close();
        setTimeout(() => socket.close(), leaving);
    }

    wait() {
        this.drop();
        if (this.stopped) return;
        const delay = this.delay * (0.75 + Math.random() / 2);
        this.delay = Math.min(this.delay * 2, longestDelay);
        this.waiting = true;
        this.handlers.state("lost", delay / 1000);
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.connect(), delay);
    }

    retryNow() {
        if (!this.waiting || this.stopped || document.hidden) return;
        clearTimeout(this.timer);
        this.connect();
    }

    watch() {
        if (this.socket && performance.now() - this.heard > silence && !document.hidden) this.wait();
    }

    subscribe() {
        // Until it is confirmed, what comes is of the subscription before.
        this.confirmed = false;
        this.backlog = 0;
        this.socket.send(JSON.stringify({ format: "envelope", ...this.subscriptions[this.step] }));
    }

    receive(text) {
        this.heard = performance.now();
        let message;
        try { message = JSON.parse(text); } catch { return; }
        if (message === null || typeof message !== "object") return;
        if (message.event) {
            const event = unwrap(message);
            if (this.backlog > 0) {
                this.backlog--;
                if (event) event.old = true;
            }
            if (event) this.handlers.event(event);
            this.next();
        } else if (message.control) {
            if (message.control === "subscribed") {
                this.delay = firstDelay;
                this.confirmed = true;
                this.backlog = Number(message.backlog) || 0;
                this.handlers.state("live", 0);
                this.next();
            }
            this.handlers.control(message);
        }
    }

    /** The next subscription, where this one's backlog has come. */
    next() {
        if (!this.confirmed || this.backlog > 0 || this.step === this.subscriptions.length - 1) return;
        this.step++;
        this.subscribe();
    }
}
