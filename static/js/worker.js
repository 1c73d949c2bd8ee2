// The service worker: files by version, and the last good entry pages of who is signed in.
// `self.KLA` is written before this by kla/offline.py. Nothing is served whose person is not known.
(function () {
  "use strict";

  const KLA = self.KLA;
  const FILES = "kla-berkas-" + KLA.version;
  const PAGES = "kla-halaman-";
  const STATE = "kla-keadaan";
  const WAIT = 4000; // a kept page is shown where the network takes longer
  const kept = new RegExp(KLA.kept);

  // What the worker must know without network: `person` who is signed in, `leaving` an unfinished sign-out.
  async function read(name) {
    const found = await (await caches.open(STATE)).match("/" + name);
    return found ? found.text() : "";
  }
  async function write(name, text) {
    await (await caches.open(STATE)).put("/" + name, new Response(text));
  }
  async function dropPages(keepOf) {
    const names = (await caches.keys()).filter((name) => name.startsWith(PAGES) && name !== PAGES + keepOf);
    await Promise.all(names.map((name) => caches.delete(name)));
  }
  // Somebody else signed in: the pages of the one before go. The sign-in page alone only hides them.
  let started = 0;
  let learned = 0;
  async function learn(person, order) {
    if (order < learned) return;
    learned = order;
    await write("person", person);
    if (person) await dropPages(person);
  }

  function isPage(url) { return kept.test(new URL(url).pathname); }
  async function keep(url, answer, person) {
    const headers = new Headers(answer.headers);
    headers.set("X-Kept", new Date().toISOString());
    const copy = new Response(await answer.blob(), { status: 200, headers: headers });
    await (await caches.open(PAGES + person)).put(url, copy);
  }
  // The answer itself says whose page it is; what is an error, a way to the sign-in page or not a
  // page is not kept.
  async function note(url, answer, order) {
    const person = (answer.headers.get(KLA.header) || "").replace("-", "");
    if (!answer.headers.has(KLA.header)) return;
    await learn(person, order);
    const good = answer.ok && answer.type === "basic" && !answer.redirected;
    if (person && good && isPage(url)) await keep(url, answer, person);
  }
  async function held(url) {
    const person = await read("person");
    if (!person || !isPage(url)) return undefined;
    return (await caches.open(PAGES + person)).match(url, { ignoreVary: true });
  }
  // The page learns from its own <body> that it is an old one, and from when.
  async function fromHeld(found) {
    const at = found.headers.get("X-Kept");
    const text = (await found.text()).replace("<body ", '<body data-held="' + at + '" ');
    return new Response(text, { status: 200, headers: found.headers });
  }
  async function plain(page) {
    const found = await caches.match(page, { cacheName: FILES });
    return found || Response.error();
  }
  function within(promise, milliseconds) {
    return Promise.race([promise, new Promise((_, refuse) => { setTimeout(refuse, milliseconds, new Error("lama")); })]);
  }

  // Signing out needs the server. Without network it is done before the next page is shown.
  async function leave() {
    const options = { credentials: "same-origin", cache: "no-store" };
    const key = await (await fetch(KLA.key, options)).json();
    if (key.person) {
      const headers = { "X-CSRFToken": key.token };
      await fetch(KLA.leave, Object.assign({ method: "POST", headers: headers, redirect: "manual" }, options));
    }
    await write("leaving", "");
  }
  async function signOut(request) {
    const answer = await fetch(request).catch(() => null);
    await learn("", ++started);
    await dropPages("");
    if (answer) return answer;
    await write("leaving", "yes");
    return plain(KLA.left);
  }

  // What is sent now may sign somebody else in: until an answer says who, nobody's pages are shown.
  function forget() { return learn("", ++started); }
  async function navigate(event) {
    const request = event.request;
    if (request.method === "POST" && new URL(request.url).pathname === KLA.leave) return signOut(request);
    if (await read("leaving")) {
      try { await leave(); } catch (error) { return plain(KLA.left); }
    }
    if (request.method === "POST" && !new URL(request.url).pathname.startsWith("/lembar/")) await forget();
    const order = ++started;
    const found = request.method === "GET" ? await held(request.url) : undefined;
    const asked = fetch(request);
    event.waitUntil(asked.then((answer) => note(request.url, answer.clone(), order)).catch(() => {}));
    try {
      const answer = await (found ? within(asked, WAIT) : asked);
      return found && answer.status >= 502 ? fromHeld(found) : answer;
    } catch (error) {
      return found ? fromHeld(found) : plain(KLA.page);
    }
  }
  // A file from the network where there is one (the browser's own cache answers most), else the kept.
  async function file(request) {
    try {
      return await fetch(request);
    } catch (error) {
      return (await caches.match(request, { cacheName: FILES, ignoreVary: true })) || Response.error();
    }
  }

  async function install() {
    const store = await caches.open(FILES);
    await store.addAll(KLA.files.map((name) => new Request(name, { cache: "no-cache" })));
    // Without credentials: nobody's name stands on these pages.
    await store.addAll([KLA.page, KLA.left].map((name) => new Request(name, { credentials: "omit", cache: "no-store" })));
    await self.skipWaiting();
  }
  async function refetch(url) {
    const order = ++started;
    const options = { credentials: "same-origin", cache: "no-store", redirect: "manual" };
    await note(url, await fetch(url, options), order);
  }
  // Kept pages name files of their own version: with the old files they go, and are fetched anew.
  async function activate() {
    const person = await read("person");
    const old = (await caches.keys()).filter((name) => name.startsWith("kla-berkas-") && name !== FILES);
    if (old.length) {
      const pages = person ? await (await caches.open(PAGES + person)).keys() : [];
      await dropPages("");
      await Promise.all(pages.map((page) => refetch(page.url).catch(() => {})));
      await Promise.all(old.map((name) => caches.delete(name)));
    }
    await self.clients.claim();
  }

  self.addEventListener("install", (event) => { event.waitUntil(install()); });
  self.addEventListener("activate", (event) => { event.waitUntil(activate()); });
  self.addEventListener("fetch", (event) => {
    const url = new URL(event.request.url);
    if (url.origin !== self.location.origin) return;
    if (event.request.mode === "navigate") event.respondWith(navigate(event));
    else if (event.request.method === "GET" && url.pathname.startsWith(KLA.static)) event.respondWith(file(event.request));
  });
  // The page that brought the worker here was not seen by it.
  self.addEventListener("message", (event) => {
    const url = event.data && event.data.keep;
    if (url && isPage(url) && new URL(url).origin === self.location.origin) event.waitUntil(refetch(url).catch(() => {}));
  });
})();
