// The value: all that is known of a row.

function link(address, words) {
  const made = make("a", { href: hashOf(address) }, words ?? address);
  return made;
}
const hashOf = (address) => "#" + address.split("/").map(encodeURIComponent).join("/");

// What a row says: the machine's value and the person's, where they differ.
function said(row) {
  const value = valueOf(row) || (isBlind && !isDone(row) ? "(not written yet)" : "(empty)");
  const read = isBlind ? value : machineValueOf(row) || "(empty)";
  const shown = make("div", { class: `says ${value.length > 160 ? "long" : ""}` });
  if (isGone(row)) shown.append(make("del", {}, plain(value)));
  else if (read !== value) shown.append(make("del", {}, plain(read)), " → ", make("ins", {}, plain(value)));
  else shown.append(plain(value));
  return shown;
}

const STATUS = { draft: "not saved yet", saved: data.apply ? "saved; Apply puts it into the dataset" : "saved; the next extract applies it", applied: "applied", stale: "stale: what was read has changed since", conflict: "conflict: people disagree" };

function tellDecisions(row) {
  if (isBlind) return tellOpen(row);
  const mine = decisionsOn(row).map((one) => [one, statusOf(one)]);
  const known = new Set(mine.map(([one]) => keyOf(one)));
  // Decisions that the dataset tells of and that are in no file any more.
  const others = rows.filter((one) => one.table === "corrections" && addressOf(one.cells) === row.address && !known.has(keyOf(one.cells))).map((one) => [one.cells, one.cells.status]);
  return [...mine, ...others].map(([one, status]) => make("li", { class: `note ${status}` },
    short({ accept: { unread: "nothing to add", checks: "dismissed" }[row.table] ?? "accepted", add: "row added", delete: "row deleted" }[one.action] ?? `${one.column}: ${one.machine || "(empty)"} → ${one.human || "(empty)"}`, 600),
    make("div", { class: "hint" }, short([STATUS[status], one.who, one.when, one.why].filter(Boolean).join(" · "), 600)),
    mine.some(([other]) => other === one) ? button("Take back", () => { takeBack(one); redraw(row.absent ? null : row); }, { class: "plain" }) : "",
  ));
}

// Of gold: what two people did not agree on, and what is not saved yet.
function tellOpen(row) {
  const open = unsettledOf(row), draft = decisionsOn(row).find((one) => drafts.made.includes(one));
  return [
    ...tellMore(row),
    open ? make("li", { class: "note conflict" }, short(open, 600)) : "",
    draft ? make("li", { class: "note draft" }, STATUS.draft, button("Take back", () => { takeBack(draft); redraw(row.absent ? null : row); }, { class: "plain" })) : "",
  ].filter(Boolean);
}

function tellReasons(row) {
  const isSaid = (one) => one.message === row.value || one.message === row.what; // above, where it is all that the row is about
  const told = (row.reasons ?? []).filter((one) => !isSaid(one) || one.expected || one.observed).map((one) => {
    const aside = [one.expected && `expected ${short(one.expected)}`, one.observed && `found ${short(one.observed)}`].filter(Boolean).join(", ");
    const sign = { pass: "✓ ", fail: "✕ ", warn: "! " }[one.status] ?? "";
    if (isSaid(one)) return make("li", { class: `note ${one.status}` }, sign + aside);
    return make("li", { class: `note ${one.status}` }, sign + short(one.message || one.check, 600), make("div", { class: "hint" }, [one.check && one.message ? one.check.replace(/-/g, " ") : "", aside].filter(Boolean).join(": ")));
  });
  told.push(...tellDecisions(row));
  return told.length ? [make("h3", {}, isBlind ? "Notes" : "Checks and corrections"), make("ul", {}, told)] : [];
}

function tellOrigin(row) {
  const rule = row.rule ? (data.rules[row.rule] ?? {}) : {};
  const told = [
    ["Page", row.page ? String(row.page) : ""],
    ["Rule", row.rule],
    ["Pack", rule.pack],
    ["Note", rule.note],
    ["It reads, say", rule.example],
    ["Computed", row.derived ? "worked out from these words, not printed so" : ""],
  ].filter(([, words]) => words);
  return told.length ? [make("h3", {}, "Where it comes from"), make("dl", {}, told.flatMap(([name, words]) => [make("dt", {}, name), make("dd", {}, short(words, 800))]))] : [];
}

function tellCells(row) {
  const cells = cellsOf(row);
  const columns = (data.tables[row.table]?.columns ?? []).filter((column) => cells[column.name] && column.name !== "printed_again");
  if (!columns.length) return [];
  const inside = columns.flatMap((column) => [make("dt", { title: column.doc }, column.name), make("dd", {}, plain(cells[column.name]))]);
  const about = (row.about ?? []).length ? [make("h3", {}, "About"), make("ul", {}, row.about.map((address) => make("li", {}, link(address, short(address)))))] : [];
  return [...about, make("details", { open: true }, make("summary", {}, "All columns"), make("dl", {}, inside))];
}

// What is shown of a row; who was within it is taken to the rows, for what they stood on is gone.
function putValue(...inside) {
  const isWithin = $("value") !== document.activeElement && $("value").contains(document.activeElement);
  $("value").replaceChildren(...inside);
  if (isWithin) $("rows").focus({ preventScroll: true });
}

function showValue(row) {
  const quote = quoteOf(row);
  putValue(
    make("div", { class: "kicker" }, make("span", { title: data.tables[row.table].doc }, tableName(row.table)), link(row.address, short(row.item))),
    make("h2", {}, short(row.what, 600)),
    said(row),
    ...actionsOf(row),
    ...(quote && quote !== row.value ? [make("blockquote", {}, plain(quote))] : []),
    ...tellReasons(row),
    ...tellOrigin(row),
    ...tellCells(row),
  );
  for (const one of $("value").querySelectorAll(".says, blockquote, dd")) if (one.scrollHeight > one.clientHeight) one.tabIndex = 0; // keys scroll it
  $("value").scrollTop = 0;
}

function showOverview() {
  if (isBlind) { showTables(); return; }
  const open = ranks.slice(0, -1).map((rank) => [data.ranks[rank], rows.filter((row) => row.rank === rank && !row.absent).length]).filter(([, many]) => many);
  const cover = data.coverage.filter(([, expected]) => expected).map(([kind, expected, found]) => [kind.replace(/_/g, " "), `${found} of ${expected} read`]);
  const told = (title, pairs) => (pairs.length ? [make("h3", {}, title), make("dl", {}, pairs.flatMap(([name, words]) => [make("dt", {}, name), make("dd", {}, String(words))]))] : []);
  const about = data.report;
  putValue(
    make("h2", { class: "hidden" }, "Overview"),
    make("p", { class: "overview" }, "Choose a row, or click words of the source. Mark words of the source to add a row."),
    make("div", { class: "acts" }, button("Start with the first", () => { $("rows").focus(); nextOpen(1); }, { class: "main" }), button("Add a row", () => openAdd())),
    ...told("To look at first", open),
    ...told("What was read", cover),
    ...told("Report", [["Provider", about.provider], ["Framework", about.framework], ["Published", about.published], ["File", about.source]].filter(([, words]) => words).map(([name, words]) => [name, short(words)])),
  );
}
