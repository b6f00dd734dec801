// The line to the server: a socket while it can be had, else polling. Knows numbers, not words.
const POLL = 10_000;
const POLL_HIDDEN = 60_000;
const POLL_LONGEST = 300_000;
const OPENING = 8_000;
const PROBE = [120_000, 300_000];
const VERSION = 1; // of what is said over the socket

const between = (low, high) => low + Math.random() * (high - low);

export class Line {
  // hear: event(event), state(name), unread(count), synced(), reset()
  constructor({ thread, pos, hear }) {
    Object.assign(this, { thread, pos, hear, tries: 0, failures: 0, state: "", unacked: 0 });
    this.tab = Math.random().toString(36).slice(2, 12);
    addEventListener("online", () => this.hurry());
    addEventListener("offline", () => this.become("offline"));
    document.addEventListener("visibilitychange", () => document.hidden || this.hurry());
    this.connect();
  }

  become(state) {
    if (this.state === state) return;
    this.state = state;
    this.hear.state(state);
  }

  get over() {
    return this.state === "auth" || this.state === "gone";
  }

  // Whatever is being waited for, try now.
  hurry() {
    if (this.over || this.state === "live") return;
    this.tries = 0;
    this.connect();
  }

  resume() {
    this.state = "";
    this.hurry();
  }

  connect() {
    clearTimeout(this.retry);
    if (this.socket || this.over) return;
    if (!("WebSocket" in window) || this.old) return this.poll();
    if (!this.polling) this.become("connecting");
    const socket = new WebSocket(location.origin.replace(/^http/, "ws") + "/ws/v1/", "ctp1");
    this.socket = socket;
    this.bye = null;
    const opening = setTimeout(() => socket.close(), OPENING);
    socket.onopen = () => {
      this.say({ t: "hello", v: VERSION, tab: this.tab });
      this.say({ t: "sub", thread: this.thread, after: this.pos });
    };
    socket.onmessage = ({ data }) => {
      clearTimeout(opening);
      this.watch();
      this.receive(JSON.parse(data));
    };
    socket.onclose = ({ code }) => {
      clearTimeout(opening);
      clearTimeout(this.watchdog);
      if (this.socket === socket) this.closed(code);
    };
  }

  say(frame) {
    if (this.socket?.readyState === 1) this.socket.send(JSON.stringify(frame));
  }

  watch() {
    clearTimeout(this.watchdog);
    this.watchdog = setTimeout(() => this.socket?.close(), this.silence || 60_000);
  }

  receive(frame) {
    if ("notif" in frame) this.hear.unread(frame.notif);
    if (frame.t === "welcome") {
      this.silence = Math.max(5_000, frame.hb * 2400);
      this.old = frame.v !== VERSION; // the server was renewed: go on by polling until the page is
    }
    else if (frame.t === "subok") this.settled(frame.head);
    else if (frame.t === "ev") frame.events.forEach((event) => this.apply(event));
    else if (frame.t === "hb") this.settled(frame.heads[this.thread] ?? this.pos);
    else if (frame.t === "reset") this.hear.reset();
    else if (frame.t === "gone" || frame.t === "err") this.end("gone", frame.why);
    else if (frame.t === "bye") this.bye = frame;
  }

  // The server's head is known: either we are there, or something was missed.
  settled(head) {
    this.tries = this.failures = 0;
    this.stopPolling();
    this.become("live");
    this.hear.synced();
    if (head > this.pos) this.late ??= setTimeout(() => this.pull(), 1_500);
  }

  apply(event) {
    if (event.seq <= this.pos) return;
    if (event.seq > this.pos + 1) return void this.pull();
    this.pos = event.seq;
    this.hear.event(event);
    this.unacked += 1;
    clearTimeout(this.acking);
    if (this.unacked >= 20) this.ack();
    else this.acking = setTimeout(() => this.ack(), 1_000);
  }

  ack() {
    this.unacked = 0;
    this.say({ t: "ack", thread: this.thread, seq: this.pos });
  }

  async pull() {
    clearTimeout(this.late);
    this.late = null;
    if (this.pulling) return;
    this.pulling = true;
    try {
      for (let more = true; more; ) {
        const answer = await fetch(`/api/v1/threads/${this.thread}/events?after=${this.pos}`);
        if (answer.status === 410) return this.hear.reset();
        if (answer.status === 401) return this.end("auth");
        if (answer.status === 404) return this.end("gone");
        if (!answer.ok) return;
        const page = await answer.json();
        page.events.forEach((event) => this.apply(event));
        more = page.more && page.events.length > 0;
      }
      this.hear.synced();
    } catch {
      // the next heartbeat or poll finds the same gap
    } finally {
      this.pulling = false;
    }
  }

  end(state, why) {
    this.why = why;
    this.become(state);
    this.stopPolling();
    clearTimeout(this.retry);
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  closed(code) {
    this.socket = null;
    if (this.over) return;
    const why = this.bye?.code ?? code;
    if (why === 4401) return void this.whoAmI();
    if (why === 4403) return this.end("gone");
    if (why === 4409 || this.old) return this.poll();
    this.tries += 1;
    const [low, high] = this.bye?.retry_ms?.[1] ? this.bye.retry_ms : [500, Math.min(60_000, 1000 * 2 ** this.tries)];
    if (!navigator.onLine) this.become("offline");
    else if (!this.polling) this.become("broken");
    if (this.tries >= 3) this.poll();
    const wait = this.polling && this.tries > 4 ? between(...PROBE) : between(low, high);
    this.retry = setTimeout(() => this.connect(), wait);
  }

  // The sign-in may have been renewed in another tab.
  async whoAmI() {
    const answer = await fetch(`/api/v1/heads?t=${this.thread}:${this.pos}`).catch(() => null);
    if (answer?.ok && !this.asked) {
      this.asked = true;
      setTimeout(() => (this.asked = false), 30_000);
      this.retry = setTimeout(() => this.connect(), between(500, 2_000));
    } else this.end("auth");
  }

  poll() {
    if (this.polling) return;
    this.pause = 0;
    this.polling = setTimeout(() => this.look(), 0);
  }

  stopPolling() {
    clearTimeout(this.polling);
    this.polling = null;
  }

  async look() {
    let wait = document.hidden ? POLL_HIDDEN : POLL;
    try {
      const answer = await fetch(`/api/v1/heads?t=${this.thread}:${this.pos}`);
      if (answer.status === 401) return this.end("auth");
      if (!answer.ok) throw new Error(answer.headers.get("Retry-After") || "");
      const { heads, gone, notif } = await answer.json();
      this.hear.unread(notif);
      if (gone.includes(this.thread)) return this.end("gone");
      this.failures = 0;
      this.pause = 0;
      if (this.thread in heads) await this.pull();
      this.hear.synced();
      if (this.polling && !this.over) this.become("polling");
    } catch (trouble) {
      this.failures += 1;
      this.pause = Math.min(POLL_LONGEST, (this.pause || POLL) * 2);
      wait = Math.max(this.pause, 1000 * (Number(trouble.message) || 0));
      if (this.failures >= 3) this.become("offline");
    }
    if (this.polling && !this.over) this.polling = setTimeout(() => this.look(), wait);
  }
}
