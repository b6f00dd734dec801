// Lists of threads: what is read in another tab is marked no longer here.
const { reads } = document.querySelector("[data-reads]")?.dataset ?? {};

if (reads)
  new BroadcastChannel(`read:${reads}`).onmessage = ({ data: { thread, seq } }) =>
    document.querySelectorAll(`li.unread[data-row="${thread}"]`).forEach((row) => {
      if (Number(row.dataset.head) > seq) return;
      row.classList.remove("unread");
      row.querySelector(".count")?.remove();
    });
