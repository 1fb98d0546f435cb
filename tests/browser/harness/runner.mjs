// A runner: each test is a function of its own with a name in prose; it gets a Workshop, which starts what it asks
// for and ends all of it afterwards. Several tests run side by side, since most of their time is waiting.

import {hold} from './common.mjs';
import {launch} from './browser.mjs';
import {Gatewayd, OwnGateway} from './gateways.mjs';
import {SluicePage} from './page.mjs';
import {Site} from './site.mjs';

const test_max_ms = 90000;
const tests = [];

// `max_ms` is for tests that have to let time pass.
export function test(name, body, {max_ms = test_max_ms} = {}) { tests.push({name, body, max_ms}); }

class Workshop {
  constructor(shared) {
    this.shared = shared;
    this.endings = [];
    this.pages = [];
  }

  #ends(thing, end) {
    this.endings.push(end);
    return thing;
  }

  // Something of the test's own that has a stop().
  ends(thing) { return this.#ends(thing, () => thing.stop()); }

  async gatewayd(...options) {
    return this.ends(await Gatewayd.start(...options));
  }

  async own_gateway(options) {
    return this.ends(await OwnGateway.start(options));
  }

  // nginx of the test's own. Without options: the one that all tests share; it forwards to no gateway.
  async site(...options) {
    if (!options.length) return this.shared.site();
    return this.ends(await Site.start(...options));
  }

  // A page; `url` may be a Site, with `fragment` after it.
  async open(url, {fragment = '', browser, ...options} = {}) {
    const address = (url.url ?? url) + fragment;
    const page = await SluicePage.open(browser ?? await this.shared.browser(), address, options);
    this.pages.push(page);
    return this.#ends(page, () => page.close());
  }

  // gatewayd, nginx before it, a page, signed in: where most tests begin.
  async signed_in({gateway = [], page: options} = {}) {
    const gatewayd = await this.gatewayd(...gateway);
    const site = await this.site('--gateway', gatewayd.url);
    const page = await this.open(site, options);
    await page.sign_in();
    return {gatewayd, site, page};
  }

  // The rehearsal, pulled: for tests that need rows and no server.
  async rehearsed({fragment = '#assets=300', ...options} = {}) {
    return rehearse(await this.open(await this.site(), {fragment, ...options}));
  }

  // One rehearsal, pulled, of 400 assets, that all tests share which only ask.
  async shared_rehearsal() {
    const page = await this.shared.rehearsal();
    this.pages.push(page);
    return page;
  }

  async browser(...flags) {
    const browser = await launch(...flags);
    return this.#ends(browser, () => browser.close());
  }

  async hold(thing) { this.endings.push(await hold(thing)); }

  async end() {
    for (const end of this.endings.reverse()) await end();
  }
}

async function rehearse(page) {
  await page.sign_in({gateway: 'rehearsal'});
  await page.call('pull', {});
  await page.at_rest();
  return page;
}

// What is started once, when first asked for, and serves all tests.
class Shared {
  #made = new Map();
  #once(name, make) {
    if (!this.#made.has(name)) this.#made.set(name, make());
    return this.#made.get(name);
  }
  site() { return this.#once('site', () => Site.start()); }
  browser() { return this.#once('browser', () => launch()); }
  rehearsal() {
    return this.#once('rehearsal', async () => {
      const [browser, site] = [await this.browser(), await this.site()];
      return rehearse(await SluicePage.open(browser, `${site.url}#assets=400`));
    });
  }
  async end() {
    const end = async (name, how) => { if (this.#made.has(name)) await how(await this.#made.get(name)); };
    await end('browser', (browser) => browser.close());
    await end('site', (site) => site.stop());
  }
}

function in_time(promise, max_ms) {
  let timer;
  const late = new Promise((resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${max_ms} ms`)), max_ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

const slug = (name) => name.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 80);

// The words that belong to a failure: the error, then of each page its console and where its picture lies.
async function explain(name, error, pages) {
  const lines = [String(error.stack ?? error)];
  for (const [i, page] of pages.entries()) {
    lines.push(...page.console.slice(-30).map((line) => `console ${line}`));
    const file = await page.screenshot(`failed/${slug(name)}-${i}`).catch(() => null);
    if (file) lines.push(`picture ${file}`);
  }
  return lines.join('\n').replace(/^/gm, '    | ');
}

async function run_one({name, body, max_ms}, shared, last_try) {
  const workshop = new Workshop(shared);
  const started = Date.now();
  let words = null;
  try {
    await in_time(body(workshop), max_ms);
    for (const page of workshop.pages) page.verify();
  } catch (error) {
    words = await explain(name, error, workshop.pages);
  }
  await workshop.end().catch((error) => { words ??= `    | cleaning up: ${error.stack ?? error}`; });
  const took = `${((Date.now() - started) / 1000).toFixed(1)} s`;
  const verdict = last_try ? 'FAIL' : 'once more, alone:';
  console.log(words === null ? `  ok   ${name} (${took})` : `  ${verdict} ${name}\n    | after ${took}\n${words}`);
  return words === null;
}

// Runs what matches; resolves {passed, failed}.
export async function run_all({pattern, at_once}) {
  const wanted = tests.filter(({name}) => !pattern || pattern.test(name));
  const shared = new Shared();
  const total = {passed: 0, failed: 0};
  // Browsers side by side on a busy machine sometimes starve each other: what failed in company is run again alone.
  const doubtful = [];
  const worker = async () => {
    while (wanted.length) {
      const next = wanted.shift();
      if (await run_one(next, shared, false)) total.passed++; else doubtful.push(next);
    }
  };
  await Promise.all(Array.from({length: at_once}, worker));
  for (const next of doubtful) total[await run_one(next, shared, true) ? 'passed' : 'failed']++;
  await shared.end();
  return total;
}
