// The browser's side of journal_store.h: between the program's memory and shell/journals.js.
mergeInto(LibraryManager.library, {
  $SluiceJournal__deps: ['$SluiceInbox'],
  $SluiceJournal: {
    offers: {},     // number -> a Blob that a script or the panel wants to resume from
    last: 0,
    source: null,   // what is being read; a promise of a reader
    writing: null,  // what ends the writing of the entry at hand; an answer for another one is too late

    offer: function (blob) {
      SluiceJournal.offers[++SluiceJournal.last] = blob;
      return SluiceJournal.last;
    },

    journals: function () { return Module['shell'].journals; },

    putError: function (error) {
      var told = SluiceJournal.journals().explain(error);
      SluiceInbox.put(told.code);
      SluiceInbox.put(told.message);
    },

    trouble: function (error) {
      SluiceJournal.putError(error);
      _sluice_on_journal_trouble();
    },

    notWritten: function (error) {
      SluiceJournal.putError(error);
      _sluice_on_journal_written(1);
    },

    notRead: function (error) {
      SluiceJournal.putError(error);
      _sluice_on_journal_read(1, 0);
    },

    // A copy: the memory may grow, and the browser takes the piece away.
    piece: function (n) {
      var at = _sluice_journal_piece(n);
      return HEAPU8.slice(at, at + _sluice_journal_piece_bytes(n));
    },

    openRun: async function (run) {
      if (!await Module['shell'].runSlot.reserve(run)) {
        throw { name: 'SluiceError', code: 'busy',
                message: 'The run ' + run + ' is under way in another tab of this browser.' };
      }
      return SluiceJournal.journals().reader(run);
    },

    answer: function (source, parts) {
      if (source !== SluiceJournal.source) return;  // closed meanwhile
      if (parts === null) {
        _sluice_on_journal_read(0, 1);
        return;
      }
      var size = 0;
      parts.forEach(function (part) { size += part.length; });
      var room = _sluice_inbox(size);
      parts.forEach(function (part) {
        HEAPU8.set(part, room);
        room += part.length;
      });
      _sluice_on_journal_read(0, 0);
    },

    list: function () {
      SluiceJournal.journals().list().then(function (runs) {
        runs.forEach(function (run) { SluiceInbox.put(JSON.stringify(run)); });
        _sluice_on_journal_runs(runs.length);
      }, function () { _sluice_on_journal_runs(-1); });
    },
  },

  sluice_journal_start__deps: ['$SluiceJournal'],
  sluice_journal_start: function () {
    Module['offerCheckpoint'] = SluiceJournal.offer;
    Module['listRuns'] = SluiceJournal.list;
  },

  sluice_journal_write__deps: ['$SluiceJournal'],
  sluice_journal_write: function (run, at, head, pieces, size, summary, claims) {
    var entry = {
      run: UTF8ToString(run), at: at, head: UTF8ToString(head), pieces: pieces, piece: SluiceJournal.piece, size: size,
      summary: JSON.parse(UTF8ToString(summary) || '{}'), claims: claims !== 0,
    };
    var mine = new AbortController();
    SluiceJournal.writing = mine;
    SluiceJournal.journals().append(entry, mine.signal).then(function () {
      if (SluiceJournal.writing === mine) _sluice_on_journal_written(0);
    }, function (error) {
      if (SluiceJournal.writing === mine) SluiceJournal.notWritten(error);
    });
  },

  sluice_journal_give_up_write__deps: ['$SluiceJournal'],
  sluice_journal_give_up_write: function () {
    var given = SluiceJournal.writing;
    SluiceJournal.writing = null;
    given.abort();
    SluiceJournal.notWritten(SluiceJournal.journals().silence());
  },

  sluice_journal_give_up_read__deps: ['$SluiceJournal'],
  sluice_journal_give_up_read: function () {
    SluiceJournal.source = null;
    SluiceJournal.notRead(SluiceJournal.journals().silence());
  },

  sluice_journal_open_run__deps: ['$SluiceJournal'],
  sluice_journal_open_run: function (run) {
    SluiceJournal.source = SluiceJournal.openRun(UTF8ToString(run));
    SluiceJournal.source.catch(function () { /* told by the first read */ });
  },

  sluice_journal_open_checkpoint__deps: ['$SluiceJournal'],
  sluice_journal_open_checkpoint: function (offer) {
    var blob = SluiceJournal.offers[offer];
    delete SluiceJournal.offers[offer];
    SluiceJournal.source = Promise.resolve(SluiceJournal.journals().blobReader(blob || new Blob([])));
  },

  sluice_journal_next__deps: ['$SluiceJournal'],
  sluice_journal_next: function () {
    var source = SluiceJournal.source;
    if (!source) return;
    source.then(function (reader) { return reader.next(); }).then(function (parts) {
      SluiceJournal.answer(source, parts);
    }, function (error) {
      if (source === SluiceJournal.source) SluiceJournal.notRead(error);
    });
  },

  sluice_journal_close__deps: ['$SluiceJournal'],
  sluice_journal_close: function () { SluiceJournal.source = null; },

  sluice_journal_list__deps: ['$SluiceJournal'],
  sluice_journal_list: function () { SluiceJournal.list(); },

  sluice_journal_forget__deps: ['$SluiceJournal'],
  sluice_journal_forget: function (run) {
    SluiceJournal.journals().forget(UTF8ToString(run)).catch(SluiceJournal.trouble).then(SluiceJournal.list);
  },

  sluice_journal_download__deps: ['$SluiceJournal', '$SluiceDownload'],
  sluice_journal_download: function (run) {
    SluiceJournal.journals().checkpoint(UTF8ToString(run)).then(function (blob) {
      SluiceDownload.save(blob, blob.name);
    }).catch(SluiceJournal.trouble);
  },

  sluice_journal_pick__deps: ['$SluiceJournal'],
  sluice_journal_pick: function () {
    var field = document.createElement('input');
    field.type = 'file';
    field.accept = '.journal';
    field.onchange = function () {
      if (field.files.length === 1) _sluice_on_checkpoint(SluiceJournal.offer(field.files[0]));
    };
    field.click();
  },
});
