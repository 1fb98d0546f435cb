// Pulls in tabs that are put into the background, for the tests of hidden tabs and for ./dev soak. Playwright's pages
// never become hidden, so Chromium is started plainly and driven over its DevTools pipe (devtools.mjs).

import assert from 'node:assert/strict';
import {manager, until} from './common.mjs';

// Opens a page whose pull has begun, and a chain of timers beside it that shows how the browser treats pages like it.
export async function open_pulling(browser, url, {gateway, pull}) {
  const page = await browser.open(url);
  await until(() => page.evaluate('typeof window.sluice?.version'), (type) => type === 'string', 'the page is ready',
              {limit_ms: 60000});
  await page.evaluate(`sluice.signIn(${JSON.stringify({gateway, ...manager})}).then(() => true)`);
  await page.evaluate(`window.ticks = 0;
    (function tick() { window.ticks++; setTimeout(tick, 100); })();
    window.pulled = sluice.pull(${JSON.stringify(pull)}), true`);
  await until(() => page.evaluate('sluice.status().run.pages'), (pages) => pages >= 2, 'two pages');
  return page;
}

export const now_of = (page) => page.evaluate(`({calls: sluice.status().run.calls, ticks: window.ticks,
  at: performance.now(), visibility: document.visibilityState, run: sluice.status().run,
  frame: sluice.status().frame, memory: sluice.status().memory})`);

// What happened between two looks: calls and ticks a minute. The calls that began in between are timed by the page's
// own log, from the first to the last of them, so that where the looks fall makes no difference.
export async function rates(page, before, after) {
  const seconds = (after.at - before.at) / 1000;
  const times = await page.evaluate(`sluice.requests().slice(-${after.calls - before.calls}).map(({at}) => at)`);
  const at = times.map((time) => (typeof time === 'number' ? time : Date.parse(time))).sort((a, b) => a - b);
  assert.ok(at.length >= 10, `${at.length} calls are too few to tell a rate`);
  return {calls: 60000 * (at.length - 1) / (at.at(-1) - at[0]), ticks: 60 * (after.ticks - before.ticks) / seconds,
          seconds};
}
