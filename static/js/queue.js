// Sends what waits, in the order it was first typed, one tab at a time, and says what still waits.
(function () {
  "use strict";

  const kla = window.kla;
  if (!kla || !kla.store) return;
  const store = kla.store;
  const SOONEST = 5000;
  const LATEST = 5 * 60 * 1000;
  const AWAY = 25000; // longer than any page waits for an answer
  const DONE = "done"; // how a try ended: nothing waits, a page still sends some itself, or it failed
  const ELSEWHERE = "elsewhere";
  const FAILED = "failed";
  let pause = SOONEST;
  let timer = 0;
  let signedOut = false;
  let sending = false; // what waits is on its way, from here or from a page that stands
  let trying = false;

  function versionIn(html, code) {
    const found = html.match(new RegExp('id="versi-' + code + '" value="(\\d+)"'));
    return found ? found[1] : null;
  }
  function reasonIn(html) {
    const part = new DOMParser().parseFromString(html, "text/html").querySelector(".notice-error");
    return part ? part.textContent.trim().replace(/\s+/g, " ") : "Belum dapat disimpan.";
  }
  // The record after the server's answer to what was `sent` (stamp, line, fields; `stands` what it holds
  // now, where that is something else). Text typed after that goes on with the version that came back
  // only where it was typed on top of what was sent, on the same line.
  function settled(old, status, html, sent) {
    if (!old) return undefined;
    const newer = old.stamp !== sent.stamp;
    const place = old.code + "-version";
    if (status >= 200 && status < 300) {
      const version = sent.stands ? sent.stands.fields[place] : versionIn(html, old.code);
      if (!version) return undefined; // not our server: a hotspot's sign-in page, say
      const stands = Object.assign({}, sent.stands ? sent.stands.fields : sent.fields, { [place]: version });
      const base = old.table ? Object.assign({}, old.base, stands) : stands;
      if (!newer) return Object.assign({}, old, { fields: stands, base: base, state: "saved", says: "", tried: null, settled: Date.now(), from: sent.fields[place] });
      if (old.line !== sent.line || old.state === "conflict" || sent.theirs) return undefined;
      return Object.assign({}, old, { fields: rebased(old.fields, sent.fields, stands), base: base, says: "", tried: null });
    }
    if (newer) return old.tried && old.tried.stamp === sent.stamp ? Object.assign({}, old, { tried: null }) : undefined;
    const stopped = (state, says) => Object.assign({}, old, { state: state, says: says, tried: null });
    if (status === 409) return stopped("conflict", "Diubah orang lain. Pilih satu angka.");
    if (status === 422) return stopped("refused", reasonIn(html));
    // The key was this person's just now: a 403 is about the right to enter, not about signing in.
    if (status === 404 || status === 403) return stopped("gone", "Lembar ini bukan lagi untuk akun Anda.");
    return stopped("refused", "Peladen tidak dapat membacanya (" + status + ").");
  }
  // `stands`, with what `fields` says otherwise than what was sent.
  function rebased(fields, sent, stands) {
    const made = Object.assign({}, stands);
    Object.keys(Object.assign({}, sent, fields)).forEach((name) => {
      if (name.endsWith("-version") || sent[name] === fields[name]) return;
      if (name in fields) made[name] = fields[name];
      else delete made[name];
    });
    return made;
  }

  // Other words of the server's than these mean: later again.
  function isAnswer(got, code) {
    const ours = got.html.includes('id="status-' + code + '"'); // not the page of some hotspot
    return [200, 409, 422].includes(got.status) ? ours : [400, 403, 404, 413].includes(got.status);
  }
  async function post(one, fields, token) {
    const answer = await fetch(one.url, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { "X-CSRFToken": token, "HX-Request": "true" },
      credentials: "same-origin",
      redirect: "manual",
      signal: AbortSignal.timeout(20000),
    });
    return { status: answer.status, html: await answer.text() };
  }
  async function answered(one, fields, got) {
    const place = one.code + "-version";
    const sent = { stamp: one.stamp, line: one.line, fields: fields };
    const stands = await store.change(one.sheet, one.code, (old) => settled(old, got.status, got.html, sent));
    const newer = Boolean(stands && stands.stamp !== one.stamp);
    store.tell({
      sheet: one.sheet, code: one.code, status: got.status, html: got.html, table: one.table, newer: newer,
      line: one.line, turn: one.turn, from: one.fields[place],
      stands: { fields: Object.assign({}, fields, { [place]: versionIn(got.html, one.code) || fields[place] }), names: one.names },
    });
  }
  // Moves what waits on, once what was tried before is known to be stored; on the same line only.
  async function moved(one, tried, version) {
    const place = one.code + "-version";
    const on = (now) => Object.assign(now, { fields: Object.assign({}, now.fields, { [place]: version }), base: Object.assign({}, tried, { [place]: version }) });
    await store.change(one.sheet, one.code, (now) => (now && now.line === one.line && now.state !== "saved" ? on(now) : undefined));
    return Object.assign({}, one.fields, { [place]: version });
  }
  // What was on its way when the network went may have arrived: it is said again first, so that the
  // server does not take the next text for somebody else's. Twice, where both crossed on their way.
  async function send(one, token) {
    const place = one.code + "-version";
    let fields = one.fields;
    let got = null;
    const tried = one.tried && one.tried.fields;
    if (tried && tried[place] === fields[place]) {
      let first = await post(one, tried, token);
      if (first.status === 409) first = await post(one, tried, token);
      const version = first.status === 200 ? versionIn(first.html, one.code) : null;
      if (isSame(tried, fields)) got = first; // the very text: this is its answer
      else if (version) fields = await moved(one, tried, version);
    }
    if (!got) {
      const leaving = { fields: fields, stamp: one.stamp, at: Date.now(), direct: false };
      await store.change(one.sheet, one.code, (now) => (now && now.line === one.line && now.state !== "saved" ? Object.assign(now, { tried: leaving }) : undefined));
      got = await post(one, fields, token);
    }
    if (!isAnswer(got, one.code)) return got.status === 200 ? 0 : got.status;
    await answered(one, fields, got);
    return 200;
  }
  function isSame(tried, fields) {
    const names = Object.keys(Object.assign({}, tried, fields)).filter((name) => name !== "csrfmiddlewaretoken");
    return names.every((name) => tried[name] === fields[name]);
  }
  // What waits, and of that what a card of a standing page sends itself just now. Text typed on a page
  // that is gone has nobody who goes on with it: it waits too. Its page may be about to go: then again.
  async function sorted() {
    const isGone = await store.whoIsGone();
    const left = (one) => one.state === "typed" && isGone(one.tab);
    for (const one of (await store.list()).filter(left)) {
      await store.change(one.sheet, one.code, (now) => (now && now.stamp === one.stamp ? Object.assign(now, { state: "waiting" }) : undefined));
    }
    const all = await store.list();
    const waiting = all.filter(store.isWaiting);
    const isAway = ({ tried }) => Boolean(tried && tried.direct && !isGone(tried.tab) && Math.abs(Date.now() - tried.at) < AWAY);
    const away = waiting.filter(isAway);
    away.forEach((one) => { store.whenGone(one.tried.tab, flush); });
    all.filter((one) => one.state === "typed").forEach((one) => { store.whenGone(one.tab, flush); });
    return { waiting: waiting, away: away };
  }
  async function freshKey() {
    const answer = await fetch(kla.at.key, { credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(20000) });
    if (!answer.ok) throw new Error("kunci");
    const key = await answer.json();
    if (key.person === kla.person) {
      document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": key.token }));
      document.querySelectorAll('input[name="csrfmiddlewaretoken"]').forEach((box) => { box.value = key.token; });
    }
    return key;
  }
  async function sendAll() {
    const { waiting, away } = await sorted();
    if (!waiting.length) return DONE;
    if (navigator.onLine === false) return FAILED;
    if (away.length === waiting.length) return ELSEWHERE;
    const key = await freshKey();
    signedOut = key.person !== kla.person; // nobody, or the next one on a shared PC
    if (signedOut) return FAILED;
    sending = true;
    await show();
    for (const one of waiting.filter((each) => !away.includes(each))) {
      const status = await send(one, key.token);
      if (status === 401) signedOut = true;
      if (status !== 200) return FAILED;
    }
    return away.length ? ELSEWHERE : DONE;
  }
  let last = Promise.resolve();
  function locked(act) {
    if (navigator.locks) return navigator.locks.request("kla-kirim", act);
    last = last.then(act); // a site without https: one page at a time at least
    return last;
  }
  let asked = null;
  // Send what waits; at most one call under way and one behind it.
  function flush() {
    if (asked) return asked;
    asked = locked(async () => {
      asked = null;
      trying = true;
      sending = pause === SOONEST && navigator.onLine !== false; // only a first try speaks before it knows
      const end = await sendAll().catch(() => FAILED);
      sending = end === ELSEWHERE;
      trying = false;
      later(end);
      await show();
      document.dispatchEvent(new CustomEvent("kla:tried"));
    });
    return asked;
  }
  function later(end) {
    clearTimeout(timer);
    if (end !== FAILED) pause = SOONEST;
    if (end !== DONE) timer = setTimeout(flush, pause);
    if (end === FAILED) pause = Math.min(pause * 2, LATEST);
  }

  function link(address, words) {
    const one = document.createElement("a");
    one.href = address;
    one.textContent = words;
    return one;
  }
  function line(parts, icon) {
    const one = document.createElement("p");
    one.className = "message queue-" + icon;
    one.append(...parts);
    return one;
  }
  function waitingLine(number) {
    const words = number + " isian menunggu ";
    if (signedOut) {
      const way = kla.at.signin + "?next=" + encodeURIComponent(location.pathname + location.search);
      return line([link(way, "Masuk lagi untuk mengirim " + number + " isian"), ". Yang Anda ketik tetap ada di peramban ini."], "signin");
    }
    if (sending) return line(["Mengirim " + number + " isian…"], "sending");
    return line([words + "jaringan. Halaman ini boleh ditutup; isiannya tetap tersimpan di peramban ini."], "waiting");
  }
  function sheetLines(all, state, words) {
    const here = document.querySelector("[data-sheet], [data-unsaved]");
    const own = here ? Number(here.dataset.sheet || here.dataset.of) : 0;
    const first = new Map();
    const listed = all.filter((one) => one.state === state && one.sheet !== own);
    listed.forEach((one) => first.set(one.sheet, (first.get(one.sheet) || []).concat(one)));
    return Array.from(first.values(), (group) => line([
      group.length + " " + words + ": buka ",
      link("/lembar/" + group[0].sheet + "/#ind-" + group[0].code, group[0].name), ".",
    ], state));
  }
  function throwAway(one) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link";
    button.textContent = "Buang";
    button.addEventListener("click", () => { store.drop((each) => each.stamp === one.stamp); });
    return button;
  }
  // A sheet that cannot be opened any more: what was typed is shown here, to be copied or thrown away.
  function goneLine(one) {
    return line([one.name + ", " + one.label + ": " + one.words + ". " + one.says + " ", throwAway(one)], "refused");
  }
  // Numbers of the population page: that page shows its own, and nobody but its button sends them.
  function draftLine(one) {
    return line([one.name + ": " + one.words + ". Belum tersimpan. ", link(one.url, "Buka"), " ", throwAway(one)], "typed");
  }
  function isElsewhere(one) {
    const here = document.querySelector("[data-population][data-writable]");
    return !here || here.dataset.place !== one.code;
  }
  let said = "";
  async function show() {
    const place = document.querySelector("[data-queue]");
    if (!place) return;
    const all = await store.list();
    const waiting = all.filter(store.isWaiting);
    const typed = all.filter((one) => one.state === "typed" && !store.isWaiting(one));
    const lines = waiting.length ? [waitingLine(waiting.length)] : [];
    lines.push(...sheetLines(typed, "typed", "isian sudah diketik dan belum terkirim"));
    lines.push(...sheetLines(all, "conflict", "isian bentrok"), ...sheetLines(all, "refused", "isian belum dapat disimpan"));
    lines.push(...all.filter((one) => one.state === "gone").map(goneLine));
    lines.push(...all.filter((one) => one.state === "draft" && isElsewhere(one)).map(draftLine));
    const now = lines.map((one) => one.outerHTML).join("");
    if (now === said) return; // a screen reader is not told the same twice
    said = now;
    place.replaceChildren(...lines);
  }

  kla.queue = { flush: flush, settled: settled, freshKey: freshKey, isOut: () => signedOut, isSending: () => sending || Boolean(asked), isTrying: () => trying || Boolean(asked) };
  document.addEventListener("kla:changed", (event) => {
    if (event.detail && event.detail.typed) store.whenGone(event.detail.typed, flush);
    show();
  });
  window.addEventListener("online", () => { pause = SOONEST; flush(); });
  window.addEventListener("load", flush);
})();
