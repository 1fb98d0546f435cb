// What every part of the harness needs: where things lie, waiting for something, a free port, one at a time.

import assert from 'node:assert/strict';
import net from 'node:net';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
export const in_root = (...parts) => path.join(root, ...parts);

// The logins of the simulated gateway (core/sim/gateway.h).
export const manager = {username: 'acme_mg1', password: 'rehearsal'};

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// Reads until `accept` likes what it gets, and gives that back; what was read last stands in the failure.
export async function until(read, accept, what, {limit_ms = 15000, pause_ms = 40} = {}) {
  let last;
  for (const end = Date.now() + limit_ms; ;) {
    last = await read();
    if (accept(last)) return last;
    if (Date.now() > end) break;
    await sleep(pause_ms);
  }
  assert.fail(`waited ${limit_ms} ms in vain: ${what}; last seen: ${shown(last)}`);
}

function shown(value) {
  const text = typeof value === 'string' ? value : JSON.stringify(value) ?? String(value);
  return text.length > 1500 ? `${text.slice(0, 1500)}…` : text;
}

export function free_port() {
  return new Promise((resolve) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const {port} = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

// Tests run side by side; those that use something there is only one of (the clipboard) take turns.
const holders = new Map();
export async function hold(thing) {
  const before = holders.get(thing) ?? Promise.resolve();
  let release;
  holders.set(thing, new Promise((resolve) => { release = resolve; }));
  await before;
  return release;
}

// Programs that were started end with this one, however it ends.
const children = new Set();
export function with_us(child) {
  children.add(child);
  child.on('exit', () => children.delete(child));
  return child;
}
process.on('exit', () => { for (const child of children) child.kill('SIGTERM'); });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));
