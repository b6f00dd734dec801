// Files of a message that is being written: made small, kept until it leaves, and sent up piece by
// piece while it is written. After a break each goes on from where the server says it stopped.
// Without a place of its own (`held`) they live as long as the page.
import * as photos from "./photos.js";
import { small } from "./pictures.js";

const PIECE = 256 * 1024;
const LONGEST = 30; // seconds between two tries

export async function begin({ form, text, say, kept, token, held, url, stale, signedOut }) {
  const input = form.elements.attached;
  const fold = input.closest("details");
  const button = form.querySelector("button");
  const words = { remove: say("Remove"), size: say("Size", { size: "{size}" }) };
  const mark = ({ name, size, lastModified }) => `${name}|${size}|${lastModified}`;
  const note = Object.assign(document.createElement("p"), { className: "hint", role: "status" });
  const bar = Object.assign(document.createElement("progress"), { max: 1, hidden: true, ariaLabel: say("FilesUp") });
  let ids = (held && kept.get(held)) || {}; // {mark: the upload's id on the server}
  let come = {}; // {mark: bytes that are there}
  let files = [];
  let refused;
  let running;
  let tries = 0;
  fold.append(bar, note);

  const ask = (path, method, headers, body) => fetch(url + path, { method, headers: { "X-CSRFToken": token(), "Accept-Language": document.documentElement.lang, ...headers }, body });
  const keepIds = () => held && kept.set(held, files.length ? ids : null);
  const told = (sentence) => note.textContent !== sentence && (note.textContent = sentence);

  function show() {
    photos.put(input, files);
    photos.show(input, words, () => {
      const left = [...input.files].map(mark);
      files.filter((file) => !left.includes(mark(file))).forEach(forget);
      if (!left.length) told("");
      put();
    });
  }

  function forget(file) {
    const id = ids[mark(file)];
    files = files.filter((one) => one !== file);
    delete ids[mark(file)];
    delete come[mark(file)];
    if (id) ask(`${id}/`, "DELETE").catch(() => {}); // else it is swept in a day
  }

  async function put() {
    show();
    keepIds();
    const stored = held ? await photos.keep(`${held}:attached`, files) : null;
    if (files.length && stored === null) told(say("FilesUnkept"));
    go();
  }

  const unfinished = () => files.find((file) => come[mark(file)] !== file.size);
  const go = () => (running ??= run().finally(() => (running = null)));

  // One exchange about a file: its beginning, where it stands, or its next piece.
  function exchange(file) {
    const name = mark(file);
    const at = come[name];
    if (!ids[name]) return ask("", "POST", { "Content-Type": "application/json" }, JSON.stringify({ name: file.name, size: file.size }));
    if (at === undefined) return ask(`${ids[name]}/`, "GET");
    return ask(`${ids[name]}/`, "POST", { "Content-Type": "application/octet-stream", "Upload-Offset": at }, file.slice(at, at + PIECE));
  }

  async function step(file) {
    const name = mark(file);
    const answer = await exchange(file);
    if (answer.status === 429 || answer.status >= 500) throw new Error(answer.headers.get("Retry-After"));
    const { id, offset, error, detail } = await answer.json().catch(() => ({}));
    if (!files.some((one) => mark(one) === name)) return; // removed meanwhile
    if (answer.ok || answer.status === 409) {
      come[name] = offset;
      if (id) ids[name] = id;
      keepIds();
    } else if (answer.status === 401) signedOut();
    else if (error === "csrf") stale();
    else if (answer.status === 404 && ids[name]) {
      delete ids[name]; // swept: begun anew
      delete come[name];
    } else {
      refused = `${file.name}: ${detail || answer.status}`;
      forget(file);
      told(refused);
      put();
    }
    return answer.status === 401 || error === "csrf";
  }

  async function run() {
    let moved = false;
    for (let file; (file = unfinished()); ) {
      bar.hidden = false;
      bar.value = files.reduce((sum, one) => sum + (come[mark(one)] || 0), 0) / files.reduce((sum, one) => sum + one.size, 0);
      try {
        if (!refused) told(say("FilesUp"));
        if (await step(file)) return true; // not signed in any more
        tries = 0;
        moved = true;
      } catch (trouble) {
        delete come[mark(file)]; // it may have arrived: the server is asked
        told(say("FilesHeld"));
        tries += 1;
        const wait = Number(trouble.message) || Math.min(LONGEST, 2 ** tries) * (0.5 + Math.random() / 2);
        await new Promise((go) => {
          setTimeout(go, 1000 * wait);
          addEventListener("online", go, { once: true });
        });
      }
    }
    bar.hidden = true;
    if (moved && !refused) told(files.length ? say("FilesReady") : "");
  }

  let taking = Promise.resolve();
  const take = (chosen) =>
    (taking = taking.then(async () => {
      const fresh = chosen.filter((file) => !files.some((one) => mark(one) === mark(file)));
      if (!fresh.length) return;
      refused = "";
      for (const file of fresh) {
        const made = await small(file);
        files = [...files.filter((one) => one.name !== made.name || one.size !== made.size), made];
      }
      await put();
    }));

  files = held ? await photos.kept(`${held}:attached`) : [];
  fold.open = true;
  if (files.length) await put();

  return {
    take,
    // The ids of the files once all are up; null when one cannot be taken, which is told once more.
    async up() {
      await take([...input.files]);
      button.disabled = text.readOnly = true;
      while (unfinished() && !(await go()));
      button.disabled = text.readOnly = false;
      if (!refused && !unfinished()) return files.map((file) => ids[mark(file)]);
      note.textContent = "";
      told(refused || say("FilesHeld"));
      note.scrollIntoView({ block: "nearest" });
      refused = "";
      return null;
    },
    gone() {
      [files, ids, come] = [[], {}, {}];
      show();
      keepIds();
      if (held) photos.drop([held]);
      told("");
      fold.open = false;
    },
  };
}
