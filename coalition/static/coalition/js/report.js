// Reports of progress: words and photos are kept row by row until they have left, photos are made
// small, and a form sent without a connection leaves by itself once there is one. Its keys make it safe to
// send it again. Without this module the same form is sent as it is.
import * as photos from "./photos.js";
import { small } from "./pictures.js";

const AGAIN = 15_000;

const all = (what, root = document) => [...root.querySelectorAll(what)];
const store = (deed) => {
  try {
    return deed(localStorage);
  } catch {
    return null;
  }
};
const isChoice = (field) => /checkbox|radio/.test(field.type);
const fieldsOf = (row) => all("input[name],select,textarea", row).filter((one) => !/file|submit|button/.test(one.type));
const valueOf = (field) => (isChoice(field) ? `${field.value}:${field.checked}` : field.value);
const begunWith = (field) =>
  isChoice(field)
    ? `${field.value}:${field.defaultChecked}`
    : field.options
      ? ([...field.options].find((one) => one.defaultSelected) ?? field.options[0]).value
      : field.defaultValue;
const clock = () => new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
const isKey = (field) => field.type === "hidden";

// One of the worded shares fills the number in; a number typed by hand takes its place.
document.addEventListener("input", ({ target }) => {
  const row = target.closest("[data-row]");
  if (!row) return;
  const [number, ...words] = all("[name$=percent],[name$=worded]", row);
  if (target.name.endsWith("worded") && /^\d+$/.test(target.value)) number.value = target.value;
  else if (target === number) words.forEach((word) => (word.checked = !word.value));
});

all("form[data-report]").forEach((form) => {
  const prefix = `report:${form.dataset.report}:`;
  const state = form.querySelector("[data-state]");
  const rows = all("[data-row]", form);
  const keyOf = (row) => prefix + row.dataset.row;
  const say = (what, time = "") => (state.textContent = state.dataset[what]?.replace("{time}", time) ?? "");
  let waiting = null;
  let sending = false;
  let dirty = new Set();

  const inputs = all("[data-row] input[type=file]", form);
  const photosOf = (input) => `${keyOf(input.closest("[data-row]"))}:${input.name}`;
  let unkept = false; // the browser forbids its store

  inputs.forEach((input) => {
    let have = []; // a camera gives one picture at a time; each goes to those before it
    const shown = () => {
      have = [...input.files];
      photos.show(input, state.dataset, kept);
    };
    const kept = async () => {
      shown();
      unkept = (await photos.keep(photosOf(input), have)) === null;
      if (!unkept && !waiting) say("kept", clock());
    };
    input.ready = photos.kept(photosOf(input)).then((files) => {
      if (!files.length || input.files.length) return;
      photos.put(input, files);
      shown();
      for (let fold = input.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
      form.querySelector("[data-back]").hidden = false;
      all("[data-again]", form).forEach((one) => (one.hidden = true));
    });
    input.addEventListener("change", () => {
      const chosen = [...input.files];
      input.ready = Promise.all(chosen.map(small)).then((made) => {
        const others = have.filter((one) => !made.some(({ name, size }) => name === one.name && size === one.size));
        photos.put(input, [...others, ...made]);
        return kept();
      });
    });
  });

  const forget = (keys) => {
    store((box) => keys.forEach((key) => box.removeItem(key)));
    return keys.length ? photos.drop(keys) : null;
  };
  const drop = () => forget(rows.map(keyOf));
  // Of what was sent with others that had to be corrected: what waits for its approver by now.
  const sent = store((box) => JSON.parse(box.getItem(`${prefix}sent`))) ?? [];
  const past = [
    ...all("li[id^=row]:not([data-row])", form).map((line) => `m${line.id.slice(3)}`),
    ...rows.map((row) => row.dataset.row.replace(/^(r\d+-)[1-9]\d*$/, (_whole, part) => `${part}0`)),
  ].filter((name) => sent.includes(name) && !rows.some((row) => row.dataset.row === name));
  forget(past.map((name) => prefix + name));

  rows.forEach((row) => {
    const kept = store((box) => JSON.parse(box.getItem(keyOf(row))));
    if (!kept) return;
    const before = fieldsOf(row).filter((field) => !isKey(field));
    const same = before.every((field, n) => kept.begun[n] === begunWith(field));
    if (row.querySelector(".error")) return; // what was just sent stands here already
    if (kept.names.join() !== fieldsOf(row).map((one) => one.name).join()) return;
    fieldsOf(row).forEach((field, n) => {
      const value = kept.values[n];
      if (!same && field.tagName !== "TEXTAREA") return; // the measure has changed since: only the words
      if (isChoice(field)) field.checked = value.endsWith(":true");
      else field.value = value;
    });
    if (row.querySelector("details")) row.querySelector("details").open = true;
    form.querySelector("[data-back]").hidden = false;
  });

  const keep = (row) => {
    const fields = fieldsOf(row);
    const kept = {
      names: fields.map((one) => one.name),
      values: fields.map(valueOf),
      begun: fields.filter((one) => !isKey(one)).map(begunWith),
    };
    return store((box) => (box.setItem(keyOf(row), JSON.stringify(kept)), true));
  };
  const keepAll = () => {
    const done = [...dirty].every(keep);
    dirty = new Set();
    return done;
  };
  let timer;
  form.addEventListener("input", ({ target }) => {
    const row = target.closest("[data-row]");
    if (!row) return;
    dirty.add(row);
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (keepAll() && !waiting) say("kept", clock());
    }, 400);
  });
  addEventListener("pagehide", keepAll);
  form.querySelector("[data-drop]")?.addEventListener("click", async () => {
    dirty = new Set();
    await drop();
    location.reload();
  });

  const hold = (what) => {
    say(what);
    if (unkept) state.textContent += ` ${state.dataset.unkept}`;
    clearTimeout(waiting);
    waiting = setTimeout(send, AGAIN);
  };

  async function send() {
    if (sending) return;
    clearTimeout(waiting);
    keepAll();
    store((box) => box.setItem(`${prefix}sent`, JSON.stringify(rows.map((row) => row.dataset.row))));
    if (!navigator.onLine) return hold("offline");
    sending = true;
    say("sending");
    try {
      await Promise.all(inputs.map((input) => input.ready));
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
      if (answer.type === "opaqueredirect") {
        dirty = new Set();
        await drop();
        location.href = new URL(form.dataset.next, location.href).href;
      } else if (answer.status === 429 || answer.status >= 502) hold("busy");
      else form.submit(); // something is to be corrected or decided: the page itself says what
    } catch {
      hold("offline");
    } finally {
      sending = false;
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  addEventListener("online", () => waiting && send());
});
