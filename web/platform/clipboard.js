// The browser's side of clipboard.h.
mergeInto(LibraryManager.library, {
  $SluiceClipboard__deps: ['$SluiceInbox'],
  $SluiceClipboard: {
    event: null,     // the copy event that is being served
    command: null,   // the text that execCommand is to copy

    onCopy: function (event) {
      if (SluiceClipboard.command !== null) {
        event.clipboardData.setData('text/plain', SluiceClipboard.command);
        event.preventDefault();
        return;
      }
      SluiceClipboard.event = event;
      _sluice_on_copy();
      SluiceClipboard.event = null;
    },

    // ImGui's own Ctrl+V reads it in the next frame; a paste from a menu had no such key, so it is played.
    onPaste: function (event) {
      event.preventDefault();
      SluiceInbox.put(event.clipboardData.getData('text/plain'));
      _sluice_on_paste();
      if (!SluiceClipboard.pasteKey) SluiceClipboard.playPaste();
      SluiceClipboard.pasteKey = false;
    },

    pasteKey: false,
    playPaste: function () {
      var modifiers = /Mac|iPhone|iPad/.test(navigator.platform || '') ? 8 : 1;
      [[1, modifiers], [0, 0]].forEach(function (step) {
        SluiceInbox.put('KeyV');
        SluiceInbox.put('v');
        _sluice_on_key(step[0], step[1]);
      });
    },

    copyByCommand: function (text) {
      SluiceClipboard.command = text;
      document.execCommand('copy');
      SluiceClipboard.command = null;
    },
  },

  sluice_clipboard_listen__deps: ['$SluiceClipboard'],
  sluice_clipboard_listen: function () {
    var sink = document.getElementById('sink');
    sink.addEventListener('keydown', function (event) {
      SluiceClipboard.pasteKey = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'v';
    });
    sink.addEventListener('copy', SluiceClipboard.onCopy);
    sink.addEventListener('cut', SluiceClipboard.onCopy);
    sink.addEventListener('paste', SluiceClipboard.onPaste);
  },

  sluice_clipboard_put__deps: ['$SluiceClipboard'],
  sluice_clipboard_put: function (pointer, inEvent) {
    var text = UTF8ToString(pointer);
    if (inEvent && SluiceClipboard.event) {
      SluiceClipboard.event.clipboardData.setData('text/plain', text);
      SluiceClipboard.event.preventDefault();
    } else if (navigator.clipboard && navigator.clipboard.writeText) {
      navigator.clipboard.writeText(text).catch(function () { SluiceClipboard.copyByCommand(text); });
    } else {
      SluiceClipboard.copyByCommand(text);
    }
  },
});
