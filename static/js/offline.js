// The app around the page: brings the service worker, says that a page is an old one, signs out cleanly.
(function () {
  "use strict";

  const kla = window.kla;
  if (!kla || !kla.person) return;
  sessionStorage.removeItem("kla-keluar"); // signing out did not come about
  const isEntry = new RegExp(kla.at.kept).test(location.pathname);

  // Did the page come past the worker? One that took over only since then has not kept it.
  function isUnseen() {
    const came = performance.getEntriesByType("navigation")[0];
    return !navigator.serviceWorker.controller || !came || !came.workerStart;
  }
  if (isEntry && "serviceWorker" in navigator) {
    navigator.serviceWorker.register(kla.at.worker).then(() => navigator.serviceWorker.ready).then((registration) => {
      if (isUnseen()) registration.active.postMessage({ keep: location.href.split("#")[0] });
    }).catch(() => { /* no worker (private window, plain http): the pages need the network */ });
  }

  function dayAndTime(moment) {
    const day = new Intl.DateTimeFormat("id-ID", { day: "numeric", month: "long" }).format(moment);
    const time = new Intl.DateTimeFormat("id-ID", { hour: "2-digit", minute: "2-digit" }).format(moment);
    return day + ", " + time.replace(":", ".");
  }
  const since = document.body.dataset.held;
  const main = document.getElementById("isi");
  if (since && main) {
    const line = document.createElement("p");
    line.className = "message message-held";
    line.textContent = "Halaman ini disimpan " + dayAndTime(new Date(since)) + ". Tidak ada jaringan.";
    main.prepend(line);
    window.addEventListener("online", () => {
      line.textContent = "Jaringan kembali. Halaman ini masih yang disimpan " + dayAndTime(new Date(since)) + ". ";
      const again = document.createElement("a");
      again.href = location.href.split("#")[0];
      again.textContent = "Buka yang terbaru";
      line.append(again);
    });
  }
  // From the browser's own memory: it may show somebody who has signed out.
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  // Signing out says first what still waits, then takes the kept pages away. The other tabs go only
  // when it was answered (app.js tells them): before that they would be shown this person's pages again.
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("kla-keluar") : null;
  if (tabs) tabs.addEventListener("message", (event) => { if (event.data === kla.person) location.replace(kla.at.signin); });
  function wordsFor(count) {
    return count + " isian belum terkirim. Tetap keluar? Yang belum terkirim tetap tersimpan di peramban ini sampai Anda masuk lagi.";
  }
  async function unsent() {
    if (!kla.store) return 0;
    return (await kla.store.list()).filter(kla.store.isUnsaved).length;
  }
  async function clear() {
    if (kla.store) await kla.store.drop((one) => one.state === "saved");
    if (!window.caches) return;
    const names = (await caches.keys()).filter((name) => name.startsWith("kla-halaman-"));
    await Promise.all(names.map((name) => caches.delete(name)));
  }
  async function leave(form) {
    const saysSo = document.querySelector("[data-leaving]");
    const count = saysSo ? 0 : await unsent().catch(() => 0);
    if (count && navigator.onLine) { location.assign(kla.at.leave); return; }
    if (count && !window.confirm(wordsFor(count))) return;
    await clear().catch(() => {});
    sessionStorage.setItem("kla-keluar", kla.person); // the page that follows tells the other tabs
    HTMLFormElement.prototype.submit.call(form);
  }
  document.querySelectorAll('form[action="' + kla.at.leave + '"]').forEach((form) => {
    form.addEventListener("submit", (event) => { event.preventDefault(); leave(form); });
  });
  async function sayWhatWaits() {
    const place = document.querySelector("[data-leaving]");
    if (!place) return;
    const count = await unsent().catch(() => 0);
    const line = document.createElement("p");
    line.className = "notice notice-warning";
    line.textContent = wordsFor(count);
    place.replaceChildren(...(count ? [line] : []));
  }
  document.addEventListener("kla:changed", sayWhatWaits);
  window.addEventListener("load", sayWhatWaits);
})();
