// A thread that is open on screen: what arrives, what is being written, how the line is.
import { Line } from "./line.js";
import { kept, Outbox } from "./outbox.js";

const root = document.querySelector("[data-thread]");
const { thread, me, lang, tz, here, login } = root.dataset;
const say = (name, values = {}) => root.dataset["say" + name].replace(/\{(\w+)\}/g, (_whole, key) => values[key]);
const one = (what, within = root) => within.querySelector(`[data-${what}]`);
const form = one("composer");
const text = form?.elements.body;
const list = one("list");
const pattern = one("pattern").content;
const cities = JSON.parse(root.dataset.cities);
const live = "live" in root.dataset;
const make = (tag, how) => Object.assign(document.createElement(tag), how);
const token = () => root.querySelector("[name=csrfmiddlewaretoken]").value;
const clock = () => new Date().toLocaleTimeString(lang, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(lang, { day: "numeric", month: "long", year: "numeric", timeZone: tz });
const hour = new Intl.DateTimeFormat(lang, { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: tz });
const send = (url, fields) => fetch(url, { method: "POST", headers: { "X-CSRFToken": token() }, body: new URLSearchParams(fields), keepalive: true });

function fileRow(row, { id, name, size }) {
  const [link, weight] = row.querySelectorAll("[data-f]");
  link.href = link.href.replace(/\/0\/$/, `/${id}/`);
  link.textContent = name;
  weight.textContent = Math.max(size / 1e6, 0.1).toLocaleString(lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return row;
}

// The address of a post, here or in another thread.
const at = ({ thread: other, number }) => `${other ? here.replace(/\d+\/$/, `${other}/`) : ""}?at=${number}#p${number}`;

// --- posts -----------------------------------------------------------------------------------
function draw(post) {
  const item = pattern.firstElementChild.cloneNode(true);
  const part = (name) => item.querySelector(`[data-f="${name}"]`);
  const put = (name, value) => (value ? part(name) && (part(name).textContent = value) : part(name)?.remove());
  const own = String(post.author.id) === me;
  item.id = `p${post.number}`;
  item.dataset.number = post.number;
  part("msg").ariaLabel = `№ ${post.number}`;
  part("msg").classList.toggle("own", own);
  const words = !post.redacted && !post.moved;
  part("msg").classList.toggle("gone", !words);
  put("name", post.author.name);
  put("post", post.author.post);
  put("city", cities[post.author.city]);
  part("at").dateTime = post.at;
  part("at").textContent = `${day.format(new Date(post.at))}, ${hour.format(new Date(post.at))}`;
  part("link").href = at(post);
  part("link").textContent = `№ ${post.number}`;
  if (!post.edited || !words) part("edited").remove();
  if (post.reply_to && words) cite(part("quote"), post.reply_to);
  else part("quote").remove();
  if (!post.redacted) part("withdrawn").remove();
  if (post.moved) {
    part("place").href = at(post.moved);
    part("place").textContent = `№ ${post.moved.number}`;
  } else part("moved").remove();
  if (!post.files) part("files").remove();
  else {
    const row = part("files").firstElementChild;
    part("files").replaceChildren(...post.files.map((file) => fileRow(row.cloneNode(true), file)));
  }
  if (!words) return ["html", "acts"].forEach((name) => part(name)?.remove()), item;
  part("html").innerHTML = post.html; // made and cleaned by the server
  part("html").lang = post.lang;
  item.querySelectorAll(".acts .vh").forEach((said) => (said.textContent = ` № ${post.number}`));
  const act = (name, may, deed) => (may ? part(name) && (part(name)[name === "pin" ? "formAction" : "href"] = `${here}posts/${post.number}/${deed}`) : part(name)?.remove());
  if (part("reply")) part("reply").href = `?reply=${post.number}#composer`;
  act("edit", own, "edit/");
  act("pin", !post.pinned, "pin/");
  act("withdraw", own || "moderates" in root.dataset, "withdraw/");
  act("more", true, "");
  return item;
}

// --- a post as plain text, for a messenger -----------------------------------------------------
const offerCopy = (within) => navigator.clipboard && within.querySelectorAll('[data-f="copy"]').forEach((button) => (button.hidden = false));
offerCopy(list);
offerCopy(pattern);

list.addEventListener("click", async ({ target }) => {
  const button = target.closest('[data-f="copy"]');
  if (!button) return;
  const item = button.closest("[data-number]");
  const words = (...names) => names.map((name) => item.querySelector(`[data-f="${name}"]`)?.innerText.trim()).filter(Boolean);
  const link = new URL(at(item.dataset), new URL(here, location)).href;
  const head = `${words("name", "post", "city").join(", ")}\n${document.querySelector("h1").innerText}, № ${item.dataset.number}`;
  await navigator.clipboard.writeText([head, ...words("html"), link].join("\n\n"));
  button.textContent = button.dataset.copied;
});

const shown = (number) => document.getElementById(`p${number}`);

function cite(block, quote) {
  const [link, words] = block.querySelectorAll("[data-f]");
  link.href = at(quote);
  link.textContent = `№ ${quote.number}, ${quote.name}`;
  words.textContent = quote.line;
}

// Other posts quote this one as it is now, where it is now.
const requote = (number, quote) =>
  list.querySelectorAll(`[data-f="answered"][href="?at=${number}#p${number}"]`).forEach(({ parentNode }) => (quote ? cite(parentNode, quote) : parentNode.remove()));

function arrive({ kind, post, actor, called, quote }) {
  if (quote !== undefined) requote(post.number, quote);
  if (post && shown(post.number)) shown(post.number).replaceWith(draw(post));
  else if (/^post\.(new|move_in)$/.test(kind) && live) {
    const own = String(actor.id) === me;
    const stay = !atEnd || document.hidden || (text?.value && !own);
    one("empty")?.remove();
    list.insertBefore(draw(post), list.querySelector(".wait"));
    if (own) dropWaiting(post.key);
    else news(shown(post.number), stay);
    if (!stay) latest.scrollIntoView({ block: "end" });
  }
  if (!/^post\.(new|edit)$/.test(kind)) refresh();
  if (called) {
    document.querySelector("h1").textContent = called.title;
    const purpose = document.querySelector("[data-purpose]");
    purpose.textContent = called.purpose;
    purpose.hidden = !called.purpose;
    title = called.title;
    document.title = unseen ? `(${unseen}) ${title}` : title;
  }
  if (kind === "thread.close") closed(true);
  if (kind === "thread.reopen") form ? closed(false) : location.reload();
  if (atEnd && !document.hidden) readSoon();
}

// --- what stands beside: pinned posts and the like, drawn by the server -------------------------
const beside = document.querySelector("[data-beside]");
let refreshing;

function refresh() {
  clearTimeout(refreshing);
  refreshing = setTimeout(async () => {
    if (beside.contains(document.activeElement)) return beside.addEventListener("focusout", refresh, { once: true });
    const answer = await fetch(beside.dataset.beside).catch(() => null);
    if (answer?.ok) beside.innerHTML = await answer.text();
  }, 300);
}

// --- what is new ----------------------------------------------------------------------------
const latest = one("latest");
const jump = one("jump");
let title = document.title;
let atEnd = true;
let unseen = 0;
let divider = one("new");
let telling;
if (divider && !location.hash) divider.scrollIntoView({ block: "center" });

new IntersectionObserver(([entry]) => {
  atEnd = entry.isIntersecting;
  if (atEnd && !document.hidden) seen();
}).observe(latest);
document.addEventListener("visibilitychange", () => atEnd && !document.hidden && seen());

function news(item, unread) {
  unseen += 1;
  if (unread) {
    if (unseen === 1 || !divider?.isConnected) {
      divider?.remove();
      divider = make("li", { className: "new-line" });
      item.before(divider);
    }
    divider.textContent = say("Divider", { count: unseen });
    document.title = `(${unseen}) ${title}`;
  }
  clearTimeout(telling); // many posts at once are told once, as a number
  telling = setTimeout(() => {
    jump.classList.toggle("vh", !unread);
    jump.replaceChildren(make(unread ? "a" : "span", { href: "#latest", className: unread ? "btn" : "", textContent: say("News", { count: unseen }) }));
    if (!unread) unseen = 0;
  }, 1000);
}

function unmark() {
  unseen = 0;
  document.title = title;
  jump.classList.add("vh");
  jump.replaceChildren();
}

function seen() {
  unmark();
  readSoon();
}

// The same person's other tabs: what is read in one is read in all.
const tabs = new BroadcastChannel(`read:${me}`);
tabs.onmessage = ({ data }) => {
  if (data.thread !== thread || data.seq < line.pos) return;
  readTo = data.seq;
  unmark();
  divider?.remove();
};

let reading;
let readTo = 0;
function readSoon() {
  clearTimeout(reading);
  reading = setTimeout(() => {
    if (!live || line.pos <= readTo || line.over) return;
    readTo = line.pos;
    send(root.dataset.read, { seq: readTo }).then(
      () => tabs.postMessage({ thread, seq: line.pos }),
      () => (readTo = 0),
    );
  }, 1500);
}

// --- the line --------------------------------------------------------------------------------
const conn = one("conn");
let syncedAt = clock();
let telledState;

function tellState(state) {
  root.dataset.state = state;
  conn.hidden = false;
  conn.classList.toggle("on", state === "live");
  clearTimeout(telledState); // a short break is not worth an announcement
  telledState = setTimeout(() => {
    const words = line.why === "moved" ? line.why : state;
    conn.textContent = say(words[0].toUpperCase() + words.slice(1), { time: syncedAt });
    if (line.old && !line.over) conn.replaceChildren(say("Old"), " ", make("a", { href: here, textContent: say("Renew") }));
    if (state === "auth") conn.append(" ", make("a", { href: `${login}?next=${encodeURIComponent(here)}`, textContent: say("Login") }));
  }, state === "connecting" ? 1500 : 0);
  if (form && state === "gone") form.querySelector("button").disabled = text.readOnly = true;
  if (state === "live") outbox?.hurry();
}

// What was typed is kept; the page comes as it is now.
function anew() {
  keepDraft();
  conn.textContent = say("Reset");
  location.reload();
}

const line = new Line({
  thread: Number(thread),
  pos: Number(root.dataset.head),
  hear: {
    event: arrive,
    state: tellState,
    synced: () => (syncedAt = clock()),
    unread: (count) => {
      const badge = document.querySelector("[data-notif]");
      badge.textContent = count;
      badge.hidden = !count;
    },
    reset: anew,
  },
});

function closed(yes) {
  if (!form) return;
  form.hidden = yes;
  one("shut")?.remove();
  if (yes) {
    keepDraft();
    form.before(make("p", { className: "notice mt-4", role: "status", textContent: say("Closed") }));
    form.previousElementSibling.dataset.shut = "";
  }
}

// --- writing ---------------------------------------------------------------------------------
const draftName = `draft:${me}:${thread}`;
let sequence = Number(root.dataset.draftSeq);
let saving;
let keepDraft = () => {};
let outbox;

const waiting = (key) => list.querySelector(`[data-key="${key}"]`);

function dropWaiting(key) {
  waiting(key)?.remove();
  outbox?.drop(key);
}

function showWaiting(item) {
  waiting(item.key)?.remove();
  const row = make("li", { className: "msg wait" });
  row.dataset.key = item.key;
  const words = say({ queued: "Waiting", failed: "Failed" }[item.state] ?? "Sending", { why: item.why });
  row.append(make("p", { textContent: item.body }), make("p", { className: "small", textContent: words }));
  if (item.state === "failed") {
    const button = (label, deed) => row.append(make("button", { type: "button", className: "btn btn-q", textContent: label, onclick: deed }));
    button(say("Again"), () => (row.remove(), outbox.again(item)));
    button(say("Take"), () => {
      text.value = [text.value, item.body].filter(Boolean).join("\n\n");
      dropWaiting(item.key);
      keepDraft();
      text.focus();
    });
  }
  list.append(row);
}

if (form) {
  const local = kept.get(draftName);
  if (local && (!local.synced || local.sequence >= sequence)) {
    text.value = local.body;
    sequence = Math.max(sequence, local.sequence);
  }

  keepDraft = () => {
    kept.set(draftName, text.value ? { body: text.value, sequence, synced: false } : null);
    clearTimeout(saving);
    saving = setTimeout(saveDraft, 5000);
  };

  const saveDraft = async () => {
    if (line.over) return;
    const body = text.value;
    sequence += 1;
    const answer = await send(root.dataset.keep, { sequence, body }).catch(() => null);
    if (!answer?.ok) return; // kept here all the same
    if (body) kept.set(draftName, { body: text.value, sequence, synced: text.value === body });
    one("kept").textContent = body ? say("Kept", { time: clock() }) : "";
  };

  text.addEventListener("input", keepDraft);
  addEventListener("pagehide", () => text.value && kept.set(draftName, { body: text.value, sequence, synced: false }));

  const answer = (number, name) => {
    form.elements.reply_to.value = number;
    one("answering").hidden = !number;
    one("answered", one("answering")).textContent = number ? `№ ${number}, ${name}` : "";
    text.focus();
  };
  list.addEventListener("click", (event) => {
    const link = event.target.closest('[data-f="reply"]');
    if (!link) return;
    event.preventDefault();
    const item = link.closest("[data-number]");
    answer(item.dataset.number, item.querySelector('[data-f="name"]').textContent);
  });
  one("answer-off").addEventListener("click", (event) => (event.preventDefault(), answer("", "")));

  outbox = new Outbox({
    name: `outbox:${me}:${thread}`,
    url: root.dataset.posts,
    token,
    hear: {
      changed: showWaiting,
      confirmed: (item, { seq }) => {
        if (seq <= line.pos) dropWaiting(item.key);
        else setTimeout(() => line.pos < seq && line.pull(), 1000);
      },
      signedOut: () => line.end("auth"),
      stale: anew,
    },
  });

  // --- files and @words: modules of their own, fetched when somebody begins ---
  const begun = (load) => {
    let begin;
    return () => (begin ??= load().catch(() => (begin = null)));
  };
  const about = { form, text, say, kept, token };
  const files = form.elements.attached;
  const held = `files:${me}:${thread}`;
  // One tab of a thread keeps its files for the next visit; a further tab has its own.
  const place = new Promise((tell) => {
    if (!navigator.locks) return tell(held);
    navigator.locks.request(held, () => (tell(held), new Promise(() => {})));
    setTimeout(tell, 1000);
  });
  const carrier = begun(async () =>
    (await import("./files.js")).begin({ ...about, held: await place, url: root.dataset.uploads, stale: anew, signedOut: () => line.end("auth") }),
  );
  let carries = false; // a file that was refused is no longer among them, and is told of once more
  files.addEventListener("change", async () => {
    carries = true;
    const chosen = [...files.files]; // the next choice replaces it
    (await carrier())?.take(chosen);
  });
  place.then((own) => own && kept.get(own) && carrier());

  const names = one("names");
  const namer = begun(async () => (await import("./mentions.js")).begin({ ...about, names, keepDraft }));
  names.addEventListener("toggle", namer);
  text.addEventListener("input", () => text.value.includes("@") && namer());

  form.addEventListener("submit", async (event) => {
    if (!text.value.trim() || !live) return; // the server says what is missing
    event.preventDefault();
    const carried = carries || files.files.length ? await carrier() : { up: () => [], gone: () => {} };
    if (!carried) return void (one("kept").textContent = `${say("Again")}.`); // its module did not come
    const uploads = await carried.up();
    const reply = Number(form.elements.reply_to.value) || null;
    if (uploads === null || !outbox.add({ body: text.value, lang: form.elements.lang.value, reply_to: reply, uploads })) return;
    carried.gone();
    sent();
  });

  const sent = () => {
    form.querySelector(".err-sum")?.remove();
    text.value = "";
    clearTimeout(saving);
    kept.set(draftName, null);
    sequence += 1; // the server takes one when it posts
    one("kept").textContent = "";
    answer("", "");
    latest.scrollIntoView({ block: "end" });
  };
}
