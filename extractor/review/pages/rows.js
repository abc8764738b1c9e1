// The list of rows: what to look at first, then the rest; only what is in view is drawn.

const ranks = Object.keys(data.ranks);
const counted = new Set(data.counted);
const rows = data.rows;
const byAddress = new Map();
rows.forEach((row, at) => {
  row.at = at;
  row.address = `${row.table}/${row.item}`;
  row.what ??= row.item;
  row.value ??= "";
  row.rank ??= "";
  row.words = `${row.address} ${row.what} ${row.value} ${Object.values(row.cells ?? {}).join(" ")}`.toLowerCase();
  if (!byAddress.has(row.address)) byAddress.set(row.address, row);
});
const quoteOf = (row) => (row.start === undefined ? "" : slice(row.start, row.end));
const tableName = (table) => table.replace(/_/g, " ");

const list = { filter: "", query: "", entries: [], tops: [0], order: new Map() };
const inQueue = (row) => row.rank !== "" && !row.absent;
const place = (row) => [ranks.indexOf(row.rank), row.start ?? Infinity, row.at];
const compare = (a, b) => { const [x, y] = [place(a), place(b)]; return x[0] - y[0] || x[1] - y[1] || x[2] - y[2]; };

function relist() {
  const wanted = list.query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = rows.filter((row) => !row.absent && (list.filter ? row.table === list.filter : inQueue(row)) && wanted.every((word) => row.words.includes(word)));
  if (!list.filter) found.sort(compare);
  list.entries = [];
  list.heads = [];
  list.order = new Map();
  let rank = null;
  for (const row of found) {
    if (!list.filter && row.rank !== rank) {
      rank = row.rank;
      list.heads.push(list.entries.length);
      list.entries.push({ head: data.ranks[rank], many: found.filter((one) => one.rank === rank).length });
    }
    list.order.set(row, list.entries.length);
    list.entries.push(row);
  }
  list.tops = [0];
  for (const entry of list.entries) list.tops.push(list.tops.at(-1) + (entry.head ? HEAD : ROW));
  list.many = found.length;
  $("count").textContent = `${found.length.toLocaleString("en-GB")} row${found.length === 1 ? "" : "s"}`;
  tall.style.height = `${list.tops.at(-1)}px`;
  nothing.hidden = found.length > 0;
  nothing.textContent = wanted.length ? "No row has these words." : isBlind ? "No row yet: mark words of the source, or press i." : "There is no row here.";
}

const tall = make("div", { class: "tall", role: "presentation" });
const part = make("div", { class: "slice", role: "presentation" });
const nothing = make("p", { class: "nothing", "aria-hidden": "true" }, "");
tall.append(part);
$("rows").append(tall, nothing);

const state = { row: null, cycle: 0 };

function drawRows() {
  const view = $("rows");
  const top = view.scrollTop, foot = top + view.clientHeight;
  let first = 0, last = list.entries.length;
  while (first < last) { const middle = (first + last) >> 1; if (list.tops[middle + 1] <= top - 4 * ROW) first = middle + 1; else last = middle; }
  const shown = [];
  for (let at = first; at < list.entries.length && list.tops[at] < foot + 4 * ROW; at++) shown.push(drawEntry(list.entries[at], at));
  part.style.transform = `translateY(${list.tops[first] ?? 0}px)`;
  part.replaceChildren(...shown);
  const active = state.row && document.getElementById(`row-${state.row.at}`);
  if (active) view.setAttribute("aria-activedescendant", active.id); else view.removeAttribute("aria-activedescendant");
}

function drawEntry(entry, at) {
  if (entry.head) return make("div", { class: "head", "aria-hidden": "true" }, make("span", {}, entry.head), make("b", {}, String(entry.many)));
  const row = entry, sign = signOf(row);
  const line = make("div", {
    class: `row ${sign} ${isGone(row) ? "gone" : ""}`, role: "option", id: `row-${row.at}`, "data-at": String(row.at),
    "aria-selected": row === state.row ? "true" : "false", "aria-posinset": String(placeOf(at)), "aria-setsize": String(list.many),
  });
  line.append(
    make("span", { class: "sign", "aria-hidden": "true" }, SIGNS[sign] ?? ""),
    make("span", { class: "what" }, make("b", {}, tableName(row.table)), ` ${short(row.what)}`),
    make("span", { class: "place" }, row.page ? `p. ${row.page}` : ""),
    make("span", { class: "says" }, short(valueOf(row)) || "(empty)"),
    make("span", { class: "state" }, make("span", { class: "hidden" }, SPOKEN[sign] ?? "")),
  );
  return line;
}

// Which row of the list it is, counted from 1 and without the heads.
const placeOf = (at) => at + 1 - list.heads.filter((head) => head < at).length;

const signOf = (row) => (isDone(row) ? "done" : row.rank === "rest" ? "" : row.rank || (row.reasons ?? []).map((one) => one.rank).find(Boolean) || "");
