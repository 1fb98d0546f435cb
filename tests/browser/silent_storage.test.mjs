// A browser whose storage stops answering, without an error: it is given up after a minute that the page was awake.

import assert from 'node:assert/strict';
import {sleep, until} from './harness/common.mjs';
import {fast_clock, script} from './harness/fast_clock.mjs';
import {test} from './harness/runner.mjs';
import {held, hold, let_go, slow_storage} from './harness/slow_storage.mjs';

const factor = 20;
const minute_ms = 60000 / factor;
const gateway = ['--assets', 400, '--rate-limit', 2000, '--latency-ms', 250];
const init = script([slow_storage], [fast_clock, factor]);
const now = (page) => page.page.evaluate(() => performance.now());

// A run of ten pages whose storage has fallen silent behind the second.
async function silenced(t) {
  const {page} = await t.signed_in({gateway, page: {init}});
  const pulled = page.call('pull', {keep: true, pageSize: 40});
  await page.until_run((run) => run.pages >= 2, 'two pages');
  await hold(page);
  await until(() => held(page), (count) => count === 1, 'it waits for the storage');
  return {page, pulled};
}

test('a storage that falls silent ends the run after a minute, with what was kept', async (t) => {
  const {page, pulled} = await silenced(t);
  const since = await now(page);
  const {state, why, runId, totals} = await pulled;
  const waited = await now(page) - since;
  assert.ok(waited > 50000 && waited < 80000, `given up after ${waited} ms`);
  assert.equal(state, 'stopped');
  assert.match(why, /storage has not answered for a minute/);
  assert.match(why, /kept/);
  assert.ok(totals.assets >= 80);
  await let_go(page);
  assert.equal((await page.run()).state, 'stopped', 'what it says later changes nothing');
  assert.equal((await page.call('pull', {keep: true, pageSize: 100})).state, 'complete', 'the storage is used again');
  const resumed = await page.call('pull', {resume: runId});
  assert.deepEqual([resumed.state, resumed.totals.assets], ['complete', 400]);
  assert.equal((await page.call('runs')).length, 2);
});

test('a computer that sleeps while an entry is written has not waited', async (t) => {
  const {page, pulled} = await silenced(t);
  for (let hours = 1; hours <= 3; hours++) {
    await page.page.evaluate(() => { window.clock.ahead_ms += 3600000; });
    await sleep(minute_ms / 12 * 1.5);
    assert.equal((await page.run()).state, 'running');
  }
  await let_go(page);
  assert.equal((await pulled).state, 'complete');
});

test('a kept run whose reading falls silent is not waited for without end', async (t) => {
  const {page, pulled} = await silenced(t);
  await page.call('stop');
  await let_go(page);
  const {runId} = await pulled;
  await hold(page, 'readonly');
  await assert.rejects(page.call('pull', {resume: runId}), {code: 'storage_silent'});
  await let_go(page);
  assert.equal((await page.call('pull', {resume: runId})).state, 'complete');
});
