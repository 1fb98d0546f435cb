// The ways to sign in beside user name and password: API clients of both levels and a token pasted by hand, in the form
// and in scripts; and what the page says of the session that came of it.

import assert from 'node:assert/strict';
import {manager, until} from './harness/common.mjs';
import {token_of} from './harness/gateways.mjs';
import {test} from './harness/runner.mjs';

// The simulated gateway's own (core/sim/accounts.h).
const clients = {user: 'acme-user-client', subscription: 'acme-subscription-client', secret: 'rehearsal-secret'};

const form_is_open = (page) => page.page.evaluate(() => document.getElementById('sign-in').open);
const until_closed = (page) => until(() => form_is_open(page), (open) => !open, 'the form closes');
const message = (page) => page.page.locator('#sign-in-error').textContent();
const seen_fields = (page) => page.page.evaluate(() => [...document.querySelectorAll('#sign-in :is(input, select)')]
  .filter((field) => field.checkVisibility()).map((field) => field.id));

async function with_form(t, gateway) {
  const site = await t.site('--gateway', gateway.url);
  const page = await t.open(site, {fragment: '#gateway=/'});
  return page;
}

async function fill_client(page, {kind = 'user', id = clients[kind], secret = clients.secret} = {}) {
  await page.page.locator('#kind').selectOption('client');
  await page.page.locator('#client-kind').selectOption(kind);
  await page.page.locator('#client-id').fill(id);
  await page.page.locator('#client-secret').fill(secret);
}

async function token_from(gateway) {
  const answer = await fetch(`${gateway.url}/auth`, {method: 'POST',
    headers: {'Content-Type': 'application/x-www-form-urlencoded'},
    body: `username=${manager.username}&password=${manager.password}&token=true&permissions=true`});
  return (await answer.text()).trim();
}

test('each way to sign in shows its own fields alone', async (t) => {
  const page = await t.open(await t.site(), {fragment: '#gateway=/'});
  assert.deepEqual(await page.page.locator('#kind option').allTextContents(),
                   ['User name and password', 'API client', 'Token']);
  assert.deepEqual(await seen_fields(page), ['gateway', 'kind', 'username', 'password', 'renew']);
  await page.page.locator('#kind').selectOption('client');
  assert.deepEqual(await seen_fields(page), ['gateway', 'kind', 'client-kind', 'client-id', 'client-secret', 'renew']);
  assert.equal(await page.page.locator('#secret-what').textContent(), 'client secret');
  await page.page.locator('#kind').selectOption('token');
  assert.deepEqual(await seen_fields(page), ['gateway', 'kind', 'token']);
  for (const id of ['client-secret', 'token']) {
    assert.equal(await page.page.locator(`#${id}`).getAttribute('type'), 'password', 'nobody reads over a shoulder');
  }
});

test('a secret does not stay behind when another way is chosen', async (t) => {
  const page = await t.open(await t.site(), {fragment: '#gateway=/'});
  await fill_client(page, {secret: 'left behind'});
  await page.page.locator('#kind').selectOption('token');
  assert.equal(await page.page.locator('#client-secret').inputValue(), '');
});

test('an API client goes through the door of its level with id and secret as headers, and leaves nothing', async (t) => {
  for (const [kind, path] of [['user', '/auth/oidc'], ['subscription', '/auth/oauth']]) {
    let release;
    const gateway = await t.own_gateway({reply: (request, response) => {
      release = () => { response.statusCode = 201; response.end(token_of('acme_mg1')); };
    }});
    const page = await with_form(t, gateway);
    await fill_client(page, {kind, id: 'client-7', secret: 's3cret-of-client'});
    await page.page.keyboard.press('Enter');
    await until(() => gateway.requests.length, (count) => count === 1, `${path} is asked`);
    const [{method, url, headers, body}] = gateway.requests;
    assert.deepEqual({method, url, body}, {method: 'POST', url: path, body: ''});
    assert.equal(headers.clientid, 'client-7');
    assert.equal(headers.clientsecret, 's3cret-of-client');
    assert.equal(headers['content-type'], 'application/x-www-form-urlencoded');
    assert.equal(headers.authorization, undefined);
    assert.equal(await page.page.locator('#client-secret').inputValue(), '', 'empty while the call is on its way');
    release();
    await until_closed(page);
    const everything = await page.page.evaluate(() => JSON.stringify([
      document.documentElement.outerHTML, {...localStorage}, {...sessionStorage}, window.sluice.status(),
      window.sluice.requests(), window.sluice.widgets(),
      [...document.querySelectorAll('input')].map((input) => input.value),
    ]));
    assert.ok(!everything.includes('s3cret-of-client'));
    assert.equal((await page.status()).session.kind, `${kind} client`);
  }
});

test('the account line tells who, how, until when, and what the token allows', async (t) => {
  const gateway = await t.gatewayd('--assets', 10);
  const page = await with_form(t, gateway);
  await fill_client(page, {kind: 'subscription'});
  await page.page.locator('#sign-in-submit').click();
  await until_closed(page);
  const {session} = await page.status();
  assert.equal(session.kind, 'subscription client');
  assert.equal(session.renews, true);
  await page.press('session.who');
  await page.press('session.switch');
  await until(() => form_is_open(page), Boolean, 'the form opens');
  const line = (await page.page.locator('#who p').textContent()).replace(/\s+/g, ' ');
  assert.ok(line.includes(`Signed in as ${session.subject} at this site, by a subscription-level API client.`), line);
  assert.match(line, /lasts until \d\d:\d\d.* and is renewed by itself\./);
  if (session.modules.length) assert.ok(line.includes(`Its token allows: ${session.modules.join(', ')}.`), line);
});

test('a client at the wrong door is told of the other', async (t) => {
  const gateway = await t.gatewayd('--assets', 10);
  const page = await with_form(t, gateway);
  page.allow_errors(/status of 4\d\d/);
  await fill_client(page, {kind: 'user', id: clients.subscription});
  await page.page.locator('#sign-in-submit').click();
  await until(() => message(page), Boolean, 'a message');
  assert.match(await message(page), /Invalid Client ID.*subscription-level one, choose that kind/s);
  assert.equal(await page.page.locator('#client-id').inputValue(), clients.subscription, 'the id stays');
  assert.equal(await page.page.locator('#client-secret').inputValue(), '');
  await page.page.locator('#client-kind').selectOption('subscription');
  await page.page.locator('#client-secret').fill(clients.secret);
  await page.page.keyboard.press('Enter');
  await until_closed(page);
});

test('an empty field of any kind is named before anything is sent', async (t) => {
  const gateway = await t.gatewayd('--assets', 10);
  const page = await with_form(t, gateway);
  await fill_client(page, {secret: ''});
  await page.page.keyboard.press('Enter');
  assert.match(await message(page), /Enter the client secret/);
  await page.page.locator('#kind').selectOption('token');
  assert.equal(await message(page), '');
  await page.page.locator('#sign-in-submit').click();
  assert.match(await message(page), /Paste the token/);
  assert.equal((await gateway.counters()).auth_calls, 0);
});

test('a token pasted by hand pulls, and what is no token is refused without a call', async (t) => {
  const gateway = await t.gatewayd('--assets', 30);
  const page = await with_form(t, gateway);
  await page.page.locator('#kind').selectOption('token');
  await page.page.locator('#token').fill('not.a token');
  await page.page.locator('#sign-in-submit').click();
  await until(() => message(page), Boolean, 'a message');
  assert.match(await message(page), /not a token.*three parts/s);
  await page.page.locator('#token').fill(await token_from(gateway));
  await page.page.keyboard.press('Enter');
  await until_closed(page);
  const {session} = await page.status();
  assert.equal(session.kind, 'token');
  assert.equal(session.renews, false);
  assert.equal((await page.call('pull', {})).totals.assets, 30);
  assert.equal((await gateway.counters()).auth_calls, 1, 'the test\'s own');
});

test('a pull whose pasted token ends waits for the next one, in the form that asks for it, and goes on', async (t) => {
  const gateway = await t.gatewayd('--assets', 60);
  const page = await with_form(t, gateway);
  page.allow_errors(/status of 401/);
  await page.call('signIn', {gateway: '', token: await token_from(gateway)});
  await until_closed(page);
  await gateway.suffer('revoke');
  const pulled = page.call('pull', {pageSize: 20});
  await page.until_run((run) => run.waitReason === 'sign_in', 'the run waits for a sign-in');
  await until(() => form_is_open(page), Boolean, 'the form opens');
  assert.equal(await page.page.locator('#kind').inputValue(), 'token');
  await page.page.locator('#token').fill(await token_from(gateway));
  await page.page.keyboard.press('Enter');
  const manifest = await pulled;
  assert.equal(manifest.state, 'complete');
  assert.equal(manifest.totals.assets, 60);
});

test('scripts sign in with clients of both levels', async (t) => {
  const gateway = await t.gatewayd('--assets', 10);
  const page = await with_form(t, gateway);
  for (const clientKind of ['user', 'subscription']) {
    const answer = await page.call('signIn', {gateway: '', clientId: clients[clientKind], clientSecret: clients.secret,
                                              clientKind});
    assert.deepEqual(Object.keys(answer), ['subject', 'expiresInSec']);
    assert.equal((await page.status()).session.kind, `${clientKind} client`);
    assert.equal((await page.call('pull', {})).totals.assets, 10);
  }
  for (const [wrong, code] of [
    [{clientId: 'a', clientSecret: 'b', clientKind: 'other'}, 'invalid_parameter'],
    [{clientId: 'a'}, 'invalid_parameter'],
    [{clientSecret: 'b'}, 'invalid_parameter'],
    [{clientId: 'a', clientSecret: 'line\nbreak'}, 'bad_credentials'],
  ]) {
    await assert.rejects(page.call('signIn', {gateway: '', ...wrong}), {code}, JSON.stringify(wrong));
  }
});

test('the rehearsal has API clients, too', async (t) => {
  const page = await t.open(await t.site(), {fragment: '#assets=50'});
  await page.call('signIn', {gateway: 'rehearsal', clientId: clients.user, clientSecret: clients.secret});
  assert.equal((await page.status()).session.kind, 'user client');
  assert.equal((await page.call('pull', {})).totals.assets, 50);
});
