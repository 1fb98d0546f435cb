// The request form of every source, filled by mouse and keyboard, and what the page says before a run and after one
// that brought nothing.

import assert from 'node:assert/strict';
import {hold, until} from './harness/common.mjs';
import {test} from './harness/runner.mjs';

const ot_sources = ['ot.hosts', 'ot.detections', 'ot.projectFiles'];
const guide_line = `curl -X GET "https://gateway.qg1.apps.qualys.com/sem/v1/assetList?action=list&severities=4-5" \\
  -H "Authorization: Bearer eyJhbGciOi"`;
const broken_line = guide_line.replace('severities=4-5', 'truncation_limit=1includeFields=operatingSystem,hardware');

async function signed_in(t, options = {}) {
  const usual = {fragment: '#assets=300', viewport: {width: 1280, height: 800}};
  const page = await t.open(await t.site(), {...usual, ...options});
  await page.sign_in({gateway: 'rehearsal'});
  await page.widget('empty.pull');
  return page;
}

async function choose(page, source) {
  if (!await page.find('source')) await page.press('tab.request');
  await page.press('source');
  await page.press(`source.${source}`);
  await page.gone(`source.${source}`);
}

// A group of the form, opened or closed: what is below it moves.
async function turn(page, group, state) {
  // A tap on what is still moving may miss it.
  const id = `request.group.${group}`;
  for (let tries = 0; tries < 3; ++tries) {
    if ((await page.widgets()).find((widget) => widget.id === id)?.value === state) break;
    await page.press(id);
    await page.page.waitForTimeout(400);
  }
  await page.widget(id, ({value}) => value === state);
}

async function enter(page, id, text) {
  await page.press(id);
  await page.widget(id, ({focused}) => focused);
  await page.page.keyboard.type(text);
}

async function paste(page, id, text) {
  await page.page.evaluate((line) => navigator.clipboard.writeText(line), text);
  await page.click(id);
  await page.page.keyboard.press('Control+a');
  await page.page.keyboard.press('Control+v');
}

test('every source is pulled from the canvas, and what came of the others stays', async (t) => {
  const page = await signed_in(t);
  await page.click('pull.start');
  await page.until_over();
  await page.widget('table.assets', ({value}) => value === '300');
  for (const source of ot_sources) {
    await choose(page, source);
    await page.click('pull.start');
    await page.until_run((run) => run.source === source && run.state === 'complete', `${source} is complete`);
    const {assets, detections} = await page.run();
    const rows = Math.max(assets, detections, 1);
    await page.widget(`table.${source}`, ({value}) => Number(value) >= rows);
  }
  await choose(page, 'mobile.assets');
  await page.widget('table.assets', ({value}) => value === '300');
  await choose(page, 'ot.hosts');
  assert.ok(Number((await page.widget('table.ot.hosts')).value) > 0);
});

test('severities are chosen by chips, and a day from the calendar by keys', async (t) => {
  const page = await signed_in(t);
  await page.click('request.severities.4');
  await page.click('request.severities.5');
  await page.widget('request.severities', ({value}) => value === '4-5');
  await page.click('request.detection_updated_since.calendar');
  await page.widget('calendar.month');
  await page.page.keyboard.press('PageUp');
  await page.page.keyboard.press('ArrowRight');
  await page.page.keyboard.press('Enter');
  const {value} = await page.widget('request.detection_updated_since', (widget) => widget.value !== '');
  assert.match(value, /^\d{4}-\d\d-\d\d$/);
  await page.gone('calendar.month');
});

test('a combination that the gateway refuses is marked as it is typed, and nothing is sent', async (t) => {
  const page = await signed_in(t);
  await page.type_into('request.max_days_since_detection_updated', '7');
  await page.type_into('request.detection_updated_since', '2026-01-01');
  await page.widget('request.detection_updated_since.problem',
                    ({label}) => /only one of these parameters/.test(label));
  await page.click('pull.start');
  await page.widget('message', ({label}) => /^Nothing was sent/.test(label));
  assert.equal((await page.run()).state, 'idle');
});

test('tags are typed as chips', async (t) => {
  const page = await signed_in(t);
  for (const group of ['detection', 'asset', 'qid']) await turn(page, group, 'closed');
  await turn(page, 'tags', 'open');
  await page.type_into('request.tag_set_include', 'Field staff');
  await page.page.keyboard.press('Enter');
  await page.widget('request.tag_set_include.tag.0');
  await page.type_into('request.tag_set_include', 'Berlin,');
  await page.widget('request.tag_set_include', ({value}) => value === 'Field staff,Berlin');
  await page.click('request.tag_set_include.tag.0');
  await page.widget('request.tag_set_include', ({value}) => value === 'Berlin');
});

test('a run that brought nothing explains itself and is widened one step at a time', async (t) => {
  const page = await signed_in(t);
  await page.type_into('request.qids', '999999999');
  await page.type_into('request.os_pattern', '^Symbian');
  await page.click('pull.start');
  await page.until_over();
  await page.click('empty.widen.os');
  await page.widget('message', ({label}) => /OS pattern/.test(label));
  assert.equal((await page.widget('request.os_pattern')).value, '');
  await page.gone('empty.widen.os');
  await page.click('empty.widen.qids');
  await page.widget('request.qids', ({value}) => value === '');
  await page.click('empty.pull');
  await until(() => page.run(), (run) => run.state === 'complete' && run.assets > 0, 'assets of every OS');
});

test('a request is copied as curl and a curl line is pasted, never with a secret', async (t) => {
  const release = await hold('clipboard');
  try {
    const page = await signed_in(t, {permissions: ['clipboard-read', 'clipboard-write']});
    await page.click('request.menu');
    await page.click('request.paste_curl');
    await paste(page, 'curl.text', broken_line);
    const problem = await page.widget('curl.problem');
    assert.match(problem.label, /truncation_limit/);
    assert.doesNotMatch(problem.label, /eyJ/);
    await paste(page, 'curl.text', guide_line);
    await page.widget('curl.understood');
    await page.click('curl.fill');
    await page.widget('request.severities', ({value}) => value === '4-5');
    await page.click('request.menu');
    await page.click('request.copy_curl');
    const copied = await until(() => page.page.evaluate(() => navigator.clipboard.readText()),
                               (text) => /assetList/.test(text) && !/eyJ/.test(text), 'the curl line');
    assert.match(copied, /severities=4-5/);
    assert.match(copied, /\$TOKEN/);
  } finally {
    release();
  }
});

test('a link opens the page with its request and its filter', async (t) => {
  const fragment = '#gateway=rehearsal&source=ot.hosts&apiVersion=v1&p.filter=hardware.class%3AOT&p.pageSize=20' +
                   '&x.colour=blue&filter=asset.name%3Aplc';
  const page = await signed_in(t, {fragment});
  await page.widget('source', ({value}) => value === 'OT hosts');
  assert.equal((await page.widget('request.filter')).value, 'hardware.class:OT');
  await turn(page, 'connection', 'open');
  assert.equal((await page.widget('request.version')).value, 'v1');
  assert.equal((await page.widget('request.pageSize')).value, '20');
  assert.match((await page.widget('request.extra')).value, /colour=blue/);
  await page.widget('version.notice');
  await page.click('version.instead');
  await page.widget('request.version', ({value}) => value === '1.0');
  await page.gone('version.notice');
});

test('the feed has no address until the user gives one, and keeps it', async (t) => {
  const page = await signed_in(t);
  await page.click('help.open');
  assert.equal((await page.widget('feed.address')).value, '');
  await page.type_into('feed.address', 'https://feeds.example/notices.xml');
  await page.widget('feed.address', ({value}) => value === 'https://feeds.example/notices.xml');
  await page.page.reload();
  await page.page.evaluate(() => window.sluice.ready.then(() => true));
  await page.sign_in({gateway: 'rehearsal'});
  await page.click('help.open');
  assert.equal((await page.widget('feed.address')).value, 'https://feeds.example/notices.xml');
});

// ── the album ────────────────────────────────────────────────────────────────────────────────────────────────────────

const shapes = {'1280x800': {viewport: {width: 1280, height: 800}},
                '390x844': {viewport: {width: 390, height: 844}, hasTouch: true, isMobile: true, deviceScaleFactor: 2}};

async function show_form(page) {
  if (page.touch) await page.press('tab.request');
}

// A caret may blink, so the page need not come to rest.
async function picture(page, name, ending) {
  await page.page.waitForTimeout(400);
  await page.frames(4);
  await page.screenshot(`${name}-${ending}`);
}

async function pictures_of_forms(t, shape, ending) {
  const page = await signed_in(t, shape);
  await show_form(page);
  if (page.touch) await turn(page, 'asset', 'closed');  // what is below comes into view
  await page.press('request.severities.4');
  await page.widget('request.severities.4', ({value}) => value === 'true');
  await page.press('request.severities.5');
  await page.widget('request.severities', ({value}) => value === '4-5');
  await enter(page, 'request.max_days_since_detection_updated', '7');
  await enter(page, 'request.detection_updated_since', '2026-01-01');
  await page.widget('request.detection_updated_since', ({value}) => value === '2026-01-01');
  await page.widget('request.detection_updated_since.problem');
  await picture(page, 'form-invalid', ending);
  await page.press('request.reset');
  await page.press('request.detection_updated_since.calendar');
  await page.widget('calendar.month');
  await picture(page, 'form-calendar', ending);
  await page.press('calendar.day.9');
  for (const group of ['detection', 'asset', 'qid']) await turn(page, group, 'closed');
  for (const group of ['connection', 'tags']) await turn(page, group, 'open');
  for (const tag of ['Field staff', 'Berlin', 'Executives']) {
    await enter(page, 'request.tag_set_include', tag);
    await page.page.keyboard.press('Enter');
    await page.widget('request.tag_set_include', ({value}) => value.endsWith(tag));
  }
  await picture(page, 'form-tags', ending);
  for (const source of ot_sources) {
    await choose(page, source);
    if (source === 'ot.hosts') {
      await page.press('request.sort.add');
      await page.press('request.sort.0.tokens');
      await page.press('request.sort.0.asset.risk');
    }
    await picture(page, `form-${source}`, ending);
  }
  await page.press('request.version');
  await page.press('request.version.v1');
  await picture(page, 'form-v1', ending);
}

async function pictures_of_results(t, shape, ending) {
  const page = await signed_in(t, shape);
  await choose(page, 'ot.hosts');
  await page.press('pull.start');
  await page.until_over();
  await page.widget('table.ot.hosts', ({value}) => Number(value) > 0);
  await picture(page, 'ot-table', ending);
  const first = (await page.widgets()).find(({id}) => /^table\.ot\.hosts\.cell\.2\./.test(id));
  await page.press(first.id);
  if (!page.touch) await page.page.keyboard.press('Enter');
  await page.widget('detail.title');
  await picture(page, 'ot-detail', ending);
  await page.press('detail.close');
  await page.press('tab.overview');
  await picture(page, 'ot-overview', ending);
  await choose(page, 'ot.detections');
  await page.press('pull.start');
  await page.until_over();
  await picture(page, 'ot-detections', ending);
}

async function pictures_of_notices(t, shape, ending) {
  const page = await signed_in(t, {...shape, permissions: ['clipboard-read', 'clipboard-write']});
  await show_form(page);
  await enter(page, 'request.qids', '999999999');
  await page.widget('request.qids', ({value}) => value === '999999999');
  await enter(page, 'request.os_pattern', '^Symbian');
  await page.widget('request.os_pattern', ({value}) => value === '^Symbian');
  await page.press('pull.start');
  await page.until_over();
  await page.widget('empty.widen.os');
  await picture(page, 'zero', ending);
  await page.press('session.who');
  await picture(page, 'who', ending);
  await page.page.keyboard.press('Escape');
  await page.press('help.open');
  await page.widget('help.close');
  await picture(page, 'help', ending);
  await page.press('help.close');
  await show_form(page);
  await page.press('request.menu');
  await page.press('request.paste_curl');
  await page.press('curl.text');
  await page.page.keyboard.insertText(guide_line);
  await page.widget('curl.understood');
  await picture(page, 'curl', ending);
}

for (const colorScheme of ['dark', 'light']) {
  for (const [size, shape] of Object.entries(shapes)) {
    const ending = `${colorScheme}-${size}`;
    const look = {...shape, colorScheme};
    test(`pictures of the request forms, ${ending}`, (t) => pictures_of_forms(t, look, ending));
    test(`pictures of OT tables, ${ending}`, (t) => pictures_of_results(t, look, ending));
    test(`pictures of what the page explains, ${ending}`, (t) => pictures_of_notices(t, look, ending));
  }
}
