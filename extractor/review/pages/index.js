// The index of a review: search, and sorting by the heads of its columns.

const table = document.getElementById("reports");
const body = table.tBodies[0];
const rows = [...body.rows];
const words = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));

const search = document.getElementById("search");
const all = document.getElementById("all");
let most = 200; // rows that are drawn until somebody asks for all, so that a long index answers at once

// Of the rows that have the words, the first in the order of the table are drawn.
function draw() {
  const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const row of body.rows) row.hidden = !wanted.every((word) => words.get(row).includes(word)) || ++found > most;
  const many = (count) => count.toLocaleString("en-GB");
  document.getElementById("count").textContent = `${wanted.length ? `${many(found)} of ` : ""}${many(rows.length)} report${rows.length === 1 ? "" : "s"}`;
  document.getElementById("none").hidden = found > 0;
  all.parentElement.hidden = found <= most;
  all.textContent = `Show all ${many(found)}`;
}
search.addEventListener("input", draw);
all.addEventListener("click", () => { most = Infinity; draw(); table.parentElement.focus(); });
addEventListener("beforeprint", () => { most = Infinity; draw(); });

const collator = new Intl.Collator("en-GB", { numeric: true });
const value = (row, column) => row.cells[column].dataset.sort ?? row.cells[column].textContent.trim();
table.tHead.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const head = button.closest("th");
  const numeric = button.classList.contains("number");
  const now = head.getAttribute("aria-sort");
  const next = now === "none" ? (numeric ? "descending" : "ascending") : now === "ascending" ? "descending" : "ascending";
  for (const other of table.tHead.rows[0].cells) other.setAttribute("aria-sort", other === head ? next : "none");
  const sign = next === "ascending" ? 1 : -1;
  const column = head.cellIndex;
  const order = (a, b) =>
    numeric ? Number(value(a, column)) - Number(value(b, column)) : collator.compare(value(a, column), value(b, column));
  for (const row of rows) row.hidden = true;
  body.append(...rows.sort((a, b) => sign * order(a, b)));
  draw();
});
draw();
