// Improves pages that are complete without it. Asks no server, keeps nothing.
"use strict";

// The time of a reader's own place, beside the UTC that stands in the page.
const inWords = new Intl.DateTimeFormat(undefined, { dateStyle: "long", timeStyle: "long" });
for (const time of document.querySelectorAll("time[datetime*='T']")) {
  const at = new Date(time.dateTime);
  if (!Number.isNaN(at.valueOf())) time.title = inWords.format(at);
}

// By the reader's own clock: has the look that was due been made? Pages are made anew with each look.
const late = 2 * 3600 * 1000;
for (const notice of document.querySelectorAll("[data-next-look]")) {
  const due = new Date(notice.dataset.nextLook);
  if (Date.now() - due.valueOf() > late) notice.hidden = false;
}

// The sign after a paragraph copies its permanent address.
const toast = document.createElement("p");
toast.className = "toast";
toast.setAttribute("role", "status");
document.querySelector("main").append(toast);
const say = (words) => {
  toast.textContent = words;
  setTimeout(() => { toast.textContent = ""; }, 3000);
};
document.addEventListener("click", (event) => {
  const link = event.target.closest("a.pl");
  if (link && navigator.clipboard) {
    navigator.clipboard.writeText(link.href).then(() => say(document.querySelector("[data-copied]").dataset.copied), () => {});
  }
});

// Alt+J and Alt+K go to the next change and the one before it.
const cards = [...document.querySelectorAll("article.card")];
const hint = document.querySelector("[data-keys]");
if (hint && cards.length > 1) hint.hidden = false;
document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || !["KeyJ", "KeyK"].includes(event.code)) return;
  const step = event.code === "KeyJ" ? 1 : -1;
  const at = cards.findIndex((card) => `#${card.id}` === location.hash);
  const below = cards.findIndex((card) => card.getBoundingClientRect().top > 0);
  const next = at >= 0 ? at + step : step > 0 ? below : (below < 0 ? cards.length : below) - 1;
  if (!cards[next]) return;
  event.preventDefault();
  location.hash = cards[next].id;
  cards[next].querySelector("a")?.focus({ preventScroll: true });
});

// Folders have no page of their own where files are read from a disk.
if (location.protocol === "file:") {
  for (const link of document.querySelectorAll("a[href]")) {
    const to = new URL(link.href);
    if (to.protocol === "file:" && to.pathname.endsWith("/")) {
      to.pathname += "index.html";
      link.href = to.href;
    }
  }
}
