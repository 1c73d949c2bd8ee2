// Writes down in this browser what a card says, field by field: a tab adds only what was typed in it.
(function () {
  "use strict";

  const kla = window.kla;
  const cards = kla && kla.cards;
  if (!cards) return;

  // What stands in the record, with what this tab changed. A table's row has fewer boxes than the
  // card: a card adds those, and a number typed in a row takes the ticks away that the row lacks.
  function mixed(old, now, changed) {
    const code = now.code;
    const known = old.names || Object.keys(old.fields);
    const more = {};
    if (old.table && !now.table) {
      Object.keys(now.fields).forEach((name) => { if (!known.includes(name)) more[name] = now.fields[name]; });
    }
    const fields = cards.apply(Object.assign(more, old.fields), changed);
    if (now.table && ["numerator", "denominator", "value"].some((name) => changed[code + "-" + name])) {
      delete fields[code + "-not_applicable"];
      delete fields[code + "-no_data"];
    }
    const wide = now.table && !old.table;
    return { fields: fields, names: wide ? known : now.names, url: wide ? old.url : now.url, table: wide ? false : now.table };
  }
  // The record after this tab's typing. Text on another line is put beside it on the older version of
  // both, so that the server asks before anything is overwritten that was not seen.
  function merged(old, now, changed, mine) {
    const place = now.code + "-version";
    const goes = old && kla.store.isUnsaved(old);
    const ours = old && old.line === mine.line;
    const made = Object.assign({}, now, { base: mine.base, line: mine.line, turn: 1, first: now.at, tried: null });
    let version = mine.base[place] || now.fields[place];
    if (goes || ours) {
      Object.assign(made, mixed(old, now, changed));
      made.line = old.line || mine.line;
      made.turn = (old.turn || 0) + 1;
      if (ours || Number(old.fields[place]) <= Number(version)) {
        version = old.fields[place];
        made.base = old.base || {};
      }
    }
    if (goes) Object.assign(made, { first: old.first, tried: old.tried || null });
    made.fields = Object.assign({}, made.fields, { [place]: version });
    return made;
  }
  function words(card, kept) {
    return kla.store.change(kept.sheet, kept.code, (now) => (
      now && now.stamp === kept.stamp ? Object.assign(now, { words: cards.wordsOf(card) }) : undefined
    ));
  }

  // Write down what the card's boxes say now; `more` may hold `tried`, what was on its way just now.
  // Gives the record, or null where the browser keeps nothing.
  cards.keep = function (card, state, more) {
    if (!kla.store || !card.hasAttribute("hx-post")) return Promise.resolve(null);
    const mine = cards.of(card);
    const fields = cards.fieldsOf(card);
    const changed = cards.between(mine.seen, fields);
    const now = {
      person: kla.person, sheet: cards.number, code: card.dataset.code, name: cards.sheet.dataset.name,
      url: card.getAttribute("hx-post"), table: cards.inTable, label: cards.labelOf(card), words: cards.wordsOf(card),
      fields: fields, names: cards.namesOf(card), state: state, says: "", at: Date.now(), stamp: kla.store.stamp(), tab: kla.store.tab,
    };
    mine.seen = fields;
    mine.pending += 1;
    card.dataset.stamp = now.stamp;
    return kla.store.change(cards.number, now.code, (old) => {
      const made = Object.assign(merged(old, now, changed, mine), more);
      mine.line = made.line;
      return made;
    }).then((kept) => {
      mine.pending -= 1;
      if (cards.follow(cards.standing(card), kept)) words(cards.standing(card), kept).catch(() => {});
      card.dispatchEvent(new CustomEvent("kla:kept", { bubbles: true }));
      kla.store.tell({ sheet: cards.number, code: now.code, typed: kla.store.tab });
      return kept;
    }).catch(() => {
      mine.pending -= 1;
      mine.seen = Object.assign({}, mine.base); // nothing of it was written down
      return null;
    });
  };
  // What leaves now may arrive although its answer never does: the record says so before.
  cards.leaves = function (card, isOver) {
    if (!kla.store) return;
    const mine = cards.of(card);
    const tried = { fields: mine.sent.fields, stamp: mine.sent.stamp, at: Date.now(), direct: !isOver, tab: kla.store.tab };
    kla.store.change(cards.number, card.dataset.code, (old) => {
      if (!old || !kla.store.isUnsaved(old)) return undefined;
      if (isOver && !(old.tried && old.tried.stamp === tried.stamp)) return undefined;
      return Object.assign(old, { tried: tried }, isOver ? { state: "waiting" } : {});
    }).then(() => kla.store.tell({ sheet: cards.number, code: card.dataset.code, typed: kla.store.tab })).catch(() => {});
  };
})();
