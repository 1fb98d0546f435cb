// The page's database in the browser (IndexedDB): kept runs, and on plain http who may pull. Opened when first needed,
// let go of at once when another version of the page or the user's own clearing asks for it, opened anew afterwards.
//
// What goes wrong becomes an error with a code and with words that a person can act on:
//   storage_refused  the browser keeps nothing for this page (private window, a policy, blocked site data)
//   storage_full     the quota or the disk is full
//   storage_blocked  another tab holds the database of another version
//   storage_gone     the data was deleted under way
//   storage_silent   the browser has not answered at all (whoever waits says so: silence())
//   storage_failed   anything else, in the browser's own words
'use strict';

const database = (() => {
  const NAME = 'sluice';
  const VERSION = 1;
  let opening = null;

  const failure = (code, message) => Object.assign(new Error(message), { name: 'SluiceError', code });

  const words = {
    storage_refused: 'This browser keeps no data for this page: a private window, or its settings forbid it. Pull ' +
      'without keeping the run, or open the page in an ordinary window.',
    storage_full: 'The browser\'s storage is full. Forget kept runs that are no longer needed, or free space on the ' +
      'disk, and resume the run.',
    storage_blocked: 'Another tab holds the storage of another version of Sluice. Close the other tabs of this page ' +
      'and try again.',
    storage_gone: 'The data of this page was deleted from the browser while it was in use.',
    storage_silent: 'The browser\'s storage has not answered for a minute. Close other tabs of this page, or start the ' +
      'browser again, before you go on with the run.',
  };

  function codeOf(error) {
    if (error.name === 'QuotaExceededError') return 'storage_full';
    if (error.name === 'SecurityError' || error.name === 'InvalidStateError') return 'storage_refused';
    // An abort that nobody in the page asked for: the browser has closed the database.
    if (error.name === 'AbortError') return 'storage_gone';
    return 'storage_failed';
  }

  function explain(error) {
    if (error && error.name === 'SluiceError') return error;
    const cause = error || new DOMException('', 'AbortError');
    const code = codeOf(cause);
    return failure(code, words[code] ?? `The browser's storage has failed: ${cause.message || cause.name}. Close ` +
      'other tabs of this page, look whether the disk is full, and try again.');
  }

  function build(db) {
    db.createObjectStore('runs', { keyPath: 'id' });
    db.createObjectStore('entries', { keyPath: ['run', 'at'] });
    db.createObjectStore('pieces', { keyPath: ['run', 'at', 'n'] });
    db.createObjectStore('leases', { keyPath: 'name' });
  }

  function tend(db) {
    const forget = () => { opening = null; };
    db.onversionchange = () => {
      forget();
      db.close();  // what is under way is still finished
    };
    db.onclose = forget;
    return db;
  }

  function openNow() {
    return new Promise((resolve, reject) => {
      if (!self.indexedDB) throw new DOMException('', 'SecurityError');
      const request = indexedDB.open(NAME, VERSION);
      request.onupgradeneeded = () => build(request.result);
      request.onblocked = () => reject(failure('storage_blocked', words.storage_blocked));
      request.onsuccess = () => resolve(tend(request.result));
      // A newer page has made the database larger than this one knows.
      request.onerror = () => reject(request.error.name === 'VersionError'
        ? failure('storage_blocked', 'A newer version of Sluice has used this browser\'s storage. Load the page again.')
        : explain(request.error));
    }).catch((error) => { throw explain(error); });
  }

  function open() {
    if (!opening) {
      const mine = openNow();
      opening = mine;
      mine.catch(() => { if (opening === mine) opening = null; });
    }
    return opening;
  }

  const asked = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = (event) => {
      event.preventDefault();  // told by the promise
      reject(request.error);
    };
  });

  const silence = () => failure('storage_silent', words.storage_silent);

  // One transaction. `body(stores…)` makes requests and may wait for them with asked(), for nothing else. Resolves what
  // body gives, when the transaction is complete: then it is on the disk as far as the browser can tell. When body
  // throws nothing of it stays, and when `signal` gives it up before its end.
  async function transact(names, mode, body, signal) {
    const forget = () => { opening = null; };  // a connection that never comes
    for (let tries = 0; ; tries++) {
      signal?.addEventListener('abort', forget);
      const db = await open();
      signal?.removeEventListener('abort', forget);
      signal?.throwIfAborted();
      try {
        return await begin(db, names, mode, body, signal);
      } catch (error) {
        // Closed between open() and here: once more, with a new connection.
        if (error !== begin.closed || tries > 0) throw explain(error === begin.closed ? null : error);
        opening = null;
      }
    }
  }

  function begin(db, names, mode, body, signal) {
    let transaction;
    try {
      transaction = db.transaction(names, mode, { durability: mode === 'readwrite' ? 'strict' : 'default' });
    } catch (error) {
      return Promise.reject(error.name === 'InvalidStateError' ? begin.closed : error);
    }
    return new Promise((resolve, reject) => {
      let result;
      let refusal = null;
      transaction.oncomplete = () => resolve(result);
      transaction.onabort = () => reject(refusal ?? explain(transaction.error));
      const giveUp = () => { try { transaction.abort(); } catch { /* it is over */ } };
      signal?.addEventListener('abort', giveUp);
      body(...names.map((name) => transaction.objectStore(name))).then(
        (value) => { result = value; },
        (error) => {
          // The browser's own abort has the truer reason (a quota).
          if (error?.name !== 'AbortError') refusal = explain(error);
          giveUp();
        });
    });
  }
  begin.closed = new Error('closed');

  return { transact, asked, failure, explain, silence };
})();
