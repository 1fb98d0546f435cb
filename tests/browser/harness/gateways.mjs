// What may stand behind nginx: gatewayd, the simulated gateway; or a server of the test's own that remembers every
// request and answers as the test likes.

import assert from 'node:assert/strict';
import {execFileSync, spawn} from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import os from 'node:os';
import path from 'node:path';
import {in_root, until, with_us} from './common.mjs';

export class Gatewayd {
  static async start(...options) {
    const program = in_root('build/native/gatewayd');
    assert.ok(fs.existsSync(program), `${program} has not been built`);
    const gateway = new Gatewayd();
    gateway.output = '';
    gateway.child = with_us(spawn(program, ['--port', '0', '--control', ...options.map(String)],
                                  {stdio: ['ignore', 'pipe', 'pipe']}));
    for (const stream of [gateway.child.stdout, gateway.child.stderr]) {
      stream.on('data', (text) => { gateway.output += text; });
    }
    gateway.ended = new Promise((resolve) => { gateway.child.on('exit', resolve); });
    await until(() => gateway.output, (output) => /:\d+\s*\n/.test(output) || gateway.child.exitCode !== null,
                'gatewayd listens', {limit_ms: 60000, pause_ms: 10});
    const port = /:(\d+)\s*\n/.exec(gateway.output)?.[1];
    assert.ok(port, gateway.output);
    gateway.url = `http://127.0.0.1:${port}`;
    return gateway;
  }

  // What the gateway itself has counted.
  async counters() {
    const answer = await fetch(`${this.url}/_sim/counters`);
    assert.equal(answer.status, 200);
    return answer.json();
  }

  // What befalls it: 'revoke', 'fault?name=html_page&calls=1', 'rate?limit=5&window=2', 'spend?calls=10'.
  async suffer(what) {
    const answer = await fetch(`${this.url}/_sim/${what}`, {method: 'POST'});
    assert.equal(answer.status, 204, what);
  }

  stop(signal = 'SIGKILL') {
    this.child.kill(signal);
    return this.ended;
  }
}

export class OwnGateway {
  // reply(request, response, body); without one every call is answered 200 "answered".
  static async start({tls, reply = (request, response) => response.end('answered')} = {}) {
    const gateway = new OwnGateway();
    gateway.requests = [];
    gateway.connections = 0;
    const handler = (request, response) => {
      const pieces = [];
      request.on('data', (piece) => pieces.push(piece));
      request.on('end', () => {
        const body = Buffer.concat(pieces).toString();
        gateway.requests.push({method: request.method, url: request.url, headers: request.headers, body});
        reply(request, response, body);
      });
    };
    gateway.server = tls ? https.createServer(tls, handler) : http.createServer(handler);
    gateway.server.on('connection', () => { gateway.connections++; });
    gateway.server.on('tlsClientError', () => {});
    await new Promise((resolve) => { gateway.server.listen(0, '127.0.0.1', resolve); });
    const {port} = gateway.server.address();
    gateway.url = tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`;
    return gateway;
  }

  stop() {
    this.server.closeAllConnections?.();
    return new Promise((resolve) => { this.server.close(resolve); });
  }
}

// A token as a gateway gives it: three parts, the middle one readable, the last one nobody checks here.
export function token_of(subject, lifetime_s = 14400) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  return [part({alg: 'RS512'}), part({sub: subject, iat: now, exp: now + lifetime_s}), 'c2lnbmF0dXJl'].join('.');
}

// A certificate for localhost that nobody has signed but itself.
export function self_signed_certificate() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sluice-browser-'));
  try {
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes',
                             '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost',
                             '-keyout', 'key.pem', '-out', 'cert.pem'], {cwd: folder, stdio: 'ignore'});
    return {key: fs.readFileSync(path.join(folder, 'key.pem')), cert: fs.readFileSync(path.join(folder, 'cert.pem'))};
  } finally {
    fs.rmSync(folder, {recursive: true, force: true, maxRetries: 20, retryDelay: 100});
  }
}

// The same pull and export without a page: the bytes that the page's export has to equal.
export function native_export(gateway, {table, format, filter = '', page_size = ''}) {
  const program = in_root('build/native/headless');
  assert.ok(fs.existsSync(program), `${program} has not been built`);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sluice-browser-'));
  const file = path.join(folder, 'export');
  try {
    execFileSync(program, ['--gateway', gateway.url, '--user', 'acme_mg1', '--table', table, '--format', format,
                           '--filter', filter, '--page-size', String(page_size), '--out', file],
                 {env: {...process.env, SLUICE_PASSWORD: 'rehearsal'}, stdio: ['ignore', 'ignore', 'pipe'],
                  timeout: 60000});
    return {bytes: fs.readFileSync(file), manifest: JSON.parse(fs.readFileSync(`${file}.manifest.json`, 'utf8'))};
  } finally {
    fs.rmSync(folder, {recursive: true, force: true, maxRetries: 20, retryDelay: 100});
  }
}
