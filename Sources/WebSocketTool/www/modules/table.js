// A table whose rows are updated in place and sorted by a click.

import { el, setText } from "./dom.js";

/**
 * Columns: { title, cell(row) → text or node, value(row) → what to sort by, numeric, hint }.
 * A cell that is a node has to be the same node as long as it stays.
 */
export class LiveTable {
    constructor({ columns, key, sortBy = 0, descending = false, most = 1000, select, empty = "Nothing yet." }) {
        Object.assign(this, { columns, key, sortBy, descending, most, select });
        this.rows = new Map();
        this.body = el("tbody");
        this.heads = columns.map((column, index) => el("th", { scope: "col", class: column.numeric ? "numeric" : undefined, title: column.hint },
            el("button", { type: "button", onclick: () => this.sort(index) }, column.title)));
        this.empty = el("p", { class: "empty" }, empty);
        this.table = el("table", {}, el("thead", {}, el("tr", {}, ...this.heads)), this.body);
        this.element = el("div", { class: "scroll" }, this.table, this.empty);
        this.items = [];
        this.markSorted();
    }

    sort(index) {
        this.descending = this.sortBy === index ? !this.descending : Boolean(this.columns[index].numeric);
        this.sortBy = index;
        this.markSorted();
        this.draw(this.items);
    }

    markSorted() {
        this.heads.forEach((head, index) => {
            if (index === this.sortBy) head.setAttribute("aria-sort", this.descending ? "descending" : "ascending");
            else head.removeAttribute("aria-sort");
        });
    }

    draw(items) {
        this.items = [...items];
        const value = this.columns[this.sortBy].value ?? this.columns[this.sortBy].cell;
        const sign = this.descending ? -1 : 1;
        const sorted = this.items.map((item) => [value(item), item]).sort(([a], [b]) => {
            if (typeof a === "number" && typeof b === "number") {
                // What has no number yet stands last either way.
                if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) - Number.isNaN(b);
                return sign * (a - b);
            }
            return sign * String(a).localeCompare(String(b), "en", { numeric: true });
        });
        const kept = new Set();
        let place = this.body.firstChild;
        for (const [, item] of sorted.slice(0, this.most)) {
            const key = this.key(item);
            if (kept.has(key)) continue;
            kept.add(key);
            let row = this.rows.get(key);
            if (!row) {
                row = this.makeRow(key);
                this.rows.set(key, row);
            }
            row.item = item;
            this.fill(row, item);
            if (row.element === place) place = place.nextSibling;
            else this.body.insertBefore(row.element, place);
        }
        for (const [key, row] of this.rows) {
            if (kept.has(key)) continue;
            row.element.remove();
            this.rows.delete(key);
        }
        this.empty.hidden = kept.size > 0;
    }

    makeRow(key) {
        const cells = this.columns.map((column) => el("td", { class: column.numeric ? "numeric" : undefined }));
        const element = el("tr", {}, ...cells);
        const row = { element, cells, item: null };
        if (this.select) {
            element.tabIndex = 0;
            const choose = () => this.choose(key, row);
            element.addEventListener("click", choose);
            element.addEventListener("keydown", (event) => { if (event.key === "Enter") choose(); });
            element.setAttribute("aria-selected", String(key === this.selected));
        }
        return row;
    }

    choose(key, row) {
        this.selected = key;
        for (const [other, { element }] of this.rows) element.setAttribute("aria-selected", String(other === key));
        this.select(row.item);
    }

    fill(row, item) {
        this.columns.forEach((column, index) => {
            const cell = row.cells[index];
            const content = column.cell(item);
            if (content instanceof Node) {
                if (cell.firstChild !== content) cell.replaceChildren(content);
            } else {
                setText(cell, content ?? "");
            }
        });
    }
}
