// The sign-in form: a real form, used with keyboard, clipboard and password managers; nothing of it reaches the canvas.

import assert from 'node:assert/strict';
import {manager, until} from './harness/common.mjs';
import {token_of} from './harness/gateways.mjs';
import {test} from './harness/runner.mjs';

const focused = (page) => page.page.evaluate(() => document.activeElement.id);
const value_of = (page, id) => page.page.locator(`#${id}`).inputValue();
const form_is_open = (page) => page.page.evaluate(() => document.getElementById('sign-in').open);
const until_closed = (page) => until(() => form_is_open(page), (open) => !open, 'the form closes');

// A page of its own nginx and gatewayd, its form open with "This site" chosen.
async function with_form(t, ...gateway_options) {
  const gateway = await t.gatewayd(...gateway_options);
  const site = await t.site('--gateway', gateway.url);
  const page = await t.open(site, {fragment: '#gateway=/'});
  assert.ok(await form_is_open(page));
  assert.equal(await value_of(page, 'gateway'), '/');
  return {gateway, site, page};
}

test('the form signs in by keyboard alone: typing, Tab, Backspace, Enter', async (t) => {
  const {gateway, page} = await with_form(t, '--assets', 10);
  assert.equal(await focused(page), 'username');
  const {keyboard} = page.page;
  await keyboard.type('acme_mg9');
  await keyboard.press('Backspace');
  await keyboard.type('1');
  await keyboard.press('Tab');
  assert.equal(await focused(page), 'password');
  await keyboard.type(`${manager.password}xy`);
  await keyboard.press('Backspace');
  await keyboard.press('Backspace');
  await keyboard.press('Enter');
  await until_closed(page);
  const {session} = await page.status();
  assert.equal(session.state, 'signed_in');
  assert.equal(session.subject, manager.username);
  assert.equal((await gateway.counters()).auth_calls, 1);
});

test('the form takes a password from the clipboard', async (t) => {
  await t.hold('clipboard');
  const {page} = await with_form(t, '--assets', 10);
  await page.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.page.locator('#username').fill(manager.username);
  await page.page.evaluate((text) => navigator.clipboard.writeText(text), manager.password);
  await page.page.locator('#password').focus();
  await page.page.keyboard.press('Control+V');
  assert.equal(await value_of(page, 'password'), manager.password);
  await page.page.keyboard.press('Enter');
  await until_closed(page);
  assert.equal((await page.status()).session.state, 'signed_in');
});

test('what is typed into the form reaches neither the canvas nor its keyboard sink', async (t) => {
  const {page} = await with_form(t, '--assets', 10);
  await page.at_rest();
  const before = (await page.status()).frame.drawn;
  await page.page.locator('#password').focus();
  for (const letter of 'Zebra-77') {
    await page.page.keyboard.press(letter);
    assert.equal(await value_of(page, 'sink'), '');
  }
  const typed = await value_of(page, 'password');
  assert.equal(typed, 'Zebra-77');
  const seen = JSON.stringify(await page.widgets());
  for (let length = 4; length <= typed.length; length++) assert.ok(!seen.includes(typed.slice(0, length)));
  assert.ok(!seen.includes('•'));
  // Had ImGui heard a key, it would have drawn a frame.
  assert.equal((await page.status()).frame.drawn, before);
});

test('the password field is empty while /auth is on its way, and nothing of it stays in the page', async (t) => {
  let release;
  const gateway = await t.own_gateway({reply: (request, response) => {
    release = () => { response.statusCode = 201; response.end(token_of('acme_mg1')); };
  }});
  const site = await t.site('--gateway', gateway.url);
  const page = await t.open(site, {fragment: '#gateway=/'});
  await page.page.locator('#username').fill('acme_mg1');
  await page.page.locator('#password').fill('s3cret & word=+é');
  await page.page.keyboard.press('Enter');
  await until(() => gateway.requests.length, (count) => count === 1, '/auth is sent');
  assert.equal(gateway.requests[0].body,
               'username=acme_mg1&password=s3cret%20%26%20word%3D%2B%C3%A9&token=true&permissions=true');
  assert.equal(await value_of(page, 'password'), '');
  assert.ok(await page.page.locator('#sign-in-submit').isDisabled(), 'no second call by a second click');
  release();
  await until_closed(page);
  const everything = await page.page.evaluate(() => JSON.stringify([
    document.documentElement.outerHTML, {...localStorage}, {...sessionStorage}, window.sluice.status(),
    window.sluice.requests(), window.sluice.widgets(),
  ]));
  assert.ok(!everything.includes('s3cret'));
  assert.equal(gateway.requests.length, 1);
});

test('password managers recognise the fields', async (t) => {
  const page = await t.open(await t.site(), {fragment: '#gateway=/'});
  const fields = await page.page.evaluate(() => ['username', 'password'].map((id) => {
    const field = document.getElementById(id);
    return {name: field.name, type: field.type, autocomplete: field.autocomplete, label: field.labels[0].textContent,
            form: field.form !== null, seen: field.checkVisibility()};
  }));
  assert.deepEqual(fields, [
    {name: 'username', type: 'text', autocomplete: 'username', label: 'User name', form: true, seen: true},
    {name: 'password', type: 'password', autocomplete: 'current-password', label: 'Password', form: true, seen: true},
  ]);
  assert.equal(await page.page.locator('#sign-in-form button[type=submit]').count(), 1);
});

test('a value that a password manager sets without a key is sent', async (t) => {
  const {page} = await with_form(t, '--assets', 10);
  await page.page.evaluate(({username, password}) => {
    for (const [id, value] of [['username', username], ['password', password]]) {
      const field = document.getElementById(id);
      field.value = value;
      field.dispatchEvent(new Event('input', {bubbles: true}));
      field.dispatchEvent(new Event('change', {bubbles: true}));
    }
  }, manager);
  await page.page.locator('#sign-in-submit').click();
  await until_closed(page);
  assert.equal((await page.status()).session.subject, manager.username);
});

test('Tab walks through the form in reading order and back, and stays in it', async (t) => {
  const page = await t.open(await t.site(), {fragment: '#gateway=https://gateway.example.com'});
  await page.page.locator('#gateway').focus();
  const order = ['gateway', 'address', 'kind', 'username', 'password', 'renew', 'sign-in-submit'];
  for (const id of order.slice(1)) {
    await page.page.keyboard.press('Tab');
    assert.equal(await focused(page), id);
  }
  for (const id of order.slice(0, -1).reverse()) {
    await page.page.keyboard.press('Shift+Tab');
    assert.equal(await focused(page), id);
  }
  for (let i = 0; i < order.length * 2; i++) {
    await page.page.keyboard.press('Tab');
    assert.notEqual(await focused(page), 'sink');
  }
});

test('a wrong password is one message and one call, and the user name stays', async (t) => {
  const {gateway, page} = await with_form(t, '--assets', 10);
  page.allow_errors(/status of 401/);
  await page.page.locator('#username').fill(manager.username);
  await page.page.locator('#password').fill('not-the-one');
  await page.page.keyboard.press('Enter');
  const message = page.page.locator('#sign-in-error');
  await until(() => message.textContent(), Boolean, 'a message');
  assert.match(await message.textContent(), /refused the user name or password.*Nothing was pulled/s);
  assert.match(await message.textContent(), /SSO accounts cannot use the API/);
  assert.equal(await value_of(page, 'username'), manager.username);
  assert.equal(await value_of(page, 'password'), '');
  assert.equal(await focused(page), 'password');
  await page.page.waitForTimeout(1500);  // time for a second attempt, were there one
  const counted = await gateway.counters();
  assert.equal(counted.auth_calls, 1);
  assert.equal(counted.auth_refused, 1);
  assert.equal(page.requests.filter((request) => request.url().endsWith('/auth')).length, 1);
});

test('after a wrong password the right one signs in', async (t) => {
  const {page} = await with_form(t, '--assets', 10);
  page.allow_errors(/status of 401/);
  await assert.rejects(page.sign_in({password: 'wrong'}), {code: 'bad_credentials'});
  await page.page.locator('#username').fill(manager.username);
  await page.page.locator('#password').fill(manager.password);
  await page.page.keyboard.press('Enter');
  await until_closed(page);
});

test('an empty field is named before anything is sent', async (t) => {
  const {gateway, page} = await with_form(t, '--assets', 10);
  await page.page.locator('#username').fill(manager.username);
  await page.page.keyboard.press('Enter');
  assert.match(await page.page.locator('#sign-in-error').textContent(), /password/i);
  assert.equal(await focused(page), 'password');
  assert.equal((await gateway.counters()).auth_calls, 0);
});

test('the list offers the rehearsal, this site, the 14 platforms and an address', async (t) => {
  const page = await t.open(await t.site());
  const values = await page.page.locator('#gateway option').evaluateAll((options) => options.map((o) => o.value));
  const platforms = (await page.call('platforms')).map(({id}) => id);
  assert.equal(platforms.length, 14);
  assert.deepEqual(values, ['rehearsal', '/', ...platforms, 'custom']);
  assert.equal(await value_of(page, 'gateway'), 'rehearsal');
  assert.equal(await value_of(page, 'username'), manager.username, 'the demo login is filled in');
});

test('the demo login does not stay behind when a real gateway is chosen', async (t) => {
  const page = await t.open(await t.site());
  await page.page.locator('#gateway').selectOption('US1');
  assert.equal(await value_of(page, 'username'), '');
  assert.equal(await value_of(page, 'password'), '');
});

test('signing out forgets the session; the next visit remembers the user name, never the password', async (t) => {
  const {site, page} = await with_form(t, '--assets', 10);
  await page.sign_in();
  await page.call('signOut');
  assert.equal((await page.status()).session.state, 'signed_out');
  await assert.rejects(page.call('pull', {}), {code: 'not_signed_in'});
  await page.page.goto('about:blank');
  await page.page.goto(`${site.url}#gateway=/`);
  await page.page.evaluate(() => window.sluice.ready.then(() => true));
  assert.equal(await value_of(page, 'username'), manager.username);
  assert.equal(await value_of(page, 'password'), '');
  assert.equal(await focused(page), 'password');
});
