// Keys as in a spreadsheet: Enter goes on, Shift+Enter back, Escape puts back what stood in the box.
(function () {
  "use strict";

  var sheet = document.querySelector("[data-sheet]");
  if (!sheet) return;
  var BOXES = "input, select, textarea";
  var stood = { box: null, value: "" };

  function isBox(one) { return one.matches(BOXES) && one.type !== "hidden" && one.type !== "file"; }
  function isReady(one) {
    var seen = one.getClientRects().length > 0 && !one.closest("details:not([open])");
    return isBox(one) && seen && !one.disabled && !one.readOnly;
  }
  // Of the radio buttons of one question only one is a stop: the chosen one, else the first.
  function isStop(one, all) {
    if (one.type !== "radio") return true;
    var group = all.filter(function (other) { return other.name === one.name; });
    return one === (group.find(function (other) { return other.checked; }) || group[0]);
  }
  function stops() {
    var all = Array.prototype.filter.call(sheet.querySelectorAll(BOXES), isReady);
    return all.filter(function (one) { return isStop(one, all); });
  }
  function stopOf(box, list) {
    if (box.type !== "radio") return list.indexOf(box);
    return list.findIndex(function (one) { return one.name === box.name; });
  }
  // In the table Enter goes down its column, as there; in the sheet it goes to the next box.
  function neighbour(box, step) {
    var list = stops();
    var at = stopOf(box, list);
    var column = box.dataset.column;
    for (var next = at + step; list[next]; next += step) {
      if (column === undefined || list[next].dataset.column === column) return list[next];
    }
    return step > 0 ? document.querySelector("[data-after-last]") : null;
  }
  function go(box, step) {
    var next = neighbour(box, step);
    if (!next) return;
    next.focus(); // leaving the box lets the browser tell of the change, which saves it
    if (next.type === "text") next.select();
  }
  function saveAnew(box) {
    var card = box.closest("[data-card]");
    if (card && card.querySelector(".save-failed, .save-waiting")) window.htmx.trigger(card, "change");
  }
  function putBack(box) {
    box.value = stood.value;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }

  document.addEventListener("focusin", function (event) {
    if (event.target.matches(BOXES)) stood = { box: event.target, value: event.target.value };
  });
  document.addEventListener("keydown", function (event) {
    var box = event.target;
    if (!sheet.contains(box) || !isBox(box) || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      if (stood.box !== box || /^(radio|checkbox)$/.test(box.type) || box.value === stood.value) return;
      event.preventDefault();
      putBack(box);
      return;
    }
    var arrow = box.type === "text" && box.dataset.column !== undefined
      ? { ArrowDown: 1, ArrowUp: -1 }[event.key] : 0;
    if (arrow) {
      event.preventDefault();
      go(box, arrow);
    } else if (event.key === "Enter" && box.tagName !== "TEXTAREA") {
      event.preventDefault();
      var choice = box.closest("[data-conflict]");
      if (choice) { choice.querySelector("button").click(); return; }
      saveAnew(box);
      go(box, event.shiftKey ? -1 : 1);
    }
  });
})();
