// The browser's side of font_loader.h: measures and draws single glyphs on a 2D canvas that is never shown.
mergeInto(LibraryManager.library, {
  $SluiceFont: {
    context: null,
    style: '',
    faces: [
      { weight: '400', family: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif' },
      { weight: '600', family: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif' },
      { weight: '400', family: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace' },
    ],
    digitWidths: {},

    open: function () {
      var canvas = document.createElement('canvas');
      canvas.width = canvas.height = 64;
      SluiceFont.context = canvas.getContext('2d', { willReadFrequently: true });
    },

    // The drawing context with this face at this size; changing the font is the costly part.
    use: function (face, pixels) {
      if (!SluiceFont.context) SluiceFont.open();
      var style = SluiceFont.faces[face].weight + ' ' + pixels + 'px ' + SluiceFont.faces[face].family;
      if (style !== SluiceFont.style) {
        SluiceFont.context.font = style;
        SluiceFont.style = style;
      }
      return SluiceFont.context;
    },

    room: function (width, height) {
      var canvas = SluiceFont.context.canvas;
      if (canvas.width >= width && canvas.height >= height) return;
      canvas.width = Math.max(canvas.width, width);
      canvas.height = Math.max(canvas.height, height);
      SluiceFont.style = '';  // a canvas forgets its font when it is resized
    },

    isDigit: function (codePoint) { return codePoint >= 48 && codePoint <= 57; },

    digitWidth: function (face, pixels) {
      var key = face + ' ' + pixels;
      if (!SluiceFont.digitWidths[key]) {
        var context = SluiceFont.use(face, pixels);
        var widest = 0;
        for (var digit = 0; digit < 10; digit++) widest = Math.max(widest, context.measureText(String(digit)).width);
        SluiceFont.digitWidths[key] = Math.round(widest);
      }
      return SluiceFont.digitWidths[key];
    },

    // How far a digit moves right to stand in the middle of its cell, in whole pixels.
    digitShift: function (face, pixels, codePoint, width) {
      return SluiceFont.isDigit(codePoint) ? Math.round((SluiceFont.digitWidth(face, pixels) - width) / 2) : 0;
    },

    isColoured: function (data) {
      for (var i = 0; i < data.length; i += 4) {
        if (data[i + 3] > 128 && (data[i] < 224 || data[i + 1] < 224 || data[i + 2] < 224)) return true;
      }
      return false;
    },
  },

  sluice_font_metrics__deps: ['$SluiceFont'],
  sluice_font_metrics: function (face, out) {
    var context = SluiceFont.use(face, 100);
    var metrics = context.measureText('H');
    HEAPF32[out >> 2] = metrics.actualBoundingBoxAscent / 100;
    HEAPF32[(out + 4) >> 2] = (metrics.fontBoundingBoxAscent + metrics.fontBoundingBoxDescent) / 100;
  },

  sluice_font_measure__deps: ['$SluiceFont'],
  sluice_font_measure: function (face, pixels, codePoint, out) {
    var metrics = SluiceFont.use(face, pixels).measureText(String.fromCodePoint(codePoint));
    var shift = SluiceFont.digitShift(face, pixels, codePoint, metrics.width);
    var at = out >> 2;
    HEAPF32[at] = SluiceFont.isDigit(codePoint) ? SluiceFont.digitWidth(face, pixels) : metrics.width;
    HEAPF32[at + 1] = shift - metrics.actualBoundingBoxLeft;
    HEAPF32[at + 2] = -metrics.actualBoundingBoxAscent;
    HEAPF32[at + 3] = shift + metrics.actualBoundingBoxRight;
    HEAPF32[at + 4] = metrics.actualBoundingBoxDescent;
  },

  sluice_font_draw__deps: ['$SluiceFont'],
  sluice_font_draw: function (face, pixels, codePoint, left, top, width, height, rgba) {
    SluiceFont.use(face, pixels);
    SluiceFont.room(width, height);
    var context = SluiceFont.use(face, pixels);
    var text = String.fromCodePoint(codePoint);
    var shift = SluiceFont.isDigit(codePoint)
      ? SluiceFont.digitShift(face, pixels, codePoint, context.measureText(text).width) : 0;
    context.clearRect(0, 0, width, height);
    context.fillStyle = '#fff';
    context.fillText(text, shift - left, -top);
    var data = context.getImageData(0, 0, width, height).data;
    var coloured = SluiceFont.isColoured(data);
    // A plain glyph is its coverage alone; the panels give the colour.
    if (!coloured) for (var i = 0; i < data.length; i += 4) data[i] = data[i + 1] = data[i + 2] = 255;
    HEAPU8.set(data, rgba);
    return coloured ? 1 : 0;
  },
});
