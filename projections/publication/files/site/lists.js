/* Lists that can be searched and sorted, where scripts run. Without this file nothing is missing.
   It asks for nothing but the other pages of the same list, and only if somebody wants to search them too. */
"use strict";

(() => {
  const table = document.querySelector("table.register");
  if (!table) return;
  const body = table.tBodies[0];
  const headings = [...table.tHead.rows[0].cells];
  const names = headings.map((cell) => cell.textContent);
  /* The pages of this list in their order, null for this one. */
  const pages = [...document.querySelectorAll(".ds_pagination__link")].map((link) => link.href || null);
  const others = pages.filter(Boolean);
  const collator = new Intl.Collator("en", {numeric: true});
  const statuses = ["status--open", "status--partially-met", "status--closed"];
  let rows = [...body.rows];
  let sorted = {column: -1, falling: false};
  let isWhole = others.length === 0;

  const make = (tag, told, ...within) => {
    const made = Object.assign(document.createElement(tag), told);
    made.append(...within);
    return made;
  };
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const count = (number, what) => `${number.toLocaleString("en")} ${what}${number === 1 ? "" : "s"}`;

  /* What a cell is sorted by; a day of which only the month or the year is known is its last one. */
  const value = (cell) => {
    const day = cell.querySelector("time, data");
    if (day) {
      const text = (day.getAttribute("datetime") || day.getAttribute("value")).replace("..", "");
      const [year, month, last] = text.split("-");
      return last ? text : new Date(Date.UTC(year, month || 12, 0)).toISOString().slice(0, 10);
    }
    const status = cell.querySelector(".status");
    if (status) return String(statuses.findIndex((name) => status.classList.contains(name))) + status.textContent;
    return cell.textContent.trim();
  };
  const texts = new WeakMap();
  const textOf = (row) => {
    if (!texts.has(row)) texts.set(row, plain([...row.cells].map((cell) => cell.textContent).join(" ")));
    return texts.get(row);
  };

  const search = make("input", {type: "search", id: "search", autocomplete: "off"});
  const where = make("label", {htmlFor: "search"});
  const said = make("p", {className: "hint"});
  said.setAttribute("role", "status");
  const order = make("select", {id: "order"}, make("option", {value: "-1"}, "As listed"));
  names.forEach((name, column) => {
    for (const [falling, what] of [["", "first to last"], ["-", "last to first"]]) {
      order.append(make("option", {value: `${column}${falling}`}, `${name}, ${what}`));
    }
  });
  const tools = make(
    "div",
    {className: "tools"},
    make("div", {}, where, search),
    make("div", {className: "order"}, make("label", {htmlFor: "order"}, "Order"), order),
    said,
  );
  tools.setAttribute("role", "search");
  tools.setAttribute("aria-label", "This list");

  const name = () => {
    where.textContent = isWhole ? "Search in this list" : "Search on this page of the list";
  };

  const tell = () => {
    const parts = [];
    if (search.value.trim()) {
      const shown = rows.filter((row) => !row.hidden).length;
      parts.push(`${shown.toLocaleString("en")} of ${count(rows.length, "row")} shown.`);
      if (!isWhole) parts.push(`${count(others.length, "other page")} of this list not searched.`);
    }
    if (sorted.column >= 0) {
      const way = sorted.falling ? "last to first" : "first to last";
      parts.push(`Sorted by ${names[sorted.column]}, ${way}${isWhole ? "" : ", on this page alone"}.`);
    }
    said.textContent = parts.join(" ");
  };

  const filter = () => {
    const words = plain(search.value).split(/\s+/).filter(Boolean);
    for (const row of rows) row.hidden = !words.every((word) => textOf(row).includes(word));
  };

  const sort = (column, falling) => {
    sorted = {column, falling};
    headings.forEach((heading, at) => {
      if (at === column) heading.setAttribute("aria-sort", falling ? "descending" : "ascending");
      else heading.removeAttribute("aria-sort");
    });
    order.value = column < 0 ? "-1" : `${column}${falling ? "-" : ""}`;
    const keyed = rows.map((row) => [column < 0 ? "" : value(row.cells[column]), row]);
    if (column >= 0) {
      // What says nothing stands last, either way.
      keyed.sort(([a], [b]) => {
        if (!a || !b) return a ? -1 : b ? 1 : 0;
        return (falling ? -1 : 1) * collator.compare(a, b);
      });
    }
    body.append(...keyed.map(([, row]) => row));
    tell();
  };

  /* The other pages of the list, for a server alone: a browser lets no page read files. */
  const load = async (button) => {
    button.disabled = true;
    try {
      const found = await Promise.all(pages.map(async (address) => {
        if (!address) return rows;
        const answer = await fetch(address);
        if (!answer.ok) throw new Error(address);
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const there = page.querySelector("table.register");
        if (there.tHead.rows[0].cells.length !== headings.length) throw new Error(address);
        return [...there.tBodies[0].rows].map((row) => document.importNode(row, true));
      }));
      rows = found.flat();
      isWhole = true;
      table.caption.textContent = table.caption.textContent.replace(/, page \d+ of \d+$/, "");
      button.remove();
      search.focus();
      name();
      filter();
      sort(sorted.column, sorted.falling);
      said.textContent = `All ${count(rows.length, "row")} of the list are on this page now. ${said.textContent}`;
    } catch {
      button.disabled = false;
      said.textContent = "The other pages of this list could not be loaded. They can be opened under the list.";
    }
  };

  let waiting = 0;
  search.addEventListener("input", () => {
    filter();
    // So that a screen reader is told once, and not at every letter.
    clearTimeout(waiting);
    waiting = setTimeout(tell, 400);
  });
  order.addEventListener("change", () => sort(parseInt(order.value, 10), order.value.endsWith("-")));
  headings.forEach((heading, column) => {
    const button = make("button", {type: "button"}, ...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      if (sorted.column !== column) sort(column, false);
      else if (sorted.falling) sort(-1, false);
      else sort(column, true);
    });
  });
  if (!isWhole && location.protocol.startsWith("http")) {
    const button = make("button", {type: "button"}, `Load all ${others.length + 1} pages of this list`);
    button.addEventListener("click", () => load(button));
    said.before(make("div", {}, button));
  }
  name();
  table.parentElement.before(tools);
})();
