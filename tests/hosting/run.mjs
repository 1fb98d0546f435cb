// The web server as people use it: `./dev run` over the built site and shell/nginx.conf.in, with gateways of the tests'
// own behind it that write down what reached them. Prints "FAIL name" for what failed and ends with a plain total.

import assert from 'node:assert/strict';
import {execFileSync, spawn, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import zlib from 'node:zlib';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const dev = path.join(root, 'dev');
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'sluice-hosting-'));
const start_max_ms = 30000;

// ── helpers ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(condition, what, limit_ms = 10000) {
  for (const end = Date.now() + limit_ms; Date.now() < end; await sleep(20)) {
    if (condition()) return;
  }
  assert.fail(`waited in vain: ${what}`);
}

function free_port() {
  return new Promise((resolve) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const {port} = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

// A running `./dev run`; `output` is all that it has said.
class Site {
  static async start(...options) {
    const site = new Site();
    site.port = await free_port();
    site.output = '';
    site.child = spawn(dev, ['run', '--no-open', '--no-build', '--port', String(site.port), ...options],
                       {cwd: root, stdio: ['ignore', 'pipe', 'pipe']});
    site.child.stdout.on('data', (text) => site.output += text);
    site.child.stderr.on('data', (text) => site.output += text);
    site.ended = new Promise((resolve) => site.child.on('exit', (code) => resolve(code)));
    site.folder = path.join(root, 'build/run', String(site.port));
    sites.add(site);
    await until(() => site.output.includes('Sluice is at') || site.child.exitCode !== null, 'the page is served',
                start_max_ms);
    assert.ok(site.output.includes(`Sluice is at http://127.0.0.1:${site.port}`), site.output);
    return site;
  }

  async stop(signal = 'SIGTERM') {
    sites.delete(this);
    this.child.kill(signal);
    return this.ended;
  }

  // One request; resolves {status, headers, body}. `path` goes out as it is.
  request(request_path, {method = 'GET', headers = {}, body} = {}) {
    return new Promise((resolve, reject) => {
      const outgoing = http.request({host: '127.0.0.1', port: this.port, path: request_path, method, headers,
                                     agent: false}, (answer) => {
        const pieces = [];
        answer.on('data', (piece) => pieces.push(piece));
        answer.on('end', () => resolve({status: answer.statusCode, headers: answer.headers,
                                        body: Buffer.concat(pieces)}));
        answer.on('error', reject);
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
}
const sites = new Set();

// A gateway that remembers every request and answers by `reply(request, response, body)`.
class Gateway {
  static async start({tls, reply} = {}) {
    const gateway = new Gateway();
    gateway.requests = [];
    gateway.closed = 0;
    gateway.names = [];
    gateway.bytes = 0;
    gateway.reply = reply ?? ((request, response) => response.end('answered'));
    const handler = (request, response) => {
      const pieces = [];
      request.on('data', (piece) => pieces.push(piece));
      request.on('end', () => {
        const body = Buffer.concat(pieces).toString();
        gateway.requests.push({method: request.method, url: request.url, headers: request.headers, body});
        gateway.reply(request, response, body);
      });
      response.on('close', () => gateway.closed++);
    };
    gateway.server = tls ? https.createServer(tls, handler) : http.createServer(handler);
    gateway.server.on('secureConnection', (socket) => gateway.names.push(socket.servername));
    gateway.server.on('tlsClientError', () => {});
    await new Promise((resolve) => gateway.server.listen(0, '127.0.0.1', resolve));
    gateway.port = gateway.server.address().port;
    gateways.add(gateway);
    return gateway;
  }

  get url() { return `${this.server instanceof https.Server ? 'https://localhost' : 'http://127.0.0.1'}:${this.port}`; }

  stop() {
    gateways.delete(this);
    this.server.closeAllConnections?.();
    return new Promise((resolve) => this.server.close(resolve));
  }
}
const gateways = new Set();

function openssl(...words) { execFileSync('openssl', words, {stdio: ['ignore', 'ignore', 'pipe'], cwd: scratch}); }

let authority_made = false;
function make_authority() {
  if (authority_made) return;
  authority_made = true;
  openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30',
          '-subj', '/CN=Sluice test authority', '-keyout', 'ca.key', '-out', 'ca.pem');
}

// A certificate for `name`, signed by the test's authority, or by itself.
function certificate(file, name, {self_signed = false, days = '30'} = {}) {
  make_authority();
  const san = `subjectAltName=DNS:${name}`;
  if (self_signed) {
    openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', days,
            '-subj', `/CN=${name}`, '-addext', san, '-keyout', `${file}.key`, '-out', `${file}.pem`);
  } else {
    fs.writeFileSync(path.join(scratch, `${file}.ext`), `${san}\n`);
    openssl('req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', `/CN=${name}`,
            '-keyout', `${file}.key`, '-out', `${file}.csr`);
    openssl('x509', '-req', '-in', `${file}.csr`, '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial',
            '-days', days, '-extfile', `${file}.ext`, '-out', `${file}.pem`);
  }
  const read = (end) => fs.readFileSync(path.join(scratch, `${file}.${end}`));
  return {key: read('key'), cert: read('pem')};
}

const authority = () => { make_authority(); return path.join(scratch, 'ca.pem'); };

const sign_in_form = 'username=quays_nb1&password=not%20for%20logs&token=true&permissions=true';
const form_headers = {'Content-Type': 'application/x-www-form-urlencoded'};

const tests = [];
const test = (name, body) => tests.push({name, body});

// ── the page's files ─────────────────────────────────────────────────────────────────────────────────────────────────

const policy_of = (answer) => Object.fromEntries(answer.headers['content-security-policy'].split(';').map((part) => {
  const [name, ...values] = part.trim().split(' ');
  return [name, values];
}));

test('the page comes with a strict policy', async () => {
  const site = await Site.start();
  const answer = await site.request('/');
  assert.equal(answer.status, 200);
  assert.match(answer.headers['content-type'], /^text\/html; charset=utf-8$/);
  const policy = policy_of(answer);
  assert.deepEqual(policy['default-src'], ["'none'"]);
  assert.deepEqual(policy['script-src'], ["'self'", "'wasm-unsafe-eval'"]);
  assert.deepEqual(policy['style-src'], ["'self'"]);
  assert.deepEqual(policy['frame-ancestors'], ["'none'"]);
  assert.deepEqual(policy['base-uri'], ["'none'"]);
  assert.equal(answer.headers['x-content-type-options'], 'nosniff');
  assert.equal(answer.headers['referrer-policy'], 'no-referrer');
  assert.equal(answer.headers['cross-origin-opener-policy'], 'same-origin');
  assert.equal(answer.headers.server, 'nginx', 'no version is told');
});

test('the policy lets the page call the gateways of the platform table and no other', async () => {
  const table = fs.readFileSync(path.join(root, 'core/api/platforms.cc'), 'utf8');
  const known = [...table.matchAll(/"(https:\/\/gateway\.[^"]+)"/g)].map((match) => match[1]);
  assert.equal(known.length, 14);
  const site = await Site.start();
  const allowed = policy_of(await site.request('/'))['connect-src'];
  assert.deepEqual(allowed, ["'self'", ...known]);
});

test('a host can allow one more address', async () => {
  const site = await Site.start('--allow-connect', 'https://gateway.example.com/', '--allow-connect',
                                'http://127.0.0.1:9000');
  const allowed = policy_of(await site.request('/'))['connect-src'];
  assert.deepEqual(allowed.slice(-2), ['https://gateway.example.com', 'http://127.0.0.1:9000']);
});

test('wasm and scripts have their types and come compressed, whole', async () => {
  const site = await Site.start();
  for (const [file, type] of [['sluice.wasm', 'application/wasm'], ['sluice.js', 'text/javascript; charset=utf-8']]) {
    const whole = fs.readFileSync(path.join(root, 'dist/site', file));
    const plain = await site.request(`/${file}`);
    assert.equal(plain.headers['content-type'], type);
    assert.equal(plain.headers['content-encoding'], undefined);
    assert.ok(plain.body.equals(whole));
    const packed = await site.request(`/${file}`, {headers: {'Accept-Encoding': 'gzip, br'}});
    assert.equal(packed.headers['content-encoding'], 'gzip');
    assert.equal(Number(packed.headers['content-length']), packed.body.length, 'a length, for the loading bar');
    assert.ok(zlib.gunzipSync(packed.body).equals(whole));
  }
});

test('a file that has not changed is not sent again', async () => {
  const site = await Site.start();
  const first = await site.request('/sluice.wasm');
  assert.equal(first.headers['cache-control'], 'no-cache');
  const again = await site.request('/sluice.wasm', {headers: {'If-None-Match': first.headers.etag}});
  assert.equal(again.status, 304);
});

test('nothing outside the site can be read', async () => {
  const site = await Site.start();
  for (const odd of ['/.git/config', '/../dev', '/%2e%2e/dev', '/..%2fdev', '/sluice.wasm/../../../dev', '/nowhere']) {
    const answer = await site.request(odd);
    assert.ok([400, 404].includes(answer.status), `${odd} -> ${answer.status}`);
  }
});

// ── forwarding ───────────────────────────────────────────────────────────────────────────────────────────────────────

test('without a gateway its paths say how to configure one', async () => {
  const site = await Site.start();
  for (const gateway_path of ['/auth', '/sem/v1/assetList', '/ot/1.0/host/list']) {
    const answer = await site.request(gateway_path);
    assert.equal(answer.status, 404);
    assert.match(answer.headers['content-type'], /^text\/plain/);
    assert.match(answer.body.toString(), /--gateway https:/);
  }
});

test('a request reaches the gateway as it was, without what is nobody else\'s business', async () => {
  const gateway = await Gateway.start();
  const site = await Site.start('--gateway', gateway.url);
  await site.request('/auth', {method: 'POST', body: sign_in_form, headers: {
    ...form_headers, Cookie: 'a=b', Origin: 'http://127.0.0.1', Referer: 'http://127.0.0.1/',
    'X-Forwarded-For': '10.0.0.1'}});
  const query = '/sem/v1/assetList?action=list&last_updated_date=2021-04-28T12%3A00%3A00Z%2C&os=a%20b%2Bc';
  await site.request(query, {headers: {Authorization: 'Bearer token-word', Accept: '*/*'}});
  const [auth, list] = gateway.requests;
  assert.equal(auth.method, 'POST');
  assert.equal(auth.url, '/auth');
  assert.equal(auth.body, sign_in_form);
  assert.equal(auth.headers['content-type'], form_headers['Content-Type']);
  assert.equal(list.method, 'GET');
  assert.equal(list.url, query);
  assert.equal(list.headers.authorization, 'Bearer token-word');
  assert.equal(list.headers.host, `127.0.0.1:${gateway.port}`);
  for (const private_name of ['cookie', 'origin', 'referer', 'x-forwarded-for', 'x-real-ip']) {
    assert.equal(auth.headers[private_name], undefined, private_name);
  }
});

test('an answer comes back as it was, without cookies', async () => {
  const gateway = await Gateway.start({reply: (request, response) => {
    response.writeHead(409, {'Content-Type': 'application/xml', 'X-RateLimit-ToWait-Sec': '17', 'Set-Cookie': 'a=b'});
    response.end('<SIMPLE_RETURN/>');
  }});
  const site = await Site.start('--gateway', gateway.url);
  const answer = await site.request('/sem/v1/assetList?action=list');
  assert.equal(answer.status, 409);
  assert.equal(answer.headers['content-type'], 'application/xml');
  assert.equal(answer.headers['x-ratelimit-towait-sec'], '17');
  assert.equal(answer.headers['set-cookie'], undefined);
  assert.equal(answer.headers['cache-control'], 'no-store');
  assert.equal(answer.body.toString(), '<SIMPLE_RETURN/>');
});

test('errors of the gateway keep their own words', async () => {
  const gateway = await Gateway.start({reply: (request, response) => {
    response.writeHead(Number(request.url.split('/').pop()), {'Content-Type': 'text/plain'});
    response.end('in its own words');
  }});
  const site = await Site.start('--gateway', gateway.url);
  for (const status of [401, 404, 429, 500, 502, 503, 504]) {
    const answer = await site.request(`/sem/${status}`);
    assert.equal(answer.status, status);
    assert.equal(answer.body.toString(), 'in its own words');
  }
});

test('a redirect is an answer, not a way to another host', async () => {
  const gateway = await Gateway.start({reply: (request, response) => {
    response.writeHead(302, {Location: 'https://elsewhere.example/auth', Refresh: '0; url=https://elsewhere.example/'});
    response.end();
  }});
  const site = await Site.start('--gateway', gateway.url);
  const answer = await site.request('/sem/v1/assetList');
  assert.equal(answer.status, 302);
  assert.equal(answer.headers.location, undefined);
  assert.equal(answer.headers.refresh, undefined);
  assert.equal(gateway.requests.length, 1);
});

test('an answer cannot make the server read or limit anything by its own headers', async () => {
  const gateway = await Gateway.start({reply: (request, response) => {
    response.writeHead(200, {'X-Accel-Redirect': '/sluice.js', 'X-Accel-Limit-Rate': '1'});
    response.end('plain');
  }});
  const site = await Site.start('--gateway', gateway.url);
  const answer = await site.request('/sem/v1/assetList');
  assert.equal(answer.body.toString(), 'plain');
  assert.equal(answer.headers['x-accel-redirect'], undefined);
});

test('only the three prefixes are forwarded, however they are spelled', async () => {
  const gateway = await Gateway.start();
  const site = await Site.start('--gateway', gateway.url);
  for (const odd of ['/sem', '/semx/v1', '/authx', '/auth/', '/auth/users', '/sem/../admin', '/sem/%2e%2e/admin',
                     '/sem/..%2fadmin', '//sem/v1', '/x/../sem/v1', '/%73em/v1', '/sem/%2Fadmin', '/qps/rest',
                     'http://elsewhere.example/sem/../admin']) {
    const answer = await site.request(odd);
    assert.ok(answer.status === 404 || answer.status === 400, `${odd} -> ${answer.status}`);
  }
  assert.deepEqual(gateway.requests, []);
});

test('only GET and POST are forwarded', async () => {
  const gateway = await Gateway.start();
  const site = await Site.start('--gateway', gateway.url);
  for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'PROPFIND']) {
    assert.equal((await site.request('/sem/v1/assetList', {method})).status, 405, method);
  }
  assert.deepEqual(gateway.requests, []);
});

test('a body larger than any sign-in is refused here', async () => {
  const gateway = await Gateway.start();
  const site = await Site.start('--gateway', gateway.url);
  const answer = await site.request('/auth', {method: 'POST', body: 'x'.repeat(70000), headers: form_headers});
  assert.equal(answer.status, 413);
  assert.deepEqual(gateway.requests, []);
});

test('a large answer is handed on while it comes', async () => {
  let finish;
  const gateway = await Gateway.start({reply: (request, response) => {
    response.write('x'.repeat(100000));
    finish = () => response.end('the end');
  }});
  const site = await Site.start('--gateway', gateway.url);
  let seen = 0;
  let done = false;
  http.get({host: '127.0.0.1', port: site.port, path: '/sem/v1/assetList', agent: false}, (answer) => {
    answer.on('data', (piece) => seen += piece.length);
    answer.on('end', () => done = true);
  });
  await until(() => seen === 100000, 'the first part has come');
  assert.equal(done, false);
  finish();
  await until(() => done, 'the rest has come');
  assert.equal(seen, 100007);
});

test('an answer that is cut short is not made to look whole', async () => {
  const gateway = await Gateway.start({reply: (request, response) => {
    response.writeHead(200, {'Content-Length': '1000'});
    response.write('x'.repeat(500));
    setTimeout(() => response.destroy(), 50);
  }});
  const site = await Site.start('--gateway', gateway.url);
  await assert.rejects(site.request('/sem/v1/assetList'));
});

test('when the browser leaves, the call at the gateway ends', async () => {
  const gateway = await Gateway.start({reply: (request, response) => response.write('x')});
  const site = await Site.start('--gateway', gateway.url);
  const outgoing = http.get({host: '127.0.0.1', port: site.port, path: '/sem/v1/assetList', agent: false},
                            (answer) => answer.once('data', () => outgoing.destroy()));
  outgoing.on('error', () => {});
  await until(() => gateway.closed === 1, 'the gateway sees the connection close');
});

test('a call is never repeated by the server', async () => {
  const gateway = await Gateway.start({reply: (request, response) => response.destroy()});
  const site = await Site.start('--gateway', gateway.url);
  assert.equal((await site.request('/sem/v1/assetList')).status, 502);
  assert.equal(gateway.requests.length, 1);
});

test('a gateway that is not there is a plain answer with a reason', async () => {
  const gone = await free_port();
  const site = await Site.start('--gateway', `http://127.0.0.1:${gone}`);
  const answer = await site.request('/auth', {method: 'POST', body: sign_in_form, headers: form_headers});
  assert.equal(answer.status, 502);
  assert.match(answer.headers['content-type'], /^text\/plain/);
  assert.match(answer.body.toString(), /could not be reached/);
});

// ── certificates ─────────────────────────────────────────────────────────────────────────────────────────────────────

test('a gateway with a certificate to be trusted is used, by its name', async () => {
  const gateway = await Gateway.start({tls: certificate('good', 'localhost')});
  const site = await Site.start('--gateway', gateway.url, '--trusted-ca', authority());
  const answer = await site.request('/auth', {method: 'POST', body: sign_in_form, headers: form_headers});
  assert.equal(answer.status, 200);
  assert.equal(gateway.requests[0].body, sign_in_form);
  assert.equal(gateway.requests[0].headers.host, `localhost:${gateway.port}`);
  assert.deepEqual(gateway.names, ['localhost']);
});

for (const [what, make] of [
  ['signed by nobody we trust', () => certificate('self', 'localhost', {self_signed: true})],
  ['made out to another name', () => certificate('other', 'gateway.example.com')],
  ['that has run out', () => certificate('old', 'localhost', {days: '0'})],
]) {
  test(`a gateway with a certificate ${what} gets no password`, async () => {
    const gateway = await Gateway.start({tls: make()});
    await sleep(what.includes('run out') ? 1500 : 0);
    const site = await Site.start('--gateway', gateway.url, '--trusted-ca', authority());
    const answer = await site.request('/auth', {method: 'POST', body: sign_in_form, headers: form_headers});
    assert.equal(answer.status, 502);
    assert.match(answer.body.toString(), /certificate/);
    assert.deepEqual(gateway.requests, []);
    assert.match(site.output, /certificate/, 'the error log says why');
    assert.ok(!site.output.includes('not%20for%20logs'));
  });
}

test('by default the system\'s authorities judge', async () => {
  const gateway = await Gateway.start({tls: certificate('unknown', 'localhost')});
  const site = await Site.start('--gateway', gateway.url);
  assert.equal((await site.request('/auth', {method: 'POST', body: sign_in_form, headers: form_headers})).status, 502);
  assert.deepEqual(gateway.requests, []);
});

// ── logs and files ───────────────────────────────────────────────────────────────────────────────────────────────────

test('no secret, no body and no query gets into the access log, nor onto the disk', async () => {
  const gateway = await Gateway.start();
  const site = await Site.start('--gateway', gateway.url);
  await site.request('/auth', {method: 'POST', body: sign_in_form, headers: form_headers});
  await site.request('/sem/v1/assetList?action=list&asset_names=cfo-phone',
                     {headers: {Authorization: 'Bearer token-word'}});
  const log = path.join(site.folder, 'access.log');
  await until(() => fs.readFileSync(log, 'utf8').includes('assetList'), 'the call is logged');
  const written = [];
  for (const name of fs.readdirSync(site.folder, {recursive: true})) {
    const file = path.join(site.folder, name);
    if (fs.statSync(file).isFile()) written.push(fs.readFileSync(file, 'utf8'));
  }
  const everything = written.join('\n') + site.output;
  for (const word of ['token-word', 'not%20for%20logs', 'cfo-phone', 'quays_nb1']) {
    assert.ok(!everything.includes(word), word);
  }
});

// ── the command ──────────────────────────────────────────────────────────────────────────────────────────────────────

const refuse = (...words) => {
  const ended = spawnSync(dev, words, {cwd: root, encoding: 'utf8', timeout: start_max_ms});
  assert.equal(ended.status, 1, words.join(' '));
  return ended.stderr;
};

test('a busy port is named, with its owner and the way out', async () => {
  const site = await Site.start();
  const words = refuse('run', '--no-open', '--no-build', '--port', String(site.port));
  assert.match(words, new RegExp(`port ${site.port} is in use by nginx \\(process \\d+\\)`));
  assert.match(words, /--port \d+/);
  assert.equal((await site.request('/')).status, 200, 'the one that was there goes on');
});

for (const signal of ['SIGTERM', 'SIGINT']) {
  test(`${signal} stops the server and leaves nothing behind`, async () => {
    const site = await Site.start();
    assert.equal(await site.stop(signal), 0);
    assert.ok(!fs.existsSync(site.folder));
    await assert.rejects(site.request('/'));
  });
}

test('options that make no sense are refused', () => {
  for (const words of [['run', '--port', '0'], ['run', '--port', '70000'], ['run', '--port', 'http'],
                       ['run', '--gateway', 'gateway.example.com'], ['run', '--gateway', 'http://gateway.example.com'],
                       ['run', '--gateway', 'https://a.example/path'], ['run', '--gateway', 'https://a;b'],
                       ['run', '--allow-connect', '*'], ['run', '--allow-connect', "https://a.example; script-src *"],
                       ['run', '--trusted-ca', '/nowhere'], ['run', '--fast'], ['nonsense']]) {
    assert.ok(refuse(...words).length > 0, words.join(' '));
  }
});

test('the second start takes less than five seconds', async () => {
  const port = await free_port();
  const started = Date.now();
  const child = spawn(dev, ['run', '--no-open', '--port', String(port)],
                      {cwd: root, stdio: ['ignore', 'pipe', 'pipe']});
  let output = '';
  child.stdout.on('data', (text) => output += text);
  child.stderr.on('data', (text) => output += text);
  const ended = new Promise((resolve) => child.on('exit', resolve));
  try {
    await until(() => output.includes('Sluice is at') || child.exitCode !== null, 'the page is served', start_max_ms);
    const took = Date.now() - started;
    assert.ok(output.includes('Sluice is at'), output);
    assert.ok(took < 5000, `${took} ms`);
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
});

// ── running ──────────────────────────────────────────────────────────────────────────────────────────────────────────

let passed = 0;
let failed = 0;
const pattern = process.argv[2] ? new RegExp(process.argv[2]) : null;
for (const {name, body} of tests) {
  if (pattern && !pattern.test(name)) continue;
  try {
    await body();
    passed++;
    console.log(`  ok   ${name}`);
  } catch (error) {
    failed++;
    console.log(`  FAIL ${name}`);
    console.log(String(error.stack ?? error).replace(/^/gm, '    | '));
  }
  for (const site of [...sites]) await site.stop();
  for (const gateway of [...gateways]) await gateway.stop();
}
fs.rmSync(scratch, {recursive: true, force: true});
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
