// Keeping runs by hand: the question before the first pull, the sheet of kept runs, checkpoint files.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import {until} from './harness/common.mjs';
import {test} from './harness/runner.mjs';

const gateway = ['--assets', 1500, '--rate-limit', 2000, '--latency-ms', 250];

// Eleven minutes later: a call that the reload has cut off may run at the gateway for ten.
async function reload(page) {
  await page.page.addInitScript(() => {
    const now = Date.now;
    Date.now = () => now.call(Date) + 11 * 60000;
  });
  page.page.once('dialog', (dialog) => dialog.accept());  // a run is under way
  await page.page.reload();
  await page.page.evaluate(() => window.sluice.ready.then(() => true));
  await page.sign_in();
}

test('the first pull asks once whether to keep runs; a kept one goes on after a reload', async (t) => {
  const {page} = await t.signed_in({gateway, page: {asked: false}});
  await page.click('pull.start');
  await page.widget('keep.question');
  assert.equal((await page.run()).state, 'idle', 'nothing is sent before the answer');
  await page.page.keyboard.press('Escape');
  await page.gone('keep.question');
  await page.type_into('request.truncation_limit', '250');
  await page.click('pull.start');
  await page.click('keep.yes');
  const {pages} = await page.until_run((run) => run.pages >= 2 && run.pages < 5, 'two pages');
  await reload(page);
  await page.click('kept.menu');
  const row = await page.widget('kept.run', ({value}) => value === 'interrupted');
  assert.match(row.label, /^(250|500|750|1,000) assets · /);
  await page.screenshot('kept-runs');
  await page.click('kept.resume');
  await page.gone('kept.close');
  const run = await page.until_over();
  assert.equal(run.state, 'complete');
  assert.equal(run.assets, 1500);
  assert.ok(pages < 5);
  await page.click('pull.start');
  await page.until_run(({state, id}) => state === 'running' && id !== run.id, 'the second pull asks nothing');
  assert.equal((await page.call('runs')).length, 2);
});

test('a run in memory says so, and a checkpoint file carries a kept one along', async (t) => {
  const {page} = await t.signed_in({gateway, page: {asked: false}});
  await page.click('pull.start');
  await page.click('keep.no');
  await page.until_run((run) => run.state === 'running', 'it pulls');
  await page.click('messages.toggle');
  await page.call('stop');
  assert.deepEqual(await page.call('runs'), []);
  await page.click('kept.menu');
  await page.click('kept.keep');
  await page.page.keyboard.press('Escape');
  await page.gone('kept.close');
  const pulled = page.call('pull', {pageSize: 250});
  await page.until_run((run) => run.pages >= 2, 'two pages');
  await page.call('stop');
  const {runId, totals} = await pulled;
  await page.click('kept.menu');
  await page.widget('kept.run', ({value}) => value === 'stopped');
  await page.click('kept.download');
  const download = await until(() => page.downloads[0], Boolean, 'the checkpoint');
  assert.equal(download.suggestedFilename(), `sluice-mobile.assets-${runId}.journal`);
  const file = await download.path();
  assert.ok(fs.readFileSync(file).subarray(0, 17).equals(Buffer.from('SLUICE JOURNAL 1\n')));
  await page.click('kept.forget');
  await page.click('kept.forget');
  await page.widget('kept.none');
  const chooser = page.page.waitForEvent('filechooser');
  await page.click('kept.open');
  await (await chooser).setFiles(file);
  const run = await page.until_run(({state}) => state === 'complete', 'it has gone on to its end');
  assert.equal(run.assets, 1500);
  assert.ok(totals.assets < 1500);
});

test('a plan knows after a reload what a kept run has taught, and for whom', async (t) => {
  const {page} = await t.signed_in({gateway: ['--assets', 600, '--rate-limit', 2000]});
  const plan = (options) => page.call('plan', {pageSize: 100, ...options});
  assert.equal((await plan()).callsNeeded, null);
  await page.call('pull', {pageSize: 300, keep: true});
  await page.call('pull', {pageSize: 300, parameters: {severities: '5'}});
  await page.page.reload();
  await page.page.evaluate(() => window.sluice.ready.then(() => true));
  await page.sign_in();
  const known = await until(() => plan(), ({callsNeeded}) => callsNeeded !== null, 'the list of runs has been read');
  assert.equal(known.callsNeeded, 6);
  assert.match(known.why, /600 assets.*last complete run of this request/);
  assert.ok(known.choices.length > 1);
  assert.equal((await plan({parameters: {severities: '5'}})).callsNeeded, null, 'that run was not kept');
  const [run] = await page.call('runs');
  assert.deepEqual(Object.keys(run).sort(),
                   ['assets', 'bytes', 'gateway', 'id', 'source', 'startedAt', 'state', 'subject']);
  await page.call('signOut');
  await page.sign_in({username: 'acme_rd1'});
  assert.equal((await plan()).callsNeeded, null, 'this user sees fewer');
});
