// The journals of kept runs (the database's side of core/journal). A run is a record with its summary, entries by
// their place in the run, and the pieces of each entry's body. What the pull engine gives is kept as it is, so that a
// checkpoint, a journal file of the native program and what is read back here are the same bytes.
//
// One entry is one transaction: head, pieces and the run's new summary are there together or not at all. Requests are
// chained, each in the answer to the last, so that no task of the page is longer than the copy of one piece.
//
// A run belongs to the tab that wrote its first entry since it was opened: when another one has resumed it, the first
// may not write any more (its computer slept, and it does not know).
'use strict';

const journals = (() => {
  const { transact, asked, failure, explain, silence } = database;
  const me = Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join('');
  const MAGIC = 'SLUICE JOURNAL 1\n';
  const READ_BYTES = 256 * 1024;   // of one turn of a reader
  const READ_ENTRIES = 64;
  const JOINED = 64;               // pieces of a checkpoint that become one Blob, which the browser may keep on disk
  const ACTIVE = ['running', 'waiting', 'paused'];
  const text = new TextEncoder();

  const from = (run, at) => IDBKeyRange.bound([run, at], [run, []]);  // an array sorts behind every number
  const lockOf = (run) => 'run.' + run;

  // ── writing ──

  // at: the entry's place in the run, from 0; what lies there and behind makes way. pieces: how many the body has, of
  // which piece(n) gives one (a copy that is ours). size: the journal's bytes up to and with this entry. claims: the
  // first entry that this tab writes of the run since it was begun or resumed.
  // `signal` gives it up.
  function append({ run, at, head, pieces, piece, size, summary, claims }, signal) {
    return transact(['runs', 'entries', 'pieces'], 'readwrite', async (runs, entries, store) => {
      const record = await asked(runs.get(run));
      const next = record ? record.next : 0;
      if (at > next) throw failure('storage_gone', 'The kept data of this run was deleted while it was under way.');
      if (record && !claims && record.writer !== me) {
        throw failure('storage_gone', 'Another tab of this browser has gone on with this run.');
      }
      if (at < next) {
        await asked(entries.delete(from(run, at)));
        await asked(store.delete(from(run, at)));
      }
      await asked(entries.put({ run, at, head, pieces }));
      for (let n = 0; n < pieces; n++) await asked(store.put({ run, at, n, data: piece(n) }));
      await asked(runs.put({ id: run, next: at + 1, writer: me, summary: { ...summary, bytes: size } }));
    }, signal);
  }

  // ── reading ──

  // What is in the store of one run, in order, from its first byte to its last as it was when the reading began. next()
  // gives a list of byte arrays, or null at the end.
  function reader(run) {
    const place = { at: 0, n: 0, end: -1 };

    async function start() {
      const record = await transact(['runs'], 'readonly', (runs) => asked(runs.get(run)));
      if (!record) throw failure('unknown_run', `There is no kept run ${run} in this browser.`);
      place.end = record.next;
      return [text.encode(MAGIC)];
    }

    // A few whole pieces of the entry at hand; true when it has no more.
    async function take(out, entry, store) {
      if (place.n === 0) out.push(text.encode(entry.head + '\n'));
      const wanted = IDBKeyRange.bound([run, place.at, place.n], [run, place.at, entry.pieces]);
      const most = Math.max(1, Math.ceil((READ_BYTES - sizeOf(out)) / (32 * 1024)));
      const found = place.n < entry.pieces ? await asked(store.getAll(wanted, most)) : [];
      for (const { data } of found) out.push(data);
      place.n += found.length;
      if (place.n < entry.pieces && found.length > 0) return false;
      if (entry.pieces > 0) out.push(text.encode('\n'));
      return true;
    }

    async function fill(entries, store) {
      const out = [];
      for (let count = 0; count < READ_ENTRIES && sizeOf(out) < READ_BYTES && place.at < place.end; count++) {
        const entry = await asked(entries.get([run, place.at]));
        if (!entry) throw failure('storage_gone', 'The kept data of this run was deleted while it was read.');
        if (!await take(out, entry, store)) break;
        place.at++;
        place.n = 0;
      }
      return out;
    }

    return {
      async next() {
        if (place.end < 0) return start();
        if (place.at >= place.end) return null;
        return transact(['entries', 'pieces'], 'readonly', fill);
      },
    };
  }

  const sizeOf = (parts) => parts.reduce((sum, part) => sum + part.length, 0);

  // The same for a file or a Blob.
  function blobReader(blob) {
    let at = 0;
    return {
      async next() {
        if (at >= blob.size) return null;
        const piece = blob.slice(at, at + READ_BYTES);
        at += piece.size;
        try {
          return [new Uint8Array(await piece.arrayBuffer())];
        } catch (error) {
          throw failure('bad_checkpoint', `The checkpoint could not be read to its end: ${error.message}`);
        }
      },
    };
  }

  // ── what scripts and the panel of kept runs ask ──

  // The summaries with id, bytes and state as they are now, the newest first. A run whose tab has gone is
  // "interrupted".
  async function list() {
    const records = await transact(['runs'], 'readonly', (runs) => asked(runs.getAll()));
    const busy = await locks.taken();
    return records.map(({ id, summary }) => {
      const open = ACTIVE.includes(summary.state);
      return { ...summary, id, state: open && !busy.has(lockOf(id)) ? 'interrupted' : summary.state };
    }).sort((a, b) => (a.startedAt < b.startedAt ? 1 : a.startedAt > b.startedAt ? -1 : 0));
  }

  // A Blob with a name; its bytes never pass through the program.
  async function checkpoint(run) {
    const record = await transact(['runs'], 'readonly', (runs) => asked(runs.get(run)));
    if (!record) throw failure('unknown_run', `There is no kept run ${run} in this browser.`);
    const source = reader(run);
    const parts = [];
    for (let more = await source.next(); more !== null; more = await source.next()) {
      parts.push(...more);
      if (parts.length > JOINED) parts.splice(0, parts.length, new Blob(parts));
    }
    const name = `sluice-${record.summary.source}-${run}.journal`;
    return Object.assign(new Blob(parts, { type: 'application/octet-stream' }), { name });
  }

  function remove(run) {
    return transact(['runs', 'entries', 'pieces'], 'readwrite', async (runs, entries, store) => {
      if (!await asked(runs.get(run))) throw failure('unknown_run', `There is no kept run ${run} in this browser.`);
      await asked(runs.delete(run));
      await asked(entries.delete(from(run, 0)));
      await asked(store.delete(from(run, 0)));
    });
  }

  const underWay = (run) => failure('busy', `The run ${run} is under way in a tab of this browser, so it is not ` +
    'forgotten. Stop it first.');

  async function forgetOne(run) {
    const release = await locks.take(lockOf(run));
    if (!release) throw underWay(run);
    try {
      await remove(run);
    } finally {
      release();
    }
  }

  // A run id, or "all". Those that are under way stay, and it says so when the others are gone.
  async function forget(which) {
    if (which !== 'all') return forgetOne(String(which));
    const ids = await transact(['runs'], 'readonly', (runs) => asked(runs.getAllKeys()));
    let refused = null;
    for (const id of ids) {
      await forgetOne(id).catch((error) => {
        if (error.code === 'busy') refused = error;
        else if (error.code !== 'unknown_run') throw error;
      });
    }
    if (refused) throw refused;
  }

  return { append, reader, blobReader, list, checkpoint, forget, explain, silence, lockOf };
})();
