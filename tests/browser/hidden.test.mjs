// A tab in the background: frames stop there and timers are slowed, and the pull goes on all the same. Playwright's
// pages never become hidden, so Chromium is started plainly here and driven over its DevTools pipe.

import assert from 'node:assert/strict';
import {pathToFileURL} from 'node:url';
import {now_of, open_pulling, rates} from './harness/background.mjs';
import {Devtools} from './harness/devtools.mjs';
import {in_root, manager, sleep, until} from './harness/common.mjs';
import {test} from './harness/runner.mjs';

test('a pull goes on in a hidden tab, without drawing', async (t) => {
  const site = await t.site();
  const browser = t.ends(await Devtools.start());
  const page = await browser.open(`${site.url}#assets=4000`);
  await until(() => page.evaluate('typeof window.sluice?.version'), (type) => type === 'string', 'the page is ready');
  const login = JSON.stringify({gateway: 'rehearsal', ...manager});
  await page.evaluate(`sluice.signIn(${login}).then(() => true)`);
  await page.evaluate(`window.pulled = sluice.pull({pageSize: 50}), true`);  // 80 pages, some 12 s
  await until(() => page.evaluate('sluice.status().run.pages'), (pages) => pages >= 2, 'two pages');
  const other = await browser.open('about:blank');
  await other.activate();
  await until(() => page.evaluate('document.visibilityState'), (state) => state === 'hidden', 'the tab is hidden');
  const before = await page.evaluate('sluice.status()');
  assert.equal(before.run.state, 'running');
  await new Promise((resolve) => { setTimeout(resolve, 3000); });
  const after = await page.evaluate('sluice.status()');
  const pages = after.run.pages - before.run.pages;
  assert.ok(pages >= 8, `${pages} pages in three hidden seconds; visible it would be about twenty`);
  assert.ok(after.frame.drawn - before.frame.drawn <= 1, 'nobody sees a frame');
  await page.activate();
  await until(() => page.evaluate('sluice.status().frame.drawn'), (drawn) => drawn > after.frame.drawn,
              'it is drawn again');
});

// For a minute, since Chromium slows hidden pages down step by step.
test('a hidden tab asks as often as a visible one, on a site and in the single file', async (t) => {
  const gatewayd = await t.gatewayd('--latency-ms', 1000, '--rate-limit', 100000, '--assets', 2000);
  const site = await t.site('--gateway', gatewayd.url);
  const browser = t.ends(await Devtools.start());
  // In tabs of their own at the same time: most of it is waiting.
  const cases = [
    {name: 'site', url: site.url, gateway: '', pull: {pageSize: 5, keep: true}},
    {name: 'file', url: `${pathToFileURL(in_root('dist/sluice.html')).href}#assets=9000&limit=10000`,
     gateway: 'rehearsal', pull: {pageSize: 10}},
  ];
  for (const one of cases) {
    one.page = await open_pulling(browser, one.url, one);
    await one.page.activate();
    const before = await now_of(one.page);
    assert.equal(before.visibility, 'visible');
    await sleep(14000);
    one.visible = await rates(one.page, before, await now_of(one.page));
  }
  const other = await browser.open('about:blank');
  await other.activate();
  for (const one of cases) {
    await until(() => one.page.evaluate('document.visibilityState'), (state) => state === 'hidden', 'the tab is hidden');
    one.before = await now_of(one.page);
  }
  await sleep(60000);
  for (const {name, page, visible, before} of cases) {
    const after = await now_of(page);
    assert.equal(after.visibility, 'hidden');
    assert.equal(after.run.state, 'running', after.run.message);
    const hidden = await rates(page, before, after);
    const told = `${name}: ${JSON.stringify({visible, hidden})}`;
    assert.ok(hidden.seconds >= 60, told);
    assert.ok(visible.ticks > 200 && hidden.ticks < 75, `a hidden page's own timers are slowed to one a second; ${told}`);
    assert.ok(hidden.calls >= 0.95 * visible.calls, told);
    // What the rehearsal costs this thread is small against the site's second a call: there both directions count.
    if (name === 'site') assert.ok(hidden.calls <= 1.05 * visible.calls, told);
    assert.ok(after.frame.drawn - before.frame.drawn <= 1, `nobody sees a frame; ${told}`);
  }
}, {max_ms: 180000});
