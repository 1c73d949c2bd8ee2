// The entry sheet in the browser: marks faulty boxes, keeps typed text until it is stored, and hands
// to the queue what cannot be sent now.
(function () {
  "use strict";

  const kla = window.kla;
  const cards = kla && kla.cards;
  if (!cards) return;
  const { sheet, number, isAnswer, boxesOf, isTick, fieldsOf, standing, keep } = cards;
  const AWAY = 25000; // what another tab sends has its answer, or lost it, after so long

  // What asked, even where the answer has taken its place on the page.
  function askerOf(event) { return event.detail.requestConfig ? event.detail.requestConfig.elt : event.target; }
  function cardOf(event) { return askerOf(event).closest("[data-card]"); }

  function say(card, state, words, retry) {
    const place = card.querySelector("[data-save-state]");
    if (!place) return;
    place.className = "save-state save-" + state;
    place.textContent = words;
    if (!retry) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link";
    button.textContent = retry;
    button.addEventListener("click", () => { window.htmx.trigger(card, "change"); });
    place.append(words ? " " : "", button);
  }
  function mark(card) {
    const says = card.querySelector("[data-faults]");
    const names = says ? says.dataset.faults.split(" ") : [];
    boxesOf(card).forEach((box) => {
      const faulty = names.includes(box.name.replace(card.dataset.code + "-", ""));
      box.classList.toggle("is-invalid", faulty);
      if (faulty) {
        box.setAttribute("aria-invalid", "true");
        box.setAttribute("aria-describedby", "pesan-" + card.dataset.code);
      } else {
        box.removeAttribute("aria-invalid");
        box.removeAttribute("aria-describedby");
      }
    });
    if (card.querySelector('[data-says="warning"], [data-says="note"]')) {
      const note = card.querySelector("details.note");
      if (note) note.open = true;
    }
  }

  // What the server said of an older text must not stand beside a newer one.
  function hush(card, words) {
    const place = document.getElementById("pesan-" + card.dataset.code);
    const line = document.createElement("p");
    line.className = "small";
    line.textContent = words || "";
    place.replaceChildren(...(words ? [line] : []));
    mark(card);
  }
  // The card waits: it is written down, says so, and the queue tries.
  function wait(card, more, failed) {
    card.dataset.waits = "yes";
    hush(card);
    const out = kla.queue.isOut();
    if (failed) say(card, "failed", "", "Gagal, coba lagi");
    else say(card, "waiting", out ? "Menunggu Anda masuk lagi" : "Menunggu jaringan", navigator.onLine && !out ? "Coba lagi" : "");
    keep(card, "waiting", more).then((kept) => {
      if (kept) { kla.queue.flush(); return; }
      delete card.dataset.waits; // the browser keeps nothing: do not say it does, send it as it is
      card.dataset.typed = "yes";
      say(card, "failed", "", "Gagal, coba lagi");
    });
  }

  document.addEventListener("input", (event) => {
    const card = event.target.closest("[data-card]");
    if (!card || !isAnswer(event.target, card)) return;
    keep(card, "typed");
    // An older "Tersimpan" must not stand beside newer text.
    if (isTick(event.target) || card.dataset.typed || !card.hasAttribute("hx-post")) return;
    card.dataset.typed = "yes";
    say(card, "typed", "Belum tersimpan");
  });
  // Who typed and came back to what stood: the browser tells of no change, yet it is to be said.
  document.addEventListener("focusout", (event) => {
    const card = event.target.closest("[data-card]");
    if (card && card.dataset.typed) window.htmx.trigger(card, "change");
  });
  // Choosing between two answers saves nothing until the button is pressed.
  document.addEventListener("change", (event) => {
    if (event.target.closest("[data-conflict]")) { event.stopPropagation(); return; }
    // A box that was left is done; a tab closed before the card tries to send loses no part of it.
    const card = event.target.closest("[data-card]");
    if (card && isAnswer(event.target, card) && (card.dataset.waits || !navigator.onLine)) keep(card, "waiting");
  }, true);
  window.addEventListener("pagehide", () => {
    sheet.querySelectorAll("[data-card][data-typed]").forEach((card) => { keep(card, "waiting"); });
    sheet.querySelectorAll("[data-card]").forEach((card) => { if (cards.of(card).sent) cards.leaves(card, true); });
  });

  // Another tab is sending text of this line: what was typed on top of it goes after it.
  function isAway(card) {
    const tried = cards.of(card).tried;
    return Boolean(tried && tried.direct && tried.tab !== kla.store.tab && Math.abs(Date.now() - tried.at) < AWAY);
  }
  // What a card sends itself goes at once, unless something of it waits or there is no network.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const card = cardOf(event);
    if (!card) return;
    const own = askerOf(event) === card;
    if (kla.store && own && (!navigator.onLine || card.dataset.waits || isAway(card))) {
      delete card.dataset.typed;
      event.preventDefault();
      wait(card);
      return;
    }
    if (!own && !askerOf(event).matches("[name=decide], [name=take], [name=take_supplied], [name=settle], [name=note_stands]")) return; // it stores no answer
    delete card.dataset.typed;
    const mine = cards.of(card);
    mine.sent = { fields: fieldsOf(card), stamp: card.dataset.stamp || "", line: mine.line, turn: mine.turn + mine.pending };
    if (own) cards.leaves(card, false);
  });
  // A hotspot may answer in the server's place: that is no answer, and nothing was stored.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const card = cardOf(event);
    if (!card) return;
    const sent = cards.of(card).sent;
    if (sent) sent.since = cards.between(sent.fields, fieldsOf(card));
    if (event.detail.xhr.responseText.includes('id="status-' + card.dataset.code + '"')) return;
    event.detail.shouldSwap = false;
    event.detail.isError = true;
  });
  // The card was drawn anew: what was typed since the question left goes back into it, and is saved.
  function putBack(card, since) {
    if (!Object.keys(since || {}).length) return;
    const fields = cards.apply(fieldsOf(card), since);
    const mine = cards.of(card);
    const before = mine.seen;
    cards.put(card, fields, Object.keys(since));
    mine.seen = before;
    keep(card, "typed");
    card.dataset.typed = "yes";
    say(card, "typed", "Belum tersimpan");
    setTimeout(() => { window.htmx.trigger(standing(card), "change"); }, 100);
  }
  document.addEventListener("htmx:afterRequest", (event) => {
    const card = cardOf(event);
    if (!card) return;
    const xhr = event.detail.xhr;
    const status = xhr ? xhr.status : 0;
    const now = standing(card);
    const mine = cards.of(card);
    const sent = mine.sent;
    if (now !== card) now.dataset.stamp = card.dataset.stamp || "";
    const ours = xhr && xhr.responseText.includes('id="status-' + card.dataset.code + '"');
    if (sent && ours && (status < 300 || status === 409 || status === 422)) {
      mine.sent = null;
      cards.answered(now, sent, status, xhr.responseText, {
        drawn: now !== card, theirs: event.detail.requestConfig.parameters[card.dataset.code + "-choice"] === "theirs",
      });
      if (now !== card) putBack(now, sent.since);
    }
    mark(now);
  });
  ["htmx:sendError", "htmx:responseError", "htmx:timeout"].forEach((name) => {
    document.addEventListener(name, (event) => {
      const card = cardOf(event);
      if (!card) return;
      const status = event.detail.xhr ? event.detail.xhr.status : 0;
      const lost = status < 400 || status >= 500; // it may have arrived all the same
      const later = lost || status === 401 || status === 403;
      const mine = cards.of(card);
      const sent = mine.sent || { fields: fieldsOf(card), stamp: "" };
      mine.sent = null;
      const tried = lost ? { fields: sent.fields, stamp: sent.stamp, at: Date.now(), direct: false } : null;
      if (kla.store && later && askerOf(event) === card) wait(card, { tried: tried }, status >= 500);
      else say(card, "failed", "", "Gagal, coba lagi");
    });
  });

  function clock(moment) {
    return new Intl.DateTimeFormat("id-ID", { hour: "2-digit", minute: "2-digit" }).format(moment).replace(":", ".");
  }
  // A kept page is older than what was stored since, and so may be one asked for while a card was
  // still being saved: that is laid over it, by the server's version.
  function layOver(record, keptAt) {
    const card = cards.find(record.code);
    if (!card || !(keptAt || record.settled >= performance.timeOrigin)) return;
    const version = Number(record.fields[record.code + "-version"]);
    if (!(version > Number(cards.versionOf(card)))) return;
    if (record.table && !cards.inTable && record.from !== cards.versionOf(card)) return;
    cards.follow(card, Object.assign({}, record, { table: cards.inTable && record.table }));
    say(card, "saved", "Tersimpan " + clock(record.settled));
  }
  async function bringBack() {
    const keptAt = Date.parse(document.body.dataset.held || "");
    for (const record of await kla.store.list(number)) {
      if (record.state === "saved") { layOver(record, keptAt); continue; }
      const card = cards.find(record.code);
      if (card) {
        cards.follow(card, record);
        card.dataset.waits = "yes";
        hush(card, record.says);
        say(card, "waiting", "Menunggu jaringan");
      }
      await kla.store.change(number, record.code, (now) => (
        now && kla.store.isUnsaved(now) ? Object.assign(now, { state: "waiting" }) : undefined
      ));
    }
    kla.queue.flush();
  }
  window.addEventListener("load", () => {
    const refused = document.querySelector(".error-summary");
    if (refused || !kla.store) sheet.querySelectorAll("[data-card][hx-post]").forEach(mark);
    else bringBack().catch(() => {});
  });
  Object.assign(cards, { say, mark, hush });
})();
