"use strict";
// A table: its columns sort it, its field finds where it has one, and of many rows some are drawn.
const DRAWN = 100; // rows of a table that are drawn unless all are asked for
const AT_ONCE = 30; // and that answer first: more than a view shows
const SLICE = 40; // rows that come with a frame where all are asked for
const FIGURE = /^[-−+±]?£?\d[\d,]*(\.\d+)?\s*[%*]*$/;
const collator = new Intl.Collator("en", { numeric: true });
const many = (count) => count.toLocaleString("en-GB");

// The place of each row in the order of a column: by its figures where all that it has are figures, else by its words.
// What a cell has in data-sort comes before its words. What is empty has no place.
function placesOf(rows, column) {
  const words = rows.map((row) => row.cells[column]?.dataset.sort ?? row.cells[column]?.textContent.trim() ?? "");
  const different = [...new Set(words)].filter(Boolean);
  const figures = different.every((one) => FIGURE.test(one));
  const figure = (one) => parseFloat(one.replace("−", "-").replace(/[,£\s±]/g, ""));
  different.sort(figures ? (a, b) => figure(a) - figure(b) : collator.compare);
  const places = new Map();
  different.forEach((one, at) => places.set(one, figures && at && figure(one) === figure(different[at - 1]) ? places.get(different[at - 1]) : at));
  return new Map(rows.map((row, at) => [row, places.get(words[at])]));
}

// Rows that are not drawn stand in no document, so that what is done with a table costs as much as what is seen of it.
function tabled(table, field, all = []) {
  const body = table.tBodies[0];
  let rows = [...(body?.rows ?? []), ...all], found = rows, first = 0, most = DRAWN, later = 0;
  if (rows.length < 2) { body?.append(...rows); return; }
  const texts = field && new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
  const orders = new Map(); // by column
  const view = table.closest(".wide") ?? table;
  const told = document.createElement("p");
  told.className = "quiet";
  told.setAttribute("role", "status");
  const ask = (words, does) => {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", className: "figure", textContent: words });
    made.addEventListener("click", () => { does(); view.focus(); });
    return made;
  };

  // What is seen is drawn first, what is behind it when that is on the screen, and of very many a slice a frame.
  function draw(now = AT_ONCE) {
    const shown = found.slice(first, first + most);
    const isDrawn = shown.length === body.rows.length && shown.every((row, at) => row === body.rows[at]);
    const drawOn = () => {
      const drawn = body.rows.length;
      body.append(...shown.slice(drawn, drawn < DRAWN ? DRAWN : drawn + SLICE));
      if (body.rows.length < shown.length) later = requestAnimationFrame(drawOn);
    };
    cancelAnimationFrame(later);
    if (!isDrawn) body.replaceChildren(...shown.slice(0, now));
    if (!isDrawn && shown.length > now) later = requestAnimationFrame(() => { later = requestAnimationFrame(drawOn); });
    view.scrollTop = 0;
    const [to, there] = [first + shown.length, found.length].map(many);
    const asks = [
      first > 0 && ask(`${many(DRAWN)} before`, () => turn(first - DRAWN)),
      first + shown.length < found.length && ask(`Next ${many(Math.min(DRAWN, found.length - first - DRAWN))}`, () => turn(first + DRAWN)),
      shown.length < found.length && ask(`Show all ${there}`, () => turn(0, Infinity)),
    ].filter(Boolean);
    told.replaceChildren(`${first ? `${many(first + 1)} to ` : ""}${to} of ${there} rows`, ...asks.flatMap((one) => [" ", one]));
  }
  function turn(to, count = DRAWN, now = AT_ONCE) {
    [first, most] = [Math.max(0, to), count];
    draw(now);
  }
  function find() {
    const wanted = (field?.value ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    found = wanted.length ? rows.filter((row) => wanted.every((word) => texts.get(row).includes(word))) : rows;
    turn(0);
  }
  function sort(head, column) {
    if (!orders.has(column)) orders.set(column, placesOf(rows, column));
    const places = orders.get(column), isBack = head.getAttribute("aria-sort") === "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", isBack ? "descending" : "ascending");
    rows = [...rows].sort((a, b) => {
      const [x, y] = [places.get(a), places.get(b)];
      if (x === undefined || y === undefined) return (x === undefined) - (y === undefined); // what is empty comes last both ways
      return isBack ? y - x : x - y;
    });
    find();
  }

  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(head, column));
  });
  if (field) field.addEventListener("input", find);
  table.addEventListener("print", () => turn(0, Infinity, Infinity));
  if (field || rows.length > DRAWN) view.after(told);
  draw(DRAWN);
}
for (const table of document.querySelectorAll("table")) tabled(table, table.id && document.querySelector(`input[data-finds="${table.id}"]`));
// What is folded is printed, too.
addEventListener("beforeprint", () => { for (const folded of document.querySelectorAll("details:not([open])")) { folded.open = true; folded.dataset.folded = ""; } });
addEventListener("afterprint", () => { for (const folded of document.querySelectorAll("[data-folded]")) { folded.open = false; delete folded.dataset.folded; } });
addEventListener("beforeprint", () => { for (const table of document.querySelectorAll("table")) table.dispatchEvent(new Event("print")); });
