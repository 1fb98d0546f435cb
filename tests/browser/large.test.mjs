// Large answers: a page and a record near the limits of what is accepted, and one beyond.

import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {large_gateway, large_page} from './harness/large_page.mjs';
import {test} from './harness/runner.mjs';

const megabyte = 1000 * 1000;

async function pull_large(t, page_bytes, record_bytes) {
  const large = large_page(page_bytes, record_bytes);
  const gateway = await large_gateway(t, large);
  const site = await t.site('--gateway', gateway.url);
  const page = await t.open(site);
  await page.sign_in();
  const before = await page.status();
  const manifest = await page.call('pull', {});
  return {large, page, manifest, before, after: await page.status()};
}

test('a page of 64 MB with a record of 8 MB becomes rows, all of them, in small steps and bounded memory', async (t) => {
  const {large, page, manifest, before, after} = await pull_large(t, 64 * megabyte, 8 * megabyte);
  assert.ok(large.body.length > 63.9 * megabyte && large.body.length <= 64 * megabyte);
  assert.equal(manifest.state, 'complete', manifest.why);
  assert.equal(manifest.totals.assets, large.assets);
  assert.equal(manifest.totals.detections, large.detections);
  assert.equal(manifest.totals.quarantined, 0);
  assert.equal(manifest.pages[0].sha256, createHash('sha256').update(large.body).digest('hex'));
  const {rows} = await page.call('rows', {table: 'detections', filter: 'asset.id:1', columns: ['results'], limit: 1});
  assert.ok(rows[0].results.length > 3.9 * megabyte);
  // Side by side with other tests a step may be held up; what is copied or committed in one step takes far longer.
  assert.ok(after.frame.longestTaskMs < 150, JSON.stringify(after.frame));
  // The one raw page, the table, and what the allocator cannot use.
  const grown = after.memory.heapBytes - before.memory.heapBytes;
  const bound = large.body.length * 1.25 + after.memory.tableBytes * 1.5 + 24 * megabyte;
  assert.ok(grown < bound, `${grown} bytes more, for a body of ${large.body.length}: ${JSON.stringify(after.memory)}`);
}, {max_ms: 180000});

test('a page over the limit is refused by the name of the limit', async (t) => {
  const {manifest, after} = await pull_large(t, 70 * megabyte, 0);
  assert.equal(manifest.state, 'failed');
  assert.match(manifest.why, /67\.1 MB \(body_bytes_max\)/);
  assert.equal(after.run.assets, 0);
}, {max_ms: 180000});
