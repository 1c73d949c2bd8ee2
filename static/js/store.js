// What was typed and may not be stored yet, kept in this browser for one person (IndexedDB).
// One record a card: its fields as they would be posted, the version they are based on and what stood
// then (`base`), whose text it goes on from (`line`, `turn`), what may have arrived already (`tried`:
// `direct` while a card of a page still waits for its answer), and a state:
//   typed      still being typed        waiting  to be sent
//   conflict   somebody else stored     refused  the server said why not (`says`)
//   gone       its sheet is no longer this person's
//   draft      numbers of the population page, which only its own button sends (`typed`)
//   saved      stored; only to be laid over a page that was kept before that
(function () {
  "use strict";

  const meta = document.querySelector('meta[name="kla-person"]');
  const kla = (window.kla = { person: meta ? meta.content : "", at: meta ? meta.dataset : {} });
  if (!kla.person || !window.idb || !window.indexedDB) return;

  const PAUSE = 2 * 60 * 1000; // what nobody touched for so long is no longer being typed
  const OLD = 30 * 24 * 3600 * 1000;
  const opened = window.idb.openDB("kla", 1, {
    upgrade: (db) => { db.createObjectStore("isian", { keyPath: ["person", "sheet", "code"] }); },
  });
  const others = "BroadcastChannel" in window ? new BroadcastChannel("kla-luring") : null;

  function tell(detail) {
    document.dispatchEvent(new CustomEvent("kla:changed", { detail: detail }));
  }
  // Tell this page and the other tabs; `detail` may hold what the server answered to a card.
  function tellAll(detail) {
    tell(detail);
    if (others) others.postMessage({ person: kla.person, detail: detail });
  }
  if (others) {
    others.addEventListener("message", (event) => {
      if (event.data.person === kla.person) tell(event.data.detail);
    });
  }

  function own() { return IDBKeyRange.bound([kla.person], [kla.person, []]); }
  // Every record of the person, the one typed first before the others.
  async function list(sheet) {
    const all = await (await opened).getAll("isian", own());
    return all.filter((one) => sheet === undefined || one.sheet === sheet).sort((a, b) => a.first - b.first);
  }
  // Put what `make` gives for the record that stands (or null); null deletes it, undefined leaves it.
  async function change(sheet, code, make) {
    const work = (await opened).transaction("isian", "readwrite");
    const key = [kla.person, sheet, code];
    const made = make((await work.store.get(key)) || null);
    if (made) work.store.put(made);
    else if (made === null) work.store.delete(key);
    work.commit();
    await work.done;
    return made;
  }
  async function drop(unwanted) {
    for (const one of (await list()).filter(unwanted)) {
      const gone = await change(one.sheet, one.code, (now) => (now && now.stamp === one.stamp ? null : undefined));
      if (gone === null && isUnsaved(one)) tellAll({ sheet: one.sheet, code: one.code, dropped: one.line });
    }
    tellAll();
  }
  function isUnsaved(one) { return one.state !== "saved"; }
  // A clock that ran ahead must not hold the text back.
  function isWaiting(one) {
    return one.state === "waiting" || (one.state === "typed" && Math.abs(Date.now() - one.at) > PAUSE);
  }

  let count = 0;
  function stamp() {
    count += 1;
    return Date.now() + "-" + count + "-" + Math.random().toString(36).slice(2, 8);
  }

  // Every page holds a lock for as long as it stands, and the browser takes it back with the page,
  // whatever became of its last words. Without Web Locks (a site without https) only the page that
  // stood before this one in the same tab is known to be gone.
  const PAGE = "kla-laman-";
  const tab = stamp();
  const before = sessionStorage.getItem("kla-laman");
  sessionStorage.setItem("kla-laman", tab);
  if (navigator.locks) navigator.locks.request(PAGE + tab, () => new Promise(() => {})).catch(() => {});
  // Gives what says of a page's name whether that page is gone.
  async function whoIsGone() {
    if (!navigator.locks) return (name) => name === before;
    const held = (await navigator.locks.query()).held.filter((one) => one.mode === "exclusive");
    const standing = new Set(held.map((one) => one.name)).add(PAGE + tab);
    return (name) => !standing.has(PAGE + name);
  }
  const watched = new Set();
  function whenGone(name, act) {
    if (!navigator.locks || name === tab || watched.has(name)) return;
    watched.add(name);
    navigator.locks.request(PAGE + name, { mode: "shared" }, () => { setTimeout(act); }).catch(() => {});
  }

  kla.store = {
    tab: tab, list: list, change: change, drop: drop, tell: tellAll, stamp: stamp, isUnsaved: isUnsaved,
    isWaiting: isWaiting, whoIsGone: whoIsGone, whenGone: whenGone,
  };
  drop((one) => one.state === "saved" && Math.abs(Date.now() - one.settled) > OLD).catch(() => { kla.store = null; });
})();
