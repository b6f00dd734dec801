// How much is unread, on the pages of one's work; threads hear it over their own line.
const badge = document.querySelector("[data-notif]");
const fresh = document.querySelector("[data-fresh]"); // in the centre, whose lines stay where they are
const EVERY = 60_000;
let least = Number(badge.textContent);
let timer;

function show(count) {
  badge.textContent = count;
  badge.hidden = !count;
  least = Math.min(least, count);
  if (!fresh || count === least) return;
  const link = Object.assign(document.createElement("a"), { href: location.pathname, className: "btn", textContent: fresh.dataset.fresh.replace("{count}", count - least) });
  if (fresh.textContent !== link.textContent) fresh.replaceChildren(link);
}

async function ask() {
  clearTimeout(timer);
  if (document.hidden) return; // asked when it is looked at again
  const answer = await fetch("/api/v1/heads").catch(() => null); // unchanged, it is an empty 304
  if (answer?.status === 401) return;
  if (answer?.ok) show((await answer.json()).notif);
  timer = setTimeout(ask, EVERY);
}

timer = setTimeout(ask, EVERY);
document.addEventListener("visibilitychange", ask);
addEventListener("pageshow", ({ persisted }) => persisted && ask());
