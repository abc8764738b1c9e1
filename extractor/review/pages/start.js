// Selection, filter, keys, printing; and the start of the page.

function say(words) { $("said").textContent = words; }

function select(row, told = {}) {
  state.row = row;
  state.from = null;
  const at = list.order.get(row);
  const view = $("rows");
  if (at !== undefined) {
    const [top, foot] = [list.tops[at], list.tops[at + 1]];
    if (top < view.scrollTop + HEAD) view.scrollTop = Math.max(0, top - 2 * HEAD);
    else if (foot > view.scrollTop + view.clientHeight) view.scrollTop = foot - view.clientHeight + ROW / 2;
  }
  drawRows();
  showValue(row);
  const target = row.boxes || row.start !== undefined ? row : (row.about ?? []).map((address) => byAddress.get(address)).find(Boolean) ?? quotedIn(row) ?? row;
  showSource(target);
  if (told.quiet) return;
  history.replaceState(null, "", hashOf(row.address));
  tellProblem(data.problem); // no more that an address led to no row
}

// Where the words stand that a check quotes, of those that stand there once; one of them before the others.
function quotedIn(row, first = 0) {
  if (row.table !== "checks") return null;
  const quotes = [...row.value.matchAll(/(?<=^|[\s(])'(.+?)'(?=[\s,;:.)]|$)/g)].map(([, words]) => words.replace(/\s*(\.\.\.|…)$/, ""));
  const spans = quotes.flatMap((words) => {
    const found = [...data.text.matchAll(new RegExp(words.split(/\s+/).map((word) => word.replace(/[^\p{L}\p{N}]/gu, "\\$&")).join("\\s+"), "g"))];
    if (found.length !== 1) return [];
    const start = count(data.text.slice(0, found[0].index));
    return [[start, start + count(found[0][0])]];
  });
  if (!spans.length) return null;
  const [[start, end], ...also] = [...spans.slice(first), ...spans.slice(0, first)];
  return { start, end, also, boxes: leaves.flow ? undefined : [[start, end], ...also].map((span) => boxesOf(...span)) };
}

function setFilter(table) {
  list.filter = table;
  if (isBlind) tellTables(); else $("filter").value = table;
  list.query = $("search").value = "";
  refresh();
}

function refresh() {
  relist();
  $("rows").scrollTop = 0;
  drawRows();
  redrawSource();
}

function step(by) {
  const found = list.entries.filter((entry) => !entry.head);
  if (!found.length) return;
  const now = found.indexOf(state.row), last = found.length - 1;
  const to = now >= 0 || !Number.isFinite(by) ? now + by : by > 0 ? 0 : last;
  select(found[Math.min(Math.max(to, 0), last)]);
}

function nextOpen(by) {
  const open = list.entries.filter((entry) => !entry.head && !isDone(entry));
  if (!open.length) return false;
  const now = list.order.get(state.from ?? state.row) ?? -1; // from what was not read, where a row was just added for it
  const after = open.filter((row) => (list.order.get(row) - now) * by > 0);
  select((by > 0 ? after[0] : after.at(-1)) ?? (by > 0 ? open[0] : open.at(-1)));
  return true;
}

const jumps = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1, PageDown: 8, PageUp: -8, Home: -Infinity, End: Infinity };
const commands = {
  n: () => nextOpen(1), p: () => nextOpen(-1), "/": () => $("search").select(), "?": () => openHelp(),
  a: () => state.row && accept(state.row), c: () => state.row && openChange(state.row), d: () => state.row && openDelete(state.row),
  w: () => isBlind && declareWhole(list.filter || state.row?.table),
  i: () => openAdd(...(state.row?.table === "unread" ? [state.row.start, state.row.end] : (marked() ?? []))), u: undo, s: () => $("save").hidden || openSave(),
  "[": () => turnTo(leaves.at - 1), "]": () => turnTo(leaves.at + 1), "+": () => zoom(1.25), "-": () => zoom(0.8),
};
const KEYS = [
  ["↓ ↑ or j k", "next, previous row"], ["n p", "next, previous row that nobody has looked at"], ["Home End", "first, last row"],
  ["a", "accept: it is right"], ["c", "change"], ["d", "delete"], ["i", "add a row"], ["u", "undo"], ["s", "save"],
  ["Enter", "into the value; Esc back to the rows"], ["/", "search"], ["[ ]", "page before, page after"], ["+ −", "larger, smaller"], ["?", "these keys"],
];

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const where = event.target;
  if (where.closest("dialog")) return;
  if (event.key === "Escape" && where !== $("rows")) { if ($("value").querySelector("form")) leaveForm(); else $("rows").focus(); return; }
  if (where === $("search") && (event.key === "Enter" || event.key === "ArrowDown")) { event.preventDefault(); $("rows").focus(); if (!list.order.has(state.row)) step(1); return; }
  if (/^(INPUT|SELECT|TEXTAREA|BUTTON|A|SUMMARY)$/.test(where.tagName) && !(where.type === "checkbox") && event.key !== "?") return;
  if (where === document.body && (event.key in jumps || event.key in commands)) $("rows").focus({ preventScroll: true });
  if (event.key in jumps && where.closest("#leaves, #value") && event.key.length > 1) return; // these scroll there
  if (event.key in jumps) { event.preventDefault(); step(jumps[event.key]); }
  else if (event.key === "Enter" && where === $("rows")) { event.preventDefault(); $("value").focus(); }
  else if (commands[event.key]) { event.preventDefault(); commands[event.key](); }
}

function openHelp() {
  const keys = isBlind ? [...KEYS, ["w", "all rows of this table are here"]] : KEYS;
  openDialog("Keys", [make("dl", {}, keys.flatMap(([keys, what]) => [make("dt", {}, keys.split(" ").map((key) => (key === "or" ? " or " : make("kbd", {}, key)))), make("dd", {}, what)]))]);
}

function follow() {
  const address = location.hash.slice(1).split("/").map((part) => { try { return decodeURIComponent(part); } catch { return part; } }).join("/");
  const row = byAddress.get(address);
  const problem = row || !address ? data.problem : `There is no row ${address}: what was read may have changed since.`;
  tellProblem(problem);
  if (!row) { if (address) say(short(problem)); return false; }
  if (!list.order.has(row)) setFilter(inQueue(row) ? "" : row.table);
  select(row, { quiet: true });
  return true;
}

function tellProblem(words) {
  $("problem").textContent = short(words);
  $("problem").hidden = !words;
}

function progress() {
  if (isBlind) {
    const tables = goldTables(), whole = tables.filter(isWhole).length;
    [$("progress").max, $("progress").value] = [tables.length, whole];
    $("reviewed").textContent = `${whole} of ${tables.length} tables whole`;
    return;
  }
  const all = rows.filter((row) => (counted.has(row.table) || canDismiss(row)) && !row.absent);
  const done = all.filter(isDone).length;
  $("progress").max = all.length || 1;
  $("progress").value = done;
  $("reviewed").textContent = `${done.toLocaleString("en-GB")} of ${all.length.toLocaleString("en-GB")} reviewed`;
}

// What is printed is a table of the rows that are listed.
function toPaper() {
  const found = list.entries.filter((entry) => !entry.head);
  const heads = ["Page", "What", "Value", "To look at"];
  const body = found.map((row) => make("tr", {}, [
    make("td", { class: "p" }, row.page ? String(row.page) : ""), make("td", {}, short(`${tableName(row.table)}: ${row.what}`)), make("td", {}, plain(valueOf(row))),
    make("td", {}, short([isDone(row) ? "reviewed" : "", ...(row.reasons ?? []).map((one) => (one.rank && one.message !== row.value ? one.message : ""))].filter(Boolean).join("; "))),
  ]));
  const title = list.filter ? tableName(list.filter) : isBlind ? "All rows" : "All rows, by urgency";
  if (!found.length) { $("print").replaceChildren(make("h2", {}, title), make("p", {}, "No row.")); return; }
  $("print").replaceChildren(make("h2", {}, title), make("table", {}, make("thead", {}, make("tr", {}, heads.map((head, at) => make("th", { scope: "col", class: ["p", "w", "", "n"][at] }, head)))), make("tbody", {}, body)));
}

// The tables to choose from, each with its rows; of gold every table.
function tellTables() {
  const options = [["", isBlind ? "All tables" : "All, by urgency"], ...Object.keys(data.tables).map((table) => [table, tableName(table)])];
  $("filter").replaceChildren(...options.flatMap(([value, words]) => {
    const many = rows.filter((row) => !row.absent && (value ? row.table === value : inQueue(row))).length;
    return many || !value || isBlind ? [make("option", { value }, `${words} (${many.toLocaleString("en-GB")})`)] : [];
  }));
  $("filter").value = list.filter;
  const table = isBlind && list.filter !== "reports" ? list.filter : "";
  $("whole").replaceChildren(...(table ? [wholeSwitch(table, "whole-here"), " All are here"] : []));
  $("whole").hidden = !table;
}

function begin() {
  tellTables();
  for (const id of ["turn", "zoom"]) $(id).hidden = leaves.flow;
  $("veil").parentElement.hidden = isBlind;
  prepareLeaves();
  if (isBlind) decisionsOfGold();
  restore();
  reindex();
  redraw(null);
  tellLeaf();
  $("filter").addEventListener("change", () => { setFilter($("filter").value); });
  $("search").addEventListener("input", () => { list.query = $("search").value; relist(); $("rows").scrollTop = 0; drawRows(); });
  $("rows").addEventListener("scroll", drawRows, { passive: true });
  $("rows").addEventListener("click", (event) => { const line = event.target.closest(".row"); if (line) select(rows[Number(line.dataset.at)]); });
  $("leaves").addEventListener("scroll", tellLeaf, { passive: true });
  $("leaves").addEventListener("click", clickSource);
  $("veil").addEventListener("change", () => $("leaves").classList.toggle("plain", !$("veil").checked));
  $("before").addEventListener("click", () => turnTo(leaves.at - 1));
  $("after").addEventListener("click", () => turnTo(leaves.at + 1));
  $("larger").addEventListener("click", () => zoom(1.25));
  $("smaller").addEventListener("click", () => zoom(0.8));
  $("keys").addEventListener("click", openHelp);
  $("save").addEventListener("click", openSave);
  $("apply").addEventListener("click", applySaved);
  $("offer").addEventListener("click", () => { const place = marked(); if (place) openAdd(...place); $("offer").hidden = true; });
  document.addEventListener("selectionchange", offerAdd);
  document.addEventListener("copy", copyMarked);
  $("leaves").addEventListener("pointerdown", startMark);
  $("leaves").addEventListener("pointermove", goOnMarking);
  addEventListener("pointerup", endMark);
  document.addEventListener("keydown", pressed);
  addEventListener("hashchange", follow);
  new ResizeObserver(drawRows).observe($("rows"));
  addEventListener("beforeprint", toPaper);
  follow();
}

begin();
