// The browser's side of canvas.h: how many device pixels the canvas covers, and what happens to its context.
mergeInto(LibraryManager.library, {
  $SluiceCanvas: {
    element: function () { return document.getElementById('canvas'); },

    // Where the browser tells the size in device pixels, that is it: a fractional ratio rounds differently for each
    // place on the screen. It is believed only if it fits the ratio; a browser that plays another tells nonsense.
    pixels: function (css, density, exact) {
      var guess = Math.round(css * density);
      return exact && Math.abs(exact - guess) <= 1 ? exact : guess;
    },

    report: function (exact) {
      var density = window.devicePixelRatio || 1;
      var box = SluiceCanvas.element().getBoundingClientRect();
      var width = SluiceCanvas.pixels(box.width, density, exact && exact.inlineSize);
      var height = SluiceCanvas.pixels(box.height, density, exact && exact.blockSize);
      _sluice_on_resize(width, height, density);
    },

    watchSize: function () {
      var observer = new ResizeObserver(function (entries) {
        var boxes = entries[entries.length - 1].devicePixelContentBoxSize;
        SluiceCanvas.report(boxes && boxes[0]);
      });
      try {
        observer.observe(SluiceCanvas.element(), { box: 'device-pixel-content-box' });
      } catch (e) {
        observer.observe(SluiceCanvas.element());
      }
    },

    // A media query holds for one ratio only, so each change asks a new one.
    watchDensity: function () {
      var query = matchMedia('(resolution: ' + window.devicePixelRatio + 'dppx)');
      query.addEventListener('change', function () {
        SluiceCanvas.report(null);
        SluiceCanvas.watchDensity();
      }, { once: true });
    },
  },

  sluice_canvas_watch__deps: ['$SluiceCanvas'],
  sluice_canvas_watch: function () {
    SluiceCanvas.report(null);
    SluiceCanvas.watchSize();
    SluiceCanvas.watchDensity();
    var element = SluiceCanvas.element();
    element.addEventListener('webglcontextlost', function (event) {
      event.preventDefault();  // else it is never given back
      _sluice_on_context(1);
    });
    element.addEventListener('webglcontextrestored', function () { _sluice_on_context(0); });
  },

  sluice_canvas_size__deps: ['$SluiceCanvas'],
  sluice_canvas_size: function (width, height) {
    var element = SluiceCanvas.element();
    if (element.width !== width) element.width = width;
    if (element.height !== height) element.height = height;
  },
});
