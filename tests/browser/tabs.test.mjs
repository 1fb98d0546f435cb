// Two tabs of one browser: one of them pulls, the other waits and says so, and goes on when the first is done or gone.
// With Web Locks on this computer's own address, with a lease in the database on plain http at a host name.

import assert from 'node:assert/strict';
import {manager, sleep, until} from './harness/common.mjs';
import {test} from './harness/runner.mjs';

const places = [['where Web Locks exist', '127.0.0.1'], ['on plain http at a host name', 'intranet.test']];
const rehearsal = '#assets=2000';

// A second tab beside the first, signed in to a rehearsal of its own.
async function second_tab(page) {
  const tab = await page.context.newPage();
  await tab.goto(page.url);
  await tab.evaluate((login) => window.sluice.ready.then(() => window.sluice.signIn(login)).then(() => true),
                     {gateway: 'rehearsal', ...manager});
  return {
    tab,
    run: () => tab.evaluate(() => window.sluice.status().run),
    pull: (options) => tab.evaluate((wanted) => { window.pulled = window.sluice.pull(wanted); }, options),
    pulled: () => tab.evaluate(() => window.pulled),
  };
}

async function two_tabs(t, host) {
  const {port} = await t.site();
  const page = await t.open(`http://${host}:${port}/${rehearsal}`);
  await page.sign_in({gateway: 'rehearsal'});
  return [page, await second_tab(page)];
}

for (const [where, host] of places) {
  test(`two tabs share one run slot ${where}`, async (t) => {
    const [page, other] = await two_tabs(t, host);
    const pulled = page.call('pull', {pageSize: 50});
    await page.until_run((run) => run.state === 'running' && run.pages >= 2, 'the first tab pulls');
    await other.pull({pageSize: 1000});
    const waiting = await until(other.run, (run) => run.state === 'waiting', 'the other waits');
    assert.equal(waiting.waitReason, 'other_tab');
    assert.match(waiting.message, /[Aa]nother tab/);
    assert.equal(waiting.calls, 0);
    const before = (await page.run()).pages;
    await sleep(1500);
    assert.equal((await other.run()).calls, 0, 'nothing is sent meanwhile');
    assert.ok((await page.run()).pages > before, 'the first goes on');
    await page.call('stop');
    assert.equal((await pulled).state, 'stopped');
    await until(other.run, (run) => run.calls > 0, 'its turn', {limit_ms: 4000});
    assert.equal((await other.pulled()).state, 'complete');
    assert.equal((await page.call('pull', {pageSize: 1000})).state, 'complete', 'the slot is free again');
  });

  test(`the run slot of a tab that dies is taken over ${where}`, async (t) => {
    const [page, other] = await two_tabs(t, host);
    await other.pull({pageSize: 50});
    await until(other.run, (run) => run.pages >= 1, 'the other pulls');
    const pulled = page.call('pull', {pageSize: 1000});
    await page.until_run((run) => run.waitReason === 'other_tab', 'this one waits');
    const tools = await page.context.newCDPSession(other.tab);
    tools.send('Page.crash').catch(() => {});  // it never answers
    const died = Date.now();
    await page.until_run((run) => run.calls > 0, 'it takes over', {limit_ms: 20000});
    const took = Date.now() - died;
    assert.ok(took < 14000, `${took} ms`);
    assert.equal((await pulled).state, 'complete');
  });

  test(`a run that another tab has under way is neither resumed nor forgotten ${where}`, async (t) => {
    const [page, other] = await two_tabs(t, host);
    await other.pull({pageSize: 50, keep: true});
    const {id} = await until(other.run, (run) => run.pages >= 2, 'the other keeps a run');
    const [listed] = await page.call('runs');
    assert.deepEqual([listed.id, listed.state], [id, 'running']);
    await assert.rejects(page.call('pull', {resume: id}), {code: 'busy'});
    await assert.rejects(page.call('forget', id), {code: 'busy'});
    await other.tab.evaluate(() => window.sluice.stop());
    const stopped = await other.pulled();
    const resumed = await page.call('pull', {resume: id});
    assert.equal(resumed.state, 'complete');
    assert.ok(resumed.totals.assets > stopped.totals.assets);
    await page.call('forget', id);
    assert.deepEqual(await page.call('runs'), []);
  });
}

// As a computer's sleep stops it: nothing of the page runs, until it goes on as if nothing had been. Web Locks outlast
// that; a lease does not.
test('a tab whose turn was over while it slept waits until the other is done, and goes on', async (t) => {
  const [page, other] = await two_tabs(t, 'intranet.test');
  const pulled = page.call('pull', {pageSize: 50});
  await page.until_run((run) => run.pages >= 2, 'it pulls');
  const tools = await page.context.newCDPSession(page.page);
  await tools.send('Debugger.enable');
  await tools.send('Debugger.pause');
  await other.pull({pageSize: 50});
  await until(other.run, (run) => run.calls > 0, 'the other takes over', {limit_ms: 20000});
  await tools.send('Debugger.resume');
  const waiting = await page.until_run((run) => run.waitReason === 'other_tab', 'it hears of that', {limit_ms: 5000});
  await sleep(1000);
  const {calls} = await page.run();
  assert.ok(calls <= waiting.calls + 1, 'at most the call that was on its way');
  assert.ok((await other.run()).pages > 2, 'the other is not disturbed');
  assert.equal((await other.pulled()).state, 'complete');
  const manifest = await pulled;
  assert.deepEqual([manifest.state, manifest.totals.assets], ['complete', 2000]);
});
