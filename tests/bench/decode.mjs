// ./dev bench decode: how fast answers become rows, natively and as wasm in headless Chromium, beside three XML parsers
// in the same page and run. Expects the presets `bench` and `bench-web` to be built. Prints a table and ends with 1
// when a target is missed.
//
//   node tests/bench/decode.mjs [--mb 2,8,64] [--rounds N] [--json FILE]

import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {chromium, program} from '../browser/harness/browser.mjs';

import {in_root} from '../browser/harness/common.mjs';
import {bundle} from './bundle.mjs';

const wasm_mb_per_s_min = 250;
const times_saxes_min = 5;

const {values} = parseArgs({options: {
  mb: {type: 'string', default: '2,8,64'},
  rounds: {type: 'string', default: '7'},
  json: {type: 'string'},
}});
const sizes = values.mb.split(',').map(Number);
const rounds = Number(values.rounds);
// The slowest of the peers takes many seconds for the largest.
const rounds_of = (mb) => (mb > 16 ? Math.min(rounds, 3) : rounds);

const median = (list) => list.slice().sort((a, b) => a - b)[Math.floor(list.length / 2)];
const speed = (bytes, seconds) => bytes / 1e6 / median(seconds);

function measure_natively() {
  const lines = sizes.flatMap((mb) => execFileSync(
    in_root('build/bench/tests/bench/decode_native'), ['--mb', String(mb), '--rounds', String(rounds_of(mb))],
    {encoding: 'utf8'}).trim().split('\n').map(JSON.parse));
  const native = new Map();
  for (const {bytes, stage, seconds} of lines) {
    if (!native.has(bytes)) native.set(bytes, {});
    native.get(bytes)[stage] = speed(bytes, seconds);
  }
  return native;
}

const types = {'.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm'};

function serve() {
  const page = '<!doctype html><meta charset="utf-8"><title>bench</title><script src="modules.js"></script>' +
               '<script src="decode_page.js"></script><script src="peers.js"></script>';
  const made = {'/': page, '/modules.js': bundle(['saxes', 'fast-xml-parser'])};
  const files = {'/peers.js': in_root('tests/bench/peers.js'), '/ticker.js': in_root('shell/ticker.js'),
                 '/decode_page.js': in_root('build/bench-web/page/decode_page.js'),
                 '/decode_page.wasm': in_root('build/bench-web/page/decode_page.wasm')};
  const server = http.createServer((request, response) => {
    const body = made[request.url] ?? (files[request.url] && fs.readFileSync(files[request.url]));
    if (!body) return response.writeHead(404).end();
    response.writeHead(200, {'Content-Type': types[path.extname(request.url) || '.html']}).end(body);
  });
  return new Promise((resolve) => { server.listen(0, '127.0.0.1', () => resolve(server)); });
}

async function measure_in_chromium() {
  const server = await serve();
  const browser = await chromium.launch({executablePath: program(), headless: true,
                                         args: ['--no-sandbox', '--disable-background-networking', '--disable-sync']});
  try {
    const measured = [];
    for (const mb of sizes) {
      // A page of its own for each size, so that nobody's garbage is in anybody's way.
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${server.address().port}/`);
      measured.push(await page.evaluate((what) => window.measure(what), {bytes: mb * 1e6, rounds: rounds_of(mb)}));
      await page.close();
    }
    return {version: browser.version(), measured};
  } finally {
    await browser.close();
    server.close();
  }
}

const row = (cells) => console.log(cells.map((cell, i) => (i ? String(cell).padStart(10) : cell.padEnd(34))).join(''));

const native = measure_natively();
const {version, measured} = await measure_in_chromium();
console.log(`MB/s, medians of up to ${rounds} rounds, the contenders in turn; Chromium ${version}\n`);
row(['bytes of XML', ...measured.map(({bytes}) => bytes.toLocaleString('en'))]);
row(['rows', ...measured.map(({results}) => results.rows.rows.toLocaleString('en'))]);
const line = (label, value) => row([label, ...measured.map((m) => value(m).toFixed(0))]);
const wasm = (stage) => ({bytes, results}) => speed(bytes, results[stage].seconds);
const without_hash = ({bytes, results}) =>
  bytes / 1e6 / (median(results.rows.seconds) - median(results.hash.seconds));
line('wasm: bytes to committed rows', wasm('rows'));
line('  with all that the page does', wasm('page'));
line('  with a SHA-256 of its own', wasm('alone'));
line('  SHA-256 alone', wasm('hash'));
line('  sanitizing alone', wasm('sanitize'));
line('  and splitting', wasm('split'));
line('  and parsing each record', wasm('parse'));
const here = (stage) => ({bytes}) => native.get(bytes)[stage];
line('native: bytes to committed rows', here('rows'));
line('  with its SHA-256', here('alone'));
line('  SHA-256 alone', here('hash'));
for (const peer of ['saxes', 'fast-xml-parser', 'DOMParser']) line(`${peer} to rows`, wasm(peer));
const times_saxes = (m, stage = 'rows') => wasm(stage)(m) / wasm('saxes')(m);
const times = (label, stage) => row([label, ...measured.map((m) => `${times_saxes(m, stage).toFixed(1)} x`)]);
times('rows over rows of saxes', 'rows');
times('  with all that the page does', 'page');
console.log(`
All begin with the bytes in their own memory. "With all that the page does" begins with them in the browser's: they are
read from there in pieces, while a worker has the browser compute their digest, and decoded then. Where the browser
computes none (plain http at a host name) the core does: "with a SHA-256 of its own". The others compute no digest,
check no bytes and give no value a type.`);

const failures = [];
for (const m of measured) {
  const {bytes, results} = m;
  const wanted = results.rows.rows;
  for (const name of ['alone', 'page', 'saxes', 'fast-xml-parser', 'DOMParser']) {
    if (results[name].rows !== wanted) failures.push(`${name} found ${results[name].rows} rows of ${wanted}`);
  }
  const mb_per_s = wasm('rows')(m);
  if (mb_per_s < wasm_mb_per_s_min) {
    failures.push(`${bytes} bytes: ${mb_per_s.toFixed(0)} MB/s in wasm; the target is ${wasm_mb_per_s_min}`);
  }
  if (times_saxes(m) < times_saxes_min) {
    failures.push(`${bytes} bytes: rows ${times_saxes(m).toFixed(1)} times saxes; the target is ${times_saxes_min}`);
  }
}
if (values.json) fs.writeFileSync(values.json, JSON.stringify({native: [...native], measured}));
console.log(failures.length ? `\n${failures.map((text) => `missed: ${text}`).join('\n')}` : '\nall targets are met');
process.exit(failures.length ? 1 : 0);
