// The entry sheet in the browser: marks faulty boxes, keeps typed text until it is saved, retries.
(function () {
  "use strict";

  var sheet = document.querySelector("[data-sheet]");
  if (!sheet) return;

  function keyOf(card) { return "kla-isian-" + sheet.dataset.sheet + "-" + card.id; }
  function boxesOf(card) {
    return Array.prototype.filter.call(card.querySelectorAll("input[name], select[name], textarea[name]"), function (box) {
      return box.name !== "csrfmiddlewaretoken" && !box.closest("[data-conflict]");
    });
  }
  function forget(card) {
    try { localStorage.removeItem(keyOf(card)); } catch (error) { /* no store: nothing to forget */ }
  }
  function keep(card) {
    var typed = {};
    boxesOf(card).forEach(function (box) {
      if (box.type === "radio") { if (box.checked) typed[box.name] = box.value; }
      else typed[box.name] = box.type === "checkbox" ? box.checked : box.value;
    });
    try { localStorage.setItem(keyOf(card), JSON.stringify(typed)); } catch (error) { /* full or off */ }
  }
  // What was typed but never saved comes back with the version it was based on, and is saved again:
  // the server then takes it, says what is wrong, or offers the choice between two answers.
  function bringBack(card) {
    var typed;
    try { typed = JSON.parse(localStorage.getItem(keyOf(card))); } catch (error) { typed = null; }
    if (!typed) return;
    boxesOf(card).forEach(function (box) {
      if (!(box.name in typed)) return;
      if (box.type === "radio") box.checked = box.value === typed[box.name];
      else if (box.type === "checkbox") box.checked = typed[box.name];
      else box.value = typed[box.name];
    });
    window.htmx.trigger(card, "change");
  }
  function mark(card) {
    var says = card.querySelector("[data-faults]");
    var names = says ? says.dataset.faults.split(" ") : [];
    boxesOf(card).forEach(function (box) {
      var faulty = names.indexOf(box.name.replace(card.id.replace("ind-", "") + "-", "")) >= 0;
      box.classList.toggle("is-invalid", faulty);
      if (faulty) {
        box.setAttribute("aria-invalid", "true");
        box.setAttribute("aria-describedby", card.id.replace("ind-", "pesan-"));
      } else {
        box.removeAttribute("aria-invalid");
        box.removeAttribute("aria-describedby");
      }
    });
    if (card.querySelector('[data-says="warning"], [data-says="note"]')) {
      var note = card.querySelector("details.note");
      if (note) note.open = true;
    }
  }

  document.addEventListener("input", function (event) {
    var card = event.target.closest("[data-card]");
    if (!card || event.target.closest("[data-conflict]")) return;
    keep(card);
    if (!/^(radio|checkbox)$/.test(event.target.type)) sayUnsaved(card);
  });
  // An older "Tersimpan" must not stand beside newer text.
  function sayUnsaved(card) {
    var place = card.querySelector("[data-save-state]");
    if (card.dataset.typed || !place || !card.hasAttribute("hx-post")) return;
    card.dataset.typed = "yes";
    place.className = "save-state save-typed";
    place.textContent = "Belum tersimpan";
  }
  document.addEventListener("htmx:beforeRequest", function (event) {
    var card = event.target.closest("[data-card]");
    if (card) delete card.dataset.typed;
  });
  // Who typed and came back to what stood: the browser tells of no change, yet it is to be said.
  document.addEventListener("focusout", function (event) {
    var card = event.target.closest("[data-card]");
    if (card && card.dataset.typed) window.htmx.trigger(card, "change");
  });
  // Choosing between two answers saves nothing until the button is pressed.
  document.addEventListener("change", function (event) {
    if (event.target.closest("[data-conflict]")) event.stopPropagation();
  }, true);
  document.addEventListener("htmx:afterRequest", function (event) {
    var card = event.target.closest("[data-card]");
    if (!card) return;
    var status = event.detail.xhr ? event.detail.xhr.status : 0;
    if (status >= 200 && status < 300) forget(card);
    mark(document.getElementById(card.id) || card);
  });
  function offerRetry(event) {
    var card = event.target.closest("[data-card]");
    var place = card && card.querySelector("[data-save-state]");
    if (!place) return;
    place.textContent = "";
    var button = document.createElement("button");
    button.type = "button";
    button.className = "link";
    button.textContent = "Gagal, coba lagi";
    button.addEventListener("click", function () { window.htmx.trigger(card, "change"); });
    place.appendChild(button);
    var words = event.detail.xhr && event.detail.xhr.status === 401
      ? "Anda perlu masuk lagi. Muat ulang halaman ini; yang Anda ketik tetap ada." : "";
    var says = card.querySelector(".ind-says");
    if (words && says) says.textContent = words;
  }
  function tellWaiting() {
    var waiting = sheet.querySelectorAll(".save-failed").length;
    document.querySelector("[data-offline]").textContent = navigator.onLine ? "" :
      "Tidak ada sambungan. " + (waiting ? waiting + " isian menunggu dikirim. " : "") + "Jangan tutup halaman ini.";
  }
  ["htmx:sendError", "htmx:responseError", "htmx:timeout"].forEach(function (name) {
    document.addEventListener(name, offerRetry);
    document.addEventListener(name, tellWaiting);
  });
  window.addEventListener("offline", tellWaiting);
  window.addEventListener("online", tellWaiting);
  window.addEventListener("online", function () {
    sheet.querySelectorAll(".save-failed button").forEach(function (button) { button.click(); });
  });

  window.addEventListener("load", function () {
    var cards = sheet.querySelectorAll("[data-card][hx-post]");
    var refused = document.querySelector(".error-summary");
    cards.forEach(refused ? mark : bringBack);
  });
})();
