// Lists what this browser still holds and the server does not have: on the check page, where it holds
// the submitting back, and on a sheet that can only be read.
(function () {
  "use strict";

  const place = document.querySelector("[data-unsaved]");
  const kla = window.kla;
  if (!place || !kla || !kla.store) return;
  const store = kla.store;
  const number = Number(place.dataset.of);
  const form = place.dataset.holds ? document.getElementById(place.dataset.holds) : null;
  const onCheck = Boolean(place.dataset.holds);

  // On the sheet itself a card with boxes shows its own text.
  function isListed(one) {
    const card = document.getElementById("ind-" + one.code);
    return store.isUnsaved(one) && (onCheck || !card || !card.hasAttribute("hx-post"));
  }
  async function listed() { return (await store.list(number)).filter(isListed); }
  function reason(one) {
    return one.says || (kla.queue.isOut() ? "menunggu Anda masuk lagi" : "menunggu jaringan");
  }
  // Nothing to mend or throw away yet: the line of the queue says that it is being sent.
  function isGoing(one) { return onCheck && ["typed", "waiting"].includes(one.state) && kla.queue.isSending(); }
  function item(one) {
    const row = document.createElement("li");
    const way = document.createElement("a");
    way.href = "/lembar/" + number + "/#ind-" + one.code;
    way.textContent = one.label;
    row.append(way, ": " + one.words + " – " + reason(one));
    return row;
  }
  function discard() {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-outline btn-small";
    button.textContent = "Buang yang belum tersimpan";
    button.addEventListener("click", async () => {
      const words = "Buang " + (await listed()).length + " isian yang belum tersimpan? Isian yang sudah tersimpan tidak berubah.";
      if (window.confirm(words)) await store.drop((one) => one.sheet === number && isListed(one));
    });
    return button;
  }
  function notice(all) {
    const box = document.createElement("section");
    box.className = "notice notice-warning";
    const inside = document.createElement("div");
    const head = document.createElement("p");
    const strong = document.createElement("b");
    strong.textContent = "Belum tersimpan di peramban ini: " + all.length + " isian.";
    head.append(strong, onCheck ? " Lembar belum dapat diajukan. Perbaiki di lembarnya, atau buang." : " Salin bila masih perlu.");
    const list = document.createElement("ul");
    list.append(...all.map(item));
    inside.append(head, list, discard());
    box.append(inside);
    return box;
  }
  let said = "";
  async function show() {
    const every = await listed();
    if (form) form.querySelectorAll("button").forEach((button) => { button.disabled = every.length > 0; });
    const all = every.filter((one) => !isGoing(one));
    const now = all.map((one) => one.code + one.words + reason(one)).join("\n");
    if (now === said) return;
    said = now;
    place.replaceChildren(...(all.length ? [notice(all)] : []));
  }

  if (form) {
    // What another tab typed meanwhile counts too, so it is looked up at the press of the button.
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if ((await listed().catch(() => [])).length) await show();
      else HTMLFormElement.prototype.submit.call(form);
    });
  }
  // An explanation that is being written is not to be lost by drawing the page anew.
  function isExplaining() {
    const boxes = Array.from(document.querySelectorAll("main textarea, main input[type=text]"));
    return boxes.some((box) => box.value !== box.defaultValue);
  }
  // What is stored now is not in the table of this page yet; what else is being sent goes out first.
  let stale = false;
  function renew() {
    if (stale && !kla.queue.isTrying() && !isExplaining()) location.reload();
    else show();
  }
  document.addEventListener("kla:changed", (event) => {
    const got = event.detail;
    if (onCheck && got && got.sheet === number && got.status === 200) stale = true;
    renew();
  });
  document.addEventListener("kla:tried", renew);
  // The page before this one may have heard of its save only after this one was asked for.
  function isOlder(all) {
    const [way] = performance.getEntriesByType("navigation");
    return way && way.type !== "reload" && all.some((one) => !store.isUnsaved(one) && one.settled >= performance.timeOrigin);
  }
  window.addEventListener("load", async () => {
    if (onCheck) {
      stale = isOlder(await store.list(number));
      for (const one of (await store.list(number)).filter((each) => each.state === "typed")) {
        await store.change(number, one.code, (now) => now && Object.assign(now, { state: "waiting" }));
      }
      kla.queue.flush();
    }
    renew();
  });
})();
