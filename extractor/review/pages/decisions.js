// What people decided: drafts of this page, kept in the browser until they are saved, and what the file of corrections has.

const STORE = `findings-${data.blind ? "gold" : "review"}:${data.report.report_id}:${data.report.sha256.slice(0, 16)}`;
const drafts = { made: [], gone: [], past: [] };
let decisions = data.decisions;
let byRow = new Map();
let applied = new Map();

const addressOf = (one) => `${one.table}/${one.item || one.column || ""}`;
const subjectOf = (one) => JSON.stringify([one.table, one.item ?? "", one.column ?? ""]);
const verdictOf = (one) => JSON.stringify([one.action, one.human ?? "", one.action === "add" ? [one.row, one.more] : "", one.also ?? ""]);
const isSame = (a, b) => subjectOf(a) === subjectOf(b) && verdictOf(a) === verdictOf(b);

// What became of saved decisions when the dataset was written, by what names each of them.
const keyOf = (one) => JSON.stringify([one.table, one.item ?? "", one.column ?? "", one.human ?? "", one.who ?? ""]);
for (const row of rows) if (row.table === "corrections") applied.set(keyOf(row.cells), row.cells.status);
// What is saved and not in the dataset, and what is in the dataset and was taken back since.
function unapplied() {
  const kept = new Set(decisions.map(keyOf));
  return [...kept].filter((one) => !applied.has(one)).length + [...applied].filter(([one, status]) => status === "applied" && !kept.has(one)).length;
}
const statusOf = (one) => (drafts.made.includes(one) ? "draft" : (applied.get(keyOf(one)) ?? "saved"));

function reindex() {
  byRow = new Map();
  const saved = decisions.filter((one) => !drafts.gone.some((other) => JSON.stringify(other) === JSON.stringify(one)));
  const drafted = new Set(isBlind ? drafts.made.map(subjectOf) : []);
  for (const one of [...saved.filter((other) => !drafted.has(subjectOf(other))), ...drafts.made]) {
    if (one.action === "whole") continue;
    const address = addressOf(one);
    if (!byRow.has(address)) byRow.set(address, []);
    byRow.get(address).push(one);
    if (one.action === "add" && !byAddress.has(address)) placeAdded(one, address);
  }
  for (const row of rows) if (row.added) row.absent = row.stale || !byRow.has(row.address);
  ownRows = rows.filter((row) => row.start !== undefined && !row.absent && (row.added || (row.corrected ?? []).includes("row")));
}

const decisionsOn = (row) => (byRow.get(row.address) ?? []).filter((one) => row.table !== "checks" || (one.machine ?? "") === row.value);
// Rows that people added stand where something was not read before.
let ownRows = [];
const isReadBy = (own, row) => own.start < row.end && row.start < own.end;
const isOpenStatus = (one) => ["draft", "saved"].includes(statusOf(one));
const isGone = (row) => decisionsOn(row).some((one) => one.action === "delete" && (row.gone || isOpenStatus(one)));
// Whether a person has looked at a row, and nothing about it is left to settle.
function isDone(row) {
  if (isBlind) return decisionsOn(row).length > 0 && !unsettledOf(row);
  if (row.table === "unread" && ownRows.some((own) => isReadBy(own, row))) return true;
  const statuses = decisionsOn(row).map(statusOf);
  if (statuses.includes("draft")) return true;
  return !statuses.some((one) => one === "stale" || one === "conflict") && (statuses.length > 0 || (row.corrected ?? []).length > 0);
}

// The cells of a row as a person has them, and as they were read.
function cellsOf(row) {
  const cells = { ...row.cells };
  for (const one of decisionsOn(row)) {
    if (one.action === "change" && isOpenStatus(one)) cells[one.column] = one.human ?? "";
    if (one.action === "add" && isOpenStatus(one)) Object.assign(cells, one.row);
  }
  return cells;
}

function machineOf(row) {
  const cells = { ...row.cells };
  for (const one of rows) {
    const told = one.cells;
    if (one.table === "corrections" && told.status === "applied" && told.action === "change" && addressOf(told) === row.address) cells[told.column] = told.machine;
  }
  return cells;
}

function composed(row, cells) {
  if (row.table === "reports") return cells[row.item] ?? "";
  const table = data.tables[row.table];
  if (!table.value) return row.value;
  const found = table.value.map((name) => [cells[name.replace("%", "")] ?? "", name]).filter(([words]) => words).map(([words, name]) => words + (name.endsWith("%") ? "%" : ""));
  return table.joined ? found.join(" ") : (found[0] ?? "");
}

const isChanged = (row) => decisionsOn(row).some((one) => one.action === "change" || one.action === "add");
const valueOf = (row) => (isChanged(row) ? composed(row, cellsOf(row)) : row.value);
const machineValueOf = (row) => (isChanged(row) && !row.added ? composed(row, machineOf(row)) : row.value);

// The column that has the value of a row.
function mainColumn(row) {
  if (row.table === "reports") return row.item;
  const columns = (data.tables[row.table].value ?? []).map((name) => name.replace("%", ""));
  const editable = new Set(editableOf(row.table).map((column) => column.name));
  const cells = cellsOf(row);
  return columns.find((name) => cells[name] && editable.has(name)) ?? columns.find((name) => editable.has(name)) ?? "";
}
const editableOf = (table) => (data.tables[table]?.columns ?? []).filter((column) => column.edit);
const canDecide = (row) => editableOf(row.table).length > 0;
// What was not read, and a check about no row, can be said to be no fault.
const canDismiss = (row) => row.table === "unread" || (row.table === "checks" && row.rank !== "");

// ---- Drafts are made, undone, kept.

function change(how) {
  drafts.past.push([drafts.made, drafts.gone]); // neither is ever changed in its place
  how();
  keep();
  reindex();
}

function keep() {
  try {
    if (drafts.made.length || drafts.gone.length) localStorage.setItem(STORE, JSON.stringify([drafts.made, drafts.gone]));
    else localStorage.removeItem(STORE);
  } catch { /* a browser that keeps nothing: the page still saves */ }
}

function restore() {
  try {
    const [made, gone] = JSON.parse(localStorage.getItem(STORE) ?? "[[],[]]");
    drafts.made = made.filter((one) => !decisions.some((other) => isSame(one, other)));
    drafts.gone = gone.filter((one) => decisions.some((other) => JSON.stringify(other) === JSON.stringify(one)));
  } catch { drafts.made = []; drafts.gone = []; }
}

function decide(one) {
  const told = Object.fromEntries(Object.entries(one).filter(([, value]) => value !== "" && value !== undefined));
  change(() => {
    const rest = drafts.made.filter((other) => subjectOf(other) !== subjectOf(told) && !(told.action === "delete" && addressOf(other) === addressOf(told)));
    drafts.made = [...rest, told];
  });
}

function takeBack(one) {
  change(() => {
    if (drafts.made.includes(one)) drafts.made = drafts.made.filter((other) => other !== one);
    else drafts.gone = [...drafts.gone, one];
  });
}

function undo() {
  const last = drafts.past.pop();
  if (!last) { say("There is nothing to undo"); return; }
  const before = drafts.made;
  [drafts.made, drafts.gone] = last;
  keep();
  reindex();
  const touched = before.find((one) => !drafts.made.includes(one)) ?? drafts.made.at(-1);
  const row = touched && byAddress.get(addressOf(touched));
  redraw(row && !row.absent ? row : state.row);
  say("Undone");
}

function accept(row) {
  const own = isBlind && row.table !== "reports" && decisionsOn(row).at(-1);
  if (isBlind && isDone(row) && !own) { nextOpen(1); return; }
  if (own) { if (own.more?.unsettled) { const { unsettled, ...more } = own.more; decide({ ...own, more }); tellDrafts(); } goOn(row); return; }
  if (!(canDecide(row) || canDismiss(row)) || isGone(row)) return;
  if (row.table === "checks") { decide({ ...nameOf(row), action: "accept", machine: row.value }); tellDrafts(); goOn(row); return; }
  const column = mainColumn(row);
  // To find right what somebody else changed is to say the same.
  const earlier = decisionsOn(row).find((one) => one.action === "change" && one.column === column);
  if (drafts.made.includes(earlier)) { nextOpen(1); return; }
  if (earlier) decide({ table: row.table, item: earlier.item, column, action: "change", machine: earlier.machine, human: earlier.human, words: earlier.words });
  else decide({ ...nameOf(row), column, action: "accept", machine: row.cells?.[column] ?? "", words: wordsOf(row) });
  tellDrafts();
  goOn(row);
}
// To the next row that is open; where there is none, the same is shown as it is now.
const goOn = (row) => { if (!nextOpen(1)) select(row); };

const nameOf = (row) => (row.table === "reports" ? { table: "reports", column: row.item } : { table: row.table, item: row.item });
const wordsOf = (row) => (row.table === "reports" ? "" : quoteOf(row));

// A row that this person has added, and that is changed or taken back as a whole.
const addedOf = (row) => (isBlind ? decisionsOn(row) : drafts.made).findLast((one) => one.action === "add" && addressOf(one) === row.address);

function changeCells(row, values, why, more) {
  const added = addedOf(row);
  if (added) { decide({ ...added, why, row: { ...added.row, ...values }, more }); return; }
  if (isBlind) {
    const human = values[row.item] ?? cellsOf(row)[row.item] ?? "";
    decide({ ...nameOf(row), action: human ? "change" : "accept", human, also: more.accept?.[row.item] });
    return;
  }
  const read = machineOf(row);
  for (const [column, human] of Object.entries(values)) {
    const machine = read[column] ?? "";
    const one = { ...nameOf(row), column, action: "change", machine, human, words: wordsOf(row), why };
    if (human !== machine) decide(one);
    else change(() => {
      const isOther = (other) => subjectOf(other) !== subjectOf(one);
      drafts.gone = [...drafts.gone, ...decisions.filter((other) => !isOther(other) && other.action === "change")];
      drafts.made = drafts.made.filter(isOther);
    });
  }
}

function remove(row, why) {
  const added = addedOf(row);
  if (added) { takeBack(added); return; }
  const place = { start: row.start, end: row.end, page: row.page, quote: quoteOf(row), rule: row.rule, derived: Boolean(row.derived) };
  const told = Object.entries({ ...machineOf(row), ...place }).filter(([, value]) => value !== undefined && value !== "");
  decide({ ...nameOf(row), action: "delete", words: quoteOf(row), why, row: Object.fromEntries(told.map(([name, value]) => [name, String(value)])) });
}

function add(table, start, end, cells, why, more) {
  const filled = Object.fromEntries(Object.entries(cells).filter(([, value]) => value));
  const page = pageAt(start);
  const one = {
    table, item: freeItem(table, filled, slice(start, end)), action: "add", words: slice(start, end), why, more,
    row: { ...filled, start: String(start), end: String(end), ...(page ? { page: String(page) } : {}), quote: slice(start, end) },
  };
  decide(one);
  return byAddress.get(addressOf(one));
}

// The item of an added row is made of what it is about, as the program makes them.
function freeItem(table, cells, quote) {
  const slug = (words) => words.toLowerCase().normalize("NFKD").replace(/[^a-z0-9.]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 60);
  const about = cells.ref ?? cells.number ?? cells.label ?? cells.title ?? cells.name ?? cells.question ?? (cells.level === "overall" ? "overall" : quote);
  const parts = [cells.part ?? (table === "ratings" || table === "recommendations" ? "main" : ""), cells.section_ref, slug(about), cells.group && slug(cells.group)];
  const item = parts.filter(Boolean).join("/") || "added";
  let free = item;
  for (let number = 2; byAddress.has(`${table}/${free}`) && !byAddress.get(`${table}/${free}`).absent; number++) free = `${item}-${number}`;
  return free;
}

function placeAdded(one, address) {
  const [start, end] = [Number(one.row.start), Number(one.row.end)];
  const row = { table: one.table, item: one.item, address, at: rows.length, added: true, rank: one.more?.unsettled ? "open" : counted.has(one.table) ? "rest" : "", cells: { ...one.row }, rule: isBlind ? undefined : "corrections/row", what: aboutOf(one) || one.item, value: one.row.quote ?? "", page: Number(one.row.page) || undefined };
  for (const name of ["start", "end", "page", "quote", "rule", "derived"]) delete row.cells[name];
  if (one.row.quote && slice(start, end) === one.row.quote) [row.start, row.end] = [start, end];
  row.words = `${address} ${Object.values(one.row).join(" ")}`.toLowerCase();
  rows.push(row);
  byAddress.set(address, row);
  if (!leaves.flow && row.start !== undefined) {
    row.boxes = [boxesOf(start, end)];
    for (const box of row.boxes[0]) leaves.list[box[0] - 1]?.boxes.push({ row, box });
  }
}

const aboutOf = (one) => [...new Set((data.tables[one.table]?.what ?? []).map((name) => (["kind", "group", "of_table"].includes(name) ? one.row[name]?.replace(/_/g, " ") : one.row[name])).filter(Boolean))].join(" · ");
const pageAt = (offset) => data.lines[firstLine(offset)]?.[3];

// Where words stand that no row has: the part of each line, by how wide its letters are.
const boxesOf = (start, end) => linesOf(start, end).map((at) => partOf(data.lines[at], start, end));

function partOf([from, to, , page, x0, top, x1, bottom], start, end) {
  const whole = pen.measureText(slice(from, to)).width || 1;
  const edge = (offset) => x0 + ((x1 - x0) * pen.measureText(slice(from, offset)).width) / whole;
  return [page, edge(Math.max(start, from)), top, edge(Math.min(end, to)), bottom];
}

// ---- The file of corrections.

// All decisions as the file would have them: a newer word of the same person on a subject takes the place of the older.
function merged(who) {
  const when = new Date().toLocaleDateString("sv-SE");
  let all = decisions.filter((one) => !drafts.gone.some((other) => JSON.stringify(other) === JSON.stringify(one)));
  for (const one of drafts.made) {
    const made = { ...one, ...(who ? { who } : {}), when };
    all = all.filter((other) => subjectOf(other) !== subjectOf(made) || (other.who ?? "") !== who);
    all.push(made);
  }
  return all;
}

const FIELDS = ["table", "item", "column", "action", "machine", "human", "who", "when", "why", "words", "row"];
const quoted = (words) => JSON.stringify(String(words)).replace(/[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);

// Entries that stay keep their lines in the file, and the comments beside them.
function asYaml(all) {
  const [kept, places] = data.file ?? [[], []];
  const isLaidOut = places.length > 0 && places.length === data.decisions.length;
  const stays = (one) => isLaidOut && data.decisions.includes(one);
  const gone = new Set();
  if (isLaidOut) data.decisions.forEach((one, at) => { if (!all.includes(one)) for (let line = places[at][0]; line < places[at][1]; line++) gone.add(line); });
  const left = isLaidOut && data.decisions.some((one) => all.includes(one));
  const lines = isLaidOut ? kept.filter((line, at) => !gone.has(at)) : ["corrections:"];
  const indent = left ? kept[places[0][0]].match(/^ */)[0] : "";
  for (const one of all.filter((other) => !stays(other))) {
    FIELDS.filter((name) => one[name] !== undefined && one[name] !== "").forEach((name, at) => {
      const begin = indent + (at ? "  " : "- ");
      if (name !== "row") lines.push(`${begin}${name}: ${quoted(one[name])}`);
      else { lines.push(`${begin}row:`); for (const [column, value] of Object.entries(one.row)) lines.push(`${indent}    ${column}: ${quoted(value)}`); }
    });
  }
  return all.length ? lines.join("\n") + "\n" : "corrections: []\n";
}

const download = (who) => (isBlind ? downloadGold(who) : saveFile(asYaml(merged(who)), "application/yaml", `${data.report.report_id}.yaml`));

function saveFile(words, type, name) {
  const made = make("a", { href: URL.createObjectURL(new Blob([words], { type })), download: name });
  made.click();
  setTimeout(() => URL.revokeObjectURL(made.href), 10_000);
}

async function send(told) {
  const answer = await fetch(location.pathname, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(told) });
  const answered = await answer.json().catch(() => ({ error: `the program answered ${answer.status}` }));
  if (!answer.ok) throw new Error(answered.error);
  return answered;
}

async function post(who) {
  const told = await send(isBlind ? bodyOfGold(who) : { who, made: drafts.made, gone: drafts.gone });
  if (isBlind) { keepGold(told.gold); keep(); reindex(); return; }
  decisions = told.decisions;
  [drafts.made, drafts.gone, drafts.past] = [[], [], []];
  keep();
  reindex();
}
