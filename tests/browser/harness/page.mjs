// One page with Sluice in it, as a test handles it: asks its scripting interface, clicks what widgets() says is on the
// canvas, and writes down what must not happen (console errors, policy violations, requests to elsewhere).

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import {in_root, manager, sleep, until} from './common.mjs';

export const screenshots = in_root('build/screenshots');
const over = ['complete', 'partial', 'stopped', 'failed'];
const harmless = ['data:', 'blob:'];  // no request leaves the browser

export class SluicePage {
  // options: those of a Playwright context; `init`, a function that runs in the page before its own scripts; and
  // `asked: false` for a user who was never asked whether to keep runs. The others have said no.
  static async open(browser, url, {init, ready = true, asked = true, ...options} = {}) {
    const usual = {viewport: {width: 1120, height: 640}, colorScheme: 'dark'};
    const context = await browser.newContext({...usual, ...options});
    const self = new SluicePage();
    Object.assign(self, {context, url, touch: options.hasTouch ?? false, console: [], errors: [], violations: [],
                         requests: [], allowed: [], origins: [], downloads: []});
    await context.exposeBinding('report_violation', (source, violation) => { self.violations.push(violation); });
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        window.report_violation(`${event.effectiveDirective} ${event.blockedURI}`);
      });
    });
    const answer = () => {
      try {
        localStorage['sluice.keep'] ??= 'no';
      } catch { /* a document that could not be loaded has no storage of its own */ }
    };
    if (asked) await context.addInitScript(answer);
    if (init) await context.addInitScript(init);
    context.on('request', (request) => { self.requests.push(request); });
    self.page = await context.newPage();
    self.page.on('console', (message) => self.#heard(message.type(), message.text(), message.location()?.url));
    self.page.on('pageerror', (error) => self.#heard('error', `uncaught: ${error.stack ?? error.message}`));
    self.page.on('download', (download) => { self.downloads.push(download); });
    await self.page.goto(url);
    if (ready) await self.page.evaluate(() => window.sluice.ready.then(() => true));
    return self;
  }

  #heard(type, text, url = '') {
    this.console.push(`${type}: ${text} ${url}`.trim());
    if (type === 'error') this.errors.push(`${text} ${url}`.trim());
  }

  // ── what must not happen, and where a test provokes it, may ──

  // A refused call is an error on the browser's own console, whatever a page does.
  allow_errors(...patterns) { this.allowed.push(...patterns); }
  allow_origin(origin) { this.origins.push(origin); }

  verify() {
    const errors = this.errors.filter((error) => !this.allowed.some((pattern) => pattern.test(error)));
    assert.deepEqual(errors, [], 'console errors');
    const violations = this.violations.filter((found) => !this.allowed.some((pattern) => pattern.test(found)));
    assert.deepEqual(violations, [], 'violations of the content security policy');
    assert.deepEqual(this.foreign_requests(), [], 'requests to other origins');
  }

  foreign_requests() {
    const own = new URL(this.url);
    const is_own = (url) => (own.protocol === 'file:' ? url.href.split('#')[0] === own.href.split('#')[0]
                                                      : url.origin === own.origin);
    return this.requests.filter((request) => !/csp/i.test(request.failure()?.errorText ?? ''))
      .map((request) => new URL(request.url()))
      .filter((url) => !is_own(url) && !harmless.includes(url.protocol) && !this.origins.includes(url.origin))
      .map((url) => url.href);
  }

  // ── the scripting interface ──

  // sluice.NAME(…): a failure comes back as an Error with its `code`. A test that fails before it awaits the answer
  // leaves it unheard.
  call(name, ...args) {
    const answer = this.#call(name, args);
    answer.catch(() => {});
    return answer;
  }

  async #call(name, args) {
    const answer = await this.page.evaluate(async ([member, values]) => {
      try {
        return {value: await window.sluice[member](...values)};
      } catch (error) {
        return {code: error.code, message: error.message, kind: error.constructor.name};
      }
    }, [name, args]);
    if ('message' in answer) throw Object.assign(new Error(answer.message), {code: answer.code, kind: answer.kind});
    return answer.value;
  }

  status() { return this.page.evaluate(() => window.sluice.status()); }

  async run() { return (await this.status()).run; }

  sign_in(options = {}) { return this.call('signIn', {gateway: '', ...manager, ...options}); }

  until_run(accept, what, limits) { return until(() => this.run(), accept, what, limits); }

  until_over(limits) {
    return this.until_run((run) => over.includes(run.state), 'the run is over', {limit_ms: 40000, ...limits});
  }

  // sluice.export(…): {bytes, name, type, manifest}.
  async export(options) {
    const answer = await this.page.evaluate(async (wanted) => {
      const blob = await window.sluice.export(wanted);
      const text = await new Promise((resolve) => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result);
        reader.readAsDataURL(blob);
      });
      return {name: blob.name, type: blob.type, manifest: blob.manifest, data: text.slice(text.indexOf(',') + 1)};
    }, options);
    return {...answer, bytes: Buffer.from(answer.data, 'base64')};
  }

  // ── the canvas ──

  widgets() { return this.page.evaluate(() => window.sluice.widgets()); }

  find(id) {
    return this.page.evaluate((wanted) => window.sluice.widgets().find((widget) => widget.id === wanted), id);
  }

  // Waits until it is on the canvas and `accept` likes it.
  widget(id, accept = () => true, limits) {
    return until(() => this.find(id), (widget) => widget && accept(widget), `the widget ${id}`, limits);
  }

  gone(id) { return until(() => this.find(id), (widget) => !widget, `no widget ${id}`); }

  // Its rectangle, once it has stopped moving.
  async place_of(id) {
    const rect_of = async () => JSON.stringify((await this.find(id))?.rect);
    const widget = await until(async () => {
      const before = await rect_of();
      await this.frames(2);
      const found = await this.find(id);
      return found?.enabled && JSON.stringify(found.rect) === before ? found : null;
    }, Boolean, `the widget ${id}, enabled and at rest`);
    const [x, y, width, height] = widget.rect;
    return {x, y, width, height, centre: [x + width / 2, y + height / 2]};
  }

  async click(id, options = {}) {
    const {centre} = await this.place_of(id);
    await this.page.mouse.move(...centre);
    await this.page.mouse.click(...centre, options);
  }

  async tap(id) {
    const {centre} = await this.place_of(id);
    await this.page.touchscreen.tap(...centre);
  }

  // As a person at this screen would: with a finger where there is glass.
  press(id) { return this.touch ? this.tap(id) : this.click(id); }

  async type_into(id, text) {
    await this.click(id);
    await this.widget(id, (widget) => widget.focused);
    await this.page.keyboard.type(text);
  }

  // The values that one column shows, from the top.
  async shown(table, column) {
    const name = new RegExp(`^table\\.${table}\\.cell\\.(\\d+)\\.${column.replace('.', '\\.')}$`);
    return (await this.widgets()).map((widget) => ({at: name.exec(widget.id)?.[1], value: widget.value}))
      .filter(({at}) => at !== undefined).sort((a, b) => a.at - b.at).map(({value}) => value);
  }

  // Lets the browser show so many frames, however long they take on a busy machine; what the page has asked to be
  // drawn is drawn in them.
  frames(count) {
    return this.page.evaluate(async (left) => {
      for (; left > 0; left--) await new Promise((resolve) => { requestAnimationFrame(resolve); });
    }, count);
  }

  // Nothing drawn for a while: what was asked for is on the canvas.
  async at_rest(ms = 250) {
    const drawn = async () => (await this.status()).frame.drawn;
    await until(async () => {
      const before = await drawn();
      await sleep(ms);
      await this.frames(3);
      return before === await drawn();
    }, Boolean, 'the page comes to rest', {pause_ms: 0});
  }

  // ── pictures ──

  async screenshot(name) {
    const file = path.join(screenshots, `${name}.png`);
    fs.mkdirSync(path.dirname(file), {recursive: true});
    await this.page.screenshot({path: file});
    return file;
  }

  close() { return this.context.close(); }
}
