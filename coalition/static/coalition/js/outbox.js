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
};

export const uuid = () =>
  crypto.randomUUID?.() ??
  "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (d) => (d ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (d / 4)))).toString(16));

export class Outbox {
  // hear: changed(item), confirmed(item, answer), signedOut()
  constructor({ name, url, token, hear }) {
    Object.assign(this, { name, url, token, hear, tries: 0 });
    this.items = kept.get(name) || [];
    this.items.forEach((item) => {
      if (item.state === "sending") item.state = "queued";
      hear.changed(item);
    });
    addEventListener("online", () => this.flush());
    this.flush();
  }

  keep() {
    kept.set(this.name, this.items.length ? this.items : null);
  }

  add(post) {
    const item = { key: uuid(), state: "queued", ...post };
    if (this.items.length >= MOST || JSON.stringify(this.items).length + item.body.length > LARGEST) return null;
    this.items.push(item);
    this.keep();
    this.hear.changed(item);
    this.flush();
    return item;
  }

  find(key) {
    return this.items.find((item) => item.key === key);
  }

  drop(key) {
    this.items = this.items.filter((item) => item.key !== key);
    this.keep();
  }

  again(key) {
    const item = this.find(key);
    if (!item) return;
    if (item.error === "key_reused") item.key = uuid();
    item.state = "queued";
    this.tries = 0;
    this.flush();
  }

  later(seconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), 1000 * seconds);
  }

  mark(item, state, more = {}) {
    Object.assign(item, { state, ...more });
    this.keep();
    this.hear.changed(item);
  }

  // One at a time, in the order in which they were written.
  async flush() {
    const item = this.items.find((one) => one.state === "queued");
    if (!item || this.busy) return;
    this.busy = true;
    this.mark(item, "sending");
    try {
      const { key, body, lang, reply_to } = item;
      const answer = await fetch(this.url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token(), "Idempotency-Key": key },
        body: JSON.stringify({ body, lang, reply_to }),
      });
      await this.answered(item, answer);
    } catch {
      this.wait(item);
    } finally {
      this.busy = false;
    }
    if (this.items.some((one) => one.state === "queued") && !this.tries) this.flush();
  }

  async answered(item, answer) {
    if (answer.ok) {
      this.tries = 0;
      this.mark(item, "sent");
      this.hear.confirmed(item, await answer.json());
    } else if (answer.status === 401) {
      this.tries = 1;
      this.mark(item, "queued");
      this.hear.signedOut();
    } else if (answer.status === 429 || answer.status >= 500) {
      this.wait(item, Number(answer.headers.get("Retry-After")));
    } else {
      const { error, detail } = await answer.json().catch(() => ({}));
      this.mark(item, "failed", { error, why: detail || String(answer.status) });
    }
  }

  wait(item, seconds = 0) {
    this.tries += 1;
    this.mark(item, "queued");
    this.later(seconds || Math.min(60, 2 ** this.tries) * (0.5 + Math.random() / 2));
  }
}
