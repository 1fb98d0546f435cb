// verify: whether a kept export is still what its manifest describes, in the page and on the command line alike.

import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {in_root} from './harness/common.mjs';
import {test} from './harness/runner.mjs';

// In the page: the export of `asked`, verified as it is and with its byte at `share` of the way changed.
function export_and_verify(page, asked, share) {
  return page.page.evaluate(async ([wanted, part]) => {
    const file = await window.sluice.export(wanted);
    const {manifest} = file;
    const bytes = new Uint8Array(await file.arrayBuffer());
    const at = Math.floor((bytes.length - 1) * part);
    bytes[at] ^= 1;
    const changed = new Blob([bytes]);
    return {
      manifest,
      whole: await window.sluice.verify({manifest, file}),
      from_text: await window.sluice.verify({manifest: JSON.stringify(manifest), file}),
      from_file: await window.sluice.verify({manifest: new Blob([JSON.stringify(manifest)]), file}),
      changed: await window.sluice.verify({manifest, file: changed}),
      shorter: await window.sluice.verify({manifest, file: file.slice(0, -1)}),
      without: await window.sluice.verify({manifest}),
    };
  }, [asked, share]);
}

test('an export is verified, and one changed byte is told', async (t) => {
  const page = await t.shared_rehearsal();
  const good = {ok: true, problems: []};
  for (const [format, share] of [['csv', 0], ['ndjson', 0.5], ['json', 1]]) {
    const seen = await export_and_verify(page, {table: 'detections', format}, share);
    assert.ok(seen.manifest.export.bytes > 256 * 1024, 'several pieces');
    for (const way of ['whole', 'from_text', 'from_file']) assert.deepEqual(seen[way], good, `${format}, ${way}`);
    assert.equal(seen.changed.ok, false, format);
    assert.match(seen.changed.problems[0], /SHA-256/);
    assert.match(seen.shorter.problems[0], /: 1 less\.$/);
    assert.match(seen.without.problems[0], /no file was given/);
  }
});

test('a manifest that was changed is told, and anything else is no manifest', async (t) => {
  const page = await t.shared_rehearsal();
  const {manifest} = await page.export({table: 'assets', format: 'csv', filter: 'os:Android'});
  const {export: exported, ...run} = manifest;
  const verify = (changed) => page.call('verify', {manifest: changed});
  assert.deepEqual(await verify(run), {ok: true, problems: []});
  assert.match((await verify({...run, state: 'partial'})).problems[0], /state is partial/);
  assert.match((await verify({...run, pages: run.pages.slice(1)})).problems[0], /pages\[0\]/);
  assert.match((await verify({...run, totals: {...run.totals, bytes: 1}})).problems[0], /totals\.bytes is 1/);
  assert.deepEqual(await verify('nothing'), {ok: false, problems: ['The manifest is not JSON.']});
  assert.deepEqual(await verify([]), {ok: false, problems: ['The manifest is not a JSON object.']});
  assert.equal(exported.filter, 'os:Android');
});

test('the command line says the same of the page\'s file', async (t) => {
  const page = await t.shared_rehearsal();
  const {bytes, manifest} = await page.export({table: 'assets', format: 'csv'});
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sluice-verify-'));
  try {
    const file = path.join(folder, 'assets.csv');
    fs.writeFileSync(`${file}.manifest.json`, JSON.stringify(manifest));
    const verified = (content) => {
      fs.writeFileSync(file, content);
      const {status, stdout} = spawnSync(in_root('build/native/verify'), [`${file}.manifest.json`, file]);
      return {status, said: stdout.toString()};
    };
    assert.deepEqual(verified(bytes), {status: 0, said: 'ok\n'});
    const {status, said} = verified(Buffer.concat([bytes, bytes.subarray(-30)]));
    assert.equal(status, 1);
    assert.match(said, /: 30 more\.\n.*SHA-256/s);
  } finally {
    fs.rmSync(folder, {recursive: true});
  }
});
