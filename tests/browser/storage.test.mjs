// The browser's storage of kept runs, by itself: journals go in entry by entry and come out as the bytes of a journal,
// on a site, on plain http and in the single file; and whatever takes the storage away is a failure in words.

import assert from 'node:assert/strict';
import {pathToFileURL} from 'node:url';
import {in_root} from './harness/common.mjs';
import {test} from './harness/runner.mjs';

const file = pathToFileURL(in_root('dist/sluice.html')).href;

// Writes a journal of `pages` pages with bodies of `bytes` bytes each and gives back what a checkpoint of it holds
// beside what it should hold, as digests, with the longest task that the writing took.
async function write_and_read({pages, bytes, run}) {
  const expected = ['SLUICE JOURNAL 1\n'];
  const longest = {ms: 0};
  const watch = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) longest.ms = Math.max(longest.ms, entry.duration);
  });
  watch.observe({type: 'longtask'});
  for (let i = 0; i < pages; i++) {
    const body = new Uint8Array(bytes);
    for (let at = 0; at < bytes; at += 65536) crypto.getRandomValues(body.subarray(at, at + 65536));
    const head = JSON.stringify({entry: i ? 'page' : 'run', note: 'Ünïcode', bytes: i ? bytes : 0});
    const count = i ? Math.ceil(bytes / 32768) : 0;
    await journals.append({
      run, head, pieces: count, piece: (n) => body.slice(n * 32768, (n + 1) * 32768),
      summary: {source: 'mobile.assets', state: 'running', assets: i, startedAt: '2026-11-22T08:00:00Z'},
      at: i, claims: i === 0, size: 17 + (i + 1) * (bytes + 100),
    });
    expected.push(head + '\n', ...(i ? [body, '\n'] : []));
  }
  watch.disconnect();
  const checkpoint = await journals.checkpoint(run);
  const a = new Uint8Array(await new Blob(expected).arrayBuffer());
  const b = new Uint8Array(await checkpoint.arrayBuffer());
  const source = journals.reader(run);
  let largest = 0;
  for (let parts = await source.next(); parts; parts = await source.next()) {
    largest = Math.max(largest, parts.reduce((sum, part) => sum + part.length, 0));
  }
  return {
    name: checkpoint.name, bytes: b.length, same: a.length === b.length && a.every((byte, i) => byte === b[i]),
    largest, longest: longest.ms, runs: await journals.list(),
  };
}

test('a kept run is read back byte for byte, a few pieces at a time', async (t) => {
  const page = await t.open(await t.site());
  const told = await page.page.evaluate(write_and_read, {pages: 12, bytes: 2000001, run: 'r-1'});
  assert.ok(told.same, `${told.bytes} bytes`);
  assert.equal(told.name, 'sluice-mobile.assets-r-1.journal');
  assert.ok(told.largest <= 600000, `${told.largest} bytes at once`);
  assert.ok(told.longest < 100, `a task of ${told.longest} ms`);
  const [run] = told.runs;
  assert.deepEqual({...run, bytes: 0}, {id: 'r-1', source: 'mobile.assets', state: 'interrupted', assets: 11, bytes: 0,
                                        startedAt: '2026-11-22T08:00:00Z'});
  assert.equal(run.bytes, 17 + 12 * 2000101, 'as the writer has told it');
  assert.deepEqual(await page.call('runs'), told.runs);
  await page.call('forget', 'r-1');
  assert.deepEqual(await page.call('runs'), []);
  await assert.rejects(page.call('checkpoint', 'r-1'), {code: 'unknown_run'});
  await assert.rejects(page.call('forget', 'r-1'), {code: 'unknown_run'});
});

test('runs are kept on plain http at a host name and in the single file as well', async (t) => {
  const {port} = await t.site();
  for (const url of [`http://intranet.test:${port}/`, file]) {
    const page = await t.open(url);
    const told = await page.page.evaluate(write_and_read, {pages: 3, bytes: 70000, run: 'r-2'});
    assert.ok(told.same, url);
    await page.page.reload();
    await page.page.evaluate(() => window.sluice.ready.then(() => true));
    assert.deepEqual((await page.call('runs')).map(({id}) => id), ['r-2'], 'after a reload');
  }
});

// The entry at place `at`, of `pieces` pieces. The first one that a tab writes claims the run.
const append = (page, entry) => page.page.evaluate(async (wanted) => {
  const piece = () => crypto.getRandomValues(new Uint8Array(32768));
  try {
    await journals.append({head: '{"bytes":0}', pieces: 0, piece, size: 0, summary: {state: 'running'}, ...wanted});
    return 'kept';
  } catch (error) {
    return {code: error.code, message: error.message};
  }
}, entry);

const bytes_of = (page, run) => page.page.evaluate(async (id) => (await journals.checkpoint(id)).size, run);

test('a full quota is told in words, and the entry that did not fit leaves nothing behind', async (t) => {
  const page = await t.open(await t.site(), {browser: await t.browser()});
  // Set before anything is kept: Chromium remembers for half a minute how much room there was.
  const tools = await page.context.newCDPSession(page.page);
  const {origin} = new URL(page.url);
  await tools.send('Storage.overrideQuotaForOrigin', {origin, quotaSize: 1000000});
  assert.equal(await append(page, {run: 'r-3', at: 0, claims: true}), 'kept');
  assert.equal(await append(page, {run: 'r-3', at: 1, pieces: 4}), 'kept');
  const before = await bytes_of(page, 'r-3');
  const full = await append(page, {run: 'r-3', at: 2, pieces: 64});
  assert.equal(full.code, 'storage_full');
  assert.match(full.message, /Forget kept runs/);
  assert.equal(await bytes_of(page, 'r-3'), before);
  await tools.send('Storage.overrideQuotaForOrigin', {origin});
  assert.equal(await append(page, {run: 'r-3', at: 2, pieces: 1}), 'kept');
});

test('data that is deleted under way is missed, not silently begun anew', async (t) => {
  const page = await t.open(await t.site());
  assert.equal(await append(page, {run: 'r-4', at: 0, claims: true}), 'kept');
  await page.page.evaluate(() => new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase('sluice');
    request.onsuccess = resolve;
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error('the page holds on to its database'));
  }));
  assert.equal((await append(page, {run: 'r-4', at: 1})).code, 'storage_gone');
  assert.equal(await append(page, {run: 'r-5', at: 0, claims: true}), 'kept');
});

test('a tab that another one has taken a run from cannot write into it any more', async (t) => {
  const page = await t.open(await t.site());
  const other = await page.context.newPage();
  await other.goto(page.url);
  await other.evaluate(() => window.sluice.ready.then(() => true));
  assert.equal(await append(page, {run: 'r-6', at: 0, claims: true}), 'kept');
  assert.equal(await append({page: other}, {run: 'r-6', at: 1, claims: true}), 'kept');
  const late = await append(page, {run: 'r-6', at: 1});
  assert.equal(late.code, 'storage_gone');
  assert.match(late.message, /Another tab/);
  assert.equal(await append({page: other}, {run: 'r-6', at: 2}), 'kept');
});

test('an entry in the place of another takes it away with all that lay behind', async (t) => {
  const page = await t.open(await t.site());
  for (const at of [0, 1, 2, 3]) await append(page, {run: 'r-10', at, pieces: 2, claims: at === 0});
  assert.equal(await append(page, {run: 'r-10', at: 2, head: '{"entry":"again","bytes":0}'}), 'kept');
  const text = await page.page.evaluate(async () => (await journals.checkpoint('r-10')).text());
  assert.equal(text.split('{"bytes":0}\n').length, 3, 'the entries before it');
  assert.ok(text.endsWith('{"entry":"again","bytes":0}\n'));
  assert.equal((await append(page, {run: 'r-10', at: 4})).code, 'storage_gone', 'no gap');
});

test('a browser that keeps nothing says so', async (t) => {
  const page = await t.open(await t.site(), {init: () => {
    Object.defineProperty(window, 'indexedDB', {value: {open() { throw new DOMException('no', 'SecurityError'); }}});
  }});
  const refused = await append(page, {run: 'r-7', at: 0, claims: true});
  assert.equal(refused.code, 'storage_refused');
  assert.match(refused.message, /private window/);
  await assert.rejects(page.call('runs'), {code: 'storage_refused'});
});

test('a run that is under way in another tab is not forgotten', async (t) => {
  const {port} = await t.site();
  for (const url of [`http://127.0.0.1:${port}/`, `http://intranet.test:${port}/`]) {
    const page = await t.open(url);
    const other = await page.context.newPage();
    await other.goto(url);
    await other.evaluate(() => window.sluice.ready.then(() => true));
    await append(page, {run: 'r-8', at: 0, claims: true});
    await append(page, {run: 'r-9', at: 0, claims: true});
    assert.equal(await other.evaluate(() => runSlot.reserve('r-8')), true);
    assert.equal(await page.page.evaluate(() => runSlot.reserve('r-8')), false, 'one tab at a time');
    const states = async () => (await page.call('runs')).map(({id, state}) => `${id} ${state}`).sort();
    assert.deepEqual(await states(), ['r-8 running', 'r-9 interrupted']);
    await assert.rejects(page.call('forget', 'r-8'), {code: 'busy'});
    await assert.rejects(page.call('forget', 'all'), {code: 'busy'});
    assert.deepEqual(await states(), ['r-8 running'], 'what nobody uses is gone');
    await other.evaluate(() => runSlot.leave());
    await page.call('forget', 'all');
    assert.deepEqual(await states(), []);
  }
});
