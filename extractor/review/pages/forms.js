// Forms: accept, change, delete and add rows, each with a reason; and the dialogue that saves.

const WHO = "findings-review:who";
const recall = () => { try { return localStorage.getItem(WHO) ?? data.who ?? ""; } catch { return data.who ?? ""; } };

function button(words, does, told = {}) {
  const made = make("button", { type: "button", ...told }, words);
  made.addEventListener("click", does);
  return made;
}

function redraw(row) {
  if (!row) leaves.spans = [];
  relist();
  redrawSource();
  if (isBlind) tellTables();
  tellDrafts();
  if (row) select(row); else { state.row = null; drawRows(); showOverview(); }
}

// How much is done, and what is to be saved.
function tellDrafts() {
  progress();
  const many = drafts.made.length + drafts.gone.length;
  $("save").hidden = !many;
  $("save").textContent = `Save ${many}`;
  $("save").setAttribute("aria-label", `Save ${many} ${isBlind ? "change" : "correction"}${many === 1 ? "" : "s"}`);
  const waiting = data.apply && !many ? unapplied() : 0;
  $("apply").hidden = !waiting;
  $("apply").textContent = `Apply ${waiting}`;
}

function actionsOf(row) {
  if (row.table === "unread") {
    const canAdd = counted.has(data.into[row.cells.kind] ?? data.counted[0]); // else rows of that table are worked out
    return [make("div", { class: "acts" },
      canAdd ? button("Add a row for these words", () => openAdd(row.start, row.end), { class: isDone(row) ? "" : "main", title: "Say what they say (i)" }) : "",
      button(isDone(row) ? "✓ Settled" : "Nothing to add", () => accept(row), { class: canAdd || isDone(row) ? "" : "main", title: "It is rightly in no row (a)" }),
    )];
  }
  if (row.table === "checks" && canDismiss(row)) return [make("div", { class: "acts" },
    button(isDone(row) ? "✓ Dismissed" : "Dismiss", () => accept(row), { class: isDone(row) ? "" : "main", title: "There is nothing to put right (a)" }),
    ...tablesOf(row).map((table) => button(`Show ${tableName(table)}`, () => { setFilter(table); $("rows").focus(); step(1); })),
    ...placesOf(row),
  )];
  if (!canDecide(row)) return [];
  if (isBlind) return [make("div", { class: "acts" },
    row.table === "reports" ? button("Not printed", () => accept(row), { title: "The report does not print it (a)" }) : unsettledOf(row) ? button("Right", () => accept(row), { class: "main", title: "It is right (a)" }) : "",
    button(row.table === "reports" ? "Write" : "Change", () => openChange(row), { title: "(c)", class: row.table === "reports" ? "main" : "" }),
    row.table === "reports" ? "" : button("Delete", () => { remove(row); redraw(null); $("rows").focus(); }, { class: "danger", title: "(d)" }),
  )];
  if (isGone(row)) return [make("div", { class: "acts" }, ...decisionsOn(row).filter((one) => one.action === "delete").map((one) => button("Keep the row", () => { takeBack(one); redraw(row); })))];
  const isMarked = decisionsOn(row).some((one) => one.action === "accept");
  return [make("div", { class: "acts" },
    button(isMarked ? "✓ Accepted" : "Accept", () => accept(row), { class: isMarked ? "" : "main", title: "It is right (a)" }),
    button("Change", () => openChange(row), { title: "Change values (c)" }),
    row.table === "reports" ? "" : button("Delete", () => openDelete(row), { class: "danger", title: "Delete the row (d)" }),
  )];
}

// The tables that a check is about, by its name.
const tablesOf = (row) => Object.keys(data.tables).filter((table) => counted.has(table) && row.what.includes(tableName(table).replace(/s$/, "")));

// Of several places that a check quotes, each is shown when it is asked for.
function placesOf(row) {
  const found = quotedIn(row);
  const spans = found?.also.length ? [[found.start, found.end], ...found.also] : [];
  return spans.map(([start, end], at) => button(`Show ‘${short(slice(start, end), 40)}’`, () => showSource(quotedIn(row, at))));
}

// A control for a column: a choice where its values are closed, else words.
function control(column, value, id) {
  const choices = column.type === "bool" ? ["true", "false"] : column.choices;
  if (choices) {
    const made = make("select", { id, name: column.name });
    for (const one of new Set(["", ...choices, ...(value ? [value] : [])])) made.append(make("option", { value: one }, one || "(empty)"));
    made.value = value;
    return made;
  }
  const isLong = value.length > 60 || ["text", "question", "sentence", "findings"].includes(column.name);
  const made = isLong ? make("textarea", { id, name: column.name, rows: "3" }) : make("input", { id, name: column.name, type: "text", autocomplete: "off" });
  if (column.type === "int" || column.type === "float") made.setAttribute("inputmode", "decimal");
  made.value = value;
  return made;
}

function faultOf(column, value) {
  if (!value) return "";
  if (column.type === "int" && !/^-?\d+$/.test(value)) return "a whole number, such as 12";
  if (column.type === "float" && !/^-?\d+(\.\d+)?$/.test(value)) return "a number, such as 57 or 57.5";
  if (column.date && !/^\d{4}(-\d\d(-\d\d)?)?$/.test(value)) return "a date, such as 2021-11-01, 2021-11 or 2021";
  return "";
}

function field(id, words, input, hint = "", title = undefined) {
  const told = hint ? make("span", { class: "hint", id: `${id}-hint` }, hint) : "";
  if (hint) input.setAttribute("aria-describedby", `${id}-hint`);
  return make("div", { class: "field" }, make("label", { for: id, title }, words), input, told);
}

// The field of a column in a form; where gold is made with room for more values that are right.
function fieldOf(column, value, more) {
  const made = field(`f-${column.name}`, column.name.replace(/_/g, " "), control(column, value, `f-${column.name}`), "", column.doc);
  if (isBlind) made.append(otherFields(column, more));
  return made;
}

function form(title, inside, submit, words) {
  const made = make("form", { class: "form", "aria-label": title }, make("h3", {}, title), ...inside,
    make("p", { class: "note fail", role: "alert", hidden: true }),
    make("div", { class: "acts" }, make("button", { type: "submit", class: "main" }, words), button("Cancel", leaveForm)));
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    const fault = submit(made);
    const told = made.querySelector("[role=alert]");
    told.textContent = fault ?? "";
    told.hidden = !fault;
  });
  return made;
}

// Back to the row that was shown before the form, or to where there was none.
function leaveForm() {
  const row = state.row ?? state.before;
  if (row && !row.absent) select(row); else { showOverview(); drawRows(); }
  $("rows").focus();
}

function valuesOf(made, table) {
  const values = {};
  for (const column of editableOf(table)) {
    const input = made.elements[column.name];
    if (!input) continue;
    const value = input.value.trim();
    const fault = faultOf(column, value);
    if (fault) { input.focus(); return [null, `${column.name}: write ${fault}.`]; }
    values[column.name] = value;
  }
  return [values, ""];
}

const reason = () => isBlind ? "" : field("why", "Reason", make("input", { id: "why", name: "why-told", type: "text", autocomplete: "off", maxlength: "5000" }));

const whyOf = (filled) => filled.elements["why-told"]?.value.trim() ?? "";

function openForm(made, focus) {
  for (const old of $("value").querySelectorAll("form, details, .acts, .clear")) old.remove();
  const after = $("value").querySelector(".says");
  if (after) after.after(made); else $("value").replaceChildren(made);
  (focus ?? made.querySelector("input, select, textarea"))?.focus();
  made.scrollIntoView({ block: "nearest" });
}

function openChange(row) {
  if (!canDecide(row) || isGone(row)) return;
  const cells = cellsOf(row);
  const columns = row.table === "reports" ? editableOf("reports").filter((column) => column.name === row.item) : editableOf(row.table);
  const main = mainColumn(row);
  const told = (data.tables[row.table].value ?? []).map((name) => name.replace("%", ""));
  const isFirst = (column) => column.name === main || (told.includes(column.name) && cells[column.name]) || column.name === "value";
  columns.sort((a, b) => (b.name === main) - (a.name === main) || Boolean(isFirst(b)) - Boolean(isFirst(a)));
  const many = columns.filter(isFirst).length;
  const before = isBlind ? moreOf(row) : {};
  const fields = columns.map((column) => fieldOf(column, cells[column.name] ?? "", before));
  const rest = fields.length > many ? [make("details", {}, make("summary", {}, "Other columns"), ...fields.slice(many))] : [];
  const made = form("Change", [...fields.slice(0, many), reason(), ...rest, isBlind ? spareField(row.table, before) : ""], (filled) => {
    const [values, fault] = valuesOf(filled, row.table);
    if (fault) return fault;
    const changed = Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== (cells[name] ?? "").trim()));
    const [more, wrong] = isBlind ? moreIn(filled, row.table, before) : [undefined, ""];
    if (wrong) return wrong;
    if (!Object.keys(changed).length && JSON.stringify(more) === began) return "Nothing is changed yet.";
    changeCells(row, changed, whyOf(filled), more);
    redraw(row);
    $("rows").focus();
    say("Changed");
  }, "Change");
  const began = isBlind ? JSON.stringify(moreIn(made, row.table, before)[0]) : undefined;
  followPrint(made, cells);
  openForm(made, made.elements[main]);
}

// A figure follows what is printed, where it did before.
function followPrint(made, cells) {
  const [print, value] = [made.elements.as_printed, made.elements.value];
  const figure = (words) => (words ?? "").replace(/,(?=\d{3})/g, "").match(/-?\d+(\.\d+)?/)?.[0] ?? "";
  if (!print || !value || figure(cells.as_printed) !== (cells.value ?? "")) return;
  print.addEventListener("input", () => { value.value = figure(print.value); });
}

function openDelete(row) {
  if (isBlind && row.added) { remove(row); redraw(null); $("rows").focus(); say("Deleted"); return; }
  if (!canDecide(row) || row.table === "reports" || isGone(row)) return;
  openForm(form("Delete this row", [reason()], (filled) => {
    remove(row, whyOf(filled));
    redraw(row.absent ? null : row);
    $("rows").focus();
    say("Deleted");
  }, "Delete"));
}

// ---- A row is added by marking words of the source, or by writing them down.

// Words of a text are marked as everywhere in a browser, words of a page by drawing over them.
const pointer = { from: null, to: null, moved: false };

function marked() {
  if (!leaves.flow) return pointer.from === null || pointer.to === null ? null : wholeWords(Math.min(pointer.from, pointer.to), Math.max(pointer.from, pointer.to));
  const chosen = getSelection();
  if (!chosen.rangeCount || chosen.isCollapsed) return null;
  const range = chosen.getRangeAt(0);
  const lines = [...$("leaves").querySelectorAll(".line")].filter((line) => range.intersectsNode(line));
  if (!lines.length) return null;
  const [first, last] = [lines[0], lines.at(-1)];
  const begin = data.lines[Number(first.dataset.line)][0], finish = data.lines[Number(last.dataset.line)][1];
  const start = first.contains(range.startContainer) ? offsetOf(first, range.startContainer, range.startOffset) : begin;
  const end = last.contains(range.endContainer) ? offsetOf(last, range.endContainer, range.endOffset) : finish;
  return wholeWords(start, end);
}

function wholeWords(start, end) {
  const isPart = (at) => /[\p{L}\p{N}]/u.test(slice(at, at + 1));
  while (start < end && /\s/.test(slice(start, start + 1))) start++;
  while (end > start && /\s/.test(slice(end - 1, end))) end--;
  while (start > 0 && isPart(start) && isPart(start - 1)) start--;
  while (end > start && isPart(end - 1) && isPart(end)) end++;
  return start < end ? [start, end] : null;
}

// The offset that is nearest to a point of a page.
function nearest(event) {
  const node = event.target.closest(".leaf");
  const leaf = node && leaves.list[Number(node.dataset.leaf)];
  if (!leaf || !leaf.lines.length) return null;
  const edges = node.getBoundingClientRect();
  const x = ((event.clientX - edges.left) * leaf.width) / edges.width, y = ((event.clientY - edges.top) * leaf.height) / edges.height;
  const beyond = (at, from, to) => Math.max(from - at, at - to, 0);
  const far = (at) => { const [, , , , x0, top, x1, bottom] = data.lines[at]; return 4 * beyond(y, top, bottom) + beyond(x, x0, x1); };
  const at = leaf.lines.reduce((best, one) => (far(one) < far(best) ? one : best));
  const [start, end, , , x0, , x1] = data.lines[at];
  const words = slice(start, end), whole = pen.measureText(words).width || 1;
  const across = (Math.min(Math.max(x, x0), x1) - x0) * (whole / (x1 - x0 || 1));
  // A letter is marked from its middle on, as everywhere in a browser.
  let letters = 0, edge = 0;
  for (const letter of words) { const next = pen.measureText(words.slice(0, letters + letter.length)).width; if ((edge + next) / 2 > across + 0.01) break; letters += letter.length; edge = next; }
  return start + count(words.slice(0, letters));
}

function drawMarked() {
  for (const old of document.querySelectorAll(".leaf .drawn")) old.remove();
  const place = marked();
  if (!place) return null;
  let last = null;
  for (const [page, x0, top, x1, bottom] of boxesOf(...place)) last = drawMark(leaves.list[page - 1], [page, x0, top, x1, bottom], "mark drawn");
  return last;
}

function startMark(event) {
  $("offer").hidden = true;
  pointer.moved = false;
  [pointer.from, pointer.to] = [null, null];
  drawMarked();
  if (leaves.flow || event.button || event.pointerType === "touch") return;
  pointer.from = nearest(event);
  pointer.at = [event.clientX, event.clientY];
}

function goOnMarking(event) {
  if (pointer.from === null || !(event.buttons & 1)) return;
  if (!pointer.moved && Math.hypot(event.clientX - pointer.at[0], event.clientY - pointer.at[1]) < 4) return;
  pointer.moved = true;
  pointer.to = nearest(event) ?? pointer.to;
  drawMarked();
}

function endMark() {
  if (!pointer.moved) { pointer.from = null; return; }
  const last = drawMarked();
  if (last) offer(last.getBoundingClientRect());
}

function offer(edges) {
  $("offer").hidden = false;
  $("offer").style.left = `${Math.min(Math.max(8, edges.left), innerWidth - $("offer").offsetWidth - 8)}px`;
  $("offer").style.top = `${Math.min(edges.bottom + 6, innerHeight - $("offer").offsetHeight - 8)}px`;
}

function offerAdd() {
  if (!leaves.flow) return;
  if (marked()) offer(getSelection().getRangeAt(0).getBoundingClientRect());
  else $("offer").hidden = true;
}

function copyMarked(event) {
  const place = leaves.flow ? null : marked();
  if (!place) return;
  event.clipboardData.setData("text/plain", slice(...place));
  event.preventDefault();
}

// Where words stand; null, a fault and all places where they stand in several.
function findWords(words) {
  const letters = [], places = [];
  const all = points ?? data.text;
  for (let at = 0; at < all.length; at++) if (/[\p{L}\p{N}%]/u.test(all[at])) { letters.push(all[at].toLowerCase()); places.push(at); }
  const wanted = Array.from(words).filter((one) => /[\p{L}\p{N}%]/u.test(one)).map((one) => one.toLowerCase()).join("");
  const text = letters.join("");
  const found = [];
  for (let at = wanted && text.length === letters.length ? text.indexOf(wanted) : -1; at >= 0; at = text.indexOf(wanted, at + 1)) {
    found.push([places[at], places[at + wanted.length - 1] + 1]);
  }
  if (!found.length) return [null, "These words do not stand in the report."];
  if (found.length > 300) return [null, "These words stand in many places: mark them in the source, or write more of them."];
  if (found.length > 1) return [null, "These words stand in several places: choose one, mark them in the source, or write more of them.", found];
  return [found[0], ""];
}

function openAdd(start, end) {
  const from = start === undefined ? null : [start, end];
  const words = from ? slice(start, end) : "";
  getSelection().removeAllRanges();
  [pointer.from, pointer.to] = [null, null];
  drawMarked();
  const unread = state.row?.table === "unread" && from ? state.row : null;
  state.before = state.row ?? state.before;
  state.row = null;
  drawRows();
  const show = ([begin, finish]) => showSource({ start: begin, end: finish, boxes: leaves.flow ? undefined : [boxesOf(begin, finish)] });
  if (from) show(from);
  const tables = Object.keys(data.tables).filter((table) => counted.has(table) && table !== "reports");
  const table = make("select", { id: "f-into", name: "table-told" });
  for (const one of tables) { table.append(make("option", {}, tableName(one))); table.lastChild.value = one; }
  const into = data.into?.[unread?.cells.kind];
  table.value = tables.includes(list.filter) ? list.filter : tables.includes(into) ? into : (openAdd.last ?? tables[0]);
  const quote = make("textarea", { id: "f-quote", name: "quote-told", rows: "2" });
  quote.value = plain(words);
  const which = make("select", { id: "f-place", name: "place-told" }), places = field("f-place", "Which of them", which);
  let several = [];
  places.hidden = true;
  which.addEventListener("change", () => show(several[which.value]));
  quote.addEventListener("input", () => { several = []; places.hidden = true; });
  const askWhich = (found) => {
    several = found;
    const around = ([begin, finish]) => `${slice(Math.max(0, begin - 30), begin)}‹${slice(begin, finish)}›${slice(finish, finish + 30)}`.replace(/\s+/g, " ");
    which.replaceChildren(...found.map((one, at) => make("option", { value: String(at) }, plain(`${pageAt(one[0]) ? `Page ${pageAt(one[0])}: ` : ""}${around(one)}`))));
    places.hidden = false;
    show(found[0]);
    which.focus();
  };
  const fields = make("div", { class: "fields" });
  const fill = () => {
    const columns = editableOf(table.value);
    const first = new Set(data.tables[table.value].first ?? [...(data.tables[table.value].what ?? []), ...(data.tables[table.value].value ?? [])].map((name) => name.replace("%", "")));
    const made = (column) => fieldOf(column, guess(column, words, from, table.value) || usual(table.value, column), {});
    const rest = columns.filter((column) => !first.has(column.name));
    fields.replaceChildren(...columns.filter((column) => first.has(column.name)).map(made), ...(rest.length ? [make("details", {}, make("summary", {}, "Other columns"), ...rest.map(made))] : []), isBlind ? spareField(table.value, {}) : "");
  };
  table.addEventListener("change", fill);
  fill();
  const made = form("Add a row", [field("f-into", "Table", table), field("f-quote", "Words of the report", quote, from ? "" : "Write the words that it is read from, as they stand in the report, or mark them in the source."), places, fields, reason()], (filled) => {
    let place = several.length ? several[which.value] : from;
    if (!several.length && (!from || quote.value !== plain(words))) {
      const [found, fault, all] = findWords(quote.value);
      if (all) askWhich(all);
      if (fault) return fault;
      place = found;
    }
    const [values, fault] = valuesOf(filled, table.value);
    if (fault) return fault;
    if (!Object.values(values).some(Boolean)) return "Fill in a column at least.";
    openAdd.last = table.value;
    openAdd.context[table.value] = Object.fromEntries(editableOf(table.value).filter((column) => CONTEXT.has(column.name) && !guess(column, words, from, table.value)).map(({ name }) => [name, values[name]]));
    const [more, wrong] = isBlind ? moreIn(filled, table.value, {}) : [undefined, ""];
    if (wrong) return wrong;
    const row = add(table.value, ...place, values, whyOf(filled), more);
    if (list.filter && list.filter !== row.table) setFilter("");
    redraw(row);
    state.from = unread;
    $("rows").focus();
    say("Added");
  }, "Add");
  $("value").replaceChildren(made);
  (from ? table : quote).focus();
}

// Columns that say where a row belongs, and are mostly those of the row that was added before.
const CONTEXT = new Set(["part", "provider", "section_ref", "section", "standard_ref", "key_question", "level", "kind", "group", "table", "addressee", "prior_programme", "prior_date"]);
openAdd.context = {};

// What marked words say of a column by themselves: a figure, or one of its closed values.
function guess(column, words, from, table) {
  if (column.choices) return column.choices.find((one) => one.toLowerCase() === words.trim().toLowerCase()) ?? (/\d\s*%$/.test(words.trim()) && column.choices.includes("percent") ? "percent" : "");
  if (column.name === "sentence" && from) return sentenceAt(...from);
  if (table === "sections" && ["ref", "title"].includes(column.name)) {
    const [, ref, title] = words.replace(/\s+/g, " ").match(/^(?:((?:[A-Z]?\d+)(?:\.\d+)*)[.:]?\s)?(.*)$/u);
    return (column.name === "ref" ? ref : title) ?? "";
  }
  if (["percent", "value"].includes(column.name)) return words.match(/-?\d+(\.\d+)?/)?.[0] ?? "";
  return ["text", "as_printed", "question"].includes(column.name) ? words.replace(/\s+/g, " ") : "";
}

// What a column says where the words do not tell: what it said of the row before, or what is most common.
function usual(table, column) {
  const before = openAdd.context[table]?.[column.name];
  if (before !== undefined) return before;
  if (column.name === "provider") return isBlind ? (cellsOf(byAddress.get("reports/provider")).provider ?? "") : (data.report.provider ?? "");
  return column.name === "part" ? "main" : "";
}

// The sentence that words stand in: to the stops, or the ends of the paragraph, around them.
function sentenceAt(start, end) {
  const before = slice(Math.max(0, start - 2000), start).split(/\n|(?<=[.!?])\s+/).at(-1);
  const [behind] = slice(end, end + 2000).match(/^[^\n]*?(?:[.!?](?=\s)|(?=\n)|$)/);
  return (before + slice(start, end) + behind).replace(/\s+/g, " ").trim();
}

// ---- Saving.

function inWords(one) {
  if (one.action === "whole") return `${tableName(one.table)}: all rows are here`;
  const row = byAddress.get(addressOf(one));
  const about = one.table === "unread" ? row && quoteOf(row) : row?.what;
  const what = { unread: "nothing to add", checks: "dismissed" }[one.table] ?? { accept: "accepted", add: "added", delete: "deleted" }[one.action]
    ?? `${one.table === "reports" ? "" : `${tableName(one.column)}: `}${one.machine || "(empty)"} → ${one.human || "(empty)"}`;
  return `${tableName(one.table)}: ${about || one.item || one.column}: ${what}`;
}

function openSave() {
  const isPosted = data.saving === "post";
  const who = make("input", { id: "who", type: "text", autocomplete: "name", maxlength: "200" });
  who.value = recall();
  const listed = [...drafts.made.map(inWords), ...drafts.gone.map((one) => `taken back: ${inWords(one)}`)];
  const fault = make("p", { class: "note fail", role: "alert", hidden: true });
  const file = `${data.report.report_id}.${isBlind ? "json" : "yaml"}`;
  const how = isBlind
    ? `${isPosted ? `It is written to ${file} in your folder of gold.` : "Put the file into a folder of gold of your own, in the place of one of that name: it has what was saved before, too."} Give the folder to findings evaluate --gold, or to findings gold compare with somebody else's.`
    : isPosted
    ? `They are written to ${file} in the folder of corrections. Apply then puts them into the dataset; so does the next extract, or this command in a terminal: ${data.apply}`
    : `Put the file into the folder corrections beside the dataset, in the place of one of that name: it has those saved before, too. The next extract, or findings corrections apply, puts them into the dataset.`;
  const does = async () => {
    const words = saves.textContent;
    saves.disabled = true;
    if (isPosted) saves.textContent = "Saving …";
    try { localStorage.setItem(WHO, who.value.trim()); } catch { /* not kept */ }
    try {
      if (isPosted) await post(who.value.trim()); else download(who.value.trim());
      $("dialog").close();
      const row = byAddress.get(state.row?.address);
      redraw(row && !row.absent ? row : null);
      $("rows").focus();
      say(isPosted ? "Saved" : "Downloaded");
    } catch (error) { fault.textContent = plain(`Not saved: ${error.message}`); fault.hidden = false; saves.disabled = false; saves.textContent = words; }
  };
  const saves = button(isPosted ? "Save" : `Download ${file}`, does, { class: "main" });
  who.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); saves.click(); } });
  openDialog(isBlind ? "Save gold" : "Save corrections", [
    make("ul", { class: "listed", tabindex: "0", "aria-label": "What is saved" }, listed.map((words) => make("li", {}, short(words)))),
    field("who", "Your name", who), make("p", { class: "hint" }, how), fault,
  ], [saves]);
  who.select();
}

async function applySaved() {
  const pressed = $("apply");
  pressed.disabled = true;
  pressed.textContent = "Applying …";
  say("Applying");
  try { await send({ apply: true }); location.reload(); }
  catch (error) { tellProblem(`Not applied: ${error.message}`); say(short(`Not applied: ${error.message}`)); redraw(state.row); }
  pressed.disabled = false;
}

function openDialog(title, inside, buttons = []) {
  $("dialog").replaceChildren(make("h2", { id: "dialog-title" }, title), ...inside, make("div", { class: "acts" }, ...buttons, button(buttons.length ? "Cancel" : "Close", () => $("dialog").close())));
  $("dialog").showModal();
}
