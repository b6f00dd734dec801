// A long piece of work: how far it is, asked after 2, 5 and then every 10 seconds; at its end the page comes anew.
const box = document.querySelector("[data-job]");
const waits = [2, 2, 5, 5, 10];
const ask = async (turn) => {
  try {
    const answer = await fetch(box.dataset.job, { headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) return location.reload();
    const said = await answer.json();
    if (!said.open) return location.reload();
    box.querySelector("progress").value = said.percent;
    box.querySelector("[data-percent]").textContent = said.percent;
    box.querySelector("[data-step]").textContent = said.step;
  } catch {
    // no connection: asked again
  }
  later(turn + 1);
};
const later = (turn) => setTimeout(() => ask(turn), 1000 * waits[Math.min(turn, waits.length - 1)]);
if (box) later(0);
