// The two timers of a call in a real browser: for the first byte, and for silence between bytes. What has run out is
// ended, so that the gateway sees its connection go, and asked for again; what still comes is left alone.

import assert from 'node:assert/strict';
import {sleep} from './harness/common.mjs';
import {fast_clock, script} from './harness/fast_clock.mjs';
import {token_of} from './harness/gateways.mjs';
import {large_page} from './harness/large_page.mjs';
import {test} from './harness/runner.mjs';

const factor = 60;
const first_byte_ms = 300000 / factor;
const stall_ms = 120000 / factor;
const {body, assets} = large_page(40000);
const type = {'Content-Type': 'application/xml', 'Content-Length': body.length};
const all_at_once = (response) => response.writeHead(200, type).end(body);

// Pulls one page from a gateway that answers the first call by `first` and the next ones at once. What befell the
// calls: when each came and when its connection had gone, which for an answer that was given whole is its end.
async function pull_slowly(t, first) {
  const calls = [];
  const gateway = await t.own_gateway({reply: (request, response) => {
    if (request.method === 'POST') return response.writeHead(201).end(token_of('acme_mg1'));
    const call = {came: Date.now(), whole: false, gone: null};
    response.on('finish', () => { call.whole = true; });
    response.on('close', () => { call.gone = Date.now(); });
    calls.push(call);
    return (calls.length === 1 ? first : all_at_once)(response);
  }});
  const site = await t.site('--gateway', gateway.url);
  const page = await t.open(site, {init: script([fast_clock, factor])});
  await page.sign_in();
  const manifest = await page.call('pull', {pageSize: 1000});
  assert.equal(manifest.state, 'complete', manifest.why);
  assert.equal(manifest.totals.assets, assets);
  return {calls, manifest, requests: await page.page.evaluate(() => window.sluice.requests())};
}

function look_ended_and_asked_again({calls, manifest}, limit_ms, most_ms) {
  const [lost, again] = calls;
  assert.equal(calls.length, 2);
  assert.ok(lost.gone && !lost.whole, 'the connection of the first was ended');
  const waited = lost.gone - lost.came;
  assert.ok(waited >= limit_ms * 0.95 && waited < most_ms, `the gateway saw it go after ${waited} ms`);
  assert.ok(again.came >= lost.gone - 50, 'two calls at a time were never asked for');
  assert.equal(manifest.pages[0].attempts, 2);
  assert.equal(manifest.totals.retries, 1);
}

test('a call without an answer is ended after 300 seconds and made again', async (t) => {
  look_ended_and_asked_again(await pull_slowly(t, () => {}), first_byte_ms, first_byte_ms + 3000);
});

test('an answer that stalls in its middle is ended after 120 seconds and asked for again', async (t) => {
  const half = (response) => response.writeHead(200, type).write(body.subarray(0, body.length / 2));
  look_ended_and_asked_again(await pull_slowly(t, half), stall_ms, first_byte_ms);
});

test('an answer that comes late and slowly, but comes, is waited for', async (t) => {
  const began = Date.now();
  const {calls, manifest} = await pull_slowly(t, async (response) => {
    await sleep(first_byte_ms * 0.7);
    response.writeHead(200, type);
    const pieces = 30;
    const upto = (n) => Math.floor(body.length * n / pieces);
    for (let i = 1; i < pieces; i++) {
      response.write(body.subarray(upto(i - 1), upto(i)));
      await sleep(stall_ms / 8);
    }
    response.end(body.subarray(upto(pieces - 1)));
  });
  assert.ok(calls[0].gone - began > first_byte_ms * 2, 'longer than any timer');
  assert.deepEqual([calls.length, calls[0].whole], [1, true]);
  assert.equal(manifest.pages[0].attempts, 1);
});
