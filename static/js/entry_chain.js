// What a card does with an answer of the server to text of this browser, whichever tab sent it: the
// version goes ahead only together with the boxes it belongs to.
(function () {
  "use strict";

  const kla = window.kla;
  const cards = kla && kla.cards;
  if (!cards) return;
  const { number, inTable, of, say, mark } = cards;

  // The server answered what this card sent itself, under `sent`.
  cards.answered = function (card, sent, status, html, how) {
    const mine = of(card);
    const code = card.dataset.code;
    const from = sent.fields[code + "-version"];
    const stored = status < 300;
    const told = Object.assign({}, sent, { theirs: how.theirs });
    if (stored) {
      const version = cards.versionOf(card);
      told.stands = { fields: how.drawn ? cards.fieldsOf(card) : Object.assign({}, sent.fields, { [code + "-version"]: version }), names: cards.namesOf(card) };
      mine.past.add(from);
      cards.advance(card, told.stands, version);
      if (how.drawn) mine.seen = cards.fieldsOf(card);
    }
    if (!kla.store) return;
    const said = {
      sheet: number, code: code, status: status, html: "", table: inTable, line: sent.line, turn: sent.turn,
      from: from, theirs: how.theirs, stands: told.stands, tab: kla.store.tab, newer: false,
    };
    kla.store.change(number, code, (old) => {
      const then = kla.queue.settled(old, status, html, told);
      said.newer = Boolean(then && then.stamp !== sent.stamp);
      if (old && old.stamp === sent.stamp) said.turn = old.turn;
      return then;
    }).then(() => {
      kla.store.tell(stored ? said : undefined);
      if (said.newer) kla.queue.flush();
    }).catch(() => {});
  };

  function show(card, got) {
    if (got.html && Boolean(got.table) === inTable) {
      window.htmx.swap("#pesan-" + got.code, got.html, { swapStyle: "innerHTML" });
      mark(card);
    } else if (got.status === 200) {
      document.getElementById("pesan-" + got.code).replaceChildren();
      mark(card);
      say(card, "saved", "Tersimpan");
    } else {
      say(card, "failed", got.status === 409 ? "Bentrok, muat ulang halaman ini" : "Belum tersimpan");
    }
  }
  function takeOver(card, got) {
    const mine = of(card);
    cards.put(card, got.stands.fields, got.stands.names);
    show(card, got);
    cards.advance(card, got.stands, got.stands.fields[got.code + "-version"]);
    Object.assign(mine, { line: got.line, turn: got.turn, tried: null, seen: cards.fieldsOf(card) });
    delete card.dataset.waits;
    delete card.dataset.typed;
  }
  // An answer to what the queue sent, or to what another tab sent.
  function onAnswer(card, got) {
    const mine = of(card);
    const has = mine.line === got.line && mine.turn >= got.turn; // the boxes hold what was sent
    const exactly = has && mine.turn === got.turn && !mine.pending;
    if (got.status !== 200) {
      if (exactly) {
        delete card.dataset.waits;
        show(card, got);
      }
      return;
    }
    const untouched = !has && !mine.pending && cards.isUntouched(card);
    if (exactly || (untouched && cards.versionOf(card) === got.from)) {
      takeOver(card, got);
    } else if (has && !got.theirs) {
      cards.advance(card, got.stands, got.stands.fields[got.code + "-version"]);
      mine.tried = null;
      if (card.dataset.waits) say(card, "waiting", "Menunggu jaringan");
    } else if (untouched) {
      say(card, "failed", "Diubah di halaman lain, muat ulang halaman ini");
    }
  }
  // Another tab wrote something down: a card with nothing typed of its own shows it too.
  async function onTyped(card, code) {
    const record = (await kla.store.list(number)).find((one) => one.code === code);
    const mine = of(card);
    if (!record || !record.line || mine.pending) return;
    if (mine.line !== record.line && !cards.isUntouched(card)) return;
    if (!cards.follow(card, record) || !kla.store.isUnsaved(record)) return;
    document.getElementById("pesan-" + code).replaceChildren();
    mark(card);
    if (record.state === "waiting") card.dataset.waits = "yes";
    say(card, "typed", "Diketik di halaman lain, belum tersimpan");
  }
  // Thrown away on another page: the card goes back to what stands.
  function onDropped(card, line) {
    const mine = of(card);
    if (mine.line !== line) return;
    cards.put(card, mine.base);
    cards.begin(card, mine.base);
    delete card.dataset.waits;
    delete card.dataset.typed;
    document.getElementById("pesan-" + card.dataset.code).replaceChildren();
    mark(card);
    say(card, "typed", "Dibuang di halaman lain");
  }
  document.addEventListener("kla:changed", (event) => {
    const got = event.detail;
    const card = got && got.sheet === number && got.code ? cards.find(got.code) : null;
    if (!card || !kla.store) return;
    if (got.dropped) onDropped(card, got.dropped);
    else if (got.typed && got.typed !== kla.store.tab) onTyped(card, got.code).catch(() => {});
    else if (!got.typed && got.tab !== kla.store.tab) onAnswer(card, got);
  });
})();
