// The page of a report: the source on the left, its rows on the right; a click on either side shows the other.
// Everything that comes from the report is shown as text: nothing here makes markup of words.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const $ = (id) => document.getElementById(id);
  const ROW = 54, HEAD = 34; // heights of the list, as in the style
  const SIGNS = { fail: "✕", unread: "○", differs: "≠", warn: "!", open: "?", done: "✓" };
  const SPOKEN = { fail: "check failed", unread: "not read", differs: "second reading differs", warn: "warning", open: "to settle", done: "reviewed" };
  const SVG = "http://www.w3.org/2000/svg";

  // ---- Text: offsets count characters, of which JavaScript splits the rarer ones in two.

  const points = /[\ud800-\udfff]/.test(data.text) ? Array.from(data.text) : null;
  const slice = (start, end) => (points ? points.slice(start, end).join("") : data.text.slice(start, end));
  const count = (words) => (points ? Array.from(words).length : words.length);
  // Characters that would turn or hide others are seen as what they are; lengths stay.
  const plain = (words) => words.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
  const short = (words, most = 240) => plain(words.length > most ? words.slice(0, most) + " …" : words);

  function make(tag, told = {}, ...inside) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(told)) {
      if (value === undefined || value === false || value === "") continue;
      if (name === "class") made.className = value;
      else made.setAttribute(name, value === true ? "" : value);
    }
    for (const one of inside.flat()) if (one !== undefined && one !== null && one !== "") made.append(one);
    return made;
  }

  // ---- Rows.

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
  const decided = (row) => (data.decisions ?? []).some((one) => `${one.table}/${one.item || one.column}` === row.address);
  const isDone = (row) => row.gone || (row.corrected ?? []).length > 0 || decided(row);

  const list = { filter: "", query: "", entries: [], tops: [0], order: new Map() };
  const inQueue = (row) => row.rank !== "";
  const place = (row) => [ranks.indexOf(row.rank), row.start ?? Infinity, row.at];
  const compare = (a, b) => { const [x, y] = [place(a), place(b)]; return x[0] - y[0] || x[1] - y[1] || x[2] - y[2]; };

  function relist() {
    const wanted = list.query.toLowerCase().split(/\s+/).filter(Boolean);
    const found = rows.filter((row) => (list.filter ? row.table === list.filter : inQueue(row)) && wanted.every((word) => row.words.includes(word)));
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
  }

  const tall = make("div", { class: "tall", role: "presentation" });
  const part = make("div", { class: "slice", role: "presentation" });
  const nothing = make("p", { class: "nothing", "aria-hidden": "true" }, "No row fits.");
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

  const isGone = (row) => Boolean(row.gone);
  const valueOf = (row) => row.value;
  const signOf = (row) => (isDone(row) ? "done" : row.rank === "rest" ? "" : row.rank || (row.reasons ?? []).map((one) => one.rank).find(Boolean) || "");

  // ---- The source: pages with lines in their places, or the lines of a text.

  const leaves = { list: [], flow: data.sizes.length === 0 };
  const lineStarts = data.lines.map((line) => line[0]);
  const READ = ["none", "part", "all"];

  function firstLine(offset) {
    let low = 0, high = lineStarts.length;
    while (low < high) { const middle = (low + high) >> 1; if (lineStarts[middle] <= offset) low = middle + 1; else high = middle; }
    return Math.max(0, low - 1);
  }

  const linesOf = (start, end) => {
    const found = [];
    for (let at = firstLine(start); at < data.lines.length && data.lines[at][0] < end; at++) if (data.lines[at][1] > start) found.push(at);
    return found;
  };

  const spansOf = (row) => (row.start === undefined ? [] : [[row.start, row.end], ...(row.also ?? [])]);
  const isShown = (row) => (list.filter ? row.table === list.filter : inQueue(row));

  function prepareLeaves() {
    const view = $("leaves");
    if (leaves.flow) {
      const size = 60;
      for (let at = 0; at < data.lines.length; at += size) {
        leaves.list.push({ first: at, last: Math.min(at + size, data.lines.length), built: false, node: make("div", { class: "flow", "data-leaf": String(leaves.list.length) }) });
      }
      leaves.byLine = new Map();
    } else {
      const lines = data.sizes.map(() => []);
      data.lines.forEach((line, at) => lines[line[3] - 1]?.push(at));
      data.sizes.forEach(([width, height], at) => {
        const node = make("section", { class: `leaf ${data.picture ? "" : "bare"}`, "aria-label": `Page ${at + 1}`, "data-leaf": String(at), id: `leaf-${at + 1}` });
        node.style.aspectRatio = `${width} / ${height}`;
        leaves.list.push({ width, height, lines: lines[at], boxes: [], built: false, node });
      });
      for (const row of rows) {
        (row.boxes ?? []).forEach((span) => span.forEach((box) => leaves.list[box[0] - 1]?.boxes.push({ row, box })));
      }
    }
    view.append(...leaves.list.map((leaf) => leaf.node));
    const watch = new IntersectionObserver((seen) => { for (const one of seen) if (one.isIntersecting) build(leaves.list[Number(one.target.dataset.leaf)]); }, { root: view, rootMargin: "900px" });
    leaves.list.forEach((leaf) => watch.observe(leaf.node));
  }

  function build(leaf) {
    if (leaf.built) return;
    leaf.built = true;
    if (leaves.flow) buildFlow(leaf); else buildPage(leaf);
  }

  const pen = document.createElement("canvas").getContext("2d");
  pen.font = "100px Arial, sans-serif";

  function buildPage(leaf) {
    const number = leaves.list.indexOf(leaf) + 1;
    if (data.picture) {
      const picture = make("img", { alt: "", loading: "lazy", decoding: "async", width: String(Math.round(leaf.width)), height: String(Math.round(leaf.height)), src: data.picture.replace("N", String(number)), draggable: "false" });
      picture.addEventListener("error", () => leaf.node.classList.add("bare"));
      leaf.node.append(picture);
    }
    leaf.drawing = document.createElementNS(SVG, "svg");
    leaf.drawing.setAttribute("viewBox", `0 0 ${leaf.width} ${leaf.height}`);
    leaf.drawing.setAttribute("preserveAspectRatio", "none");
    leaf.drawing.setAttribute("aria-hidden", "true");
    leaf.node.append(leaf.drawing);
    for (const at of leaf.lines) leaf.node.append(placed(leaf, data.lines[at], at));
    drawBoxes(leaf);
  }

  function placed(leaf, [start, end, , , x0, top, x1, bottom], at) {
    const words = plain(slice(start, end)).replace(/\s/g, " ");
    const line = make("span", { class: "line words", "data-line": String(at) }, words);
    const upright = bottom - top <= 1.5 * (x1 - x0) || words.length < 3;
    const [long, high] = upright ? [x1 - x0, bottom - top] : [bottom - top, x1 - x0];
    const size = 0.82 * high;
    const natural = (pen.measureText(words).width * size) / 100 || 1;
    line.style.left = `${(100 * (upright ? x0 : x1)) / leaf.width}%`;
    line.style.top = `${(100 * top) / leaf.height}%`;
    line.style.font = `${(100 * size) / leaf.width}cqw/${high / size} Arial, sans-serif`;
    line.style.transform = `${upright ? "" : "rotate(90deg) "}scaleX(${long / natural})`;
    return line;
  }

  const rectangle = (x0, top, x1, bottom, by = 0) => `M${x0 - by} ${top - by}H${x1 + by}V${bottom + by}H${x0 - by}Z`;

  function drawBoxes(leaf) {
    const drawn = { veil: [], read: new Set(), open: new Set() };
    const chosen = new Set(state.row ? spansOf(state.row).flatMap(([start, end]) => linesOf(start, end)) : []);
    for (const at of leaf.lines) { const line = data.lines[at]; if (line[2] === 0 && !chosen.has(at)) drawn.veil.push(rectangle(...line.slice(4), 1)); }
    for (const { row, box } of leaf.boxes) {
      if (!isShown(row)) continue;
      (row.rank === "fail" || row.rank === "unread" ? drawn.open : drawn.read).add(rectangle(...box.slice(1), 1.2));
    }
    leaf.drawing.replaceChildren(...Object.entries(drawn).map(([name, paths]) => {
      const path = document.createElementNS(SVG, "path");
      path.setAttribute("class", name);
      path.setAttribute("d", [...paths].join(""));
      return path;
    }));
  }

  function buildFlow(leaf) {
    for (let at = leaf.first; at < leaf.last; at++) {
      const page = data.lines[at][3];
      if (page && page !== data.lines[at - 1]?.[3]) leaf.node.append(make("div", { class: "folio" }, `Page ${page}`));
      const line = make("p", { class: `line ${READ[data.lines[at][2]]}`, "data-line": String(at) });
      leaves.byLine.set(at, line);
      leaf.node.append(line);
      fillLine(at);
    }
  }

  function rowsByLine() {
    const found = new Map();
    for (const row of rows) {
      if (!isShown(row)) continue;
      for (const [start, end] of spansOf(row)) for (const at of linesOf(start, end)) { if (!found.has(at)) found.set(at, []); found.get(at).push([start, end, row]); }
    }
    return found;
  }

  function fillLine(at) {
    const node = leaves.byLine.get(at);
    if (!node) return;
    leaves.shown ??= rowsByLine();
    const [start, end] = data.lines[at];
    const here = leaves.shown.get(at) ?? [];
    const chosen = state.row ? spansOf(state.row) : [];
    const cuts = new Set([start, end]);
    for (const [from, to] of [...here, ...chosen]) { if (from > start && from < end) cuts.add(from); if (to > start && to < end) cuts.add(to); }
    const edges = [...cuts].sort((a, b) => a - b);
    const made = [];
    for (let one = 0; one + 1 < edges.length; one++) {
      const [from, to] = [edges[one], edges[one + 1]];
      const covering = here.filter((span) => span[0] <= from && span[1] >= to);
      const isMarked = chosen.some((span) => span[0] <= from && span[1] >= to);
      const isOpen = covering.some((span) => span[2].rank === "fail" || span[2].rank === "unread");
      const words = plain(slice(from, to));
      if (isMarked) made.push(make("mark", {}, words));
      else if (covering.length) made.push(make("span", { class: `seg ${isOpen ? "open" : ""}` }, words));
      else made.push(words);
    }
    node.replaceChildren(...made);
  }

  function showSource(row) {
    for (const old of document.querySelectorAll(".leaf .mark")) old.remove();
    if (leaves.flow) {
      const lines = spansOf(row).flatMap(([start, end]) => linesOf(start, end));
      const before = leaves.marked ?? [];
      leaves.marked = lines;
      for (const at of lines) build(leaves.list[Math.floor(at / 60)]);
      for (const at of new Set([...before, ...lines])) fillLine(at);
      bringIntoView(leaves.byLine.get(lines[0])?.querySelector("mark"), leaves.byLine.get(lines.at(-1 - (row.also ?? []).length)));
      return;
    }
    const spans = row.boxes ?? [];
    const touched = new Set(spans.flat().map((box) => leaves.list[box[0] - 1]).filter(Boolean));
    for (const leaf of new Set([...(leaves.touched ?? []), ...touched])) if (leaf.built) drawBoxes(leaf);
    leaves.touched = touched;
    spans.forEach((span, which) => span.forEach((box) => {
      const leaf = leaves.list[box[0] - 1];
      if (!leaf) return;
      build(leaf);
      const edges = { left: box[1] / leaf.width, top: box[2] / leaf.height, width: (box[3] - box[1]) / leaf.width, height: (box[4] - box[2]) / leaf.height };
      for (const kind of which ? ["mark also"] : ["mark", "mark edge"]) {
        const mark = make("div", { class: kind });
        for (const [edge, part] of Object.entries(edges)) mark.style[edge] = `${100 * part}%`;
        leaf.node.append(mark);
      }
    }));
    const first = spans[0] ?? [];
    if (first.length) {
      const leaf = leaves.list[first[0][0] - 1];
      const here = first.filter((box) => box[0] === first[0][0]);
      const scale = leaf.node.clientHeight / leaf.height, across = leaf.node.clientWidth / leaf.width;
      scrollTo({
        top: leaf.node.offsetTop + scale * Math.min(...here.map((box) => box[2])), bottom: leaf.node.offsetTop + scale * Math.max(...here.map((box) => box[4])),
        left: leaf.node.offsetLeft + across * Math.min(...here.map((box) => box[1])), right: leaf.node.offsetLeft + across * Math.max(...here.map((box) => box[3])),
      });
      tellLeaf();
    }
  }

  // The words are brought into the view where they are outside of it, a third of the way down.
  function scrollTo({ top, bottom, left, right }) {
    const view = $("leaves");
    const room = Math.min(24, view.clientHeight / 8);
    if (top - room < view.scrollTop || bottom + room > view.scrollTop + view.clientHeight) {
      view.scrollTop = Math.max(0, top - Math.max(room, Math.min(view.clientHeight / 3, (view.clientHeight - (bottom - top)) / 2)));
    }
    if (left - room < view.scrollLeft || right + room > view.scrollLeft + view.clientWidth) view.scrollLeft = Math.max(0, left - room);
  }

  function bringIntoView(first, last) {
    if (!first) return;
    const view = $("leaves").getBoundingClientRect();
    const [top, bottom] = [first.getBoundingClientRect(), (last ?? first).getBoundingClientRect()];
    const to = { top: top.top - view.top + $("leaves").scrollTop, bottom: bottom.bottom - view.top + $("leaves").scrollTop, left: 0, right: 0 };
    scrollTo(to);
    // Leaves that were never laid out have a guessed height: look once more.
    const now = first.getBoundingClientRect();
    if (now.top < view.top || now.bottom > view.bottom) first.scrollIntoView({ block: "center" });
  }

  function tellLeaf() {
    const view = $("leaves");
    const middle = view.scrollTop + view.clientHeight / 2;
    let at = leaves.list.findIndex((leaf) => leaf.node.offsetTop + leaf.node.offsetHeight > middle);
    if (at < 0) at = leaves.list.length - 1;
    leaves.at = at;
    if (!leaves.flow) $("leaf").textContent = `Page ${at + 1} of ${leaves.list.length}`;
  }

  const turnTo = (at) => { const leaf = leaves.list[Math.min(Math.max(at, 0), leaves.list.length - 1)]; if (leaf) { $("leaves").scrollTop = leaf.node.offsetTop - 16; tellLeaf(); } };

  function zoom(by) {
    leaves.zoom = Math.min(4, Math.max(0.5, (leaves.zoom ?? 1) * by));
    for (const leaf of leaves.list) leaf.node.style.width = `${100 * leaves.zoom}%`;
    if (state.row) showSource(state.row);
  }

  // Rows whose words stand where the source was clicked, the most exact first; those of the list before others.
  function rowsAt(event) {
    let found = [];
    const node = event.target.closest("[data-leaf]");
    if (!node) return found;
    const leaf = leaves.list[Number(node.dataset.leaf)];
    if (leaves.flow) {
      const offset = offsetAt(event);
      if (offset !== null) found = rows.filter((row) => spansOf(row).some(([start, end]) => start <= offset && offset < end));
    } else {
      const edges = node.getBoundingClientRect();
      const x = ((event.clientX - edges.left) * leaf.width) / edges.width, y = ((event.clientY - edges.top) * leaf.height) / edges.height;
      const hits = leaf.boxes.filter(({ box }) => box[1] - 1.5 <= x && x <= box[3] + 1.5 && box[2] - 1.5 <= y && y <= box[4] + 1.5);
      found = [...new Set(hits.map((hit) => hit.row))];
    }
    const width = (row) => row.end - row.start;
    const weight = (row) => (list.order.has(row) ? 0 : row.rank !== "" ? 1 : 2);
    return found.sort((a, b) => weight(a) - weight(b) || width(a) - width(b) || a.at - b.at);
  }

  function offsetAt(event) {
    const line = event.target.closest(".line");
    if (!line) return null;
    const caret = document.caretPositionFromPoint ? document.caretPositionFromPoint(event.clientX, event.clientY) : document.caretRangeFromPoint?.(event.clientX, event.clientY);
    const [node, at] = caret ? [caret.offsetNode ?? caret.startContainer, caret.offset ?? caret.startOffset] : [null, 0];
    return node && line.contains(node) ? offsetOf(line, node, at) : null;
  }

  // The offset in the text of a place within a line.
  function offsetOf(line, node, at) {
    const range = document.createRange();
    range.selectNodeContents(line);
    range.setEnd(node, at);
    return data.lines[Number(line.dataset.line)][0] + count(range.toString());
  }

  function clickSource(event) {
    if (!getSelection().isCollapsed) return;
    const found = rowsAt(event);
    if (!found.length) return;
    const again = found.indexOf(state.row);
    const row = found[(again + 1) % found.length];
    if (!list.order.has(row)) setFilter(counted.has(row.table) || row.table === "unread" ? "" : row.table);
    select(row);
    if (found.length > 1) say(`${found.indexOf(row) + 1} of ${found.length} rows at these words; click again for the next`);
  }

  // ---- The value: all that is known of a row.

  function link(address, words) {
    const made = make("a", { href: hashOf(address) }, words ?? address);
    return made;
  }
  const hashOf = (address) => "#" + address.split("/").map(encodeURIComponent).join("/");

  function said(row) {
    const value = valueOf(row) || "(empty)";
    const shown = make("div", { class: `says ${value.length > 160 ? "long" : ""}`, tabindex: value.length > 600 ? "0" : "" });
    const was = changesOf(row);
    if (isGone(row)) shown.append(make("del", {}, plain(value)));
    else if (was && was.main) shown.append(make("del", {}, plain(was.main.machine || "(empty)")), " → ", make("ins", {}, plain(value)));
    else shown.append(plain(value));
    return shown;
  }

  // What people changed of a row, as it was applied: the machine's value is told beside the person's.
  function changesOf(row) {
    const of = rows.filter((one) => one.table === "corrections" && (one.about ?? []).includes(row.address));
    const all = of.map((one) => ({ ...one.cells }));
    return { all, main: all.find((one) => one.action === "change" && one.status === "applied" && one.human && row.value.startsWith(one.human)) };
  }

  function tellReasons(row) {
    const told = (row.reasons ?? []).map((one) => {
      const aside = [one.expected && `expected ${short(one.expected)}`, one.observed && `found ${short(one.observed)}`].filter(Boolean).join(", ");
      const sign = { pass: "✓ ", fail: "✕ ", warn: "! " }[one.status] ?? "";
      return make("li", { class: `note ${one.status}` }, sign + short(one.message || one.check, 600), make("div", { class: "hint" }, [one.check && one.message ? one.check : "", aside].filter(Boolean).join(": ")));
    });
    for (const one of changesOf(row).all) {
      const what = { accept: "found right", add: "row added", delete: "row deleted" }[one.action] ?? `${one.column}: ${one.machine || "(empty)"} → ${one.human || "(empty)"}`;
      told.push(make("li", { class: `note ${one.status}` }, short(what, 600), make("div", { class: "hint" }, short([one.who, one.when, one.why, one.status].filter(Boolean).join(", "), 600))));
    }
    return told.length ? [make("h3", {}, "Checks and corrections"), make("ul", {}, told)] : [];
  }

  function tellOrigin(row) {
    const rule = row.rule ? (data.rules[row.rule] ?? {}) : {};
    const told = [
      ["Page", row.page ? String(row.page) : ""],
      ["Rule", row.rule],
      ["Pack", rule.pack],
      ["Note", rule.note],
      ["Rule reads, say", rule.example],
      ["Computed", row.derived ? "worked out from these words, not printed so" : ""],
    ].filter(([, words]) => words);
    return told.length ? [make("h3", {}, "Where it comes from"), make("dl", {}, told.flatMap(([name, words]) => [make("dt", {}, name), make("dd", {}, short(words, 800))]))] : [];
  }

  function tellCells(row) {
    const columns = (data.tables[row.table]?.columns ?? []).filter((column) => row.cells?.[column.name]);
    if (!columns.length) return [];
    const inside = columns.flatMap((column) => [make("dt", { title: column.doc }, column.name), make("dd", {}, plain(row.cells[column.name]))]);
    const about = (row.about ?? []).length ? [make("h3", {}, "About"), make("ul", {}, row.about.map((address) => make("li", {}, link(address, short(address)))))] : [];
    return [...about, make("details", { open: true }, make("summary", {}, "All columns"), make("dl", {}, inside))];
  }

  function showValue(row) {
    const quote = quoteOf(row);
    $("value").replaceChildren(
      make("div", { class: "kicker" }, make("span", {}, tableName(row.table)), link(row.address, short(row.item))),
      make("h2", {}, short(row.what, 600)),
      said(row),
      ...actionsOf(row),
      ...(quote && quote !== row.value ? [make("blockquote", { tabindex: quote.length > 600 ? "0" : "" }, plain(quote))] : []),
      ...tellReasons(row),
      ...tellOrigin(row),
      ...tellCells(row),
    );
    $("value").scrollTop = 0;
  }

  const actionsOf = () => [];

  function showOverview() {
    const open = ranks.slice(0, -1).map((rank) => [data.ranks[rank], rows.filter((row) => row.rank === rank).length]).filter(([, many]) => many);
    const cover = data.coverage.filter(([, expected]) => expected).map(([kind, expected, found]) => [kind.replace(/_/g, " "), `${found} of ${expected} read`]);
    const told = (title, pairs) => (pairs.length ? [make("h3", {}, title), make("dl", {}, pairs.flatMap(([name, words]) => [make("dt", {}, name), make("dd", {}, String(words))]))] : []);
    const about = data.report;
    $("value").replaceChildren(
      make("p", { class: "overview" }, "Choose a row, or click words of the source."),
      ...told("To look at first", open),
      ...told("What was read", cover),
      ...told("Report", [["Provider", about.provider], ["Framework", about.framework], ["Published", about.published], ["File", about.source]].filter(([, words]) => words).map(([name, words]) => [name, short(words)])),
    );
  }

  // ---- Selection, filter, keys.

  function say(words) { $("said").textContent = words; }

  function select(row, told = {}) {
    state.row = row;
    const at = list.order.get(row);
    const view = $("rows");
    if (at !== undefined) {
      const [top, foot] = [list.tops[at], list.tops[at + 1]];
      if (top < view.scrollTop + HEAD) view.scrollTop = Math.max(0, top - 2 * HEAD);
      else if (foot > view.scrollTop + view.clientHeight) view.scrollTop = foot - view.clientHeight + ROW / 2;
    }
    drawRows();
    showValue(row);
    const target = row.boxes || row.start !== undefined ? row : (row.about ?? []).map((address) => byAddress.get(address)).find(Boolean) ?? row;
    showSource(target);
    if (!told.quiet) history.replaceState(null, "", hashOf(row.address));
  }

  function setFilter(table) {
    list.filter = table;
    $("filter").value = table;
    list.query = $("search").value = "";
    refresh();
  }

  function refresh() {
    relist();
    $("rows").scrollTop = 0;
    drawRows();
    leaves.shown = null;
    for (const leaf of leaves.list) if (leaf.built) { if (leaves.flow) for (let at = leaf.first; at < leaf.last; at++) fillLine(at); else drawBoxes(leaf); }
  }

  function step(by) {
    const found = list.entries.filter((entry) => !entry.head);
    if (!found.length) return;
    const now = found.indexOf(state.row);
    select(found[now < 0 ? (by > 0 ? 0 : found.length - 1) : Math.min(Math.max(now + by, 0), found.length - 1)]);
  }

  function nextOpen(by) {
    const open = list.entries.filter((entry) => !entry.head && !isDone(entry));
    if (!open.length) return;
    const now = list.order.get(state.row) ?? -1;
    const after = open.filter((row) => (list.order.get(row) - now) * by > 0);
    select((by > 0 ? after[0] : after.at(-1)) ?? (by > 0 ? open[0] : open.at(-1)));
  }

  const jumps = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1, PageDown: 8, PageUp: -8, Home: -Infinity, End: Infinity };
  const commands = {
    n: () => nextOpen(1), p: () => nextOpen(-1), "/": () => $("search").focus(), "?": () => openHelp(),
    "[": () => turnTo(leaves.at - 1), "]": () => turnTo(leaves.at + 1), "+": () => zoom(1.25), "-": () => zoom(0.8),
  };
  const KEYS = [
    ["↓ ↑ or j k", "next, previous row"], ["n p", "next, previous row that nobody has looked at"], ["Home End", "first, last row"],
    ["Enter", "into the value; Esc back to the rows"], ["/", "search"], ["[ ]", "page before, page after"], ["+ −", "larger, smaller"], ["?", "these keys"],
  ];

  function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const where = event.target;
    if (event.key === "Escape" && !$("help").open && where !== $("rows")) { $("rows").focus(); return; }
    if (where === $("search") && (event.key === "Enter" || event.key === "ArrowDown")) { event.preventDefault(); $("rows").focus(); if (!list.order.has(state.row)) step(1); return; }
    if (/^(INPUT|SELECT|TEXTAREA|BUTTON|A|SUMMARY)$/.test(where.tagName) && !(where.type === "checkbox") && event.key !== "?") return;
    if (where.closest("dialog")) return;
    if (event.key in jumps && where.closest("#leaves, #value") && event.key.length > 1) return; // these scroll there
    if (event.key in jumps) { event.preventDefault(); step(jumps[event.key]); }
    else if (event.key === "Enter" && where === $("rows")) { event.preventDefault(); $("value").focus(); }
    else if (commands[event.key]) { event.preventDefault(); commands[event.key](); }
  }

  function openHelp() {
    const close = make("button", { type: "button", class: "main" }, "Close");
    close.addEventListener("click", () => $("help").close());
    $("help").replaceChildren(make("h2", { id: "help-title" }, "Keys"), make("dl", {}, KEYS.flatMap(([keys, what]) => [make("dt", {}, make("kbd", {}, keys)), make("dd", {}, what)])), close);
    $("help").showModal();
  }

  function follow() {
    const address = location.hash.slice(1).split("/").map((part) => { try { return decodeURIComponent(part); } catch { return part; } }).join("/");
    const row = byAddress.get(address);
    if (!row) { if (address) say(`There is no row ${plain(address)}`); return false; }
    if (!list.order.has(row)) setFilter(inQueue(row) ? "" : row.table);
    select(row, { quiet: true });
    return true;
  }

  function progress() {
    const all = rows.filter((row) => counted.has(row.table));
    const done = all.filter(isDone).length;
    $("progress").max = all.length || 1;
    $("progress").value = done;
    $("reviewed").textContent = `${done.toLocaleString("en-GB")} of ${all.length.toLocaleString("en-GB")} reviewed`;
  }

  // What is printed is a table of the rows that are listed.
  function print() {
    const found = list.entries.filter((entry) => !entry.head);
    const heads = ["Page", "What", "Value", "To look at"];
    const body = found.map((row) => make("tr", {}, [
      make("td", { class: "p" }, row.page ? String(row.page) : ""), make("td", {}, short(`${tableName(row.table)}: ${row.what}`)), make("td", {}, plain(valueOf(row))),
      make("td", {}, short([isDone(row) ? "reviewed" : "", ...(row.reasons ?? []).filter((one) => one.rank).map((one) => one.message)].filter(Boolean).join("; "))),
    ]));
    const title = list.filter ? tableName(list.filter) : "All rows, by urgency";
    $("print").replaceChildren(make("h2", {}, title), make("table", {}, make("thead", {}, make("tr", {}, heads.map((head, at) => make("th", { scope: "col", class: ["p", "w", "", "w"][at] }, head)))), make("tbody", {}, body)));
  }

  function begin() {
    const options = [["", "All, by urgency"], ...Object.keys(data.tables).map((table) => [table, tableName(table)])];
    for (const [value, words] of options) {
      const many = rows.filter((row) => (value ? row.table === value : inQueue(row))).length;
      if (many || !value) $("filter").append(make("option", { value }, `${words} (${many.toLocaleString("en-GB")})`));
    }
    $("filter").options[0].value = "";
    if (data.problem) { $("problem").textContent = plain(data.problem); $("problem").hidden = false; }
    for (const id of ["turn", "zoom"]) $(id).hidden = leaves.flow;
    prepareLeaves();
    relist();
    drawRows();
    progress();
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
    document.addEventListener("keydown", pressed);
    addEventListener("hashchange", follow);
    addEventListener("resize", drawRows);
    addEventListener("beforeprint", print);
    if (!follow()) showOverview();
  }

  begin();
})();
