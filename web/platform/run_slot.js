// The browser's side of run_slot.h: between the program and shell/run_slot.js.
mergeInto(LibraryManager.library, {
  sluice_slot_ask: function (run, asked) {
    Module['shell'].runSlot.ask(UTF8ToString(run), function (answer) {
      _sluice_on_slot(asked, answer === 'held' ? 1 : 0);
    });
  },

  sluice_slot_leave: function () { Module['shell'].runSlot.leave(); },

  sluice_slot_beat: function () { Module['shell'].locks.beat(); },

  sluice_slot_needs_beat: function () { return Module['shell'].locks.needsBeat() ? 1 : 0; },
});
