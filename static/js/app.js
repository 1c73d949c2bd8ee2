// The little that pages do in the browser: show a password, warn of unsaved text, keys, save states.
(function () {
  "use strict";

  document.addEventListener("click", function (event) {
    var toggle = event.target.closest("[data-show-password]");
    if (!toggle) return;
    var field = document.getElementById(toggle.dataset.showPassword);
    var hidden = field.type === "password";
    field.type = hidden ? "text" : "password";
    toggle.querySelector("span").textContent = hidden ? "Sembunyikan" : "Lihat";
  });
  document.querySelectorAll("[data-show-password]").forEach(function (toggle) { toggle.hidden = false; });

  // Close the user menu by a click elsewhere or Escape.
  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.user-menu[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) menu.removeAttribute("open");
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.user-menu[open]").forEach(function (menu) {
      menu.removeAttribute("open");
      menu.querySelector("summary").focus();
    });
  });

  // On a phone, what has the focus never hides under the bar at the bottom.
  document.addEventListener("focusin", function (event) {
    var bar = document.querySelector(".nav-main");
    if (!bar || bar.contains(event.target) || getComputedStyle(bar).position !== "fixed") return;
    var box = event.target.getBoundingClientRect();
    var under = box.bottom + 16 - bar.getBoundingClientRect().top;
    if (under > 0 && under < box.top && event.target.matches(":focus-visible")) window.scrollBy(0, under);
  });

  // A card is dirty from the first key until the server said it is saved; leaving then asks.
  var dirty = new Set();
  function cardOf(element) { return element.closest("[data-card]"); }
  function say(card, state, words) {
    var place = card.querySelector("[data-save-state]");
    if (!place) return;
    place.className = "save-state save-" + state;
    place.textContent = words;
  }
  document.addEventListener("input", function (event) {
    var card = cardOf(event.target);
    if (card) dirty.add(card.id);
  });
  document.addEventListener("submit", function () { dirty.clear(); });
  // What the browser keeps is not lost by leaving.
  document.addEventListener("kla:kept", function (event) { dirty.delete(cardOf(event.target).id); });
  window.addEventListener("beforeunload", function (event) {
    if (dirty.size) event.preventDefault();
  });
  document.addEventListener("htmx:beforeRequest", function (event) {
    var card = cardOf(event.target);
    if (card) say(card, "busy", "Menyimpan…");
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    var card = cardOf(event.target);
    if (card && event.detail.successful && event.detail.xhr.status < 400) dirty.delete(card.id);
  });
  ["htmx:sendError", "htmx:responseError", "htmx:timeout"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      var card = cardOf(event.target);
      if (card) say(card, "failed", "Gagal, coba lagi");
    });
  });

  // The reviewer's keys; ignored while typing, and switched off by the box on the page.
  document.addEventListener("keydown", function (event) {
    var desk = document.querySelector("[data-desk]");
    if (!desk || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target.type !== "radio") return;
    if (localStorage.getItem("kla-keys") === "off") return;
    var target = desk.querySelector('[data-key="' + event.key.toLowerCase() + '"]');
    if (!target) return;
    event.preventDefault();
    if (target.tagName === "A") target.click();
    else { target.checked = true; target.focus(); }
  });
  var keys = document.querySelector("[data-keys-switch]");
  if (keys) {
    keys.checked = localStorage.getItem("kla-keys") !== "off";
    keys.addEventListener("change", function () {
      localStorage.setItem("kla-keys", keys.checked ? "on" : "off");
    });
  }

  // Somebody signed out in this tab: now that it is done, the other tabs leave that person's pages too.
  var left = sessionStorage.getItem("kla-keluar");
  if (left && !document.querySelector('meta[name="kla-person"]')) {
    sessionStorage.removeItem("kla-keluar");
    if ("BroadcastChannel" in window) new BroadcastChannel("kla-keluar").postMessage(left);
  }

  var summary = document.querySelector(".error-summary") || document.querySelector("[data-first]");
  if (summary) summary.focus();
})();
