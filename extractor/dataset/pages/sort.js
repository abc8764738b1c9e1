"use strict";
// Every column of a table with rows can be sorted: by its figures where all that it has begin with one, else by its words.
const FIRST = 40; // rows of a sorted table that are drawn at once
const collator = new Intl.Collator("en", { numeric: true });
function sortable(table) {
  const body = table.tBodies[0];
  if (!body || body.rows.length < 2) return;
  const waiting = []; // rows behind the first ones, which come in when those are drawn
  const complete = () => body.append(...waiting.splice(0));
  addEventListener("beforeprint", complete);
  [...table.tHead.rows[0].cells].forEach((head, place) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const [across, down] = [scrollX, scrollY];
      complete();
      const back = head.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", back ? "descending" : "ascending");
      const rows = [...body.rows].map((row) => {
        const words = row.cells[place] ? row.cells[place].textContent.trim() : "";
        return { row, words, figure: parseFloat(words.replace(/[,£\s]/g, "")) };
      });
      const figures = rows.every((one) => one.words === "" || !Number.isNaN(one.figure));
      rows.sort((a, b) => {
        if ((a.words === "") !== (b.words === "")) return a.words === "" ? 1 : -1; // what is empty comes last both ways
        const order = figures ? a.figure - b.figure : collator.compare(a.words, b.words);
        return (back ? -order : order) || 0;
      });
      const below = body.nextSibling;
      body.remove(); // rows are moved, shown and hidden outside the page, which is laid out once
      body.append(...rows.map((one) => one.row));
      table.dispatchEvent(new Event("sorted"));
      waiting.push(...[...body.rows].filter((row) => !row.hidden).slice(FIRST));
      for (const row of waiting) row.remove();
      table.insertBefore(body, below);
      if (waiting.length) requestAnimationFrame(() => setTimeout(() => { complete(); scrollTo(across, down); }));
    });
  });
}
for (const table of document.querySelectorAll("table")) sortable(table);
