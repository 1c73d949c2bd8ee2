// Leaving a sheet by a link of our own waits a moment for what is still being saved.
(function () {
  "use strict";

  const kla = window.kla;
  const cards = kla && kla.cards;
  if (!cards) return;
  const LONGEST = 1000; // who goes on with a slow network is not held up: the next page sends it
  const STEP = 40;
  let isTouched = false;
  let goal = "";

  // A card that handed its text to the queue is not waited for.
  function mayGo(card) { return card && !card.dataset.waits; }
  async function unsent() {
    const all = Array.from(cards.sheet.querySelectorAll("[data-card][hx-post]"));
    const going = new Set(all.filter((card) => card.dataset.typed || cards.of(card).pending));
    if (!kla.store) return all.filter((card) => going.has(card) || cards.of(card).sent);
    for (const one of await kla.store.list(cards.number)) {
      const card = one.tab === kla.store.tab && ["typed", "waiting"].includes(one.state) ? cards.find(one.code) : null;
      if (card) going.add(card);
    }
    return Array.from(going).filter(mayGo);
  }
  function sendNow(card) {
    if (card.dataset.typed || !cards.of(card).sent) window.htmx.trigger(card, "kla:now");
  }
  async function quiet() {
    const end = performance.now() + LONGEST;
    (await unsent()).forEach(sendNow);
    while (performance.now() < end && (await unsent()).length) {
      await new Promise((go) => { setTimeout(go, STEP); });
    }
  }
  async function leave() {
    await quiet().catch(() => {});
    const there = goal;
    goal = "";
    location.assign(there);
  }

  function leadsAway(way) {
    if (!way || (way.target && way.target !== "_self") || way.hasAttribute("download")) return false;
    return way.origin === location.origin && way.href.split("#")[0] !== location.href.split("#")[0];
  }
  document.addEventListener("input", (event) => {
    if (event.target.closest("[data-card]")) isTouched = true;
  });
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const way = event.target.closest("a[href]");
    if (!isTouched || navigator.onLine === false || !leadsAway(way)) return;
    event.preventDefault();
    const isLeaving = Boolean(goal);
    goal = way.href;
    if (!isLeaving) leave();
  });
})();
