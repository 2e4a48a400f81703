// What a visitor chose. Storage may be forbidden or full: then a choice lasts as long as the page.

export function remember(key, value) {
    try { localStorage.setItem(key, value); } catch { /* see above */ }
}

export function recall(key) {
    try { return localStorage.getItem(key); } catch { return null; }
}
