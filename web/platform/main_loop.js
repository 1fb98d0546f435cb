// The browser's side of main_loop.h.
mergeInto(LibraryManager.library, {
  $SluiceLoop: {
    channel: null,
    worker: null,
    timer: 0,
    // A worker from its own file is what a site's policy allows; from a Blob what a file opened from disk allows.
    startWorker: function () {
      var url = Module['tickerUrl'];
      if (!url) return;
      try {
        var worker = new Worker(url);
        worker.onmessage = function () { _sluice_on_alarm(); };
        worker.onerror = function () { SluiceLoop.worker = null; _sluice_on_alarm(); };
        SluiceLoop.worker = worker;
      } catch (e) {
        SluiceLoop.worker = null;
      }
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
