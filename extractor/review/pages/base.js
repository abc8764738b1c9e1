// Data of the page, its words, and elements made of them. Nothing here, or in what follows, makes markup of words.
const data = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);
const ROW = 54, HEAD = 34; // heights of the list, as in the style
const SIGNS = { sample: "◇", fail: "✕", unread: "○", differs: "≠", warn: "!", open: "?", done: "✓" };
const SPOKEN = { sample: "to be judged", fail: "check failed", unread: "not read", differs: "second reading differs", warn: "warning", open: "to settle", done: "reviewed" };
const SVG = "http://www.w3.org/2000/svg";

const points = /[\ud800-\udfff]/.test(data.text) ? Array.from(data.text) : null;
const slice = (start, end) => (points ? points.slice(start, end).join("") : data.text.slice(start, end));
const count = (words) => (points ? Array.from(words).length : words.length);
// Characters that would turn or hide others are seen as what they are; lengths stay.
const plain = (words) => words.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
const short = (words, most = 240) => plain(words.length > most ? words.slice(0, most) + " …" : words);

function make(tag, told = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(told)) {
    if (value === undefined || value === false) continue;
    if (name === "class") made.className = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  for (const one of inside.flat()) if (one !== undefined && one !== null && one !== "") made.append(one);
  return made;
}
