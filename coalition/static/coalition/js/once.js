// On a slow line one presses again, and what a form begins would begin twice, with all its letters.
const PATIENCE = 10000;

addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (Date.now() - form.dataset.sent < PATIENCE) event.preventDefault();
  else form.dataset.sent = Date.now();
});
