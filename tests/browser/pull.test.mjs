// Pulls through nginx and gatewayd: by a click on the canvas, long ones, interrupted ones, and what they export.

import assert from 'node:assert/strict';
import {manager, sleep, until} from './harness/common.mjs';
import {native_export} from './harness/gateways.mjs';
import {test} from './harness/runner.mjs';

test('a click on the canvas pulls, and rows appear while pages arrive', async (t) => {
  const {page} = await t.signed_in({gateway: ['--assets', 2500, '--latency-ms', 300]});
  await page.click('pull.start');
  await page.until_run((run) => run.state === 'running' && run.pages >= 1 && run.pages < 3, 'a page has come');
  const grid = await page.widget('table.assets', (widget) => Number(widget.value) >= 1000);
  assert.ok(Number(grid.value) < 2500, 'before the last page');
  const run = await page.until_over();
  assert.equal(run.state, 'complete');
  assert.equal(run.assets, 2500);
  await page.widget('table.assets', (widget) => widget.value === '2500');
});

test('two hundred pages arrive whole, and every export equals the native one byte for byte', async (t) => {
  const {gatewayd, page} = await t.signed_in({gateway: ['--assets', 2000, '--seed', 11, '--rate-limit', 2000]});
  const manifest = await page.call('pull', {pageSize: 10});
  assert.equal(manifest.state, 'complete');
  assert.equal(manifest.pages.length, 200);
  assert.equal(manifest.totals.assets, 2000);
  assert.equal((await gatewayd.counters()).let_through, 200);
  for (const [table, format, filter] of [['detections', 'csv', ''], ['detections', 'ndjson', ''],
                                         ['assets', 'csv', ''], ['assets', 'ndjson', ''],
                                         ['detections', 'csv', 'severity>=4 and status:Active']]) {
    const ours = await page.export({table, format, filter});
    const native = native_export(gatewayd, {table, format, filter, page_size: 10});
    assert.ok(native.bytes.length > 10000, `${table} ${format}: ${native.bytes.length} bytes`);
    assert.ok(ours.bytes.equals(native.bytes), `${table} ${format} ${filter}: ${differs_at(ours.bytes, native.bytes)}`);
    assert.deepEqual(lasting(ours.manifest), lasting(native.manifest));
  }
});

function differs_at(a, b) {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const around = (bytes) => JSON.stringify(bytes.subarray(Math.max(0, at - 40), at + 40).toString());
  return `${a.length} and ${b.length} bytes, from ${at} on ${around(a)} is not ${around(b)}`;
}

// A manifest without what belongs to its run alone: ids, times, the address as it was called, waits.
function lasting(manifest) {
  const {runId, startedAt, finishedAt, serverTime, gateway, pages, ...others} = manifest;
  assert.ok(runId && startedAt && finishedAt && serverTime);
  // Each answer tells its own moment, so no two have the same digest.
  assert.ok(pages.every((page) => /^[0-9a-f]{64}$/.test(page.sha256)), 'each page has its digest');
  return {...others, pages: pages.map(({waitedMs, sha256, ...page}) => page)};
}

test('a gateway that is killed in mid-run makes the run rest and ask; stopped, its export says PARTIAL', async (t) => {
  const {gatewayd, page} = await t.signed_in({gateway: ['--assets', 400, '--latency-ms', 60]});
  page.allow_errors(/status of 502/, /ERR_(INCOMPLETE_CHUNKED|EMPTY|CONTENT_LENGTH)/);
  const pulled = page.call('pull', {pageSize: 20});
  await page.until_run((run) => run.pages >= 3, 'three pages');
  await gatewayd.stop('SIGKILL');
  await page.until_run((run) => run.state === 'paused', 'it asks', {limit_ms: 60000});
  assert.match((await page.widget('ask')).label, /failed 5 times.*paused: let it go on, or stop it/s);
  await page.screenshot('run-asks');
  await page.click('ask.stop');
  const manifest = await pulled;
  assert.equal(manifest.state, 'stopped');
  const kept = manifest.totals.assets;
  assert.equal(kept, manifest.pages.length * 20);
  assert.ok(kept >= 60 && kept < 400);
  assert.equal((await page.call('rows', {table: 'assets'})).total, kept);
  const exported = await page.export({table: 'assets', format: 'csv'});
  assert.match(exported.name, /PARTIAL/);
  assert.equal(exported.manifest.state, 'stopped');
  assert.equal(exported.manifest.export.rows, kept);
  const band = await page.widget('partial');
  assert.match(band.label, /PARTIAL/);
});

test('the rate limit is waited for with its reason, and the pull goes on by itself', async (t) => {
  const {gatewayd, page} = await t.signed_in({gateway: ['--assets', 60, '--rate-limit', 4, '--window', 3]});
  const pulled = page.call('pull', {pageSize: 10, reserveCalls: 0});
  const run = await page.until_run(({state}) => state === 'waiting', 'the wait');
  assert.equal(run.waitReason, 'rate_limit');
  assert.ok(run.waitSec >= 1 && run.waitSec <= 6, `${run.waitSec} s`);
  assert.match((await page.widget('wait')).label, /^Waiting \d+(\.0)? s: 4 of 4 calls/);
  const {budget} = await page.status();
  assert.deepEqual({...budget, remaining: 0}, {limit: 4, remaining: 0, windowSec: 3, concurrencyLimit: 2, known: true});
  assert.equal((await pulled).state, 'complete');
  const counted = await gatewayd.counters();
  assert.equal(counted.refused_rate, 0, 'never over the window');
  assert.equal(counted.let_through, 6);
});

test('a 429 by other users of the subscription is obeyed', async (t) => {
  const {gatewayd, page} = await t.signed_in({gateway: ['--assets', 30, '--rate-limit', 5, '--window', 2]});
  await gatewayd.suffer('spend?calls=5');
  page.allow_errors(/status of 429/);
  const manifest = await page.call('pull', {pageSize: 10, reserveCalls: 0});
  assert.equal(manifest.state, 'complete');
  assert.equal(manifest.totals.refused, 1);
  assert.equal((await gatewayd.counters()).refused_rate, 1);
});

test('pause, go on and stop from the canvas', async (t) => {
  const {gatewayd, page} = await t.signed_in({gateway: ['--assets', 4000, '--latency-ms', 120]});
  const pulled = page.call('pull', {pageSize: 100});
  await page.click('pull.pause');
  const paused = await page.until_run(({state}) => state === 'paused', 'the pause');
  await sleep(600);  // the page on its way may still come
  const {calls} = await gatewayd.counters();
  await sleep(600);
  assert.equal((await gatewayd.counters()).calls, calls, 'no call while paused');
  await page.click('pull.unpause');
  await page.until_run((run) => run.state === 'running' && run.pages > paused.pages + 1, 'it goes on');
  await page.click('pull.stop');
  const manifest = await pulled;
  assert.equal(manifest.state, 'stopped');
  assert.ok(manifest.totals.assets >= 100 && manifest.totals.assets < 4000);
  assert.equal((await page.call('count', {table: 'assets'})), manifest.totals.assets);
  assert.match((await page.export({table: 'assets', format: 'ndjson'})).name, /PARTIAL/);
});

test('a revoked token is renewed once, without a word to the user', async (t) => {
  const {gatewayd, page} = await t.signed_in({gateway: ['--assets', 200, '--latency-ms', 60]});
  page.allow_errors(/status of 401/);
  const pulled = page.call('pull', {pageSize: 20});
  await page.until_run((run) => run.pages >= 2, 'two pages');
  await gatewayd.suffer('revoke');
  const manifest = await pulled;
  assert.equal(manifest.state, 'complete');
  assert.equal(manifest.totals.assets, 200);
  assert.equal((await gatewayd.counters()).auth_calls, 2);
});

test('without renewal a revoked token pauses the run and asks; after the sign-in it goes on', async (t) => {
  const gatewayd = await t.gatewayd('--assets', 200, '--latency-ms', 60);
  const page = await t.open(await t.site('--gateway', gatewayd.url));
  page.allow_errors(/status of 401/);
  await page.sign_in({renew: false});
  const pulled = page.call('pull', {pageSize: 20});
  await page.until_run((run) => run.pages >= 2, 'two pages');
  await gatewayd.suffer('revoke');
  const run = await page.until_run(({state}) => state === 'paused', 'the run asks for a sign-in');
  assert.equal(run.waitReason, 'sign_in');
  await until(() => page.page.evaluate(() => document.getElementById('sign-in').open), Boolean, 'the form opens');
  await page.page.locator('#username').fill(manager.username);
  await page.page.locator('#password').fill(manager.password);
  await page.page.keyboard.press('Enter');
  const manifest = await pulled;
  assert.equal(manifest.state, 'complete');
  assert.equal(manifest.totals.assets, 200);
});

test('a proxy\'s HTML page, a cut body and a server\'s error are asked for again', async (t) => {
  const {page} = await t.signed_in({gateway: ['--assets', 40, '--fault', 'html_page', '--fault', 'cut_body',
                                              '--fault', 'internal_error']});
  page.allow_errors(/ERR_(CONTENT_LENGTH_MISMATCH|INCOMPLETE_CHUNKED|EMPTY|HTTP2|CONNECTION)/, /status of 50[02]/);
  const manifest = await page.call('pull', {pageSize: 20});
  assert.equal(manifest.state, 'complete');
  assert.equal(manifest.totals.assets, 40);
  assert.equal(manifest.totals.retries, 3);
});

test('a user without the permission is told so in words', async (t) => {
  const gatewayd = await t.gatewayd('--assets', 10);
  const page = await t.open(await t.site('--gateway', gatewayd.url));
  page.allow_errors(/status of 403/);
  await page.sign_in({username: 'acme_np1'});
  const manifest = await page.call('pull', {});
  assert.equal(manifest.state, 'failed');
  assert.match(manifest.why, /not authorized to run the VMDR Mobile API/);
  assert.equal(manifest.totals.calls, 1, 'never asked a second time');
  await page.at_rest();
  assert.match((await page.find('message')).label, /^Failed: .*not authorized/, 'the newest message is the last event');
});

test('a parameter with a wrong value is refused in the gateway\'s own words before anything is sent', async (t) => {
  const {gatewayd, page} = await t.signed_in({gateway: ['--assets', 10]});
  await assert.rejects(page.call('pull', {parameters: {show_results: '2'}}), (error) => {
    assert.equal(error.code, 'invalid_parameter');
    assert.match(error.message, /parameter show_results has invalid value: 2 \(please specify one of the following: /);
    return true;
  });
  await assert.rejects(page.call('pull', {pageSize: 10, parameters: {truncation_limit: '10'}}),
                       {code: 'invalid_parameter'});
  assert.equal((await gatewayd.counters()).calls, 0);
});

test('parameters filter at the gateway', async (t) => {
  const {page} = await t.signed_in({gateway: ['--assets', 100]});
  await page.call('pull', {parameters: {severities: '4-5', show_results: '0'}});
  const {total, rows} = await page.call('rows', {table: 'detections', columns: ['severity', 'results']});
  assert.ok(total > 10);
  for (const row of rows) {
    assert.ok(row.severity >= 4);
    assert.equal(row.results, undefined);
  }
});

test('a second pull while one runs is refused as busy', async (t) => {
  const {page} = await t.signed_in({gateway: ['--assets', 100, '--latency-ms', 400]});
  const pulled = page.call('pull', {});
  await page.until_run(({state}) => state === 'running', 'the first runs');
  await assert.rejects(page.call('pull', {}), {code: 'busy'});
  assert.equal((await pulled).state, 'complete');
});

test('leaving the page during a run asks first, afterwards it does not', async (t) => {
  const {page} = await t.signed_in({gateway: ['--assets', 100, '--latency-ms', 700]});
  const asked = [];
  page.page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    return dialog.dismiss();
  });
  await page.click('pull.start');
  await page.until_run(({state}) => state === 'running', 'the run');
  await page.page.close({runBeforeUnload: true});
  await until(() => asked, (types) => types.length === 1, 'the question');
  assert.deepEqual(asked, ['beforeunload']);
  assert.equal((await page.until_over()).state, 'complete', 'the page is still there');
  await page.page.reload();
  assert.equal(asked.length, 1);
});
