// The thread of an entry: its form is no part of a card, and it says whether a message was sent.
(function () {
  "use strict";

  // Sending a message saves no card: the page must go on warning of what is typed there.
  document.body.addEventListener("submit", function (event) {
    if (event.target.closest("[data-talk]")) event.stopPropagation();
  });
  function say(event, words, isFault) {
    var target = event.detail.target || event.target; // the form itself may be gone by now
    var region = target.closest && target.closest("[data-talk]");
    var place = region && region.querySelector("[data-talk-says]");
    if (!place) return;
    place.className = isFault ? "field-error" : "small";
    place.textContent = words;
  }
  document.addEventListener("htmx:beforeRequest", function (event) { say(event, ""); });
  document.addEventListener("htmx:afterRequest", function (event) {
    var asked = event.detail.requestConfig;
    if (!event.detail.successful || !asked || asked.verb !== "post") return;
    // A refusal is swapped in too, with its reason beside the box.
    var refused = event.detail.xhr.status >= 400;
    say(event, refused ? "Pesan belum terkirim." : "Pesan terkirim.", refused);
  });
  ["htmx:sendError", "htmx:responseError", "htmx:timeout"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      var status = event.detail.xhr ? event.detail.xhr.status : 0;
      say(event, status === 401
        ? "Anda perlu masuk lagi. Salin pesan Anda, lalu muat ulang halaman ini."
        : "Belum terkirim. Periksa sambungan, lalu coba lagi; yang Anda tulis tetap ada.", true);
    });
  });
  // A message that was written and not sent is not to be lost by a link.
  window.addEventListener("beforeunload", function (event) {
    var boxes = document.querySelectorAll("[data-talk] textarea");
    if (Array.prototype.some.call(boxes, function (box) { return box.value.trim(); })) event.preventDefault();
  });
})();
