// JavaScript's side of inbox.h: text and bytes into the program.
mergeInto(LibraryManager.library, {
  // Text functions that all of these scripts use. Newer releases of Emscripten include them only for those who ask;
  // older ones always do, and have nothing to ask for.
  $SluiceInbox__deps: ['$UTF8ToString', '$stringToUTF8', '$lengthBytesUTF8'].filter(function (name) {
    return name in LibraryManager.library;
  }),
  $SluiceInbox: {
    put: function (text) {
      text = String(text);
      var bytes = lengthBytesUTF8(text);
      stringToUTF8(text, _sluice_inbox(bytes), bytes + 1);
    },
    putBytes: function (bytes) {
      var room = _sluice_inbox(bytes.length);  // first: memory may grow, and HEAPU8 with it
      HEAPU8.set(bytes, room);
    },
  },
});
