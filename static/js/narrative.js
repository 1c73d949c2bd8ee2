// The editor of a chapter: the printed page follows each pause in typing, numbers are put in at the
// caret, and leaving with text that is not saved asks.
(function () {
  "use strict";

  const form = document.querySelector("[data-narrative]");
  if (!form) return;
  const box = form.querySelector("textarea");
  const look = form.querySelector("[data-look]");
  const place = document.querySelector("[data-frame]");
  const PAUSE = 900;
  let saved = form.hasAttribute("data-unsaved") ? null : box.value;
  let timer = 0;
  let count = 0;

  // A fresh frame for each look: loading into one that is there already would add to the history,
  // and Back would walk through the looks. The old one stays until the new page is there.
  function freshFrame() {
    const old = place.querySelector("iframe:not([data-coming])");
    place.querySelectorAll("[data-coming]").forEach((one) => one.remove());
    const next = old.cloneNode();
    next.removeAttribute("src");
    next.setAttribute("data-coming", "");
    next.style.visibility = "hidden";
    count += 1;
    next.name = look.formTarget = "halaman-cetak-" + count; // a frame keeps its first name for good
    place.append(next);
    next.addEventListener("load", () => {
      if (next.contentWindow.location.href === "about:blank") return;
      next.contentWindow.scrollTo(0, old.contentWindow ? old.contentWindow.scrollY : 0);
      next.style.visibility = "";
      next.removeAttribute("data-coming");
      old.remove();
    });
  }
  form.addEventListener("submit", (event) => {
    if (event.submitter === look) freshFrame();
    else saved = box.value;
  });
  function refresh() { form.requestSubmit(look); }
  box.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(refresh, PAUSE);
  });
  window.addEventListener("beforeunload", (event) => {
    if (box.value !== saved) event.preventDefault();
  });

  document.querySelectorAll("[data-insert]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      box.setRangeText("{{" + button.dataset.insert + "}}", box.selectionStart, box.selectionEnd, "end");
      box.focus();
      box.dispatchEvent(new Event("input", { bubbles: true }));
    });
  });
  if (form.hasAttribute("data-unsaved")) refresh();
})();
