// Pulls of only what has changed: by a script and by hand, within one visit and after a reload, kept and not kept. What
// is exported then is what a pull of everything exports.

import assert from 'node:assert/strict';
import {test} from './harness/runner.mjs';

const gateway = ['--assets', 400, '--rate-limit', 0];
const request = {parameters: {status: 'Enrolled,De-enrolled,Ready for Re-enrollment'}, pageSize: 50};
const everything = {...request, keep: false};

// Some assets are found changed, or are new.
const scan = (gatewayd, seed) => gatewayd.suffer(`scan?steps=12&seed=${seed}`);

const exported = async (page) => (await page.export({table: 'detections', format: 'csv'})).bytes.toString();

async function expect_all_of_it(page) {
  const built = await exported(page);
  const whole = await page.call('pull', everything);
  assert.equal(whole.state, 'complete');
  assert.equal(whole.base, undefined);
  assert.ok(built === await exported(page), 'the export is that of a pull of everything');
}

async function come_back(page) {
  await page.page.reload();
  await page.page.evaluate(() => window.sluice.ready.then(() => true));
  await page.sign_in();
}

test('what has changed is pulled upon what is in the tables', async (t) => {
  const {gatewayd, page} = await t.signed_in({gateway});
  const first = await page.call('pull', everything);
  const before = await exported(page);
  await scan(gatewayd, 1);
  const second = await page.call('pull', {...everything, since: 'last'});
  assert.equal(second.state, 'complete');
  assert.equal(second.base.runId, first.runId);
  assert.ok(second.base.named > 0 && second.base.everything === false);
  assert.ok(second.totals.calls < first.totals.calls, `${second.totals.calls} calls instead of ${first.totals.calls}`);
  const asked = (await page.call('requests')).map(({url}) => url);
  assert.ok(asked.some((url) => url.includes('detection_updated_since=')), asked.at(-1));
  assert.notEqual(await exported(page), before);
  await expect_all_of_it(page);
});

test('a kept run is built upon after a reload, and what comes of it in turn', async (t) => {
  const {gatewayd, page} = await t.signed_in({gateway});
  let before = await page.call('pull', {...request, keep: true});
  for (const seed of [2, 3]) {
    await scan(gatewayd, seed);
    await come_back(page);
    const next = await page.call('pull', {...request, keep: true, since: 'last'});
    assert.equal(next.state, 'complete');
    assert.equal(next.base.runId, before.runId);
    assert.equal(next.base.wholeStartedAt, before.base?.wholeStartedAt ?? before.startedAt);
    const verdict = await page.page.evaluate(async () => {
      const file = await window.sluice.export({table: 'assets', format: 'csv'});
      return window.sluice.verify({manifest: file.manifest, file});
    });
    assert.deepEqual(verdict.problems, []);
    before = next;
  }
  // Its journal holds all that it is built upon.
  const [newest, ...older] = (await page.call('runs')).sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
  assert.equal(newest.id, before.runId);
  for (const {id} of older) await page.call('forget', id);
  await come_back(page);
  assert.equal((await page.call('pull', {resume: newest.id})).state, 'complete');
  await expect_all_of_it(page);
});

test('without an earlier run everything is pulled, and the manifest says so', async (t) => {
  const {page} = await t.signed_in({gateway});
  const manifest = await page.call('pull', {...request, keep: true, since: 'last'});
  assert.equal(manifest.state, 'complete');
  assert.equal(manifest.base, undefined);
  assert.match(manifest.warnings.join(' '), /everything was pulled/);
});

test('what cannot be asked for so is refused before anything is sent', async (t) => {
  const {page} = await t.signed_in({gateway});
  for (const [options, words] of [
    [{since: 'yesterday'}, /since has invalid value: "yesterday"/],
    [{source: 'ot.hosts', since: 'last'}, /ot\.hosts cannot be asked for what has changed/],
    [{since: 'last', parameters: {detection_updated_since: '2026-01-01'}}, /only one of these parameters: since/],
    [{since: 'last', resume: 'run-1'}, /only one of these parameters: resume, since/],
  ]) {
    const refused = (error) => error.code === 'invalid_parameter' && words.test(error.message);
    await assert.rejects(page.call('pull', options), refused, String(words));
  }
  assert.equal((await page.run()).state, 'idle');
});

test('the form offers it, tells what it cannot see, and pulls it by a click', async (t) => {
  const {gatewayd, page} = await t.signed_in({gateway});
  await page.click('pull.start');
  await page.until_over();
  await scan(gatewayd, 4);
  await page.click('request.since');
  await page.click('request.since.last');
  await page.widget('request.since', (widget) => widget.value === 'what has changed');
  await page.at_rest();
  await page.click('pull.start');
  const run = await page.until_run(({message}) => /Since the last complete run/.test(message), 'it is told');
  assert.equal(run.state, 'complete');
});
