// What every page has: folds, focus on errors, drafts of forms, copying a link.
const all = (what, root = document) => [...root.querySelectorAll(what)];

if (matchMedia("(min-width:60em)").matches) all("details[data-wide]").forEach((fold) => (fold.open = true));

document.querySelector("[data-focus]")?.focus();

// A browser may forbid its store.
const store = (deed) => {
  try {
    return deed(localStorage);
  } catch {
    return null;
  }
};
const place = (key) => "keep:" + key;

all("[data-kept-done]").forEach((done) =>
  store((kept) => kept.removeItem(place(done.dataset.keptDone || kept.getItem("sent")))),
);

const isChoice = (field) => /checkbox|radio/.test(field.type);
const isFilled = (field) =>
  isChoice(field)
    ? all(`[name="${field.name}"]`, field.form).some((one) => one.defaultChecked)
    : field.options
      ? [...field.options].some((one) => one.defaultSelected && one.value)
      : field.defaultValue;

all("form[data-keep]").forEach((form) => {
  const key = place(form.dataset.keep);
  const fields = () => [...form.elements].filter((one) => one.name && !/hidden|password|file|submit|button|fieldset/.test(one.type));
  let dirty = false;
  let timer;

  const written = store((kept) => JSON.parse(kept.getItem(key))) || [];
  for (const field of fields()) {
    const mine = written.filter(([name]) => name === field.name).map(([, value]) => value);
    if (!mine.length || isFilled(field)) continue;
    if (isChoice(field)) field.checked = mine.includes(field.value);
    else if (field.multiple) [...field.options].forEach((one) => (one.selected = mine.includes(one.value)));
    else field.value = mine[0];
    all("[data-kept-note]", form).forEach((note) => (note.hidden = false));
  }

  const keep = () => {
    const names = fields().map((field) => field.name);
    const values = [...new FormData(form)].filter(([name, value]) => names.includes(name) && value);
    store((kept) => kept.setItem(key, JSON.stringify(values)));
  };
  form.addEventListener("input", () => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(keep, 500);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    keep();
    store((kept) => kept.setItem("sent", form.dataset.keep));
    dirty = false;
  });
  form.addEventListener("kept", () => {
    clearTimeout(timer);
    dirty = false;
    store((kept) => kept.removeItem(key));
  });
  addEventListener("pagehide", () => dirty && keep());
  addEventListener("beforeunload", (event) => dirty && event.preventDefault());
});

// No clipboard on plain http: the button stays hidden.
if (navigator.clipboard)
  all("button[data-copy]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(new URL(button.dataset.copy, location.href).href);
      button.textContent = button.dataset.copied;
    });
  });
