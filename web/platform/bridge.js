// JavaScript's side of bridge.h. Module.call(name, json, password, token, clientSecret, bytes) returns the answer's
// JSON; what comes later goes to the functions of Module.shell (sluice_api.js).
mergeInto(LibraryManager.library, {
  $SluiceBridge__deps: ['$SluiceInbox'],
  $SluiceBridge: {
    answer: '',
    call: function (name, json, password, token, clientSecret, bytes) {
      SluiceInbox.put(name);
      SluiceInbox.put(json);
      SluiceInbox.put(password || '');
      SluiceInbox.put(token || '');
      SluiceInbox.put(clientSecret || '');
      SluiceInbox.putBytes(bytes || new Uint8Array(0));
      _sluice_on_call();
      return SluiceBridge.answer;
    },
  },

  sluice_bridge_open__deps: ['$SluiceBridge'],
  sluice_bridge_open: function () { Module['call'] = SluiceBridge.call; },

  sluice_bridge_answer__deps: ['$SluiceBridge'],
  sluice_bridge_answer: function (json) { SluiceBridge.answer = UTF8ToString(json); },

  sluice_bridge_rows: function (ticket, json) { Module['shell'].rows(ticket, UTF8ToString(json)); },

  sluice_bridge_bytes: function (ticket, bytes, count) {
    Module['shell'].bytes(ticket, HEAPU8.slice(bytes, bytes + count));
  },

  sluice_bridge_settle: function (ticket, json) { Module['shell'].settle(ticket, UTF8ToString(json)); },

  sluice_bridge_emit: function (name, json) { Module['shell'].emit(UTF8ToString(name), UTF8ToString(json)); },
});
