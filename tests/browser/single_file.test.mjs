// dist/sluice.html opened from disk: everything inside one file, nothing reachable but its own bytes.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import {pathToFileURL} from 'node:url';
import {in_root, until} from './harness/common.mjs';
import {test} from './harness/runner.mjs';

const file = pathToFileURL(in_root('dist/sluice.html')).href;

test('the single file runs the rehearsal from sign-in to export, from disk', async (t) => {
  const page = await t.open(file, {fragment: '#assets=500'});
  await page.page.locator('#sign-in-submit').click();
  await page.click('pull.start');
  const run = await page.until_over();
  assert.equal(run.state, 'complete');
  assert.equal(run.assets, 500);
  const exported = await page.export({table: 'assets', format: 'csv'});
  assert.equal(exported.bytes.toString().split('\r\n').length >= 502, true);
  await page.click('export.menu');
  await page.click('export.ndjson');
  await until(() => page.downloads, (downloads) => downloads.length === 2, 'the file and its manifest');
  const asked = page.requests.map((request) => new URL(request.url())).filter((url) => url.protocol !== 'data:' &&
                                                                                        url.protocol !== 'blob:');
  assert.deepEqual(asked.map((url) => url.pathname), [new URL(file).pathname], 'one request: the file itself');
});

test('the single file gives the same rows as the site', async (t) => {
  const exports = [];
  for (const url of [file, (await t.site()).url]) {
    const page = await t.open(url, {fragment: '#assets=200&seed=3'});
    await page.sign_in({gateway: 'rehearsal'});
    await page.call('pull', {});
    exports.push((await page.export({table: 'detections', format: 'csv'})).bytes);
  }
  assert.ok(exports[0].length > 20000);
  assert.ok(exports[0].equals(exports[1]));
});

test('the single file\'s policy names its scripts by their hashes and reaches nobody', async () => {
  const text = fs.readFileSync(in_root('dist/sluice.html'), 'utf8');
  const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(text);
  const parts = Object.fromEntries(policy.split(';').map((part) => {
    const [name, ...values] = part.trim().split(/\s+/);
    return [name, values];
  }));
  assert.deepEqual(parts['default-src'], ["'none'"]);
  assert.ok(parts['script-src'].some((value) => /^'sha(256|384|512)-/.test(value)));
  assert.ok(!policy.includes("'unsafe-inline'") && !policy.includes("'unsafe-eval'"));
  for (const value of parts['connect-src'] ?? []) assert.ok(["'none'", 'data:'].includes(value), value);
  assert.ok(!/<(script|link|img)[^>]+(src|href)="(?!data:)[^"#]/.test(text), 'nothing is loaded from elsewhere');
});

test('from disk only the rehearsal is offered, and another gateway is refused with the way out', async (t) => {
  const page = await t.open(file);
  const values = await page.page.locator('#gateway option').evaluateAll((options) => options.map((o) => o.value));
  assert.deepEqual(values, ['rehearsal']);
  await assert.rejects(page.sign_in({gateway: ''}), (error) => {
    assert.equal(error.code, 'bad_gateway_url');
    assert.match(error.message, /\.\/dev run --gateway/);
    return true;
  });
});
