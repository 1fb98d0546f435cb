// What is drawn: sharp at every density, following the window, in both themes, and not at all while nothing changes.

import assert from 'node:assert/strict';
import {manager, until} from './harness/common.mjs';
import {token_of} from './harness/gateways.mjs';
import {test} from './harness/runner.mjs';

test('nothing is drawn while nothing changes', async (t) => {
  const page = await t.rehearsed();
  await page.at_rest(500);
  const before = (await page.status()).frame;
  await page.page.waitForTimeout(2000);
  const after = (await page.status()).frame;
  assert.equal(after.drawn, before.drawn);
  assert.equal(after.skipped, before.skipped, 'nor is a frame asked for');
});

test('a pointer that rests on a button lets the page rest too', async (t) => {
  const page = await t.rehearsed({fragment: '#assets=100'});
  for (const id of ['theme.toggle', 'budget', 'table.assets.header.os', 'table.assets.cell.2.os']) {
    await page.page.mouse.move(...(await page.place_of(id)).centre);
    await page.page.waitForTimeout(700);  // its tip appears
    await page.at_rest();
    const {drawn} = (await page.status()).frame;
    await page.page.waitForTimeout(1000);
    assert.equal((await page.status()).frame.drawn, drawn, id);
  }
});

test('before signing in nothing is drawn either', async (t) => {
  const page = await t.open(await t.site());
  await page.at_rest(500);
  const {drawn} = (await page.status()).frame;
  await page.page.waitForTimeout(1500);
  assert.equal((await page.status()).frame.drawn, drawn);
});

for (const density of [1, 1.5, 2]) {
  test(`the canvas has a pixel of its own for each of the screen at ratio ${density}`, async (t) => {
    const page = await t.rehearsed({deviceScaleFactor: density, fragment: '#assets=100'});
    const sizes = () => page.page.evaluate(() => {
      const canvas = document.getElementById('canvas');
      return {ratio: devicePixelRatio, backing: [canvas.width, canvas.height],
              css: [canvas.clientWidth, canvas.clientHeight]};
    });
    assert.deepEqual(await sizes(), {ratio: density, backing: [1120 * density, 640 * density], css: [1120, 640]});
    await page.screenshot(`ratio-${density}`);
    await page.page.setViewportSize({width: 901, height: 641});
    await until(sizes, ({backing}) => backing[0] === Math.round(901 * density) &&
                                      backing[1] === Math.round(641 * density), 'it follows the window');
    // A click lands where the eye sees the button.
    await page.click('tab.detections');
    await page.widget('tab.detections', (widget) => widget.value === 'selected');
  });
}

test('a resize is drawn at once, without a stretched or empty picture', async (t) => {
  const page = await t.rehearsed({fragment: '#assets=100'});
  for (const [width, height] of [[1024, 768], [640, 480], [390, 844], [1440, 900]]) {
    await page.page.setViewportSize({width, height});
    await until(() => page.page.evaluate(() => document.getElementById('canvas').width), (w) => w === width,
                'the size');
    await page.widget(width < 640 ? 'tab.request' : 'tab.assets', ({rect}) => rect[0] + rect[2] <= width);
    for (const {id, rect: [x, y, w, h]} of await page.widgets()) {
      assert.ok(x + w <= width + 1 && y + h <= height + 1, `${id} lies outside at ${width}×${height}`);
    }
  }
});

test('the theme is changed on the canvas, for the form as well, and is remembered', async (t) => {
  const page = await t.rehearsed({fragment: '#assets=100'});
  const theme = () => page.page.evaluate(() => document.documentElement.dataset.theme);
  const ground = () => page.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.equal(await theme(), 'dark', 'as the system has it');
  const dark_ground = await ground();
  const dark_picture = await page.page.screenshot();
  await page.click('theme.toggle');
  await until(theme, (name) => name === 'light', 'the theme');
  await page.at_rest();
  assert.notEqual(await ground(), dark_ground);
  assert.ok(!(await page.page.screenshot()).equals(dark_picture));
  await page.page.reload();
  await page.page.evaluate(() => window.sluice.ready.then(() => true));
  assert.equal(await theme(), 'light');
});

test('a system that prefers light gets light', async (t) => {
  const page = await t.open(await t.site(), {colorScheme: 'light'});
  assert.equal(await page.page.evaluate(() => document.documentElement.dataset.theme), 'light');
});

test('the picture comes back after the graphics context was lost', async (t) => {
  const page = await t.rehearsed({fragment: '#assets=100'});
  page.allow_errors(/CONTEXT_LOST|context lost/i);
  await page.page.mouse.move(5, 635);
  await page.at_rest();
  const before = await page.page.screenshot();
  await page.page.evaluate(async () => {
    const canvas = document.getElementById('canvas');
    const lose = canvas.getContext('webgl2').getExtension('WEBGL_lose_context');
    const event = (name) => new Promise((resolve) => { canvas.addEventListener(name, resolve, {once: true}); });
    const lost = event('webglcontextlost');
    lose.loseContext();
    await lost;
    const restored = event('webglcontextrestored');
    setTimeout(() => lose.restoreContext(), 50);
    await restored;
  });
  await until(async () => { await page.at_rest(); return before.equals(await page.page.screenshot()); }, Boolean,
              'the same picture');
});

test('without WebGL 2 a readable message stands in its place', async (t) => {
  const browser = await t.browser(['--disable-3d-apis']);
  const page = await t.open(await t.site(), {browser, ready: false});
  page.allow_errors(/WebGL/i);
  const text = await until(() => page.page.locator('#failure').innerText(), (words) => /WebGL/.test(words), 'the message');
  assert.match(text, /WebGL 2 is missing or switched off/);
  assert.match(text, /hardware acceleration/);
  assert.equal(await page.page.locator('#loading').isVisible(), false);
  await page.screenshot('without-webgl2');
});

test('without WebAssembly a readable message stands in its place', async (t) => {
  const page = await t.open(await t.site(), {init: () => { delete window.WebAssembly; }, ready: false});
  const text = await until(() => page.page.locator('#failure').innerText(), (words) => /WebAssembly/.test(words),
                           'the message');
  assert.match(text, /WebAssembly is missing or switched off/);
  await page.screenshot('without-webassembly');
});

test('a program that cannot be loaded is a message as well', async (t) => {
  const site = await t.site();
  const page = await t.open('about:blank', {ready: false});
  Object.assign(page, {url: site.url});
  page.allow_errors(/404|Failed to load/);
  await page.page.route('**/sluice.wasm*', (route) => route.fulfill({status: 404, body: 'gone'}));
  await page.page.goto(site.url);
  const text = await until(() => page.page.locator('#failure').innerText(), (words) => words.trim().length > 0, 'the message');
  assert.match(text, /could not be loaded/);
  assert.match(text, /404/);
});

// ── the album: looked at by people, kept as files ────────────────────────────────────────────────────────────────────

const forbidden = `<?xml version="1.0" encoding="UTF-8"?>
<SIMPLE_RETURN><RESPONSE><DATETIME>2026-11-21T00:00:00Z</DATETIME><CODE>403</CODE>
<TEXT>User is not authorized to run the VMDR Mobile API.</TEXT></RESPONSE></SIMPLE_RETURN>`;

function forbidding(request, response) {
  if (request.url.startsWith('/auth')) {
    response.statusCode = 201;
    return response.end(token_of('acme_np1'));
  }
  response.writeHead(403, {'Content-Type': 'application/xml'});
  return response.end(forbidden);
}

const shapes = {'1280x800': {viewport: {width: 1280, height: 800}},
                '390x844': {viewport: {width: 390, height: 844}, hasTouch: true, isMobile: true, deviceScaleFactor: 2}};

async function picture_of_waiting(t, shape, ending) {
  const page = await t.open(await t.site(), {fragment: '#preset=wait', ...shape});
  await page.at_rest();
  await page.screenshot(`sign-in-${ending}`);
  await page.page.locator('#sign-in-submit')[shape.hasTouch ? 'tap' : 'click']();
  await page.widget('empty.pull');
  await page.at_rest();
  await page.screenshot(`signed-in-${ending}`);
  await page.press('pull.start');
  await page.until_run((run) => run.pages >= 3, 'some pages');
  await page.screenshot(`running-${ending}`);
  await page.until_run((run) => run.state === 'waiting', 'the wait');
  await page.widget('wait');
  await page.screenshot(`waiting-${ending}`);
  await page.call('stop');
  await page.until_over();
  await page.at_rest();
  await page.screenshot(`stopped-${ending}`);
}

async function picture_of_finished(t, shape, ending) {
  const page = await t.rehearsed({fragment: '#assets=600', ...shape});
  await page.screenshot(`finished-${ending}`);
  await page.press('tab.detections');
  await page.at_rest();
  await page.screenshot(`detections-${ending}`);
  const cell = 'table.detections.cell.4.asset_id';
  await page.press(cell);
  if (!shape.hasTouch) await page.page.keyboard.press('Enter');
  await page.widget('detail.results');
  await page.at_rest();
  await page.screenshot(`detail-${ending}`);
  if (shape.hasTouch) return;
  await page.click('tab.overview');
  await page.at_rest();
  await page.screenshot(`overview-${ending}`);
  await page.click('tab.requests');
  await page.at_rest();
  await page.screenshot(`requests-${ending}`);
}

async function pictures_of_errors(t, shape, ending) {
  const gateway = await t.own_gateway({reply: forbidding});
  const site = await t.site('--gateway', gateway.url);
  const page = await t.open(site, {fragment: '#gateway=/', ...shape});
  page.allow_errors(/status of 40[13]/);
  await page.page.route('**/auth', (route) => route.fulfill({status: 401}), {times: 1});
  await page.page.locator('#username').fill(manager.username);
  await page.page.locator('#password').fill('wrong');
  await page.page.locator('#sign-in-submit')[shape.hasTouch ? 'tap' : 'click']();
  await until(() => page.page.locator('#sign-in-error').textContent(), Boolean, 'the message');
  await page.screenshot(`error-${ending}`);
  await page.sign_in();
  await page.call('pull', {});
  await page.at_rest();
  await page.screenshot(`failed-${ending}`);
}

for (const colorScheme of ['dark', 'light']) {
  for (const [size, shape] of Object.entries(shapes)) {
    const ending = `${colorScheme}-${size}`;
    const look = {...shape, colorScheme};
    test(`pictures of sign-in, running and waiting, ${ending}`, (t) => picture_of_waiting(t, look, ending));
    test(`pictures of a finished run, ${ending}`, (t) => picture_of_finished(t, look, ending));
    test(`pictures of errors, ${ending}`, (t) => pictures_of_errors(t, look, ending));
  }
}
