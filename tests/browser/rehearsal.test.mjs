// The simulated gateway inside the page: from one click to a whole inventory, without a request to anybody.

import assert from 'node:assert/strict';
import {until} from './harness/common.mjs';
import {test} from './harness/runner.mjs';

// What the page needs to start; nothing else may be asked for.
const own_files = new RegExp('/(|index\\.html|style\\.css|icon\\.svg|favicon\\.ico|sluice\\.wasm|' +
                             '(boot|database|journals|locks|run_slot|sign_in|sluice_api|sluice|ticker)\\.js)$');

async function totals(page) {
  const {run: {assets, detections, pages, bytes}} = await page.status();
  return {assets, detections, pages, bytes};
}

test('one click signs in, one click pulls 2,400 assets in 24 pages, and nothing leaves the browser', async (t) => {
  const page = await t.open(await t.site());
  await page.page.locator('#sign-in-submit').click();
  await page.click('empty.pull');
  await page.until_run((run) => run.state === 'running' && run.pages > 1 && run.pages < 20, 'pages arrive');
  await page.widget('table.assets', (widget) => Number(widget.value) >= 100);
  const run = await page.until_over();
  assert.equal(run.state, 'complete');
  assert.equal(run.assets, 2400);
  assert.equal(run.pages, 24);
  assert.ok(run.detections > 10000 && run.detections < 14000, `${run.detections} detections`);
  for (const request of page.requests) assert.match(new URL(request.url()).pathname, own_files);
  const first = await totals(page);
  // The same again in the same page: the same inventory.
  await page.click('pull.start');
  await page.until_run(({id}) => id !== run.id, 'another run');
  await page.until_over();
  assert.deepEqual(await totals(page), first);
});

test('the same seed gives the same rows in another visit, another seed does not', async (t) => {
  const exports = [];
  for (const fragment of ['#seed=7&assets=200', '#seed=7&assets=200', '#seed=8&assets=200']) {
    const page = await t.rehearsed({fragment});
    exports.push((await page.export({table: 'detections', format: 'ndjson'})).bytes.toString());
    await page.close();
  }
  assert.ok(exports[0].length > 50000);
  assert.equal(exports[0], exports[1]);
  assert.notEqual(exports[0], exports[2]);
});

test('the address sets the size of the inventory and the limit of the window', async (t) => {
  const page = await t.rehearsed({fragment: '#assets=150&limit=40'});
  const {run, budget} = await page.status();
  assert.equal(run.assets, 150);
  assert.equal(run.pages, 2);
  assert.equal(budget.limit, 40);
  assert.equal(budget.remaining, 38);
  assert.equal(budget.known, true);
});

test('nonsense in the address is passed over', async (t) => {
  const page = await t.rehearsed({fragment: '#assets=-5&seed=%00&limit=many&filter=%&%%%=&=&preset=none'});
  assert.equal((await page.status()).run.state, 'complete');
});

test('the preset "wait" runs into the rate limit and shows the reason with a countdown', async (t) => {
  const page = await t.open(await t.site(), {fragment: '#preset=wait'});
  await page.page.locator('#sign-in-submit').click();
  await page.click('pull.start');
  const run = await page.until_run(({state}) => state === 'waiting', 'the wait');
  assert.equal(run.waitReason, 'rate_limit');
  assert.ok(run.waitSec > 20 && run.waitSec <= 62, `${run.waitSec} s`);
  assert.ok(run.assets >= 800 && run.assets < 2400);
  const words = (await page.widget('wait')).label;
  assert.match(words, /^Waiting \d+(\.0)? s: \d+ of 10 calls .* are used/);
  assert.match(words, /goes on by itself/);
  await page.widget('wait', (widget) => widget.label !== words);  // it counts down
  const later = await page.run();
  assert.ok(later.waitSec < run.waitSec);
  const {frame: {drawn}} = await page.status();
  await page.page.waitForTimeout(2000);
  const frames = (await page.status()).frame.drawn - drawn;
  assert.ok(frames >= 1 && frames <= 6, `${frames} frames in two seconds of waiting`);
  await page.click('pull.stop');
  assert.equal((await page.until_over()).state, 'stopped');
});

test('a filter in the address is in the filter box, and counts', async (t) => {
  const page = await t.rehearsed({fragment: '#assets=200&filter=severity%3A5'});
  await page.click('tab.detections');
  assert.equal((await page.widget('filter.detections')).value, 'severity:5');
  const wanted = await page.call('count', {table: 'detections', filter: 'severity:5'});
  await page.widget('table.detections', (widget) => widget.value === String(wanted));
});

test('the canvas alone leads from nothing to rows: sign in, rehearse, pull', async (t) => {
  const page = await t.rehearsed({fragment: '#assets=100'});
  await page.call('signOut');
  await page.click('session.sign_in');
  await until(() => page.page.evaluate(() => document.getElementById('sign-in').open), Boolean, 'the form');
  await page.page.locator('#sign-in-submit').click();
  const {id} = await page.run();
  await page.click('pull.start');
  await page.until_run((run) => run.id !== id && run.state === 'complete', 'another run, complete');
});
