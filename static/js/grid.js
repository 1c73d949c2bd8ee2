// A block copied in a spreadsheet and pasted into a cell of the table goes to the server to be looked at.
(function () {
  "use strict";

  var block = document.getElementById("tempelan");
  var start = document.getElementById("mulai");
  var send = document.getElementById("periksa-tempelan");
  if (!block || !start || !send) return;

  function isBlock(text) { return /[\t\n\r]/.test(text.replace(/[\r\n]+$/, "")); }
  // What is still on its way into a row is let through first, so that nothing is sent twice.
  function whenQuiet(act, tries) {
    if (tries && document.querySelector("[data-card].htmx-request")) setTimeout(whenQuiet, 100, act, tries - 1);
    else act();
  }

  document.addEventListener("paste", function (event) {
    var cell = event.target.closest && event.target.closest("[data-column]");
    var text = event.clipboardData ? event.clipboardData.getData("text/plain") : "";
    if (!cell || cell.readOnly || cell.disabled || !isBlock(text)) return;
    if (cell.tagName === "TEXTAREA" && text.indexOf("\t") < 0) return; // a note of several lines
    event.preventDefault();
    block.value = text;
    start.value = cell.closest("[data-card]").dataset.code + ":" + cell.dataset.column;
    cell.blur();
    setTimeout(whenQuiet, 500, function () { send.click(); }, 50);
  });
})();
