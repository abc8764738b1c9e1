// A figure shows the rows that it is made of, each with its place beside the words it was read from; a field finds rows of a table.
{
  const told = document.getElementById("behind"), dialog = document.getElementById("rows-behind");
  const { words, rows } = told ? JSON.parse(told.textContent) : { words: [], rows: [] };
  const make = (tag, inside, attributes = {}) => {
    const made = document.createElement(tag);
    made.append(...[inside].flat());
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };
  const numbers = (listed) => listed.split(" ").flatMap((part) => { const [first, last = first] = part.split("-").map(Number); return Array.from({ length: last - first + 1 }, (_, at) => first + at); });
  const titleOf = (figure) => {
    const cell = figure.closest("td, th"), table = figure.closest("table");
    const [row, column] = [cell.parentElement.cells[0], table.tHead.rows[0].cells[cell.cellIndex]].map((one) => one.textContent.trim());
    return [row === cell.textContent.trim() ? "" : row, column].filter(Boolean).join(" · ");
  };
  const show = (figure) => {
    const listed = numbers(figure.dataset.rows).map((number) => rows[number].map((word) => words[word]));
    const body = listed.map(([report, page, fragment, who, when, what, says]) => make("tr", [
      make("th", page ? make("a", who || report, { href: `${page}#${fragment}` }) : who || report, { scope: "row" }), make("td", when, { class: "short" }), make("td", what), make("td", says), make("td", page ? report : `${report} ${decodeURIComponent(fragment)}`),
    ]));
    const heads = ["Service", "When", "What", "Says", "Report"].map((head) => make("th", head, { scope: "col" }));
    const table = make("table", [make("thead", make("tr", heads)), make("tbody", body)]);
    const close = make("button", "Close", { type: "button" });
    close.addEventListener("click", () => dialog.close());
    const many = `${listed.length.toLocaleString("en-GB")} row${listed.length === 1 ? "" : "s"}${listed.some((row) => row[1]) ? ", each beside its words" : ""}`;
    dialog.replaceChildren(make("h2", `${titleOf(figure)}: ${figure.textContent.trim()}`, { id: "rows-title" }), make("p", many, { class: "quiet" }), make("div", table, { class: "wide", tabindex: "0", role: "region", "aria-label": "Rows" }), close);
    sortable(table);
    dialog.showModal();
  };
  document.addEventListener("click", (event) => { const figure = event.target.closest("button[data-rows]"); if (figure) show(figure); });
  for (const field of document.querySelectorAll("input[data-finds]")) {
    const body = document.getElementById(field.dataset.finds).tBodies[0];
    const texts = new Map([...body.rows].map((row) => [row, row.textContent.toLowerCase()]));
    field.addEventListener("input", () => {
      const wanted = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      for (const [row, text] of texts) row.hidden = !wanted.every((word) => text.includes(word));
    });
  }
}
