// JavaScript's side of inbox.h: text into the program.
mergeInto(LibraryManager.library, {
  $SluiceInbox: {
    put: function (text) {
      text = String(text);
      var bytes = lengthBytesUTF8(text);
      stringToUTF8(text, _sluice_inbox(bytes), bytes + 1);
    },
  },
});
