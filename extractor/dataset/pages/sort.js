"use strict";
// A table: its columns sort it, its field finds where it has one, and of many rows some are drawn.
const DRAWN = 50; // rows of a table that are drawn; others are turned to, or found
const AT_ONCE = 30; // at most so many answer first, and then so many a frame
const FIGURE = /^[-−+±]?£?\d[\d,]*(\.\d+)?\s*[%*]*$/;
// Words as they are put in order: by their letters, whatever their case and accents, and by the worth of numbers in them.
const keyOf = (words) => words.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/\d+/g, (digits) => digits.padStart(12, "0"));
const many = (count) => count.toLocaleString("en-GB");

// The place of each row in the order of a column: by its figures where all that it has are figures, else by its words.
// What a cell has in data-sort comes before its words. What is empty has no place.
function placesOf(rows, column) {
  const words = rows.map((row) => row.cells[column]?.dataset.sort ?? row.cells[column]?.textContent.trim() ?? "");
  const different = [...new Set(words)].filter(Boolean);
  const figures = different.every((one) => FIGURE.test(one));
  const figure = (one) => parseFloat(one.replace("−", "-").replace(/[,£\s±]/g, ""));
  const keys = new Map(different.map((one) => [one, figures ? figure(one) : keyOf(one)]));
  different.sort((a, b) => (keys.get(a) > keys.get(b)) - (keys.get(a) < keys.get(b)));
  const places = new Map();
  different.forEach((one, at) => places.set(one, at && keys.get(one) === keys.get(different[at - 1]) ? places.get(different[at - 1]) : at));
  return new Map(rows.map((row, at) => [row, places.get(words[at])]));
}

// A field that finds rows of a table.
function finder(table) {
  const label = document.createElement("label"), field = document.createElement("input");
  Object.assign(field, { type: "search", className: "filter", placeholder: "words of a row", autocomplete: "off" });
  label.append("Find ", field);
  (table.closest(".wide") ?? table).before(label);
  return field;
}

// Rows that are not drawn stand in no document, so that what is done with a table costs as much as what is seen of it.
function tabled(table, field, all = []) {
  const body = table.tBodies[0];
  let rows = [...(body?.rows ?? []), ...all], found = rows, first = 0, later = 0, fill = AT_ONCE;
  if (rows.length < 2) { body?.append(...rows); return; }
  field ||= rows.length > DRAWN && finder(table);
  const texts = field && new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
  const orders = new Map(); // by column
  const view = table.closest(".wide") ?? table;
  const told = document.createElement("p");
  told.className = "quiet";
  told.setAttribute("role", "status");
  const ask = (words, does) => {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", className: "figure", textContent: words });
    made.addEventListener("click", () => { view.focus({ preventScroll: true }); does(); });
    return made;
  };

  // So many rows fill a window, by those that stand there.
  function seen() {
    const high = body.offsetHeight / body.rows.length;
    if (high) fill = Math.min(AT_ONCE, Math.max(8, Math.ceil(innerHeight / high)));
    return fill;
  }
  // What is seen is drawn first, what is behind it when that is on the screen. The page is measured before it is changed,
  // since it would be laid out twice else.
  function draw(now = seen(), most = DRAWN) {
    const shown = found.slice(first, first + most);
    const isDrawn = shown.length === body.rows.length && shown.every((row, at) => row === body.rows[at]);
    const drawOn = () => {
      body.append(...shown.slice(body.rows.length, body.rows.length + now));
      if (body.rows.length < shown.length) later = requestAnimationFrame(drawOn);
    };
    cancelAnimationFrame(later);
    view.scrollTop = 0;
    if (!isDrawn) body.replaceChildren(...shown.slice(0, now));
    if (!isDrawn && shown.length > now) later = requestAnimationFrame(() => { later = requestAnimationFrame(drawOn); });
    const [from, to, there] = [first + 1, first + shown.length, found.length].map(many), end = Math.floor((found.length - 1) / DRAWN) * DRAWN;
    const asks = [
      first > 0 && ask(`${many(DRAWN)} before`, () => turn(first - DRAWN)),
      first + most < found.length && ask(`Next ${many(Math.min(DRAWN, found.length - first - DRAWN))}`, () => turn(first + DRAWN)),
      first + most < end && ask(`Last ${many(found.length - end)}`, () => turn(end)),
    ].filter(Boolean);
    const count = found.length ? `${first ? `${from} to ` : ""}${to} of ${there} row${found.length === 1 ? "" : "s"}` : "No row has these words.";
    told.replaceChildren(count, ...asks.flatMap((one) => [" ", one]));
  }
  function turn(to) {
    first = Math.max(0, to);
    draw();
  }
  function find() {
    const wanted = (field?.value ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    found = wanted.length ? rows.filter((row) => wanted.every((word) => texts.get(row).includes(word))) : rows;
    turn(0);
  }
  function order(column) {
    if (!orders.has(column)) orders.set(column, placesOf(rows, column));
    return orders.get(column);
  }
  function sort(head, column) {
    const places = order(column), now = head.getAttribute("aria-sort"), isBack = now ? now === "ascending" : head.classList.contains("number"); // the most first
    rows = [...rows].sort((a, b) => {
      const [x, y] = [places.get(a), places.get(b)];
      if (x === undefined || y === undefined) return (x === undefined) - (y === undefined); // what is empty comes last both ways
      return isBack ? y - x : x - y;
    });
    find();
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", isBack ? "descending" : "ascending");
  }

  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(head, column));
    if (rows.length > DRAWN) globalThis.requestIdleCallback?.(() => order(column)); // so that the first click is answered as soon
  });
  if (field) field.addEventListener("input", find);
  table.addEventListener("beforeprint", () => { first = 0; draw(Infinity, Infinity); });
  table.addEventListener("afterprint", () => draw());
  if (field || rows.length > DRAWN) view.after(told);
  draw(body.rows.length || AT_ONCE);
}
for (const table of document.querySelectorAll("table")) tabled(table, table.id && document.querySelector(`input[data-finds="${table.id}"]`));
// What is folded, and rows that are not drawn, are printed, too.
addEventListener("beforeprint", () => { for (const folded of document.querySelectorAll("details:not([open])")) { folded.open = true; folded.dataset.folded = ""; } });
addEventListener("afterprint", () => { for (const folded of document.querySelectorAll("[data-folded]")) { folded.open = false; delete folded.dataset.folded; } });
for (const when of ["beforeprint", "afterprint"]) addEventListener(when, () => { for (const table of document.querySelectorAll("table")) table.dispatchEvent(new Event(when)); });
