// The browser's side of download.h.
mergeInto(LibraryManager.library, {
  $SluiceDownload: {
    open: {},  // handle -> pieces
    last: 0,

    // Many small pieces are joined into a Blob now and then: the browser may keep that on disk.
    append: function (pieces, bytes) {
      pieces.push(bytes);
      if (pieces.length > 64) pieces.splice(0, pieces.length, new Blob(pieces));
    },

    save: function (blob, name) {
      var link = document.createElement('a');
      link.href = URL.createObjectURL(blob);
      link.download = name;
      link.click();
      setTimeout(function () { URL.revokeObjectURL(link.href); }, 60000);
    },
  },

  sluice_download_open__deps: ['$SluiceDownload'],
  sluice_download_open: function () {
    SluiceDownload.open[++SluiceDownload.last] = [];
    return SluiceDownload.last;
  },

  sluice_download_append__deps: ['$SluiceDownload'],
  sluice_download_append: function (handle, bytes, count) {
    SluiceDownload.append(SluiceDownload.open[handle], HEAPU8.slice(bytes, bytes + count));
  },

  sluice_download_save__deps: ['$SluiceDownload'],
  sluice_download_save: function (handle, name, mimeType) {
    var pieces = SluiceDownload.open[handle];
    delete SluiceDownload.open[handle];
    SluiceDownload.save(new Blob(pieces, { type: UTF8ToString(mimeType) }), UTF8ToString(name));
  },

  sluice_download_drop__deps: ['$SluiceDownload'],
  sluice_download_drop: function (handle) { delete SluiceDownload.open[handle]; },
});
