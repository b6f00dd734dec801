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
    Object.assign(this, { thread, pos, hear, head: pos, tries: 0, failures: 0, pause: 0, state: "", unacked: 0 });
    this.tab = Math.random().toString(36).slice(2, 12);
    addEventListener("online", () => this.hurry());
    addEventListener("offline", () => this.over || this.become("offline"));
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
    if (this.state === "auth") return void this.whoAmI();
    if (this.over || this.state === "live") return;
    this.tries = 0;
    if (this.state === "offline") {
      this.hangUp();
      this.become("connecting");
    }
    this.connect();
    if (this.polling) this.look();
  }

  hangUp() {
    const { socket } = this;
    this.socket = null;
    this.joined = false;
    clearTimeout(this.watchdog);
    clearTimeout(this.retry);
    socket?.close();
  }

  connect() {
    clearTimeout(this.retry);
    if (this.socket || this.over) return;
    if (!("WebSocket" in window) || this.old) return this.poll();
    if (!this.polling && this.state !== "offline") this.become("connecting");
    const socket = new WebSocket(location.origin.replace(/^http/, "ws") + "/ws/v1/", "ctp1");
    this.socket = socket;
    this.bye = null;
    // a line that has died is left at once: it would take its time to say so
    const lost = ({ code }) => {
      clearTimeout(opening);
      if (this.socket !== socket) return;
      this.hangUp();
      this.closed(code);
    };
    const opening = setTimeout(lost, OPENING, {});
    socket.onopen = () => {
      this.say({ t: "hello", v: VERSION, tab: this.tab });
      this.say({ t: "sub", thread: this.thread, after: this.pos });
    };
    socket.onmessage = ({ data }) => {
      if (this.socket !== socket) return;
      clearTimeout(opening);
      clearTimeout(this.watchdog);
      this.watchdog = setTimeout(lost, this.silence || 60_000, {});
      this.receive(JSON.parse(data));
    };
    socket.onclose = lost;
  }

  say(frame) {
    if (this.socket?.readyState === 1) this.socket.send(JSON.stringify(frame));
  }

  receive(frame) {
    if ("notif" in frame) this.hear.unread(frame.notif);
    if (frame.t === "welcome") {
      this.silence = Math.max(5_000, frame.hb * 2400);
      this.old = frame.v !== VERSION; // the server was renewed: go on by polling until the page is
    }
    else if (frame.t === "subok") this.told(frame.head);
    else if (frame.t === "ev") frame.events.forEach((event) => this.apply(event));
    else if (frame.t === "hb") this.told(frame.heads[this.thread] ?? this.pos);
    else if (frame.t === "reset") this.hear.reset();
    else if (frame.t === "gone" || frame.t === "err") this.end("gone", frame.why);
    else if (frame.t === "bye") this.bye = frame;
  }

  // How far the thread is on the server: we are there, or what is missing comes, or is fetched.
  told(head) {
    this.head = head;
    this.joined = true;
    if (!this.settle()) this.late ??= setTimeout(() => this.pull(), 1_500);
  }

  // Everything that is known of has been shown.
  settle() {
    if (this.pos < this.head) return false;
    this.hear.synced();
    if (this.joined) {
      this.tries = this.failures = this.pause = 0;
      this.stopPolling();
      this.become("live");
    }
    return true;
  }

  apply(event) {
    if (event.seq <= this.pos) return;
    if (event.seq > this.pos + 1) return void this.pull();
    this.pos = event.seq;
    this.hear.event(event);
    this.settle();
    this.unacked += 1;
    clearTimeout(this.acking);
    if (this.unacked >= 20) this.ack();
    else this.acking = setTimeout(() => this.ack(), 1_000);
  }

  ack() {
    this.unacked = 0;
    this.say({ t: "ack", thread: this.thread, seq: this.pos });
  }

  // Fetch what is missing; whether nothing is missing then.
  pull() {
    clearTimeout(this.late);
    this.late = null;
    return (this.pulling ??= this.follow()
      .catch(() => false) // the next heartbeat or poll finds the same gap
      .finally(() => (this.pulling = null)));
  }

  async follow() {
    for (let more = true; more; ) {
      const answer = await fetch(`/api/v1/threads/${this.thread}/events?after=${this.pos}`);
      if (answer.status === 410) return this.hear.reset();
      if (answer.status === 401) return this.end("auth");
      if (answer.status === 404) return this.end("gone");
      if (!answer.ok) return false;
      const page = await answer.json();
      page.events.forEach((event) => this.apply(event));
      more = page.more && page.events.length > 0;
    }
    return this.settle();
  }

  end(state, why) {
    this.why = why;
    this.become(state);
    this.stopPolling();
    this.hangUp();
  }

  closed(code) {
    if (this.over) return;
    const why = this.bye?.code ?? code;
    if (why === 4401) return void this.whoAmI();
    if (why === 4403) return this.end("gone");
    this.tries += 1;
    if (!navigator.onLine) this.become("offline");
    else if (!this.polling && this.state !== "offline") this.become("broken");
    if (this.old || why === 4409 || (why === 4400 && this.tries > 3)) return this.poll(); // until one looks here again
    const [low, high] = this.bye?.retry_ms?.[1] ? this.bye.retry_ms : [500, Math.min(60_000, 1000 * 2 ** this.tries)];
    const wait = this.polling && this.tries > 3 ? between(...PROBE) : between(low, high);
    if (this.tries >= 3 || low > 20_000) this.poll();
    this.retry = setTimeout(() => this.connect(), wait);
  }

  // The sign-in may have been renewed in another tab; no answer tells nothing.
  async whoAmI() {
    const answer = await this.ask().catch(() => null);
    if (answer?.status === 401) this.end("auth");
    else if (this.state !== "auth") this.closed((this.bye = null));
    else if (answer?.ok) this.hear.reset();
  }

  ask() {
    return fetch(`/api/v1/heads?t=${this.thread}:${this.pos}`);
  }

  poll() {
    this.polling ||= setTimeout(() => this.look(), 0);
  }

  stopPolling() {
    clearTimeout(this.polling);
    this.polling = 0;
  }

  async look() {
    let wait = document.hidden ? POLL_HIDDEN : POLL;
    try {
      const answer = await this.ask();
      if (answer.status === 401) return this.end("auth");
      if (!answer.ok) throw new Error(answer.headers.get("Retry-After"));
      const { heads, gone, notif } = await answer.json();
      this.hear.unread(notif);
      if (gone.includes(this.thread)) return this.end("gone");
      if (this.thread in heads && !(await this.pull())) throw new Error();
      this.failures = this.pause = 0;
      this.hear.synced();
      if (this.polling && !this.over) this.become("polling");
    } catch (trouble) {
      this.failures += 1;
      this.pause = Math.min(POLL_LONGEST, (this.pause || POLL) * 2);
      wait = Math.max(this.pause, 1000 * (Number(trouble.message) || 0));
      if (this.failures >= 3 && !this.over) this.become("offline");
    }
    clearTimeout(this.polling);
    if (this.polling && !this.over) this.polling = setTimeout(() => this.look(), wait);
  }
}
