// The source: pages with lines in their places, or the lines of a text.

const leaves = { list: [], flow: data.sizes.length === 0 };
const lineStarts = data.lines.map((line) => line[0]);
const unreadOf = ([, , offsets]) => offsets.flatMap((at, place) => (place % 2 ? [] : [[at, offsets[place + 1]]]));

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
const isShown = (row) => !row.absent && (list.filter ? row.table === list.filter : inQueue(row));

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
      const node = make("section", { class: "leaf bare", "aria-label": `Page ${at + 1}`, "data-leaf": String(at), id: `leaf-${at + 1}` });
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
    picture.addEventListener("load", () => leaf.node.classList.remove("bare")); // until then the words stand there
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
  let natural = (pen.measureText(words).width * size) / 100 || 1;
  const gaps = words.split(" ").length - 1;
  if (gaps && long > 1.3 * natural) { // words at both ends of a line: the gaps are wide, not the letters
    line.style.wordSpacing = `${(100 * (long - natural)) / gaps / leaf.width}cqw`;
    natural = long;
  }
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
  for (const at of leaf.lines) {
    const line = data.lines[at];
    for (const [from, to] of chosen.has(at) ? [] : unreadOf(line)) drawn.veil.push(rectangle(...(from === line[0] && to === line[1] ? line.slice(4) : partOf(line, from, to).slice(1)), 1));
  }
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
    const line = make("p", { class: "line", "data-line": String(at) });
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
  const chosen = leaves.spans ?? [];
  const unread = unreadOf(data.lines[at]);
  const cuts = new Set([start, end]);
  for (const [from, to] of [...here, ...chosen, ...unread]) { if (from > start && from < end) cuts.add(from); if (to > start && to < end) cuts.add(to); }
  const edges = [...cuts].sort((a, b) => a - b);
  const made = [];
  for (let one = 0; one + 1 < edges.length; one++) {
    const [from, to] = [edges[one], edges[one + 1]];
    const covering = here.filter((span) => span[0] <= from && span[1] >= to);
    const isMarked = chosen.some((span) => span[0] <= from && span[1] >= to);
    const isOpen = covering.some((span) => span[2].rank === "fail" || span[2].rank === "unread");
    const words = plain(slice(from, to));
    if (isMarked) made.push(make("mark", {}, words));
    else if (!covering.length && unread.some((span) => span[0] <= from && span[1] >= to)) made.push(make("span", { class: "unread" }, words));
    else if (covering.length) made.push(make("span", { class: `seg ${isOpen ? "open" : ""}` }, words));
    else made.push(words);
  }
  node.replaceChildren(...made);
}

// What is drawn of the source hangs on which rows are listed.
function redrawSource() {
  leaves.shown = null;
  for (const leaf of leaves.list) if (leaf.built) { if (leaves.flow) for (let at = leaf.first; at < leaf.last; at++) fillLine(at); else drawBoxes(leaf); }
}

function drawMark(leaf, [, x0, top, x1, bottom], kind) {
  const mark = make("div", { class: kind });
  const edges = { left: x0 / leaf.width, top: top / leaf.height, width: (x1 - x0) / leaf.width, height: (bottom - top) / leaf.height };
  for (const [edge, part] of Object.entries(edges)) mark.style[edge] = `${100 * part}%`;
  leaf.node.append(mark);
  return mark;
}

function showSource(row) {
  for (const old of document.querySelectorAll(".leaf .mark")) old.remove();
  if (leaves.flow) {
    leaves.spans = row.cell ? [row.cell, ...(row.also ?? [])] : spansOf(row);
    const lines = leaves.spans.flatMap(([start, end]) => linesOf(start, end));
    const before = leaves.marked ?? [];
    leaves.marked = lines;
    for (const leaf of new Set(lines.map((at) => leaves.list[Math.floor(at / 60)]))) {
      build(leaf);
      leaf.node.style.contentVisibility = "visible"; // else it has its guessed height, and the words are not where they are said to be
    }
    for (const at of new Set([...before, ...lines])) fillLine(at);
    bringIntoView(leaves.byLine.get(lines[0])?.querySelector("mark"), leaves.byLine.get(lines.at(-1 - (row.also ?? []).length)));
    lookAgain(lines);
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
    for (const kind of which ? ["mark also"] : ["mark", "mark edge"]) drawMark(leaf, box, kind);
  }));
  const first = spans[0] ?? [];
  if (first.length) {
    const leaf = leaves.list[first[0][0] - 1];
    const here = first.filter((box) => box[0] === first[0][0]);
    const scale = leaf.node.clientHeight / leaf.height, across = leaf.node.clientWidth / leaf.width;
    bring({
      top: leaf.node.offsetTop + scale * Math.min(...here.map((box) => box[2])), bottom: leaf.node.offsetTop + scale * Math.max(...here.map((box) => box[4])),
      left: leaf.node.offsetLeft + across * Math.min(...here.map((box) => box[1])), right: leaf.node.offsetLeft + across * Math.max(...here.map((box) => box[3])),
    });
    tellLeaf();
  }
}

// The words are brought into the view where they are outside of it, a third of the way down.
function bring({ top, bottom, left, right }) {
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
  bring(to);
  // Leaves that were never laid out have a guessed height: look once more.
  const now = first.getBoundingClientRect();
  if (now.top < view.top || now.bottom > view.bottom) first.scrollIntoView({ block: "center" });
}

// Lines above that are laid out only now push others away: look again, until the words have stayed in the view for some frames.
function lookAgain(lines, frames = 60, stays = 0) {
  if (!lines.length || !frames || stays > 9) return;
  requestAnimationFrame(() => {
    const mark = leaves.marked === lines && leaves.byLine.get(lines[0])?.querySelector("mark");
    if (!mark) return;
    const view = $("leaves").getBoundingClientRect(), { top } = mark.getBoundingClientRect();
    const isIn = top >= view.top && top < view.bottom;
    if (!isIn) $("leaves").scrollTop += top - view.top - view.height / 3;
    lookAgain(lines, frames - 1, isIn ? stays + 1 : 0);
  });
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
    found = [...new Set(hits.map((hit) => hit.row).filter((row) => !row.absent))];
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
  if (pointer.moved || !getSelection().isCollapsed) return;
  const found = rowsAt(event);
  if (!found.length) return;
  const again = found.indexOf(state.row);
  const row = found[(again + 1) % found.length];
  if (!list.order.has(row)) setFilter(counted.has(row.table) || row.table === "unread" ? "" : row.table);
  select(row);
  if (found.length > 1) say(`${found.indexOf(row) + 1} of ${found.length} rows at these words; click again for the next`);
}
