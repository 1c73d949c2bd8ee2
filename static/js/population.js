// The population page: what is typed stays in this browser until it is stored, leaving asks, and
// *Simpan* says beside itself why it could not store.
(function () {
  "use strict";

  let root = document.querySelector("[data-population]");
  if (!root || !("writable" in root.dataset)) return;
  const kla = window.kla || {};
  const SHEET = "penduduk"; // stands where a card's record has the number of its sheet
  const place = root.dataset.place;
  let isKept = false; // did the browser take down what was typed last?
  let leaving = false;

  function rows() { return Array.from(root.querySelectorAll("[data-number]")); }
  function boxOf(row) { return row.querySelector("input:not([type=hidden])"); }
  function versionOf(row) { return row.querySelector("input[type=hidden]"); }
  function digits(text) { return text.trim().replace(/[.\s]/g, ""); } // 12.500 is 12500
  function isChanged(row) { return digits(boxOf(row).value) !== row.dataset.stands; }
  function changed() { return rows().filter(isChanged); }

  function say(state, ...words) {
    const line = root.querySelector("[data-population-state]");
    if (!line || (words.length === 1 && line.textContent === words[0])) return; // not told the same twice
    line.className = "save-state population-state save-" + state;
    line.replaceChildren(...words);
  }
  function show() {
    rows().forEach((row) => { row.querySelector("[data-not-stored]").textContent = isChanged(row) ? "Belum tersimpan" : ""; });
    const button = root.querySelector("[data-discard]");
    if (button) button.hidden = !changed().length;
  }
  function sayTyped() {
    const count = changed().length;
    say("waiting", count ? count + " angka belum tersimpan." + stays() : "");
  }
  function stays() {
    return isKept ? " Yang Anda ketik tetap ada di peramban ini." : " Jangan tutup halaman ini.";
  }

  // The draft beside what another tab of this person typed into other boxes.
  function merged(old, changes) {
    const typed = Object.assign({}, old && old.typed, changes);
    Object.keys(typed).forEach((key) => { if (!typed[key]) delete typed[key]; });
    const said = Object.values(typed).map((one) => one.label + ": " + (one.value || "dikosongkan"));
    if (!said.length) return null;
    return {
      person: kla.person, sheet: SHEET, code: place, state: "draft", name: root.dataset.name, label: "", says: "",
      url: location.pathname + location.search, words: said.join("; "), typed: typed, line: place,
      first: old ? old.first : Date.now(), at: Date.now(), stamp: kla.store.stamp(),
    };
  }
  // Write down what these rows say now; a row that says what stands is not kept.
  function keep(which) {
    const changes = {};
    which.forEach((row) => {
      const label = row.querySelector("label").textContent.trim();
      changes[row.dataset.number] = isChanged(row) ? { value: boxOf(row).value, version: versionOf(row).value, label: label } : null;
    });
    if (!kla.store) return Promise.resolve();
    return kla.store.change(SHEET, place, (old) => merged(old, changes)).then(() => {
      isKept = true;
      kla.store.tell({ sheet: SHEET, code: place, typed: kla.store.tab });
    }).catch(() => { isKept = false; });
  }
  async function draft() {
    if (!kla.store) return null;
    return (await kla.store.list(SHEET)).find((one) => one.code === place) || null;
  }
  // The typed numbers go back into boxes that say what stands, with the version they were typed on.
  async function bringBack() {
    const found = await draft();
    if (!found) return;
    rows().filter((row) => found.typed[row.dataset.number] && !isChanged(row)).forEach((row) => {
      boxOf(row).value = found.typed[row.dataset.number].value;
      if (isChanged(row)) versionOf(row).value = found.typed[row.dataset.number].version;
      else keep([row]); // it was stored after all
    });
    isKept = true;
    show();
    sayTyped();
  }
  // What was stored is a draft no longer, unless something else was typed since.
  function forget(sent) {
    if (!kla.store) return Promise.resolve();
    return kla.store.change(SHEET, place, (old) => {
      if (!old) return undefined;
      const done = Object.keys(old.typed).filter((key) => old.typed[key].value === sent[key]);
      return merged(old, Object.fromEntries(done.map((key) => [key, null])));
    }).then(() => kla.store.tell({ sheet: SHEET, code: place, typed: kla.store.tab })).catch(() => {});
  }
  function reset() {
    rows().forEach((row) => { boxOf(row).value = row.dataset.stands; });
    show();
    say("idle", "");
  }

  function hold(is) {
    if (!("writable" in root.dataset)) return; // closed meanwhile
    rows().forEach((row) => { boxOf(row).readOnly = is; });
    root.querySelectorAll("form button").forEach((button) => { button.disabled = is; });
  }
  function signedOut() {
    const way = document.createElement("a");
    way.href = kla.at.signin + "?next=" + encodeURIComponent(location.pathname + location.search);
    way.textContent = "Masuk lagi";
    way.addEventListener("click", () => { leaving = isKept; });
    say("failed", "Belum tersimpan: Anda sudah keluar. ", way, ", lalu simpan lagi." + stays());
  }
  // The server drew the page anew: it keeps what was typed and says what is wrong with it.
  async function draw(html) {
    const page = new DOMParser().parseFromString(html, "text/html").querySelector("[data-population]");
    if (!page || page.dataset.place !== place) return false;
    const fresh = document.importNode(page, true);
    root.replaceWith(fresh);
    root = fresh;
    if ("writable" in root.dataset) await keep(changed());
    show();
    say("failed", "Belum tersimpan." + stays());
    const summary = root.querySelector(".error-summary");
    if (summary) summary.focus();
    return true;
  }
  async function answered(answer, sent) {
    const next = answer.headers.get("HX-Redirect"); // a hotspot's page does not say where to go on
    if (answer.status === 204 && next) {
      await forget(sent);
      leaving = true;
      location.assign(next);
      return;
    }
    if (answer.status === 401) { signedOut(); return; }
    const drawn = [403, 409, 422].includes(answer.status) && await draw(await answer.text());
    if (drawn) return;
    const gone = answer.status === 404;
    say("failed", (gone ? "Belum tersimpan: wilayah ini bukan lagi untuk akun Anda." : "Belum tersimpan, peladen tidak dapat menerimanya. Coba lagi.") + stays());
  }
  async function save(form) {
    const sent = Object.fromEntries(rows().map((row) => [row.dataset.number, boxOf(row).value]));
    const body = new URLSearchParams(new FormData(form));
    hold(true);
    say("busy", "Menyimpan…");
    try {
      await keep(rows());
      const key = kla.queue ? await kla.queue.freshKey() : null;
      if (key && key.person !== kla.person) { signedOut(); return; } // nobody, or the next one on a shared PC
      if (key) body.set("csrfmiddlewaretoken", key.token);
      await answered(await fetch(location.pathname + location.search, {
        method: "POST", body: body, headers: { "HX-Request": "true" }, credentials: "same-origin",
        redirect: "manual", signal: AbortSignal.timeout(20000),
      }), sent);
    } catch (error) {
      say("failed", "Belum tersimpan, tidak ada jaringan. Tekan Simpan lagi bila jaringan kembali." + stays());
    } finally {
      hold(false);
    }
  }

  document.addEventListener("input", (event) => {
    const row = root.contains(event.target) ? event.target.closest("[data-number]") : null;
    if (!row) return;
    show();
    keep([row]).then(sayTyped);
  });
  document.addEventListener("submit", (event) => {
    if (!root.contains(event.target)) return;
    event.preventDefault();
    save(event.target);
  });
  document.addEventListener("click", (event) => {
    if (!root.contains(event.target) || !event.target.closest("[data-discard]")) return;
    if (!window.confirm("Buang " + changed().length + " angka yang belum tersimpan? Angka yang sudah tersimpan tidak berubah.")) return;
    reset();
    if (kla.store) kla.store.drop((one) => one.sheet === SHEET && one.code === place).catch(() => {});
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && changed().length) event.preventDefault();
  });
  document.addEventListener("kla:changed", (event) => {
    const got = event.detail;
    if (!got || got.sheet !== SHEET || got.code !== place) return;
    if (got.dropped) reset();
    else if (got.typed !== kla.store.tab) bringBack().catch(() => {});
  });
  bringBack().catch(() => {});
})();
