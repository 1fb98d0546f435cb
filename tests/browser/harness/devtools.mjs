// Chromium started plainly and driven over its DevTools pipe: two file descriptors more, messages ended by a zero
// byte.

import {spawn} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {flags, program} from './browser.mjs';
import {sleep, with_us} from './common.mjs';

export class Devtools {
  // With the `profile` of one that was killed, it begins where that one was. `without`: which of the tests' usual flags
  // to leave out.
  static async start({profile, more_flags = [], without = []} = {}) {
    const self = new Devtools();
    self.profile = profile ?? fs.mkdtempSync(path.join(os.tmpdir(), 'sluice-profile-'));
    const own = ['--headless', '--remote-debugging-pipe', `--user-data-dir=${self.profile}`];
    const kept = flags.filter((flag) => !without.some((pattern) => pattern.test(flag)));
    self.child = with_us(spawn(program(), [...own, ...kept, ...more_flags, 'about:blank'],
                               {stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe']}));
    self.ended = new Promise((resolve) => { self.child.on('exit', resolve); });
    self.child.stdio[3].on('error', () => {});  // it has ended in the middle of a message
    self.waiting = new Map();
    self.last = 0;
    let text = '';
    self.child.stdio[4].setEncoding('utf8').on('data', (piece) => {
      const messages = (text + piece).split('\0');
      text = messages.pop();
      for (const message of messages) self.#heard(JSON.parse(message));
    });
    await self.send('Browser.getVersion');
    return self;
  }

  #heard({id, result, error}) {
    const place = this.waiting.get(id);
    if (!place) return;  // an event
    this.waiting.delete(id);
    if (error) place.reject(new Error(error.message));
    else place.resolve(result);
  }

  send(method, params = {}, sessionId = undefined) {
    const id = ++this.last;
    this.child.stdio[3].write(`${JSON.stringify({id, method, params, sessionId})}\0`);
    return new Promise((resolve, reject) => { this.waiting.set(id, {resolve, reject}); });
  }

  // `init`: a script that runs in the page before its own.
  async open(url, {init} = {}) {
    const {targetId} = await this.send('Target.createTarget', {url: 'about:blank'});
    const {sessionId} = await this.send('Target.attachToTarget', {targetId, flatten: true});
    await this.send('Page.enable', {}, sessionId);
    if (init) await this.send('Page.addScriptToEvaluateOnNewDocument', {source: init}, sessionId);
    await this.send('Page.navigate', {url}, sessionId);
    return {
      close: () => this.send('Target.closeTarget', {targetId}),
      activate: () => this.send('Target.activateTarget', {targetId}),
      send: (method, params) => this.send(method, params, sessionId),
      evaluate: async (expression) => {
        const wanted = {expression, awaitPromise: true, returnByValue: true};
        const {result, exceptionDetails} = await this.send('Runtime.evaluate', wanted, sessionId);
        if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
        return result.value;
      },
    };
  }

  // As a crash or a power cut ends it; the profile stays.
  async kill() {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  // Asked first, so that all of its processes have ended when their folder is removed.
  async stop() {
    if (this.child.exitCode === null && this.child.signalCode === null) this.send('Browser.close').catch(() => {});
    const timer = setTimeout(() => this.child.kill('SIGKILL'), 10000);
    await this.ended;
    clearTimeout(timer);
    // A process of the browser may still write for a moment after its parent has gone.
    for (let tries = 0; ; tries++) {
      try {
        return fs.rmSync(this.profile, {recursive: true, force: true});
      } catch (error) {
        if (tries === 50) throw error;
        await sleep(100);
      }
    }
  }
}
