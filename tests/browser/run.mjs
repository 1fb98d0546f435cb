// End to end in headless Chromium, through the real nginx and gatewayd: every *.test.mjs beside this file. Expects the
// page (dist/site, dist/sluice.html) and the native programs (build/native/gatewayd and headless) to be built.
// Prints "FAIL name" for what failed and ends with a plain total. Pictures go to build/screenshots.
//
//   node tests/browser/run.mjs [--filter] [PATTERN] [--at-once N]

import fs from 'node:fs';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {run_all} from './harness/runner.mjs';

const {values, positionals} = parseArgs({allowPositionals: true, options: {
  'filter': {type: 'string'},
  'at-once': {type: 'string', default: '3'},
}});
// A regular expression, or, as GoogleTest's filters are, a text with * for anything.
function pattern_of(text) {
  if (!text) return null;
  try {
    return new RegExp(text, 'i');
  } catch {
    return new RegExp(text.replace(/[.+^${}()|[\]\\?]/g, '\\$&').replaceAll('*', '.*'), 'i');
  }
}
const pattern = pattern_of(values.filter ?? positionals[0]);

const folder = path.dirname(fileURLToPath(import.meta.url));
for (const file of fs.readdirSync(folder).filter((name) => name.endsWith('.test.mjs')).sort()) {
  await import(pathToFileURL(path.join(folder, file)));
}
const {passed, failed} = await run_all({pattern, at_once: Number(values['at-once'])});
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
