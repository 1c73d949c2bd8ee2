// What a card says while one types: the result, the change from last year, the way to the target.
// Exact fractions of whole numbers, rounded as the server rounds; after a save its word stands.
(function () {
  "use strict";

  var sheet = document.querySelector("[data-sheet]");
  if (!sheet) return;

  function whole(text) {
    var plain = (text || "").replace(/[\u00a0\u202f\u2009]/g, " ").trim();
    return /^([0-9]{1,3}([. ][0-9]{3})+|[0-9]+)$/.test(plain) ? BigInt(plain.replace(/\D/g, "")) : null;
  }
  // "12.5" or "7/20" as [numerator, denominator]
  function fraction(text) {
    if (!text) return null;
    var parts = text.split("/");
    if (parts.length === 2) return [BigInt(parts[0]), BigInt(parts[1])];
    var point = text.split(".");
    var tail = point[1] || "";
    return [BigInt(point[0] + tail), BigInt(10) ** BigInt(tail.length)];
  }
  function minus(a, b) { return [a[0] * b[1] - b[0] * a[1], a[1] * b[1]]; }
  function absolute(a) { return a[0] < 0 ? [-a[0], a[1]] : a; }
  // One decimal, half to even, written 1.234,5
  function words(a) {
    var negative = a[0] < 0;
    var up = absolute(a)[0] * BigInt(10);
    var tenths = up / a[1];
    var twice = (up % a[1]) * BigInt(2);
    if (twice > a[1] || (twice === a[1] && tenths % BigInt(2) === BigInt(1))) tenths += BigInt(1);
    var text = String(tenths / BigInt(10)).replace(/\B(?=(\d{3})+$)/g, ".");
    var rest = tenths % BigInt(10);
    return (negative && tenths ? "-" : "") + text + (rest ? "," + rest : "");
  }

  function box(card, name) { return card.querySelector('[name="' + card.dataset.code + "-" + name + '"]'); }
  function typed(card, name) {
    var chosen = card.querySelector('[name="' + card.dataset.code + "-" + name + '"]:checked');
    var one = box(card, name);
    return one && one.type === "radio" ? (chosen ? chosen.value : "") : one ? one.value : "";
  }
  function ticked(card, name) { var one = box(card, name); return Boolean(one && one.checked); }
  // {value: a fraction or null, word: what stands in its place}
  function answer(card, live) {
    if (ticked(card, "not_applicable")) return { value: null, word: "tidak berlaku" };
    if (ticked(card, "no_data")) return { value: null, word: "–" };
    if (!live.pair) {
      var value = whole(typed(card, "value"));
      return { value: value === null ? null : [value, BigInt(1)], word: "–" };
    }
    var n = whole(typed(card, "numerator"));
    var d = whole(typed(card, "denominator"));
    if (d === BigInt(0) && live.mayNotApply) return { value: null, word: "tidak berlaku" };
    if (n === null || !d || n > d) return { value: null, word: "–" };
    return { value: [n * BigInt(live.per), d], word: "" };
  }
  function withUnit(live, value) {
    return words(value) + (live.unit === "%" ? "%" : live.unit ? " " + live.unit : "");
  }
  function change(live, value) {
    var last = fraction(live.last);
    if (!value || !last || live.kind === "boolean") return "";
    var moved = minus(value, last);
    if (moved[0] === BigInt(0)) return "sama dengan tahun lalu";
    return (moved[0] > 0 ? "naik " : "turun ") + words(absolute(moved)) + " " + live.step + " dari tahun lalu";
  }
  function way(live, value) {
    var target = fraction(live.target);
    if (!value || !target) return "";
    var left = live.direction === "lower" ? minus(value, target) : minus(target, value);
    if (left[0] <= 0) return "target tercapai";
    return live.kind === "boolean" ? "target belum tercapai" : words(left) + " " + live.step + " lagi ke target";
  }
  function show(card) {
    var place = card.querySelector("[data-live]");
    if (!place) return;
    var live = JSON.parse(place.dataset.live);
    var given = answer(card, live);
    var result = card.querySelector("output");
    if (result && live.pair) result.textContent = given.value ? withUnit(live, given.value) : given.word;
    place.textContent = [change(live, given.value), way(live, given.value)].filter(Boolean).join(" · ");
  }
  function boxesOf(card) {
    return Array.prototype.map.call(card.querySelectorAll("input, select, textarea"), function (one) {
      return one.closest("[data-conflict]") || one.type === "hidden" ? "" : one.value + one.checked;
    }).join("\n");
  }

  function onTyping(event) {
    var card = event.target.closest("[data-card]");
    if (card && sheet.contains(card) && !event.target.closest("[data-conflict]")) show(card);
  }
  document.addEventListener("input", onTyping);
  document.addEventListener("change", onTyping);
  document.addEventListener("kla:filled", onTyping); // typed earlier, and brought back
  // The answer to an older text must not stand beside a newer one.
  document.addEventListener("htmx:beforeRequest", function (event) {
    var card = event.target.closest("[data-card]");
    if (card) card.dataset.sent = boxesOf(card);
  });
  document.addEventListener("htmx:afterSettle", function (event) {
    var card = event.target.closest("[data-card]");
    if (card && "sent" in card.dataset && card.dataset.sent !== boxesOf(card)) show(card);
  });
})();
