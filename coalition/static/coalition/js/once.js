// On a slow line one presses again, and what a form begins would begin twice, with all its letters.
const PATIENCE = 10000;
const sent = new Map();

addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (Date.now() - sent.get(form) < PATIENCE) event.preventDefault();
  else sent.set(form, Date.now());
});
// whoever comes back to the page may send its form again
addEventListener("pageshow", () => sent.clear());
