// The built page behind the real nginx, started as people start it: `./dev run`.

import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {free_port, in_root, root, until, with_us} from './common.mjs';

const start_max_ms = 30000;

export class Site {
  // `options` are those of `./dev run`.
  static async start(...options) {
    const site = new Site();
    site.port = await free_port();
    site.output = '';
    site.child = with_us(spawn(in_root('dev'),
                               ['run', '--no-open', '--no-build', '--port', String(site.port), ...options],
                               {cwd: root, stdio: ['ignore', 'pipe', 'pipe']}));
    for (const stream of [site.child.stdout, site.child.stderr]) stream.on('data', (text) => { site.output += text; });
    site.ended = new Promise((resolve) => { site.child.on('exit', resolve); });
    await until(() => site.output, (output) => output.includes('Sluice is at') || site.child.exitCode !== null,
                'the page is served', {limit_ms: start_max_ms});
    assert.ok(site.output.includes('Sluice is at'), site.output);
    return site;
  }

  get url() { return `http://127.0.0.1:${this.port}/`; }

  stop() {
    this.child.kill('SIGTERM');
    return this.ended;
  }
}
