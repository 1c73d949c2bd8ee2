// Sends one file in pieces and goes on after a cut: window.KlaSender, with tus underneath.
(function () {
  "use strict";

  var WAITS = [1, 2, 4, 8, 15, 30, 30, 30, 30, 30]; // seconds until another try
  var SMALLEST = 64 * 1024;
  var FIRST = 256 * 1024;
  var PATIENCE = 60 * 1000; // a request that says nothing for so long is given up
  var NOT_READABLE = "Berkas ini tidak dapat dibaca lagi. Pilih lagi berkasnya.";

  // Read anew for each request: who signed in again meanwhile has another one.
  function headers(more) {
    var cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    var box = document.querySelector("[name=csrfmiddlewaretoken]");
    var all = { "Tus-Resumable": "1.0.0", "X-CSRFToken": cookie ? cookie[1] : box ? box.value : "" };
    return Object.assign(all, more);
  }
  function sentenceIn(text) {
    try { return JSON.parse(text).error || ""; } catch (error) { return ""; }
  }
  function ask(method, url, more) {
    return fetch(url, { method: method, headers: headers(more), credentials: "same-origin" }).then(function (answer) {
      if (answer.ok) return answer;
      return answer.text().then(function (text) {
        throw { status: answer.status, sentence: sentenceIn(text), method: method };
      });
    }, function () { throw { status: 0, sentence: "", method: method }; });
  }
  // The unfinished uploads of who is signed in, as the server knows them.
  function unfinished(endpoint) {
    return ask("GET", endpoint).then(function (answer) { return answer.json(); }).then(function (told) { return told.uploads; });
  }
  // The file's SHA-256, so that the same file is known again; empty where the browser reckons none.
  function digestOf(file) {
    if (!window.crypto || !window.crypto.subtle) return Promise.resolve("");
    return file.arrayBuffer().then(function (bytes) { return window.crypto.subtle.digest("SHA-256", bytes); }).then(function (hash) {
      return Array.from(new Uint8Array(hash), function (byte) { return byte.toString(16).padStart(2, "0"); }).join("");
    }, function () { throw { status: -1, sentence: NOT_READABLE, method: "" }; });
  }
  function isSame(told, file, digest) {
    if (told.size !== file.size) return false;
    return digest && told.sha256 ? told.sha256 === digest : told.name === file.name.normalize("NFC");
  }

  // `page`: endpoint, piece (largest, in bytes). `on`: progress(sent), stored(url, same), cut(words, more), refused(words, again).
  function Sender(file, page, on) {
    this.file = file; this.page = page; this.on = on;
    this.url = null; this.tries = 0; this.run = 0; this.size = Math.min(FIRST, page.piece);
  }
  // `told`: valid_from, valid_until, declared, as the server's form takes them. Also to go on after a stop.
  Sender.prototype.start = function (told) {
    this.told = told || this.told;
    this.tries = 0;
    this._go();
  };
  Sender.prototype.stop = function () {
    this.run += 1;
    clearTimeout(this.timer);
    if (this.tus) this.tus.abort();
    var on = this.on;
    if (this.url) ask("DELETE", this.url).catch(function (fault) {
      if (fault.status === 409) on.kept(fault.sentence); // else it is thrown away in two days
    });
  };
  Sender.prototype._go = function () {
    var self = this, run = ++self.run; // what an earlier try still answers is not heard
    clearTimeout(self.timer);
    if (self.tus) self.tus.abort();
    self.tus = null;
    (self.url ? Promise.resolve() : self._find()).then(function () {
      if (run === self.run) self._send(run);
    }).catch(function (fault) { self._failed(fault, run); });
  };
  // Is it on the server already, in part? With other dates than now it is another upload.
  Sender.prototype._find = function () {
    var self = this;
    return (self.digest === undefined ? digestOf(self.file) : Promise.resolve(self.digest)).then(function (digest) {
      self.digest = digest;
      return unfinished(self.page.endpoint);
    }).then(function (all) {
      var found = all.find(function (one) { return one.here && isSame(one, self.file, self.digest); });
      if (!found) return null;
      var same = ["valid_from", "valid_until"].every(function (key) { return (found[key] || "") === self.told[key]; });
      if (!same) return ask("DELETE", found.url);
      self.url = found.url;
      self.on.progress(found.offset);
      return null;
    });
  };
  Sender.prototype._send = function (run) {
    var self = this, began = 0;
    var options = {
      chunkSize: self.size,
      retryDelays: null, // the tries are counted here: after a failed question tus would begin anew
      storeFingerprintForResuming: false, // the server knows what is unfinished
      metadata: Object.assign({ filename: self.file.name, sha256: self.digest || "" }, self.told),
      onBeforeRequest: function (request) {
        var xhr = request.getUnderlyingObject(), all = headers();
        delete all["Tus-Resumable"]; // tus sets its own
        Object.keys(all).forEach(function (key) { request.setHeader(key, all[key]); });
        xhr.timeout = PATIENCE;
        xhr.ontimeout = function (event) { xhr.onerror(event); };
        began = Date.now();
      },
      onUploadUrlAvailable: function () { self.url = self.tus.url; },
      onProgress: function (sent) { if (run === self.run) self.on.progress(sent); },
      // Pieces of two to eight seconds: a slow line must not keep one request of the server for long.
      onChunkComplete: function () {
        var took = Date.now() - began;
        self.tries = 0;
        if (took < 2000) self.size = Math.min(self.size * 2, self.page.piece);
        else if (took > 8000) self.size = Math.max(Math.floor(self.size / 2), SMALLEST);
        self.tus.options.chunkSize = self.size;
      },
      onSuccess: function (told) { self._ended(function (name) { return told.lastResponse.getHeader(name); }, run); },
      onError: function (error) {
        var answer = error.originalResponse, request = error.originalRequest;
        self._failed({
          status: answer ? answer.getStatus() : request ? 0 : -1,
          sentence: answer ? sentenceIn(answer.getBody()) : request ? "" : NOT_READABLE,
          method: request ? request.getMethod() : "",
        }, run);
      },
    };
    if (self.url) options.uploadUrl = self.url;
    else options.endpoint = self.page.endpoint;
    self.tus = new window.tus.Upload(self.file, options);
    self.tus.start();
  };
  // The answer to the last piece may have got lost in a cut: an empty piece asks for it again.
  // `header`: reads one of the answer.
  Sender.prototype._ended = function (header, run) {
    var self = this;
    if (run !== self.run) return;
    function stored(from) { self.on.stored(from("Upload-Evidence"), decodeURIComponent(from("Upload-Same") || "")); }
    if (header("Upload-Evidence")) { stored(header); return; }
    var more = { "Upload-Offset": String(self.file.size), "Content-Type": "application/offset+octet-stream" };
    ask("PATCH", self.url, more).then(function (answer) {
      if (run === self.run) stored(function (name) { return answer.headers.get(name); });
    }).catch(function (fault) { self._failed(fault, run); });
  };
  Sender.prototype._failed = function (fault, run) {
    var status = fault.status;
    if (run !== this.run) return;
    if (status === undefined) throw fault; // a fault of this page, not of the line
    if (status === 401) { this.on.cut(fault.sentence, { signIn: true }); return; }
    if (status === 403) { this.on.cut("Halaman ini terlalu lama terbuka. Muat ulang, lalu pilih lagi berkas yang sama.", {}); return; }
    if (status === 507) { this.on.cut(fault.sentence, {}); return; }
    if ((status === 404 || status === 410) && this.url) this.url = null; // thrown away: begin anew
    else if (status === 404) { this.on.refused("Lembar ini tidak ada lagi pada Anda."); return; }
    else if (status !== 0 && status !== 409 && status < 500) {
      this.on.refused(fault.sentence || "Berkas tidak dapat diterima.", fault.method === "POST");
      return;
    }
    if (status === 0) this.size = SMALLEST;
    this._wait();
  };
  Sender.prototype._wait = function () {
    var self = this, wait = WAITS[self.tries++];
    if (!navigator.onLine || wait === undefined) { self.on.cut("", { waits: true }); return; }
    self.on.cut("", { waits: true, soon: true });
    self.timer = setTimeout(function () { self._go(); }, wait * 1000);
  };

  window.KlaSender = { Sender: Sender, unfinished: unfinished, drop: function (url) { return ask("DELETE", url); } };
})();
