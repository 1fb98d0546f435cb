// The browser's side of fetch_driver.h: what emscripten_fetch has no function for.
mergeInto(LibraryManager.library, {
  $SluiceFetch__deps: ['$Fetch', '$SluiceInbox', '$SluiceLoop'],
  $SluiceFetch: {
    // One piece is copied in well under the time of a frame.
    pieceBytes: 1024 * 1024,
    // A small body's digest is sooner computed than asked for.
    digestBytesMin: 64 * 1024,
    // A digest that does not come is done without: whoever wants it computes it.
    digestMsMax: 5000,

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

  // From now on the browser keeps the bodies of answers to itself until they are read piece by piece: nobody has to
  // take 64 MB at once. It has to know before a request is sent, which is when Emscripten files it away.
  sluice_fetch_keep_bodies__deps: ['$SluiceFetch'],
  sluice_fetch_keep_bodies: function () {
    var file = Fetch.xhrs.allocate ? 'allocate' : 'push';
    var filed = Fetch.xhrs[file];
    Fetch.xhrs[file] = function (request) {
      request.responseType = 'blob';
      return filed.call(this, request);
    };
  },

  sluice_fetch_body_bytes__deps: ['$SluiceFetch'],
  sluice_fetch_body_bytes: function (id) {
    var request = SluiceFetch.request(id);
    return request && request.response ? request.response.size : 0;
  },

  // Tells _sluice_on_body_piece() of each piece, then _sluice_on_body_end(), with the body's digest in the inbox (""
  // when nobody could compute it); 0 as the last argument: the body could not be read. A call that is over answers 0.
  sluice_fetch_read_body__deps: ['$SluiceFetch'],
  sluice_fetch_read_body: function (id, call) {
    var body = SluiceFetch.request(id).response;
    var digest = Promise.resolve('');
    if (body.size >= SluiceFetch.digestBytesMin) {
      var late = new Promise(function (resolve) { setTimeout(resolve, SluiceFetch.digestMsMax, ''); });
      digest = Promise.race([SluiceLoop.digest(body), late]);
    }
    function end(hex) {
      SluiceInbox.put(hex || '');
      _sluice_on_body_end(call, 1);
    }
    function ask(at) {
      return at < body.size ? body.slice(at, at + SluiceFetch.pieceBytes).arrayBuffer() : null;
    }
    function read(at, coming) {
      if (!coming) return void digest.then(end);
      var behind = ask(at + SluiceFetch.pieceBytes);  // the browser looks for it while this one is copied
      if (behind) behind.catch(function () {});       // heard when its turn comes
      coming.then(function (bytes) {
        SluiceInbox.putBytes(new Uint8Array(bytes));
        if (_sluice_on_body_piece(call)) read(at + bytes.byteLength, behind);
      }, function () {
        SluiceInbox.put('');
        _sluice_on_body_end(call, 0);
      });
    }
    read(0, ask(0));
  },

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
