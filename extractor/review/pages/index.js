// The index of a review: search, and sorting by the heads of its columns.

const table = document.getElementById("reports");
const body = table.tBodies[0];
const rows = [...body.rows];
const words = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));

const search = document.getElementById("search");
search.addEventListener("input", () => {
  const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const row of rows) {
    const fits = wanted.every((word) => words.get(row).includes(word));
    row.hidden = !fits;
    shown += fits;
  }
  document.getElementById("count").textContent = `${shown} of ${rows.length} reports`;
  document.getElementById("none").hidden = shown > 0;
});

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
  body.append(...rows.sort((a, b) => sign * order(a, b)));
});
