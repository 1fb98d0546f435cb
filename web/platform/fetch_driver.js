// The browser's side of fetch_driver.h: what emscripten_fetch has no function for.
mergeInto(LibraryManager.library, {
  $SluiceFetch__deps: ['$Fetch', '$SluiceInbox'],
  $SluiceFetch: {
    // Emscripten keeps its requests in an array counted from 1, later releases in a table of handles.
    request: function (id) { return Fetch.xhrs.get ? Fetch.xhrs.get(id) : Fetch.xhrs[id - 1]; },

    origin: function (address) {
      try {
        return new URL(address, document.baseURI).origin;
      } catch (e) {
        return null;
      }
    },
  },

  sluice_fetch_watch_policy__deps: ['$SluiceFetch'],
  sluice_fetch_watch_policy: function () {
    document.addEventListener('securitypolicyviolation', function (event) {
      if (event.effectiveDirective !== 'connect-src') return;
      SluiceInbox.put(event.blockedURI || '');
      _sluice_on_policy();
    });
  },

  sluice_fetch_can_open__deps: ['$SluiceFetch'],
  sluice_fetch_can_open: function (url) { return SluiceFetch.origin(UTF8ToString(url)) === null ? 0 : 1; },

  sluice_fetch_end__deps: ['$SluiceFetch'],
  sluice_fetch_end: function (id) {
    var request = SluiceFetch.request(id);
    if (!request) return;
    request.onload = request.onerror = request.ontimeout = request.onprogress = request.onreadystatechange = null;
    request.abort();
  },

  sluice_fetch_strayed__deps: ['$SluiceFetch'],
  sluice_fetch_strayed: function (id, url) {
    var request = SluiceFetch.request(id);
    if (!request || !request.responseURL) return 0;
    return SluiceFetch.origin(request.responseURL) === SluiceFetch.origin(UTF8ToString(url)) ? 0 : 1;
  },
});
