// A tab in the background: frames stop there and timers are slowed, and the pull goes on all the same. Playwright's
// pages never become hidden, so Chromium is started plainly here and driven over its DevTools pipe.

import assert from 'node:assert/strict';
import {Devtools} from './harness/devtools.mjs';
import {manager, until} from './harness/common.mjs';
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
