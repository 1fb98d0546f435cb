// The browser's side of prefs.h. Every touch of localStorage may throw.
mergeInto(LibraryManager.library, {
  sluice_prefs_load__deps: ['$SluiceInbox'],
  sluice_prefs_load: function (name) {
    var value = null;
    try {
      value = localStorage.getItem('sluice.' + UTF8ToString(name));
    } catch (e) { /* forgotten */ }
    SluiceInbox.put(value === null ? '' : value);
  },

  sluice_prefs_save: function (name, value) {
    try {
      localStorage.setItem('sluice.' + UTF8ToString(name), UTF8ToString(value));
    } catch (e) { /* forgotten */ }
  },
});
