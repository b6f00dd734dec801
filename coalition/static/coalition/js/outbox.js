// What has been sent and is not yet confirmed: kept in the browser under its key until it is.
const MOST = 50;
const LARGEST = 256_000;

export const kept = {
  get(name) {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null;
    }
  },
  set(name, value) {
    try {
      if (value === null) localStorage.removeItem(name);
      else localStorage.setItem(name, JSON.stringify(value));
    } catch {
      // a browser may forbid its store; then what is open on screen is all there is
    }
  },
  names(begin) {
    try {
      return Object.keys(localStorage).filter((name) => name.startsWith(begin));
    } catch {
      return [];
    }
  },
};

// The browser ends such an address with a UUID, on plain http too.
const uuid = () => URL.createObjectURL(new Blob()).slice(-36);

export class Outbox {
  // hear: changed(item), confirmed(item, answer), signedOut(), stale()
  constructor({ name, url, token, hear }) {
    Object.assign(this, { name, url, token, hear, tries: 0 });
    // each under a name of its own, so that two tabs take nothing from each other
    this.items = kept.names(`${name}:`).map(kept.get).filter(Boolean).sort((one, other) => one.at - other.at);
    this.items.forEach((item) => {
      if (/^sen/.test(item.state)) item.state = "queued"; // its key makes it safe to ask again
      hear.changed(item);
    });
    addEventListener("online", () => this.flush());
    this.flush();
  }

  keep(key, item = null) {
    kept.set(`${this.name}:${key}`, item);
  }

  add(post) {
    const item = { key: uuid(), state: "queued", at: Date.now(), ...post };
    if (this.items.length >= MOST || JSON.stringify(this.items).length + item.body.length > LARGEST) return null;
    this.items.push(item);
    this.mark(item, "queued");
    this.flush();
    return item;
  }

  drop(key) {
    this.items = this.items.filter((item) => item.key !== key);
    this.keep(key);
  }

  again(item) {
    if (item.error === "key_reused") {
      this.keep(item.key);
      item.key = uuid();
    }
    this.tries = 0;
    this.mark(item, "queued");
    this.flush();
  }

  // The line is back: what only waits for it goes, unless the server asked to wait.
  hurry() {
    if (!this.asked) this.flush();
  }

  mark(item, state, more = {}) {
    Object.assign(item, { state, ...more });
    this.keep(item.key, item);
    this.hear.changed(item);
  }

  // One at a time, in the order in which they were written.
  async flush() {
    const item = this.items.find((one) => one.state === "queued");
    if (!item || this.busy) return;
    this.busy = true;
    this.asked = 0;
    this.mark(item, "sending");
    try {
      const { key, body, lang, reply_to, uploads } = item;
      const answer = await fetch(this.url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token(), "Idempotency-Key": key, "Accept-Language": document.documentElement.lang },
        body: JSON.stringify({ body, lang, reply_to, uploads }),
      });
      await this.answered(item, answer);
    } catch {
      this.wait(item);
    } finally {
      this.busy = false;
    }
    if (!this.tries) this.flush();
  }

  async answered(item, answer) {
    if (answer.ok) {
      this.tries = 0;
      const told = await answer.json();
      this.mark(item, "sent");
      return this.hear.confirmed(item, told);
    }
    if (answer.status === 429 || answer.status >= 500) return this.wait(item, Number(answer.headers.get("Retry-After")));
    const { error, detail } = await answer.json().catch(() => ({}));
    const stale = error === "csrf" && !item.stale; // signed in anew in another tab
    if (answer.status === 401 || stale) {
      this.tries = 1;
      this.mark(item, "queued", { stale });
      this.hear[stale ? "stale" : "signedOut"]();
    } else this.mark(item, "failed", { error, why: detail || String(answer.status) });
  }

  wait(item, seconds = 0) {
    this.tries += 1;
    this.asked = seconds;
    this.mark(item, "queued");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), 1000 * (seconds || Math.min(60, 2 ** this.tries) * (0.5 + Math.random() / 2)));
  }
}
