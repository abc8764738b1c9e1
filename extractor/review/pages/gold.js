// Gold: what a person reads in a report by themselves, in the form that `findings evaluate` judges by. Rows are drafts
// and decisions as everywhere on the page: rows that are added, columns of the report that are changed.

const isBlind = Boolean(data.blind);
let gold = data.gold ?? {};

const isWhole = (table) => standing().some((one) => one.action === "whole" && one.table === table);
const standing = () => [...decisions.filter((one) => !drafts.gone.some((other) => JSON.stringify(other) === JSON.stringify(one))), ...drafts.made];
const goldTables = () => Object.keys(data.tables).filter((table) => table !== "reports");
const rowsIn = (table) => rows.filter((row) => row.table === table && row.added && !row.absent);
// What else is right of a row beside its values, and whether a reading without it is right, too.
const moreOf = (row) => {
  if (row.table !== "reports") return decisionsOn(row).at(-1)?.more ?? {};
  const also = decisionsOn(row).at(-1)?.also ?? gold.report?.accept?.[row.item];
  return also === undefined ? {} : { accept: { [row.item]: also } };
};
const alsoIn = (more, column) => {
  const told = more.accept?.[column.name];
  return told === undefined || told === null ? [] : Array.isArray(told) && !(column.lines && !told.some(Array.isArray)) ? told : [told];
};
const unsettledOf = (row) => (row.table === "reports" ? (decisionsOn(row).length ? "" : gold.unsettled?.[row.item]) : decisionsOn(row).at(-1)?.more?.unsettled) ?? "";

const asWords = (value) => (value === null || value === undefined ? "" : Array.isArray(value) ? value.join("\n") : String(value));
function asValue(column, words) {
  if (column.lines) return words.split("\n").map((line) => line.trim()).filter(Boolean);
  if (!words) return "";
  return column.type === "bool" ? words === "true" : ["int", "float"].includes(column.type) && words.trim() && Number.isFinite(Number(words)) ? Number(words) : words;
}

// What a file of gold has, as decisions.
function decisionsOfGold() {
  const columns = new Map(data.tables.reports.columns.map((column) => [column.name, column]));
  for (const [column, value] of Object.entries(gold.report ?? {})) {
    const human = asWords(value);
    if (columns.get(column)?.edit) decisions.push({ table: "reports", column, action: human ? "change" : "accept", ...(human ? { human } : {}), also: gold.report.accept?.[column] });
  }
  for (const table of goldTables()) {
    for (const raw of gold[table] ?? gold.unfinished?.[table] ?? []) {
      const row = {}, more = { ...raw }, from = raw.read_from;
      for (const column of editableOf(table)) if (column.name in raw) { row[column.name] = asWords(raw[column.name]); delete more[column.name]; }
      delete more.read_from;
      const stated = Object.keys(row);
      const place = from && (slice(from.start, from.end) === from.quote ? [from.start, from.end] : findWords(from.quote ?? "")[0]);
      if (place) Object.assign(row, { start: String(place[0]), end: String(place[1]), quote: slice(...place) }, pageAt(place[0]) ? { page: String(pageAt(place[0])) } : {});
      else if (from?.quote) row.quote = from.quote;
      const filled = Object.fromEntries(editableOf(table).map(({ name }) => [name, row[name]]).filter(([, value]) => value));
      const one = { table, item: freeItem(table, filled, row.quote ?? table), action: "add", row, more, stated };
      decisions.push(one);
      placeAdded(one, addressOf(one));
    }
    if (gold[table]) decisions.push({ table, action: "whole" });
  }
}

// The file of gold that decisions make.
function goldOf(all, who) {
  const tables = goldTables();
  const kept = Object.fromEntries(Object.entries(gold).filter(([name]) => !tables.includes(name) && !["report", "unfinished", "unsettled"].includes(name)));
  const editable = new Map(editableOf("reports").map((column) => [column.name, column]));
  const report = Object.fromEntries(Object.entries(gold.report ?? {}).filter(([name]) => !editable.has(name)));
  const named = all.filter((one) => one.table === "reports");
  for (const one of named) report[one.column] = one.action === "accept" ? "" : asValue(editable.get(one.column), one.human ?? "");
  const also = Object.entries({ ...report.accept, ...Object.fromEntries(named.map((one) => [one.column, one.also])) }).filter(([, values]) => values !== undefined);
  delete report.accept;
  if (also.length) report.accept = Object.fromEntries(also);
  const made = { ...kept, source: gold.source ?? data.report.source, sha256: data.report.sha256, ...(who ? { who } : {}), report };
  const unfinished = {};
  for (const table of tables) {
    const rows = all.filter((one) => one.table === table && one.action === "add").sort((a, b) => (Number(a.row.start ?? Infinity) - Number(b.row.start ?? Infinity)) || 0).map(rowOfGold);
    if (all.some((one) => one.table === table && one.action === "whole")) made[table] = rows;
    else if (rows.length) unfinished[table] = rows;
  }
  if (Object.keys(unfinished).length) made.unfinished = unfinished;
  const open = Object.entries(gold.unsettled ?? {}).filter(([column]) => !named.some((one) => one.column === column));
  if (open.length) made.unsettled = Object.fromEntries(open);
  return made;
}

function rowOfGold(one) {
  const row = {}, stated = new Set(one.stated ?? data.tables[one.table].stated);
  for (const column of editableOf(one.table)) {
    const words = one.row[column.name] ?? "";
    if (words || stated.has(column.name)) row[column.name] = asValue(column, words);
  }
  const place = { start: Number(one.row.start), end: Number(one.row.end), ...(one.row.page ? { page: Number(one.row.page) } : {}), quote: one.row.quote };
  return { ...row, ...(one.more ?? {}), ...(one.row.quote ? { read_from: one.row.start ? place : { quote: one.row.quote } } : {}) };
}

// More values of a column that are right, too, where a report can be read in several ways: a field each.
function otherFields(column, more) {
  const inside = make("div", { class: "others" });
  const one = (value) => {
    const input = control(column, value, undefined);
    input.removeAttribute("id");
    input.name = `also-${column.name}`;
    input.setAttribute("aria-label", `Another right value of ${column.name.replace(/_/g, " ")}`);
    inside.insertBefore(input, inside.lastChild);
    return input;
  };
  inside.append(button("or …", () => one("").focus(), { class: "plain", "aria-label": `Another right value of ${column.name.replace(/_/g, " ")}`, title: "Another value that is right, too" }));
  for (const value of alsoIn(more, column)) one(asWords(value));
  return inside;
}

function spareField(table, more) {
  if (table === "reports") return "";
  const box = make("input", { type: "checkbox", id: "f-spare", name: "spare-told" });
  box.checked = Boolean(more.optional);
  return make("p", {}, make("label", { class: "switch", for: "f-spare" }, box, " A reading without this row is right, too"));
}

// What a form says beside the values; null and a fault where it cannot be kept.
function moreIn(made, table, before) {
  const { accept, optional, ...more } = before;
  const others = { ...accept };
  for (const column of editableOf(table)) {
    if (!made.elements[column.name]) continue;
    delete others[column.name];
    const inputs = [...made.querySelectorAll(`[name="also-${column.name}"]`)];
    const wrong = inputs.find((input) => faultOf(column, input.value.trim()));
    if (wrong) { wrong.focus(); return [null, `${column.name}: write ${faultOf(column, wrong.value.trim())}.`]; }
    if (inputs.length) others[column.name] = inputs.map((input) => asValue(column, input.value.trim()));
  }
  if (Object.keys(others).length) more.accept = others;
  if (made.elements["spare-told"]?.checked) more.optional = true;
  return [more, ""];
}

function tellMore(row) {
  const more = moreOf(row);
  const told = editableOf(row.table).flatMap((column) => alsoIn(more, column).map((value) => `${column.name.replace(/_/g, " ")} ${asWords(value) || "(empty)"} is right, too`));
  if (more.optional) told.push("a reading without this row is right, too");
  return told.map((words) => make("li", { class: "note" }, short(words, 600)));
}

// A switch that says that all rows of a table are here: only then is a dataset judged by them.
function wholeSwitch(table, id) {
  const box = make("input", { type: "checkbox", id, "data-whole": table });
  box.checked = isWhole(table);
  box.addEventListener("change", () => { declareWhole(table); box.checked = isWhole(table); });
  return box;
}

function declareWhole(table) {
  if (!table || table === "reports") return;
  const now = standing().find((one) => one.action === "whole" && one.table === table);
  const open = rowsIn(table).filter(unsettledOf);
  if (now) takeBack(now);
  else if (open.length) { say(`${open.length} to settle first`); select(open[0]); return; }
  else decide({ table, action: "whole" });
  redraw(state.row);
  say(now ? `${tableName(table)}: not all rows are here` : `${tableName(table)}: all rows are here`);
}

function showTables() {
  const heads = ["Table", "Rows", "All are here"];
  const body = goldTables().map((table) => make("tr", {},
    make("th", { scope: "row" }, make("label", { for: `whole-${table}` }, tableName(table))), make("td", { class: "number" }, String(rowsIn(table).length)), make("td", {}, wholeSwitch(table, `whole-${table}`))));
  $("value").replaceChildren(
    make("p", { class: "overview" }, "Nothing that was read by machine is shown here. Mark words of the source to add a row (or press i), and write what they say; leave empty what the report does not print. Then say of each table that all its rows are here: a dataset is judged by those tables alone."),
    make("div", { class: "acts" }, button("Add a row", () => openAdd(), { class: "main" })),
    make("table", { class: "whole" }, make("thead", {}, make("tr", {}, heads.map((head) => make("th", { scope: "col" }, head)))), make("tbody", {}, body)),
  );
}

// A file of gold as text: a line for each row, so that two versions can be compared line by line.
function asLines(made) {
  const listed = (found, indent) => (found.length ? `[\n${found.map((row) => `${indent}  ${JSON.stringify(row)}`).join(",\n")}\n${indent}]` : "[]");
  const told = ([name, value], indent) => `${indent}${JSON.stringify(name)}: ${Array.isArray(value) ? listed(value, indent) : name === "unfinished" ? `{\n${inside(value, "    ")}\n  }` : JSON.stringify(value)}`;
  const inside = (found, indent) => Object.entries(found).map((entry) => told(entry, indent)).join(",\n");
  return `{\n${inside(made, "  ")}\n}\n`;
}

function downloadGold(who) { saveFile(asLines(goldOf(merged(""), who)), "application/json", `${data.report.report_id}.json`); }

const bodyOfGold = (who) => ({ gold: goldOf(merged(""), who), before: data.gold });

function keepGold(kept) {
  gold = data.gold = kept;
  for (const row of rows) if (row.added) { byAddress.delete(row.address); row.absent = true; row.stale = true; }
  decisions = [];
  [drafts.made, drafts.gone, drafts.past] = [[], [], []];
  decisionsOfGold();
}
