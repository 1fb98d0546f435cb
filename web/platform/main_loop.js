// The browser's side of main_loop.h.
mergeInto(LibraryManager.library, {
  $SluiceLoop: {
    channel: null,
    worker: null,
    timer: 0,
    digests: {},  // those that the worker was asked for: number -> resolve
    asked: 0,
    // A worker from its own file is what a site's policy allows; from a Blob what a file opened from disk allows.
    startWorker: function () {
      var url = Module['tickerUrl'];
      if (!url) return;
      try {
        var worker = new Worker(url);
        worker.onmessage = function (event) {
          if (typeof event.data === 'object') SluiceLoop.digested(event.data);
          else _sluice_on_alarm();
        };
        worker.onerror = function () {
          SluiceLoop.worker = null;
          for (var number in SluiceLoop.digests) SluiceLoop.digested({ number: number, hex: '' });
          _sluice_on_alarm();
        };
        SluiceLoop.worker = worker;
      } catch (e) {
        SluiceLoop.worker = null;
      }
    },
    // The SHA-256 of a Blob, computed by the browser's own code outside of this thread; '' where it has none for this
    // page (plain http at a host name).
    digest: function (blob) {
      if (!SluiceLoop.worker || !self.isSecureContext) return Promise.resolve('');
      return new Promise(function (resolve) {
        var number = ++SluiceLoop.asked;
        SluiceLoop.digests[number] = resolve;
        SluiceLoop.worker.postMessage({ number: number, blob: blob });
      });
    },
    digested: function (answer) {
      var resolve = SluiceLoop.digests[answer.number];
      delete SluiceLoop.digests[answer.number];
      if (resolve) resolve(answer.hex);
    },
  },

  sluice_loop_open__deps: ['$SluiceLoop'],
  sluice_loop_open: function () {
    SluiceLoop.channel = new MessageChannel();
    SluiceLoop.channel.port1.onmessage = function () { _sluice_on_pump(); };
    SluiceLoop.startWorker();
    document.addEventListener('visibilitychange', function () {
      if (!document.hidden) _sluice_on_alarm();
    });
  },

  sluice_loop_frame: function () {
    requestAnimationFrame(function () { _sluice_on_frame(); });
  },

  sluice_loop_pump__deps: ['$SluiceLoop'],
  sluice_loop_pump: function () { SluiceLoop.channel.port2.postMessage(0); },

  sluice_loop_alarm__deps: ['$SluiceLoop'],
  sluice_loop_alarm: function (delay) {
    clearTimeout(SluiceLoop.timer);
    if (SluiceLoop.worker) SluiceLoop.worker.postMessage(delay);
    else if (delay >= 0) SluiceLoop.timer = setTimeout(function () { _sluice_on_alarm(); }, delay);
  },

  sluice_loop_hidden: function () { return document.hidden ? 1 : 0; },
});
