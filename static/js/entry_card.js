// What the cards of an entry sheet say, and what each one's text is built on (`kla.cards`).
// Per card: `base` what stood when its text was begun, its version included; `seen` the boxes as this
// tab last wrote them down; `line` and `turn` the record its boxes come from, and how far they follow it.
(function () {
  "use strict";

  const sheet = document.querySelector("[data-sheet]");
  if (!sheet) return;
  const kla = (window.kla = window.kla || {});
  const inTable = "table" in sheet.dataset;
  const all = new Map();

  // A box of the answer itself, not of the choice in a conflict or of something else on the card.
  function isAnswer(box, card) {
    return (box.name || "").startsWith(card.dataset.code + "-") && !box.closest("[data-conflict]");
  }
  function boxesOf(card) {
    return Array.from(card.querySelectorAll("input, select, textarea")).filter((box) => isAnswer(box, card));
  }
  function isTick(box) { return box.type === "radio" || box.type === "checkbox"; }
  function fieldsOf(card) {
    const fields = {};
    boxesOf(card).forEach((box) => { if (!isTick(box) || box.checked) fields[box.name] = box.value; });
    return fields;
  }
  function namesOf(card) { return Array.from(new Set(boxesOf(card).map((box) => box.name))); }
  function standing(card) { return document.getElementById(card.id) || card; }
  function find(code) {
    const card = document.getElementById("ind-" + code);
    return card && card.hasAttribute("data-card") && card.hasAttribute("hx-post") ? card : null;
  }

  // Name → value (null: not ticked) of what `after` says otherwise than `before`; the version is no answer.
  function between(before, after) {
    const changed = {};
    Object.keys(Object.assign({}, before, after)).forEach((name) => {
      if (!name.endsWith("-version") && before[name] !== after[name]) changed[name] = name in after ? after[name] : null;
    });
    return changed;
  }
  function apply(fields, changed) {
    const made = Object.assign({}, fields);
    Object.entries(changed).forEach(([name, value]) => { if (value === null) delete made[name]; else made[name] = value; });
    return made;
  }
  function isSame(before, after) { return !Object.keys(between(before, after)).length; }

  function of(card) {
    const code = card.dataset.code;
    if (!all.has(code)) begin(card, document.querySelector(".error-summary") ? {} : fieldsOf(card));
    return all.get(code);
  }
  // The card says what stands; nothing typed hangs on it any more.
  function begin(card, base) {
    const line = kla.store ? kla.store.stamp() : "";
    const old = all.get(card.dataset.code);
    const made = { base: base, seen: fieldsOf(card), line: line, turn: 0, pending: 0, past: new Set(), tried: null, sent: null };
    all.set(card.dataset.code, Object.assign(old || {}, made, old ? { pending: old.pending } : {}));
  }
  function isUntouched(card) { return isSame(of(card).base, fieldsOf(card)); }
  function versionOf(card) { return fieldsOf(card)[card.dataset.code + "-version"] || "0"; }
  function setVersion(card, version) {
    const place = document.getElementById("versi-" + card.dataset.code);
    if (place) place.value = version;
  }

  // Write `fields` into the boxes that `names` lists, but for the version.
  function put(card, fields, names) {
    let moved = false;
    boxesOf(card).forEach((box) => {
      if (box.name.endsWith("-version") || (names && !names.includes(box.name))) return;
      const value = box.name in fields ? fields[box.name] : null;
      if (isTick(box)) {
        const ticked = value !== null && (box.type === "checkbox" || box.value === value);
        moved = moved || ticked !== box.checked;
        box.checked = ticked;
      } else if (box.value !== (value || "")) {
        moved = true;
        box.value = value || "";
      }
      if (value && box.tagName === "TEXTAREA" && box.closest("details")) box.closest("details").open = true;
    });
    of(card).seen = fieldsOf(card);
    if (moved) card.dispatchEvent(new CustomEvent("kla:filled", { bubbles: true }));
    return moved;
  }
  // The version never goes ahead without the boxes it belongs to: `stands` holds both.
  function advance(card, stands, version) {
    const mine = of(card);
    mine.past.add(versionOf(card)).add(mine.base[card.dataset.code + "-version"]);
    mine.past.delete(version);
    mine.base = Object.assign({}, mine.base);
    namesOf(card).forEach((name) => { if (isKnown(stands, name)) delete mine.base[name]; });
    Object.assign(mine.base, stands.fields, { [card.dataset.code + "-version"]: version });
    setVersion(card, version);
  }
  function isKnown(stands, name) { return !stands.names || stands.names.includes(name); }

  // Take over a record of this browser: its text, and the version that text is built on. Boxes typed
  // in since, whose own writing down is under way, wait for that. Returns whether a box changed.
  function follow(card, record) {
    const mine = of(card);
    const code = card.dataset.code;
    const version = record.fields[code + "-version"];
    if (mine.pending || (mine.line === record.line && record.turn < mine.turn)) return false;
    // A row of the table knows too few boxes for a card that stands on something else.
    if (record.table && !inTable && version !== versionOf(card) && !mine.past.has(version)) {
      const moved = put(card, record.fields, record.names);
      if (Number(version) < Number(versionOf(card))) setVersion(card, version);
      return moved;
    }
    const moved = put(card, record.fields, record.names || (record.table ? Object.keys(record.fields) : null));
    if (!mine.past.has(version) || mine.line !== record.line) {
      if (version) setVersion(card, version);
      if (record.base) mine.base = Object.assign({}, record.table && !inTable ? mine.base : {}, record.base);
      else mine.base = {};
      mine.seen = fieldsOf(card);
    }
    Object.assign(mine, { line: record.line, turn: record.turn, tried: record.tried });
    card.dataset.stamp = record.stamp;
    return moved;
  }

  // What was typed in words, for lists on other pages: "215 dari 198. Catatan: …"
  function wordsOf(card) {
    const code = card.dataset.code;
    const boxes = boxesOf(card);
    const text = (name) => {
      const box = boxes.find((one) => one.name === code + "-" + name && (!isTick(one) || one.checked));
      if (!box || box.value === "") return "";
      if (box.tagName === "SELECT") return box.selectedOptions[0].textContent;
      return isTick(box) && box.labels.length ? box.labels[0].textContent.trim() : box.value;
    };
    const pair = text("numerator") || text("denominator")
      ? (text("numerator") || "–") + " dari " + (text("denominator") || "–") : "";
    const note = text("note");
    const said = [text("not_applicable"), text("no_data"), pair, text("value")].filter(Boolean);
    return said.concat(note ? "Catatan: " + note : []).join(". ") || "dikosongkan";
  }
  function labelOf(card) {
    const title = card.querySelector("h3, th");
    return title ? title.textContent.trim().replace(/\s+/g, " ") : card.dataset.code;
  }

  kla.cards = {
    sheet: sheet, number: Number(sheet.dataset.sheet), inTable: inTable,
    isAnswer, boxesOf, isTick, fieldsOf, namesOf, standing, find, between, apply, isSame, of, begin,
    isUntouched, versionOf, put, advance, follow, wordsOf, labelOf,
  };
  // What the page came with, before anything brings typed text back.
  sheet.querySelectorAll("[data-card][hx-post]").forEach(of);
})();
