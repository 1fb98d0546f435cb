// A computer whose network goes and comes back: nothing is sent while the browser says that there is none, a call that
// was lost with it is no failed attempt, and the pull goes on by itself.

import assert from 'node:assert/strict';
import {sleep} from './harness/common.mjs';
import {test} from './harness/runner.mjs';

test('a pull waits while the browser is offline and goes on when it is back', async (t) => {
  const {gatewayd, page} = await t.signed_in({gateway: ['--assets', 400, '--latency-ms', 80]});
  page.allow_errors(/ERR_INTERNET_DISCONNECTED/, /ERR_NETWORK_CHANGED/);
  const pulled = page.call('pull', {pageSize: 10});
  await page.until_run((run) => run.pages >= 5, 'five pages');
  await page.context.setOffline(true);
  const waiting = await page.until_run((run) => run.waitReason === 'offline', 'it waits for the network');
  assert.equal(waiting.state, 'waiting');
  assert.match((await page.widget('wait')).label, /no network/);
  await sleep(300);
  const {calls} = await gatewayd.counters();
  await sleep(1500);
  assert.equal((await gatewayd.counters()).calls, calls, 'nothing is sent');
  await page.context.setOffline(false);
  await page.until_run((run) => run.pages > waiting.pages, 'it goes on', {limit_ms: 3000});
  const manifest = await pulled;
  assert.equal(manifest.state, 'complete');
  assert.equal(manifest.totals.assets, 400);
  assert.ok(manifest.pages.every(({attempts}) => attempts === 1), 'no page counts a failed attempt');
});
