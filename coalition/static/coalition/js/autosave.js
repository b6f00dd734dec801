// Saves a form by itself: ten seconds after the last word, and when its page goes out of sight.
const form = document.querySelector("form[data-autosave]");
const status = form?.querySelector("[data-saved]");
let timer, running, dirty, over;

const send = async () => {
  const body = new FormData(form);
  form.querySelectorAll("[type=file]").forEach((file) => body.delete(file.name));
  body.set("autosave", 1);
  dirty = false;
  try {
    const answer = await fetch(location.pathname, { method: "POST", body, keepalive: true });
    const told = await answer.json();
    over = answer.status == 409;
    if (!answer.ok) return (status.textContent = told.detail);
    form.elements.version.value = told.version;
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    status.textContent = [`${status.dataset.saved} ${time}`, ...told.waits].join(". ");
    if (!dirty && !told.waits.length) form.dispatchEvent(new Event("kept"));
  } catch {
    dirty = true;
    status.textContent = status.dataset.failed;
  }
};

const save = async () => {
  clearTimeout(timer);
  if (running || !dirty || over) return;
  await (running = send());
  running = null;
};

form?.addEventListener("input", ({ target }) => {
  if (target.type == "file") return;
  dirty = true;
  clearTimeout(timer);
  timer = setTimeout(save, 10000);
});
form?.addEventListener("submit", async (event) => {
  clearTimeout(timer);
  over = true;
  if (!running) return;
  event.preventDefault();
  await running;
  form.requestSubmit(event.submitter);
});
document.addEventListener("visibilitychange", () => document.hidden && save());
