// The browser's side of connection.h.
mergeInto(LibraryManager.library, {
  sluice_connection_listen: function () {
    ['online', 'offline', 'pageshow', 'focus'].forEach(function (name) {
      window.addEventListener(name, function () { _sluice_on_connection(); });
    });
    document.addEventListener('resume', function () { _sluice_on_connection(); });  // a frozen tab goes on
  },

  // Where a browser does not say, there is a network.
  sluice_connection_online: function () { return navigator.onLine === false ? 0 : 1; },
});
