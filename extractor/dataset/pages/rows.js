// A figure shows the rows that it is made of, each with its place beside the words it was read from.
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
    if (figure.dataset.title) return figure.dataset.title; // of a drawing
    const cell = figure.closest("td, th"), table = figure.closest("table");
    const [row, column] = [cell.parentElement.cells[0], table.tHead.rows[0].cells[cell.cellIndex]].map((one) => one.textContent.trim());
    return `${[row === cell.textContent.trim() ? "" : row, column].filter(Boolean).join(" · ")}: ${figure.textContent.trim()}`;
  };
  const show = (figure) => {
    const [here, left = "0"] = figure.dataset.rows.split(" +"); // so many more are not on the page
    const listed = numbers(here).map((number) => rows[number].map((word) => words[word]));
    const shown = (some) => some.map(([report, page, fragment, who, when, what, says]) => make("tr", [
      make("th", page ? make("a", who || report, { href: `${page}#${fragment}` }) : who || report, { scope: "row" }), make("td", when, { class: "short" }), make("td", what), make("td", says), make("td", page ? report : `${report} ${decodeURIComponent(fragment)}`),
    ]));
    const heads = ["Service", "When", "What", "Says", "Report"].map((head) => make("th", head, { scope: "col" }));
    const table = make("table", [make("thead", make("tr", heads)), make("tbody", [])]);
    const close = make("button", "Close", { type: "button" });
    close.addEventListener("click", () => dialog.close());
    const count = listed.length + Number(left), first = Number(left) ? `, of which the first ${listed.length} are here and all in the dataset` : "";
    const told = `${many(count)} row${count === 1 ? "" : "s"}${first}${listed.some((row) => row[1]) ? ", each beside its words" : ""}`;
    dialog.replaceChildren(make("h2", titleOf(figure), { id: "rows-title" }), make("p", told, { class: "quiet" }), make("div", table, { class: "wide", tabindex: "0", role: "region", "aria-label": "Rows" }), close);
    tabled(table, null, shown(listed));
    dialog.showModal();
  };
  document.addEventListener("click", (event) => { const figure = event.target.closest("[data-rows]"); if (figure) show(figure); });
}
