// The page that adds evidence: several files, each with a row of its own, sent one after another.
(function () {
  "use strict";

  var form = document.querySelector("[data-uploads]");
  if (!form || !window.tus || !window.KlaSender) return;
  var page = { endpoint: form.dataset.uploads, piece: Number(form.dataset.piece) };
  var most = Number(form.dataset.most);
  var rows = [];
  var left = []; // unfinished uploads of another visit
  function part(name) { return form.querySelector("[data-" + name + "]"); }
  var pick = form.elements.file, camera = document.createElement("input"), send = part("send"), list = part("rows");
  var dates = [form.elements.valid_from, form.elements.valid_until], declared = form.elements.declared;

  function sizeOf(bytes) {
    var mega = bytes / 1024 / 1024;
    return mega >= 1 ? mega.toLocaleString("id-ID", { maximumFractionDigits: 1 }) + " MB" : Math.max(1, Math.round(bytes / 1024)) + " kB";
  }
  function percent(sent, size) { return Math.floor(100 * sent / Math.max(size, 1)); }
  function count(state) { return rows.filter(function (row) { return row.state === state; }).length; }
  function files(number) { return number + " berkas"; }

  // A line beside the box it is about, as the server would say it.
  function fault(box, words) {
    var place = document.getElementById("salah-" + box.id);
    if (!words) {
      if (place) place.remove();
      box.removeAttribute("aria-describedby");
      box.removeAttribute("aria-invalid");
      return;
    }
    if (!place) {
      place = document.createElement("p");
      place.id = "salah-" + box.id;
      place.className = "field-error";
      (box.closest("[data-drop]") || document.getElementById("div_" + box.id)).appendChild(place);
    }
    place.textContent = words;
    box.setAttribute("aria-describedby", place.id);
    if (box.tagName === "INPUT") box.setAttribute("aria-invalid", "true");
  }
  function faults() {
    var found = [];
    function see(box, words) { fault(box, words); if (words) found.push(box); }
    see(part("choose"), count("waiting") ? "" : "Pilih berkasnya dulu.");
    dates.forEach(function (box) { see(box, box.validity.badInput ? "Isi dengan tanggal, misalnya 31/12/2026." : ""); });
    if (dates[0].value && dates[1].value && dates[0].value > dates[1].value) see(dates[1], "Tanggal akhir mendahului tanggal mulai.");
    see(declared, declared.checked ? "" : "Centang pernyataan ini, atau samarkan berkasnya dulu.");
    return found;
  }

  function show(row, state, words) {
    var kind = { stored: "saved", refused: "failed", cut: "failed", sending: "busy" }[state] || "idle";
    row.state = state;
    row.words.textContent = words;
    row.words.className = "save-state save-" + kind;
    row.bar.hidden = state === "refused";
    row.signIn.hidden = true;
    row.again.hidden = state !== "cut";
    row.cancel.hidden = state === "stored";
    row.cancel.firstElementChild.textContent = state === "refused" ? "Hapus dari daftar" : "Batal";
    tell();
  }
  function progress(row, sent) {
    var size = row.file.size;
    row.bar.value = percent(sent, size);
    show(row, "sending", sent < size ? "mengunggah " + percent(sent, size) + "%" : "terkirim, sedang diperiksa");
  }
  // The one next step: choose, send, wait, or go back.
  function tell() {
    var waiting = count("waiting"), open = count("queued") + count("sending") + count("cut");
    var over = rows.length > 0 && !waiting && !open;
    send.hidden = over || (open > 0 && !waiting);
    send.textContent = waiting > 1 ? "Simpan " + waiting + " bukti" : "Simpan bukti";
    part("back").hidden = open > 0 || over;
    part("done").hidden = !over;
    var says = [];
    if (open) says.push(files(open) + " belum selesai. Jangan tutup halaman ini.");
    if (count("stored")) says.push(files(count("stored")) + " tersimpan.");
    if (count("refused")) says.push(files(count("refused")) + " ditolak.");
    says = says.join(" ");
    if (part("says").textContent !== says) part("says").textContent = says; // else it is read out again
  }

  function add(file) {
    var item = form.querySelector("template[data-row]").content.firstElementChild.cloneNode(true);
    var row = { file: file, item: item };
    item.querySelectorAll("[data-name]").forEach(function (place) { place.textContent = file.name; });
    item.querySelector("[data-size]").textContent = sizeOf(file.size);
    ["bar", "words", "again", "cancel", "signIn"].forEach(function (name) { row[name] = item.querySelector("[data-" + name.toLowerCase() + "]"); });
    row.bar.setAttribute("aria-label", "Kemajuan " + file.name);
    row.cancel.addEventListener("click", function () { remove(row); });
    row.again.addEventListener("click", function () { row.soon = false; queue(row); next(); });
    list.appendChild(item);
    rows.push(row);
    fault(part("choose"), "");
    if (file.size > most) { show(row, "refused", "ditolak: " + form.dataset.tooLarge); return; }
    var begun = left.find(function (one) { return one.here && one.size === file.size && one.name === file.name.normalize("NFC"); });
    if (begun) row.bar.value = percent(begun.offset, begun.size);
    show(row, "waiting", begun ? "menunggu, dilanjutkan dari " + percent(begun.offset, begun.size) + "%" : "menunggu");
  }
  function remove(row) {
    var at = rows.indexOf(row);
    if (row.sender && row.state !== "refused") row.sender.stop();
    rows.splice(at, 1);
    row.item.remove();
    tell();
    var after = rows[Math.min(at, rows.length - 1)];
    (after && !after.cancel.hidden ? after.cancel : part("choose")).focus();
    next();
  }
  function queue(row) { show(row, "queued", "menunggu"); }
  function next() {
    if (count("sending") || rows.some(function (row) { return row.soon; })) return;
    var row = rows.find(function (one) { return one.state === "queued"; });
    if (!row) { ended(); return; }
    if (!row.sender) row.sender = new window.KlaSender.Sender(row.file, page, listener(row));
    show(row, "sending", "mengunggah");
    row.sender.start(row.told);
  }
  function listener(row) {
    function over(state, words) { row.soon = false; show(row, state, words); next(); }
    return {
      progress: function (sent) {
        row.soon = false;
        if (left.some(function (one) { return one.url === row.sender.url; })) draw(left);
        progress(row, sent);
      },
      kept: function (words) { part("says").textContent = row.file.name + ": " + words; },
      stored: function (url, same) {
        row.bar.value = 100;
        over("stored", same ? "tersimpan: " + same : "tersimpan");
        if (url) row.item.querySelector("[data-link]").href = url;
      },
      refused: function (words, again) { over("refused", "ditolak: " + words); row.again.hidden = !again; },
      cut: function (words, more) {
        row.soon = Boolean(more.soon); // the line is this row's until its next try
        row.waits = Boolean(more.waits);
        show(row, "cut", words || (more.soon || !navigator.onLine ? "terputus – menyambung lagi" : "terputus"));
        row.signIn.hidden = !more.signIn;
        if (!more.soon && !more.signIn && navigator.onLine) next();
      },
    };
  }
  function ended() {
    if (count("cut") || count("waiting") || !rows.length) return;
    declared.checked = false; // the next files are declared anew
    refresh();
    if (!document.activeElement || document.activeElement === document.body || list.contains(document.activeElement)) {
      part("done").querySelector("a").focus();
    }
  }

  // What another visit left: it goes on when the same file is chosen again.
  function refresh() {
    return window.KlaSender.unfinished(page.endpoint).then(draw).catch(function () { /* nothing to tell; sending says what is wrong */ });
  }
  function draw(all) {
    var mine = rows.map(function (row) { return row.sender && row.sender.url; });
    left = all.filter(function (one) { return mine.indexOf(one.url) < 0; });
    part("left-list").replaceChildren(...left.map(line));
    part("left").hidden = !left.length;
  }
  function line(one) {
    var item = form.querySelector("template[data-left-row]").content.firstElementChild.cloneNode(true);
    item.querySelectorAll("[data-name]").forEach(function (place) { place.textContent = one.name; });
    item.querySelector("[data-far]").textContent = percent(one.offset, one.size) + "% dari " + sizeOf(one.size);
    var link = item.querySelector("[data-page]");
    link.hidden = one.here;
    link.href = one.page;
    link.textContent = "lanjutkan di isian " + one.code;
    item.querySelector("[data-drop-left]").addEventListener("click", function () {
      window.KlaSender.drop(one.url).catch(function () { /* it is there no more, or still listed */ }).then(refresh).then(function () { part("choose").focus(); });
    });
    return item;
  }
  function bringDates() {
    var one = left.find(function (each) { return each.here; });
    if (!one || dates[0].value || dates[1].value) return;
    dates[0].value = one.valid_from || "";
    dates[1].value = one.valid_until || "";
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var wrong = faults();
    if (wrong.length) { wrong[0].focus(); return; }
    var told = { valid_from: dates[0].value, valid_until: dates[1].value, declared: "on" };
    rows.forEach(function (row) { if (row.state === "waiting") { row.told = told; queue(row); } });
    list.focus();
    next();
  });
  function take(box) {
    Array.from(box.files).forEach(add);
    box.value = ""; // the same file may be chosen again
  }
  [pick, camera].forEach(function (box) {
    box.addEventListener("change", function () { take(box); });
  });
  part("choose").addEventListener("click", function () { pick.click(); });
  part("photo").addEventListener("click", function () { camera.click(); });
  // A file that misses the zone must not replace the page.
  ["dragover", "drop"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      event.preventDefault();
      part("drop").classList.toggle("drop-over", name === "dragover");
      if (name === "drop") Array.from(event.dataTransfer.files).forEach(add);
    });
  });
  document.addEventListener("dragleave", function () { part("drop").classList.remove("drop-over"); });
  window.addEventListener("online", function () {
    rows.forEach(function (row) { if (row.state === "cut" && row.waits) { row.soon = false; queue(row); } });
    next();
  });
  window.addEventListener("beforeunload", function (event) {
    if (count("waiting") + count("queued") + count("sending") + count("cut")) event.preventDefault();
  });

  pick.multiple = true;
  Object.assign(camera, { type: "file", accept: "image/jpeg" });
  camera.setAttribute("capture", "environment");
  part("plain").hidden = true;
  part("drop").hidden = false;
  tell();
  take(pick); // chosen before this script was there
  refresh().then(bringDates);
})();
