// A computer that slept while the pull waited: what was due meanwhile is done when it wakes, not when the timer that
// was set before would have rung.

import assert from 'node:assert/strict';
import {sleep} from './harness/common.mjs';
import {fast_clock, script} from './harness/fast_clock.mjs';
import {test} from './harness/runner.mjs';

// In a tab that nobody looks at: a visible one draws the countdown, and looks at the clock each second.
const in_background = () => { Object.defineProperty(document, 'hidden', {get: () => true}); };
const wakes = [['focus', 'window'], ['resume', 'document'], ['online', 'window']];

const init = script([fast_clock, 1], [in_background]);

for (const [event, target] of wakes) {
  test(`a pull that waits for an hour goes on when the computer wakes from a longer sleep (${event})`, async (t) => {
    const page = await t.open(await t.site(), {fragment: '#assets=200&limit=10', init});
    await page.sign_in({gateway: 'rehearsal'});
    const pulled = page.call('pull', {pageSize: 10, reserveCalls: 0});
    const waiting = await page.until_run((run) => run.waitReason === 'rate_limit', 'it waits for the window');
    assert.equal(waiting.pages, 10);
    assert.ok((await page.status()).run.waitSec > 3000);
    await page.at_rest();
    await page.page.evaluate(() => { window.clock.ahead_ms += 2 * 3600000; });
    await sleep(500);
    assert.equal((await page.run()).pages, 10, 'the alarm is still that of before');
    await page.page.evaluate(([name, on]) => { window[on].dispatchEvent(new Event(name)); }, [event, target]);
    await page.until_run((run) => run.pages > 10, 'it goes on', {limit_ms: 3000});
    const manifest = await pulled;
    assert.deepEqual([manifest.state, manifest.totals.assets, manifest.totals.refused], ['complete', 200, 0]);
  });
}
