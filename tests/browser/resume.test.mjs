// Runs that go on: after the browser was killed, from a checkpoint in another browser, after the storage was full.
// What a resumed run exports is byte for byte what an uninterrupted one does.

import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {pathToFileURL} from 'node:url';
import {Devtools} from './harness/devtools.mjs';
import {in_root, manager, until} from './harness/common.mjs';
import {test} from './harness/runner.mjs';

const digest = (bytes) => createHash('sha256').update(bytes).digest('hex');

// A call that a crash has cut off may still run at the gateway for as long as its timers allow, and is waited for. Who
// comes back later has nothing to wait for: a page whose clock is ahead.
const later = (minutes) => `{ const now = Date.now; Date.now = () => now.call(Date) + ${minutes * 60000}; }`;
const cut_off_minutes = 11;

// A tab with Sluice in it, signed in to the gateway behind its site.
async function open_tab(browser, url, minutes = 0) {
  const tab = await browser.open(url, {init: later(minutes)});
  await until(() => tab.evaluate('typeof window.sluice?.version'), (type) => type === 'string', 'the page is ready');
  await tab.evaluate(`sluice.signIn(${JSON.stringify({gateway: '', ...manager})}).then(() => true)`);
  return tab;
}

const exported = (tab, table) => tab.evaluate(`(async () => {
  const blob = await sluice.export({table: '${table}', format: 'csv'});
  const hash = Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer())),
                          (byte) => byte.toString(16).padStart(2, '0')).join('');
  return {size: blob.size, hash, manifest: blob.manifest};
})()`);

const run_of = (tab) => tab.evaluate('sluice.status().run');

// What does not belong to a run alone.
function lasting({runId, startedAt, finishedAt, serverTime, pages, totals: {calls, ...totals}, ...others}) {
  return {...others, totals, pages: pages.map(({waitedMs, sha256, ...page}) => page)};
}

test('a browser that is killed at ten points of a hundred pages resumes to the very same export', async (t) => {
  const gatewayd = await t.gatewayd('--assets', 300, '--rate-limit', 2000, '--latency-ms', 8);
  const site = await t.site('--gateway', gatewayd.url);
  const first = await Devtools.start();
  t.ends(first);  // and its profile goes
  let browser = first;
  let tab = await open_tab(browser, site.url);
  const whole = await tab.evaluate('sluice.pull({pageSize: 3, keep: false})');
  assert.equal(whole.state, 'complete');
  assert.equal(whole.pages.length, 100);
  const [assets, detections] = [await exported(tab, 'assets'), await exported(tab, 'detections')];
  let id = null;
  for (let point = 1; point <= 10; point++) {
    const resume = id ? `resume: '${id}'` : 'pageSize: 3, keep: true';
    await tab.evaluate(`window.pulled = sluice.pull({${resume}}), window.pulled.catch(() => {}), true`);
    const {pages} = await until(() => run_of(tab), (run) => run.pages >= point * 9 || run.state === 'failed',
                                `page ${point * 9}`, {pause_ms: 3});
    assert.ok(pages < 100, 'killed within the run');
    id ??= (await run_of(tab)).id;
    await browser.kill();
    browser = await Devtools.start({profile: first.profile});
    t.ends({stop: () => browser.kill()});
    tab = await open_tab(browser, site.url, point * cut_off_minutes);
    const [kept] = await tab.evaluate('sluice.runs()');
    assert.equal(kept.id, id);
    assert.equal(kept.state, 'interrupted');
    // The page that was just being written may be missing.
    assert.ok(kept.assets >= (pages - 2) * 3, `${kept.assets} assets are kept of ${pages} pages`);
  }
  const resumed = await tab.evaluate(`sluice.pull({resume: '${id}'})`);
  assert.equal(resumed.state, 'complete');
  assert.equal(resumed.runId, id);
  const again = [await exported(tab, 'assets'), await exported(tab, 'detections')];
  const bytes = (list) => list.map(({size, hash}) => ({size, hash}));
  assert.deepEqual(bytes(again), bytes([assets, detections]));
  assert.deepEqual(lasting(again[1].manifest), lasting(detections.manifest));
  const [kept] = await tab.evaluate('sluice.runs()');
  assert.equal(kept.state, 'complete');
  assert.equal(kept.assets, 300);
});

const slow = ['--assets', 400, '--rate-limit', 2000, '--latency-ms', 40];

test('a checkpoint resumes in a fresh browser, and is kept there when that is asked for', async (t) => {
  const {gatewayd, site, page} = await t.signed_in({gateway: slow});
  const pulled = page.call('pull', {pageSize: 10, keep: true});
  await page.until_run((run) => run.pages >= 5, 'five pages');
  await page.call('stop');
  const stopped = await pulled;
  assert.equal(stopped.state, 'stopped');
  const [listed] = await page.call('runs');
  assert.deepEqual({...listed, bytes: 0, startedAt: ''}, {...listed, id: stopped.runId, source: 'mobile.assets',
                                                          state: 'stopped', assets: stopped.totals.assets, bytes: 0,
                                                          startedAt: ''});
  const checkpoint = await page.page.evaluate(async (id) => {
    const blob = await window.sluice.checkpoint(id);
    return {name: blob.name, text: await blob.text()};
  }, stopped.runId);
  assert.equal(checkpoint.name, `sluice-mobile.assets-${stopped.runId}.journal`);
  assert.ok(checkpoint.text.startsWith('SLUICE JOURNAL 1\n{'));
  assert.ok(!checkpoint.text.includes(manager.password) && !/Bearer/i.test(checkpoint.text), 'no secret in it');

  const other = await t.open(site, {browser: await t.browser(), init: later(cut_off_minutes)});
  const resume = (keep) => other.page.evaluate(async ([text, keeps]) => {
    try {
      return await window.sluice.pull({resume: new Blob([text]), keep: keeps});
    } catch (error) {
      return {code: error.code, message: error.message};
    }
  }, [checkpoint.text, keep]);
  const unsigned = await resume(true);
  assert.equal(unsigned.code, 'not_signed_in', unsigned.message);
  await other.sign_in();
  const resumed = await resume(true);
  assert.equal(resumed.state, 'complete', resumed.message);
  assert.equal(resumed.totals.assets, 400);
  const before = (await gatewayd.counters()).let_through;
  const whole = await page.call('pull', {pageSize: 10, keep: false});
  assert.equal((await gatewayd.counters()).let_through - before, whole.pages.length);
  for (const table of ['assets', 'detections']) {
    const [a, b] = [await other.export({table, format: 'csv'}), await page.export({table, format: 'csv'})];
    assert.equal(digest(a.bytes), digest(b.bytes), table);
  }
  const kept = await other.call('runs');
  assert.deepEqual(kept.map(({id, state, assets}) => ({id, state, assets})),
                   [{id: resumed.runId, state: 'complete', assets: 400}]);
});

test('what cannot be resumed is refused in words', async (t) => {
  const {page} = await t.signed_in({gateway: ['--assets', 20]});
  await assert.rejects(page.call('pull', {resume: 'no-such-run'}), {code: 'unknown_run'});
  await assert.rejects(page.call('pull', {resume: 7}), {code: 'invalid_parameter'});
  await assert.rejects(page.call('pull', {keep: 'yes'}), {code: 'invalid_parameter'});
  const from = (text) => page.page.evaluate((bytes) => window.sluice.pull({resume: new Blob([bytes])}).then(
    () => 'resumed', (error) => error.code), text);
  assert.equal(await from(''), 'bad_checkpoint');
  assert.equal(await from('PNG'), 'bad_checkpoint');
  assert.equal(await from('SLUICE JOURNAL 9\n'), 'bad_checkpoint');
  const manifest = await page.call('pull', {pageSize: 5});
  assert.equal(manifest.state, 'complete', 'the page pulls all the same');
  assert.deepEqual(await page.call('runs'), [], 'nothing is kept unless somebody says so');
});

test('a full storage stops the run with all that was kept, and resumes when there is room', async (t) => {
  const gatewayd = await t.gatewayd('--assets', 400, '--rate-limit', 2000);
  const site = await t.site('--gateway', gatewayd.url);
  const page = await t.open(site, {browser: await t.browser()});
  await page.sign_in();
  const whole = await page.call('pull', {pageSize: 20, keep: false});
  const expected = digest((await page.export({table: 'detections', format: 'csv'})).bytes);
  const tools = await page.context.newCDPSession(page.page);
  const {origin} = new URL(page.url);
  await tools.send('Storage.overrideQuotaForOrigin', {origin, quotaSize: Math.round(whole.totals.bytes / 5)});
  const stopped = await page.call('pull', {pageSize: 20, keep: true});
  assert.ok(['stopped', 'partial'].includes(stopped.state), stopped.state);
  assert.match(stopped.why, /storage is full/);
  assert.ok(stopped.totals.assets > 0 && stopped.totals.assets < 400);
  const [kept] = await page.call('runs');
  assert.equal(kept.id, stopped.runId);
  assert.ok(kept.assets > 0 && kept.assets <= stopped.totals.assets, `${kept.assets} of ${stopped.totals.assets}`);
  await tools.send('Storage.overrideQuotaForOrigin', {origin});
  await page.page.addInitScript(later(cut_off_minutes));
  await page.page.reload();
  await page.page.evaluate(() => window.sluice.ready.then(() => true));
  await page.sign_in();
  const resumed = await page.call('pull', {resume: stopped.runId});
  assert.equal(resumed.state, 'complete');
  assert.equal(digest((await page.export({table: 'detections', format: 'csv'})).bytes), expected);
});

for (const [where, address] of [
  ['in the single file', () => pathToFileURL(in_root('dist/sluice.html')).href],
  ['on plain http at a host name', async (t) => `http://intranet.test:${(await t.site()).port}/`],
]) {
  test(`a kept run goes on after a reload ${where}`, async (t) => {
    const page = await t.open(await address(t), {fragment: '#assets=400&limit=2000'});
    await page.sign_in({gateway: 'rehearsal'});
    await page.call('pull', {pageSize: 20, keep: false});
    const expected = digest((await page.export({table: 'detections', format: 'csv'})).bytes);
    const pulled = page.call('pull', {pageSize: 20, keep: true});
    await page.until_run((run) => run.pages >= 4, 'four pages');
    await page.call('stop');
    const stopped = await pulled;
    await page.page.reload();
    await page.page.evaluate(() => window.sluice.ready.then(() => true));
    await page.sign_in({gateway: 'rehearsal'});
    const resumed = await page.call('pull', {resume: stopped.runId});
    assert.equal(resumed.state, 'complete');
    assert.ok(resumed.pages.length === 20 && stopped.pages.length < 20);
    assert.equal(digest((await page.export({table: 'detections', format: 'csv'})).bytes), expected);
  });
}
