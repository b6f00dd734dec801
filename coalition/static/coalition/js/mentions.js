// @words while they are typed: the names of this thread's readers, fetched once and proposed from
// the browser, so that a slow line delays nothing. Typed by hand the words mean the same.
const MOST = 8;
const TYPED = /(?:^|[^\p{L}\p{N}_@./])@([\p{L}\p{N}_-]*(?: [\p{L}\p{N}_-]+){0,3})$/u;
const LATIN = "abcehikmoptxy";
const CYRILLIC = "авсеникмортху";

// The same for letters that look alike, so that either keyboard finds the name.
const folded = (words) =>
  words
    .toLowerCase()
    .replace(/ё/g, "е")
    .replace(/[a-z]/g, (letter) => CYRILLIC[LATIN.indexOf(letter)] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, "-");

export async function begin({ text, say, names, keepDraft }) {
  const box = Object.assign(document.createElement("ul"), { id: "mentioned", className: "chips", role: "listbox", hidden: true });
  box.setAttribute("aria-label", names.querySelector("summary").textContent);
  const status = Object.assign(document.createElement("p"), { className: "vh", role: "status" });
  text.before(box, status);
  Object.entries({ autocomplete: "list", haspopup: "listbox", controls: box.id }).forEach(([name, value]) => text.setAttribute(`aria-${name}`, value));

  let all;
  let active = -1;
  const typed = () => (document.activeElement === text && text.selectionStart === text.selectionEnd ? TYPED.exec(text.value.slice(0, text.selectionStart)) : null);

  async function fetchNames() {
    const answer = await fetch(`${names.dataset.names}?list`);
    if (!answer.ok) throw new Error();
    names.lastElementChild.outerHTML = await answer.text();
    return [...names.querySelectorAll("[data-word]")].map(({ dataset: { word, also }, title }) => {
      const ways = [word, ...also.split("|")].map(folded).map((way) => way.replace(/^-/, ""));
      return { word, title, begins: ways, parts: ways.flatMap((way) => way.split("-")) };
    });
  }
  const known = () => (all ??= fetchNames().catch(() => (all = null)));

  function close() {
    box.hidden = true;
    active = -1;
    status.textContent = "";
    text.removeAttribute("aria-activedescendant");
  }

  function mark(index) {
    active = (index + box.children.length) % box.children.length;
    [...box.children].forEach((option, n) => option.setAttribute("aria-selected", n === active));
    text.setAttribute("aria-activedescendant", box.children[active].id);
  }

  async function offer() {
    const found = typed() && (await known());
    const words = typed(); // what stands there by now
    if (!found || !words) return close();
    const begun = folded(words[1]);
    const first = found.filter(({ begins }) => begins.some((way) => way.startsWith(begun)));
    const others = found.filter((name) => !first.includes(name) && name.parts.some((part) => part.startsWith(begun)));
    const offered = [...first, ...others].slice(0, MOST);
    if (!offered.length) return close();
    box.replaceChildren(
      ...offered.map(({ word, title }, n) => {
        const option = Object.assign(document.createElement("li"), { id: `mentioned-${n}`, className: "chip", role: "option" });
        option.append(word, title ? Object.assign(document.createElement("small"), { textContent: title }) : "");
        option.dataset.put = word;
        return option;
      }),
    );
    box.hidden = false;
    status.textContent = say("Names", { count: offered.length });
    mark(0);
  }

  function put(word, from) {
    const before = text.value.slice(0, from);
    text.setRangeText(`${before && !/[\s(«"]$/.test(before) ? " " : ""}${word} `, from, text.selectionEnd, "end");
    close();
    keepDraft();
    text.focus();
  }
  const pick = (option) => {
    const words = typed();
    if (words) put(option.dataset.put, text.selectionStart - words[1].length - 1);
  };

  text.addEventListener("input", offer);
  text.addEventListener("blur", close);
  document.addEventListener("selectionchange", () => box.hidden || typed() || close());
  text.addEventListener("keydown", (event) => {
    if (box.hidden || event.isComposing) return;
    const deed = { ArrowDown: () => mark(active + 1), ArrowUp: () => mark(active - 1), Enter: () => pick(box.children[active]), Escape: close }[event.key];
    if (!deed || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    deed();
  });
  box.addEventListener("pointerdown", (event) => event.preventDefault()); // the text keeps the focus
  box.addEventListener("click", ({ target }) => target.closest("[data-put]") && pick(target.closest("[data-put]")));

  // the whole list, under its heading
  names.addEventListener("toggle", () => names.open && known());
  names.addEventListener("click", (event) => {
    const { word } = event.target.dataset;
    if (!word) return;
    event.preventDefault();
    names.open = false;
    put(word, text.selectionStart);
  });
  if (names.open) known();
  offer();
}
