// Pointer, touch, keys and input methods on the canvas.

import assert from 'node:assert/strict';
import {until} from './harness/common.mjs';
import {test} from './harness/runner.mjs';

const focused = (page) => page.page.evaluate(() => document.activeElement.id);

async function top_row(page) {
  const cell = (await page.widgets()).find(({role}) => role === 'gridcell');
  return Number(/\.cell\.(\d+)\./.exec(cell.id)[1]);
}

// Presses on an edge between two columns and drags it a little; the pointer is left where it is.
async function grab_edge(page) {
  const header = 'table.assets.header.asset_friendly_name';
  const {x, y, width, height} = await page.place_of(header);
  const edge = [x + width - 1, y + height / 2];
  await page.page.mouse.move(...edge);
  await page.at_rest(100);
  await page.page.mouse.down();
  await page.page.mouse.move(edge[0] + 40, edge[1], {steps: 3});
  await page.widget(header, (widget) => Math.abs(widget.rect[2] - width - 40) <= 2);
  return {header, width, edge};
}

// The edge does not follow the pointer any more.
async function assert_let_go(page, {header, edge}) {
  await page.at_rest();
  const {rect} = await page.find(header);
  await page.page.mouse.move(edge[0] + 150, edge[1] + 200, {steps: 3});
  await page.at_rest();
  assert.deepEqual((await page.find(header)).rect, rect);
}

test('a button released outside the window is up again', async (t) => {
  const page = await t.rehearsed();
  const grip = await grab_edge(page);
  await page.page.mouse.move(-60, -40, {steps: 3});
  await page.page.mouse.up();
  await assert_let_go(page, grip);
});

test('a release that the page never saw is caught up with at the next move', async (t) => {
  const page = await t.rehearsed();
  const grip = await grab_edge(page);
  const devtools = await page.context.newCDPSession(page.page);
  await devtools.send('Input.dispatchMouseEvent', {type: 'mouseMoved', x: grip.edge[0] + 41, y: grip.edge[1],
                                                   button: 'none', buttons: 0});
  await assert_let_go(page, grip);
});

test('the pointer shows what it is over', async (t) => {
  const page = await t.rehearsed();
  const {x, y, width, height} = await page.place_of('table.assets.header.asset_friendly_name');
  for (const [at, cursor] of [[(await page.place_of('filter.assets')).centre, 'text'],
                              [(await page.place_of('theme.toggle')).centre, 'pointer'],
                              [[x + width - 1, y + height / 2], 'ew-resize'],
                              [(await page.place_of('table.assets.cell.3.os')).centre, 'default']]) {
    await page.page.mouse.move(...at);
    await until(() => page.page.evaluate(() => document.getElementById('canvas').style.cursor || 'default'),
                (shown) => shown === cursor, `the cursor ${cursor} at ${at}`, {limit_ms: 5000});
  }
});

const touchable = {hasTouch: true, viewport: {width: 390, height: 844}, isMobile: true, deviceScaleFactor: 2};

test('a finger\'s drag scrolls the table', async (t) => {
  const page = await t.rehearsed(touchable);
  const {centre: [x, y]} = await page.place_of('table.assets');
  const devtools = await page.context.newCDPSession(page.page);
  const touch = (type, at) =>
    devtools.send('Input.dispatchTouchEvent', {type, touchPoints: at === null ? [] : [{x, y: at}]});
  await touch('touchStart', y);
  for (let moved = 20; moved <= 240; moved += 20) await touch('touchMove', y - moved);
  await page.page.waitForTimeout(120);  // a finger at rest does not flick
  await touch('touchEnd', null);
  await page.at_rest();
  const row_height = (await page.find(`table.assets.cell.${await top_row(page) + 2}.id`)).rect[3];
  const rows = Math.floor(240 / row_height);
  assert.ok(Math.abs(await top_row(page) - rows) <= 1, `${rows} rows up, as the finger went; ${await top_row(page)}`);
  assert.equal(await page.find('detail.title'), undefined, 'a drag is no tap');
});

test('a finger\'s tap opens the row, and the way back leads to the table', async (t) => {
  const page = await t.rehearsed(touchable);
  const {value} = await page.widget('table.assets.cell.2.id');
  await page.tap('table.assets.cell.2.id');
  assert.equal((await page.widget('detail.title')).value, `Asset ${value}`);
  await page.tap('detail.close');
  await page.widget('table.assets.cell.2.id');
});

test('text from an input method arrives in the filter', async (t) => {
  const page = await t.rehearsed();
  await page.click('filter.assets');
  await page.widget('filter.assets', (widget) => widget.focused);
  await page.at_rest(100);  // the sink has followed the caret
  const devtools = await page.context.newCDPSession(page.page);
  for (const text of ['n', 'に', 'にh', 'にほ']) {
    await devtools.send('Input.imeSetComposition', {text, selectionStart: text.length, selectionEnd: text.length});
  }
  assert.equal((await page.find('filter.assets')).value, '', 'nothing before it is chosen');
  await devtools.send('Input.insertText', {text: '日本'});
  await page.widget('filter.assets', (widget) => widget.value === '日本');
  await page.page.keyboard.type('x');
  await page.widget('filter.assets', (widget) => widget.value === '日本x');
});

test('text that is inserted at once, as emoji pickers do, arrives whole', async (t) => {
  const page = await t.rehearsed();
  await page.click('filter.assets');
  await page.widget('filter.assets', (widget) => widget.focused);
  await page.page.keyboard.insertText('naïve 📱 Ω');
  await page.widget('filter.assets', (widget) => widget.value === 'naïve 📱 Ω');
});

test('a filter is pasted with Ctrl+V and edited with Backspace, Home and Delete', async (t) => {
  await t.hold('clipboard');
  const page = await t.rehearsed();
  await page.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.page.evaluate(() => navigator.clipboard.writeText('"severity>=3 "'));
  await page.click('filter.assets');
  await page.widget('filter.assets', (widget) => widget.focused);
  await page.page.keyboard.press('Control+V');
  await page.widget('filter.assets', (widget) => widget.value === '"severity>=3 "');
  await page.page.keyboard.press('Backspace');
  await page.page.keyboard.press('Home');
  await page.page.keyboard.press('Delete');
  await page.widget('filter.assets', (widget) => widget.value === 'severity>=3 ');
});

test('a viewport as large as the screen stays as it is and follows a resize', async (t) => {
  const page = await t.rehearsed();
  const sizes = () => page.page.evaluate(() => {
    const canvas = document.getElementById('canvas');
    return {screen: [screen.width, screen.height], inner: [innerWidth, innerHeight],
            canvas: [canvas.width, canvas.height], full: document.fullscreenElement !== null};
  });
  assert.deepEqual(await sizes(), {screen: [1120, 640], inner: [1120, 640], canvas: [1120, 640], full: false});
  await page.page.setViewportSize({width: 1000, height: 700});
  await until(sizes, ({canvas}) => canvas[0] === 1000 && canvas[1] === 700, 'the canvas follows');
  assert.equal((await sizes()).full, false);
});

test('the slash leads to the filter, Ctrl+E to the export, the question mark to the keys, Esc back', async (t) => {
  const page = await t.rehearsed();
  await page.click('table.assets.cell.0.id');
  await page.page.keyboard.press('/');
  await page.widget('filter.assets', (widget) => widget.focused && widget.value === '', {limit_ms: 5000});
  await page.page.keyboard.type('x');
  await page.widget('filter.assets', (widget) => widget.value === 'x');
  await page.page.keyboard.press('Backspace');
  await page.page.keyboard.press('Escape');
  await page.page.keyboard.press('Control+E');
  await page.widget('export.csv');
  await page.page.keyboard.press('Escape');
  await page.gone('export.csv');
  await page.page.keyboard.press('?');
  await page.widget('help.close');
  await page.page.keyboard.press('Escape');
  await page.gone('help.close');
});

test('Tab walks through what is on the canvas, visibly; Escape and Tab leave it', async (t) => {
  const page = await t.rehearsed();
  assert.equal(await focused(page), 'sink', 'the canvas has the keyboard after signing in');
  const seen = new Set();
  for (let i = 0; i < 8; i++) {
    await page.page.keyboard.press('Tab');
    await page.at_rest(80);
    const widget = (await page.widgets()).find((candidate) => candidate.focused);
    if (widget) seen.add(widget.id);
  }
  assert.ok(seen.size >= 6, `stops: ${[...seen].join(', ')}`);
  assert.equal(await focused(page), 'sink');
  await page.page.keyboard.press('Escape');
  await page.page.keyboard.press('Tab');
  assert.notEqual(await focused(page), 'sink');
});

test('keys that belong to the browser stay with it', async (t) => {
  const page = await t.rehearsed();
  await page.click('table.assets.cell.0.id');
  await page.page.evaluate(() => {
    window.kept = [];
    window.addEventListener('keydown', (event) => { if (!event.defaultPrevented) window.kept.push(event.key); });
  });
  for (const key of ['F5', 'F11', 'Control+L', 'Control+T', 'Alt+ArrowLeft']) {
    await page.page.evaluate((pressed) => {
      const [key, modifier] = pressed.split('+').reverse();
      document.getElementById('sink').dispatchEvent(new KeyboardEvent('keydown', {
        key, bubbles: true, cancelable: true, ctrlKey: modifier === 'Control', altKey: modifier === 'Alt'}));
    }, key);
  }
  assert.deepEqual(await page.page.evaluate(() => window.kept), ['F5', 'F11', 'L', 'T', 'ArrowLeft']);
});
