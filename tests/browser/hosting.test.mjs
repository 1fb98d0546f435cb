// The page, its policy and the gateways it may and may not reach.

import assert from 'node:assert/strict';
import {free_port, manager, until} from './harness/common.mjs';
import {self_signed_certificate, token_of} from './harness/gateways.mjs';
import {test} from './harness/runner.mjs';

async function refusal(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return assert.fail('it was not refused');
}

test('a gateway that is not there: both causes and the proxy command are named', async (t) => {
  const nobody = `http://127.0.0.1:${await free_port()}`;
  const site = await t.site('--allow-connect', nobody);
  const page = await t.open(site, {fragment: `#gateway=${nobody}`});
  page.allow_origin(nobody);
  page.allow_errors(/ERR_CONNECTION_REFUSED/);
  await page.page.locator('#username').fill(manager.username);
  await page.page.locator('#password').fill(manager.password);
  await page.page.keyboard.press('Enter');
  const words = await until(() => page.page.locator('#sign-in-error').textContent(), Boolean, 'a message');
  assert.match(words, /could not be reached/);
  assert.match(words, /blocked/);
  assert.match(words, /CORS/);
  assert.match(words, /\.\/dev run --gateway/);
  assert.equal((await refusal(page.sign_in({gateway: nobody}))).code, 'blocked_by_browser');
});

test('a gateway that sends no CORS headers gets the same words, for the browser does not tell', async (t) => {
  const gateway = await t.gatewayd('--assets', 10);
  const site = await t.site('--allow-connect', gateway.url);
  const page = await t.open(site);
  page.allow_origin(gateway.url);
  page.allow_errors(/CORS policy/, /ERR_FAILED/);
  const error = await refusal(page.sign_in({gateway: gateway.url}));
  assert.equal(error.code, 'blocked_by_browser');
  assert.match(error.message, /CORS/);
  assert.match(error.message, /\.\/dev run --gateway/);
});

test('a gateway that allows the page and that the host has listed is used directly', async (t) => {
  const gateway = await t.gatewayd('--assets', 30, '--cors');
  const site = await t.site('--allow-connect', gateway.url);
  const page = await t.open(site);
  page.allow_origin(gateway.url);
  await page.sign_in({gateway: gateway.url});
  const manifest = await page.call('pull', {});
  assert.equal(manifest.state, 'complete');
  assert.equal(manifest.gateway, gateway.url);
  assert.equal(manifest.totals.assets, 30);
});

test('an address that the policy does not list is blocked_by_policy, and nothing is sent', async (t) => {
  const gateway = await t.own_gateway();
  const page = await t.open(await t.site());
  page.allow_errors(/Content Security Policy/, /^connect-src /);
  const error = await refusal(page.sign_in({gateway: gateway.url}));
  assert.equal(error.code, 'blocked_by_policy');
  assert.match(error.message, /nothing was sent/);
  assert.match(error.message, /connect-src/);
  assert.match(error.message, /\.\/dev run --gateway/);
  assert.equal(gateway.connections, 0);
  assert.ok(page.violations.some((found) => found.includes(gateway.url)), 'the browser itself forbade it');
});

test('a pull with a pasted token to an address that the policy does not list is refused as well', async (t) => {
  const gateway = await t.own_gateway();
  const page = await t.open(await t.site());
  page.allow_errors(/Content Security Policy/, /^connect-src /);
  await page.call('signIn', {gateway: gateway.url, token: token_of('acme_mg1')});
  assert.equal((await refusal(page.call('pull', {}))).code, 'blocked_by_policy');
  assert.equal(gateway.connections, 0);
});

test('plain http to another machine is refused before anything is sent', async (t) => {
  const page = await t.open(await t.site());
  const error = await refusal(page.sign_in({gateway: 'http://gateway.example.com'}));
  assert.equal(error.code, 'bad_gateway_url');
  assert.equal(page.foreign_requests().length, 0);
});

test('a pasted https:///host is taken as it was meant', async (t) => {
  const page = await t.open(await t.site());
  page.allow_errors(/Content Security Policy/, /^connect-src /);
  await page.page.locator('#gateway').selectOption('custom');
  await page.page.locator('#address').fill('https:///gateway.example.com/');
  await page.page.locator('#username').fill('someone');
  await page.page.locator('#password').fill('something');
  await page.page.keyboard.press('Enter');
  await until(() => page.violations, (found) => found.length > 0, 'the policy speaks');
  assert.match(page.violations[0], /https:\/\/gateway\.example\.com\//);
});

test('an upstream with a wrong certificate gets no password', async (t) => {
  const gateway = await t.own_gateway({tls: self_signed_certificate()});
  const site = await t.site('--gateway', gateway.url);
  const page = await t.open(site);
  page.allow_errors(/status of 502/);
  const error = await refusal(page.sign_in({password: 'not for strangers'}));
  assert.equal(error.code, 'server_error');
  assert.match(error.message, /502/);
  assert.ok(gateway.connections >= 1, 'nginx has asked who is there');
  assert.deepEqual(gateway.requests, [], 'and has told nothing');
  assert.match(site.output, /certificate/);
});

test('a page without a gateway behind it says so', async (t) => {
  const page = await t.open(await t.site());
  page.allow_errors(/status of 404/);
  const error = await refusal(page.sign_in());
  assert.equal(error.code, 'server_error');
  assert.match(error.message, /404/);
  assert.match(error.message, /\/auth/);
});

test('all traffic of a whole run goes to the page\'s own origin, with the token in the header alone', async (t) => {
  const {page} = await t.signed_in({gateway: ['--assets', 30]});
  await page.call('pull', {pageSize: 10});
  const gateway_calls = page.requests.filter((request) => new URL(request.url()).pathname.startsWith('/sem/'));
  assert.equal(gateway_calls.length, 3);
  for (const request of gateway_calls) {
    const {authorization} = await request.allHeaders();
    assert.match(authorization, /^Bearer [\w-]+\.[\w-]+\.[\w-]+$/);
    assert.ok(!request.url().includes(authorization.slice(7)));
    assert.equal(request.resourceType(), 'xhr');
  }
});
