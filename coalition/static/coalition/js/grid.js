// A sheet of cells: arrows and Enter move, a block from Excel is pasted, a paste is undone.
const form = document.querySelector("[data-grid]");
const body = form.querySelector("tbody");
const undo = form.querySelector("[data-undo]");
const status = form.querySelector("[data-status]");
const MOST_NEW = 100;

const rows = () => [...body.rows];
const fields = (row) => [...row.querySelectorAll("[data-col]")];
const at = (row, column) => row?.querySelector(`[data-col="${column}"]`);
const columns = ["code", ...fields(body.rows[0]).map((one) => one.dataset.col).filter((name) => name !== "code")];
const say = (name, values) => form.dataset["say" + name].replace(/\{(\w+)\}/g, (_whole, key) => values[key]);
const first = (field) => (field.options ? [...field.options].find((one) => one.defaultSelected)?.value ?? field.options[0].value : field.defaultValue);
const isChanged = (field) => field.value !== first(field);

document.querySelectorAll("[data-only-live]").forEach((words) => (words.hidden = false));

let leaving = false;
let pasted = null;

function mark(field) {
  field.classList.toggle("changed", isChanged(field));
}

function count() {
  const cells = body.querySelectorAll(".changed").length;
  status.textContent = cells ? say("Changed", { cells }) : "";
}

// --- moving ----------------------------------------------------------------------------------
function step(field, down, right) {
  const row = field.closest("tr");
  if (right) {
    const line = fields(row);
    return line[line.indexOf(field) + right];
  }
  const all = rows();
  for (let place = all.indexOf(row) + down; all[place]; place += down) {
    const found = at(all[place], field.dataset.col);
    if (found) return found;
  }
  return null;
}

function go(event, field) {
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select?.();
}

body.addEventListener("keydown", (event) => {
  const field = event.target;
  if (!field.dataset.col || event.isComposing || event.metaKey) return;
  const isText = "selectionStart" in field && !field.options;
  const whole = isText && field.value && field.selectionStart === 0 && field.selectionEnd === field.value.length;
  const atStart = isText && (whole || (field.selectionStart === 0 && field.selectionEnd === 0));
  const atEnd = isText && (whole || field.selectionStart === field.value.length);
  const forced = event.ctrlKey;
  const oneLine = field.localName === "input" && !field.list;
  if (event.key === "Enter" && !(event.shiftKey && field.localName === "textarea")) {
    event.preventDefault();
    go(event, step(field, event.shiftKey ? -1 : 1, 0));
  } else if (event.shiftKey || event.altKey) return;
  else if (event.key === "ArrowDown" && (forced || oneLine || (isText && !field.list && atEnd))) go(event, step(field, 1, 0));
  else if (event.key === "ArrowUp" && (forced || oneLine || (isText && !field.list && atStart))) go(event, step(field, -1, 0));
  else if (event.key === "ArrowRight" && (forced || atEnd)) go(event, step(field, 0, 1));
  else if (event.key === "ArrowLeft" && (forced || atStart)) go(event, step(field, 0, -1));
  else if (forced && event.code === "KeyZ" && pasted) {
    event.preventDefault();
    takeBack();
  }
});

// --- pasting ---------------------------------------------------------------------------------
// Excel puts a cell into quotes only when it holds a line end or a tab.
const CELL = /"((?:[^"]|"")*)"(?=\t|\r?\n|$)|([^\t\r\n]*)/y;
const END = /\t|\r?\n|$/y;

export function read(text) {
  const table = [[]];
  let place = 0;
  while (place <= text.length) {
    CELL.lastIndex = place;
    const [all, quoted, plain] = CELL.exec(text);
    table.at(-1).push((quoted?.replaceAll('""', '"') ?? plain).trim());
    END.lastIndex = place + all.length;
    const end = END.exec(text)?.[0] ?? text[place + all.length];
    place += all.length + end.length;
    if (!end) break;
    if (end !== "\t") table.push([]);
  }
  while (table.length && table.at(-1).every((words) => !words)) table.pop();
  return table;
}

function fresh() {
  const last = rows().at(-1);
  const number = Math.max(...rows().map((row) => Number(/^n(\d+)$/.exec(row.id)?.[1] ?? -1))) + 1;
  if (number >= MOST_NEW) return null;
  const row = last.cloneNode(true);
  row.id = `n${number}`;
  row.removeAttribute("data-wrong");
  row.querySelectorAll(".error,small").forEach((words) => words.remove());
  row.querySelectorAll("[name]").forEach((field) => {
    field.name = field.name.replace(/^n\d+/, row.id);
    field.classList.remove("changed");
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
    if (field.type !== "hidden") field.value = first(field);
  });
  body.append(row);
  return row;
}

// Whether the words fit the cell.
function put(field, words) {
  if (!field.options) {
    field.value = words;
    return true;
  }
  const wanted = words.toLowerCase();
  const option = [...field.options].find((one) => one.value === wanted || one.text.toLowerCase() === wanted);
  if (option) field.value = option.value;
  return Boolean(option) || !words;
}

body.addEventListener("paste", (event) => {
  const start = event.target.closest("[data-col]");
  const text = event.clipboardData.getData("text/plain");
  if (!start || !/[\t\n]/.test(text.trimEnd())) return;
  event.preventDefault();
  const table = read(text);
  const from = columns.indexOf(start.dataset.col);
  const deed = { was: [], rows: [] };
  const left = [];
  let row = start.closest("tr");
  for (const line of table) {
    if (!row) {
      row = fresh();
      if (row) deed.rows.push(row);
    }
    line.forEach((words, number) => {
      const field = at(row, columns[from + number]);
      const isNumber = columns[from + number] === "code" && row;
      if (!field) {
        if (words && !isNumber) left.push(words);
        return;
      }
      deed.was.push([field, field.value]);
      if (!put(field, words)) left.push(words);
      mark(field);
    });
    row = row?.nextElementSibling ?? null;
  }
  pasted = deed;
  undo.hidden = false;
  const told = [say("Pasted", { cells: deed.was.length, rows: deed.rows.length })];
  if (left.length) told.push(say("Left", { words: left.slice(0, 5).join("; ") }));
  status.textContent = told.join(" ");
});

function takeBack() {
  for (const [field, value] of pasted.was.reverse()) {
    field.value = value;
    mark(field);
  }
  const inside = pasted.rows.some((row) => row.contains(document.activeElement));
  const field = pasted.was.at(-1)?.[0];
  pasted.rows.forEach((row) => row.remove());
  pasted = null;
  if (inside || document.activeElement === undo) field?.focus();
  undo.hidden = true;
  count();
}

undo.addEventListener("click", takeBack);

// --- what is not saved yet ----------------------------------------------------------------------
body.addEventListener("input", (event) => {
  if (pasted) {
    pasted = null;
    undo.hidden = true;
  }
  mark(event.target);
  count();
});
body.addEventListener("change", (event) => mark(event.target));
form.addEventListener("submit", () => (leaving = true));
addEventListener("beforeunload", (event) => {
  if (!leaving && body.querySelector(".changed,[data-wrong]")) event.preventDefault();
});
