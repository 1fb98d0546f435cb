// A call of a kept run leaves when its journal entry is durable, and not before: a run that goes on after a crash must
// know of every call that the gateway has counted.

import assert from 'node:assert/strict';
import {sleep, until} from './harness/common.mjs';
import {test} from './harness/runner.mjs';
import {held, hold, let_go, release, slow_storage} from './harness/slow_storage.mjs';

const gateway = ['--assets', 400, '--rate-limit', 2000];

async function calls_of(gatewayd) {
  await sleep(400);  // for a call that is on its way although it should not be
  return (await gatewayd.counters()).calls;
}

test('a call waits until the browser has its journal entry, and nothing else waits for it', async (t) => {
  const {gatewayd, page} = await t.signed_in({gateway, page: {init: slow_storage}});
  await hold(page);
  const pulled = page.call('pull', {keep: true, pageSize: 100});
  await until(() => held(page), (count) => count === 1, 'the first entry is being written');
  assert.equal(await calls_of(gatewayd), 0);
  await release(page);  // the run; its first call is next
  await until(() => held(page), (count) => count === 1, 'the entry of the call is being written');
  assert.equal(await calls_of(gatewayd), 0);
  assert.ok((await page.sign_in()).subject, 'signing in is no call of the run');
  assert.equal((await page.run()).state, 'running');
  await release(page);
  await page.until_run((run) => run.pages === 1, 'the call has left');
  await until(() => held(page), (count) => count === 1, 'the entry of the page is being written');
  assert.equal(await calls_of(gatewayd), 1);
  await release(page);
  await until(() => held(page), (count) => count === 1, 'the entry of the second call is being written');
  assert.equal(await calls_of(gatewayd), 1, 'the page was stored, its follower was not');
  await let_go(page);
  const manifest = await pulled;
  assert.equal(manifest.state, 'complete');
  assert.equal(manifest.totals.assets, 400);
  assert.equal((await gatewayd.counters()).calls, manifest.totals.calls);
});

test('a call that was called back while its entry was written never leaves', async (t) => {
  const {gatewayd, page} = await t.signed_in({gateway, page: {init: slow_storage}});
  await hold(page);
  const pulled = page.call('pull', {keep: true, pageSize: 100});
  await until(() => held(page), (count) => count === 1, 'the first entry is being written');
  await page.call('stop');
  await let_go(page);
  const {state, totals, runId} = await pulled;
  assert.deepEqual([state, totals.assets], ['stopped', 0]);
  assert.equal(await calls_of(gatewayd), 0);
  assert.deepEqual((await page.call('runs')).map(({id, state: kept}) => [id, kept]), [[runId, 'stopped']]);
});

test('a run in memory waits for no storage', async (t) => {
  const {page} = await t.signed_in({gateway, page: {init: slow_storage}});
  await hold(page);
  assert.equal((await page.call('pull', {pageSize: 100})).state, 'complete');
  assert.equal(await held(page), 0);
});
