// Headless Chromium, one process with a fresh profile for all tests, a context of its own for each page.

import fs from 'node:fs';
import {execFileSync} from 'node:child_process';
import {chromium} from 'playwright-core';

export {chromium};

export const flags = ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking',
               '--disable-component-update', '--disable-sync', '--use-angle=swiftshader',
               '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist',
               '--host-resolver-rules=MAP intranet.test 127.0.0.1',
               // Each page lives for seconds: compiling the program a second time, for speed, would never pay.
               '--js-flags=--liftoff-only'];

export function program() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  for (const file of ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']) {
    if (fs.existsSync(file)) return file;
  }
  return execFileSync('which', ['chromium'], {encoding: 'utf8'}).trim();
}

// Playwright gives each Chromium a new profile folder and removes it afterwards.
export function launch(more_flags = []) {
  return chromium.launch({executablePath: program(), headless: true, args: [...flags, ...more_flags]});
}
