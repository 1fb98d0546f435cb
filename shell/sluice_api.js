// window.sluice: the page's scripting interface (page-api.md). Everything that the windows can do, as functions
// that a console or a test can call. They issue the same commands as the panels; what they mean is in the program.
'use strict';

const sluiceApi = (() => {
  let program = null;  // null until it runs
  let call = null;     // into the program
  let isReady;
  const ready = new Promise((resolve) => { isReady = resolve; });
  const waiting = new Map();    // ticket -> {resolve, reject, rows, parts, finish}
  const listeners = new Map();  // event name -> Set of functions

  // ── the wire ──

  function failure({ code, message }) {
    return Object.assign(new Error(message), { name: 'SluiceError', code });
  }

  // JSON has no Infinity; "no limit" is a very large number to the program.
  const plain = (key, value) => (value === Infinity ? Number.MAX_SAFE_INTEGER : value);

  function ask(name, args = {}, beside = {}) {
    if (!call) throw failure({ code: 'not_ready', message: 'Sluice is still loading: wait for `await sluice.ready`.' });
    const text = JSON.stringify(args ?? {}, plain) ?? '{}';
    return JSON.parse(call(name, text, beside.password, beside.token, beside.clientSecret, beside.bytes));
  }

  function now(name, args, beside) {
    const answer = ask(name, args, beside);
    if (answer.error) throw failure(answer.error);
    return answer.value;
  }

  // The answer comes when the program has it; `finish` makes of it what the caller gets.
  async function later(name, args, finish = (value) => value, secrets = {}) {
    await ready;
    const answer = ask(name, args, secrets);
    if (answer.error) throw failure(answer.error);
    if (!answer.ticket) return finish(answer.value, {});
    return new Promise((resolve, reject) => {
      waiting.set(answer.ticket, { resolve, reject, finish, rows: [], parts: [] });
    });
  }

  // ── what the program calls ──

  function rows(ticket, json) {
    const place = waiting.get(ticket);
    if (place) for (const row of JSON.parse(json)) place.rows.push(row);
  }

  // Small pieces are joined now and then, so that the browser may keep them on disk.
  function bytes(ticket, piece) {
    const parts = waiting.get(ticket)?.parts;
    if (!parts) return;
    parts.push(piece);
    if (parts.length > 64) parts.splice(0, parts.length, new Blob(parts));
  }

  function settle(ticket, json) {
    const place = waiting.get(ticket);
    if (!place) return;
    waiting.delete(ticket);
    const answer = JSON.parse(json);
    if (answer.error) place.reject(failure(answer.error));
    else place.resolve(place.finish(answer.value, place));
  }

  function emit(name, json) {
    const value = JSON.parse(json);
    for (const listener of listeners.get(name) ?? []) {
      // A listener's mistake is its own: it must not stop the program.
      try {
        listener(value);
      } catch (error) {
        reportError(error);
      }
    }
  }

  // ── window.sluice ──

  function onOff(adds) {
    return (name, listener) => {
      if (!['page', 'run', 'session', 'wait'].includes(name)) {
        throw failure({ code: 'unknown_event', message: `There is no event "${name}". There are: page, run, session, wait.` });
      }
      if (!listeners.has(name)) listeners.set(name, new Set());
      if (adds) listeners.get(name).add(listener);
      else listeners.get(name).delete(listener);
    };
  }

  function signIn(args = {}) {
    const { password, token, clientSecret, ...others } = args ?? {};
    const answer = ({ subject, expiresInSec }) => ({ subject, expiresInSec });
    return later('signIn', others, answer, { password, token, clientSecret });
  }

  const blobOf = ({ name, type, manifest }, { parts }) => Object.assign(new Blob(parts, { type }), { name, manifest });

  // A piece takes the program some milliseconds; the browser has its turn while the next one is read.
  const pieceBytes = 128 * 1024;

  async function manifestText(manifest) {
    if (manifest instanceof Blob) return manifest.text();
    if (typeof manifest === 'string') return manifest;
    if (manifest && typeof manifest === 'object') return JSON.stringify(manifest);
    throw failure({ code: 'invalid_parameter', message: 'parameter manifest must be a manifest, its JSON text or its file' });
  }

  async function verify({ manifest, file } = {}) {
    await ready;
    const text = await manifestText(manifest);
    const absent = file === undefined || file === null;
    if (!absent && !(file instanceof Blob)) {
      throw failure({ code: 'invalid_parameter', message: 'parameter file must be a File or a Blob: the export as it was saved' });
    }
    const job = now('beginVerify', { manifest: text });
    const size = absent ? 0 : file.size;
    try {
      for (let at = 0; at < size; at += pieceBytes) {
        const bytes = new Uint8Array(await file.slice(at, at + pieceBytes).arrayBuffer());
        now('verifyPiece', { job }, { bytes });
      }
    } catch (error) {
      now('endVerify', { job });
      throw failure({ code: 'unreadable_file', message: `The file could not be read to its end: ${error.message}` });
    }
    return now('endVerify', { job, file: !absent });
  }

  // A checkpoint Blob stays outside: the program reads it piece by piece under the number that it is given here.
  async function pull(args = {}) {
    await ready;
    const { resume, ...others } = args ?? {};
    if (!(resume instanceof Blob)) return later('pull', args);
    return later('pull', { ...others, checkpoint: program.offerCheckpoint(resume) });
  }

  async function forget(which) {
    await ready;
    try {
      await journals.forget(which);
    } finally {
      program.listRuns();
    }
  }

  const sluice = {
    ready,
    version: undefined,
    platforms: () => now('platforms'),
    parameters: (source) => now('parameters', { source }),
    signIn,
    signOut: () => later('signOut'),
    pull,
    // What only forecasts want to know of a run stays inside.
    runs: async () => (await journals.list()).map(({ path, request, page, ...run }) => run),
    checkpoint: (run) => journals.checkpoint(String(run)),
    forget,
    pause: () => { now('pause'); },
    unpause: () => { now('unpause'); },
    stop: () => { now('stop'); },
    status: () => now('status'),
    requests: () => now('requests'),
    on: onOff(true),
    off: onOff(false),
    widgets: () => now('widgets'),
    columns: (args) => later('columns', args),
    check: (args) => later('check', args),
    count: (args) => later('count', args),
    rows: (args) => later('rows', args, ({ total }, place) => ({ total, rows: place.rows })),
    group: (args) => later('group', args, (_, place) => place.rows),
    export: (args) => later('export', args, blobOf),
    verify,
    plan: (args) => later('plan', args),
    // The origin stands in for the gateway when that is this site: a command line needs a whole address.
    recipe: (args) => later('recipe', { ...args, origin: window.location.origin }),
    parseCurl: (text) => later('parseCurl', { text: String(text ?? '') }),
  };
  window.sluice = sluice;

  return {
    // What the program calls, through Module.shell.
    hooks: { rows, bytes, settle, emit },
    form: () => now('form'),
    start(started) {
      program = started;
      call = program.call;
      sluice.version = now('form').version;
      isReady(sluice);
    },
  };
})();
