// window.sluice, as people who automate the page know it: every name, its kind, what it gives and how it refuses.

import {createHash} from 'node:crypto';
import assert from 'node:assert/strict';
import {until} from './harness/common.mjs';
import {test} from './harness/runner.mjs';

const at_once = ['platforms', 'parameters', 'status', 'requests', 'widgets', 'on', 'off', 'pause', 'unpause', 'stop'];
const promised = ['signIn', 'signOut', 'pull', 'columns', 'check', 'count', 'rows', 'group', 'export', 'verify',
                  'plan', 'recipe', 'parseCurl', 'runs', 'checkpoint', 'forget'];

test('every function is there, and is a promise or not as documented', async (t) => {
  const page = await t.open(await t.site());
  const kinds = await page.page.evaluate(async ([plain, async]) => {
    const arguments_of = {parameters: ['mobile.assets'], on: ['run', () => {}], off: ['run', () => {}]};
    const kinds = {version: typeof window.sluice.version, ready: window.sluice.ready instanceof Promise};
    for (const name of [...plain, ...async]) {
      const value = window.sluice[name](...(arguments_of[name] ?? [{}]));
      kinds[name] = value instanceof Promise;
      if (value instanceof Promise) await value.catch(() => {});
    }
    return kinds;
  }, [at_once, promised]);
  assert.equal(kinds.version, 'string');
  assert.equal(kinds.ready, true);
  for (const name of at_once) assert.equal(kinds[name], false, name);
  for (const name of promised) assert.equal(kinds[name], true, name);
});

test('what this version cannot do is absent, not a stub', async (t) => {
  const page = await t.shared_rehearsal();
  const names = await page.page.evaluate(() => Object.keys(window.sluice));
  assert.deepEqual(names.sort(), ['ready', 'version', ...at_once, ...promised].sort());
});

test('refusals are Errors with a code and a message', async (t) => {
  const page = await t.rehearsed({fragment: '#assets=50'});
  for (const [name, argument, code] of [
    ['signIn', {gateway: 'ftp://example.com', username: 'a', password: 'b'}, 'bad_gateway_url'],
    ['signIn', {gateway: 'rehearsal', username: '', password: ''}, 'invalid_parameter'],
    ['pull', {parameters: {severities: '9'}}, 'invalid_parameter'],
    ['pull', {parameters: {no_such_parameter: '1'}}, 'invalid_parameter'],
    ['pull', {source: 'mobile.nothing'}, 'invalid_parameter'],
    ['pull', {pageSize: 'many'}, 'invalid_parameter'],
    ['pull', {source: 'ot.hosts', apiVersion: '2.0'}, 'invalid_parameter'],
    ['pull', {source: 'ot.hosts', apiVersion: 1}, 'invalid_parameter'],
    ['pull', {apiVersion: '1.0'}, 'invalid_parameter'],
    ['pull', {source: 'ot.hosts', parameters: {sort: 'asset.name'}}, 'invalid_parameter'],
    ['pull', {parameters: {includeFields: 'hardware'}}, 'invalid_parameter'],
    ['pull', {extra: 'includeFields=hardware'}, 'invalid_parameter'],
    ['pull', {parameters: {detection_updated_since: '2024-01-01', max_days_since_detection_updated: 7}},
     'invalid_parameter'],
    ['plan', {source: 'ot.hosts', parameters: {pageSize: 101}}, 'invalid_parameter'],
    ['recipe', {source: 'ot.hosts', parameters: {pageSize: 101}}, 'invalid_parameter'],
    ['parseCurl', 'curl https://gateway.example.com/ot/2.0/host/list', 'invalid_parameter'],
    ['parameters', 'ot.nothing', 'invalid_parameter'],
    ['rows', {table: 'nothing'}, 'unknown_table'],
    ['rows', {table: 'assets', columns: ['nothing']}, 'unknown_column'],
    ['rows', {table: 'assets', sort: ['nothing']}, 'invalid_sort'],
    ['rows', {table: 'assets', filter: 'severity:('}, 'invalid_filter'],
    ['count', {table: 'nothing'}, 'unknown_table'],
    ['group', {table: 'assets', by: ['nothing']}, 'unknown_column'],
    ['columns', {table: 'nothing'}, 'unknown_table'],
    ['export', {table: 'assets', format: 'docx'}, 'unknown_format'],
    ['verify', {}, 'invalid_parameter'],
    ['verify', {manifest: {}, file: 'text'}, 'invalid_parameter'],
  ]) {
    await assert.rejects(page.call(name, argument), (error) => {
      assert.equal(error.kind, 'Error', name);
      assert.equal(error.code, code, `${name} ${JSON.stringify(argument)}: ${error.message}`);
      assert.ok(error.message.length > 10);
      return true;
    });
  }
});

test('rows have the API\'s own values in their own types', async (t) => {
  const page = await t.shared_rehearsal();
  const columns = await page.call('columns', {table: 'detections'});
  const type_of = new Map(columns.map(({name, type}) => [name, type]));
  for (const [name, type] of [['asset_id', 'int'], ['qid', 'int'], ['severity', 'int'], ['results', 'text'],
                              ['status', 'enum'], ['first_found_datetime', 'datetime'], ['times_found', 'int'],
                              ['asset.os', 'text']]) {
    assert.equal(type_of.get(name), type, name);
  }
  assert.deepEqual(columns.find(({name}) => name === 'status').values, ['New', 'Active', 'Fixed', 'Reopened']);
  const {total, rows} = await page.call('rows', {table: 'detections', limit: Number.MAX_SAFE_INTEGER});
  assert.equal(total, rows.length);
  assert.ok(total > 1500);
  const order = columns.map(({name}) => name);
  for (const row of rows) {
    const names = Object.keys(row);
    assert.deepEqual(names, order.filter((name) => names.includes(name)), 'in the order of columns()');
    for (const [name, value] of Object.entries(row)) {
      const type = type_of.get(name);
      assert.notEqual(value, null, name);
      if (type === 'int') assert.ok(Number.isSafeInteger(value), `${name}: ${value}`);
      if (type === 'text' || type === 'enum') assert.equal(typeof value, 'string', name);
      if (type === 'datetime') assert.match(value, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    }
  }
  assert.ok(rows.some((row) => !('last_fixed_datetime' in row)), 'a missing field is absent');
  assert.ok(rows.some((row) => row.results?.includes('\n')), 'RESULTS keep their line breaks');
});

test('rows: filter, sort, columns, offset and limit', async (t) => {
  const page = await t.shared_rehearsal();
  const all = await page.call('rows', {table: 'detections', limit: Number.MAX_SAFE_INTEGER});
  const question = {table: 'detections', filter: 'severity>=3 and asset.os:Android', sort: ['-severity', 'qid']};
  const columns = ['severity', 'qid', 'asset_id'];
  const wanted = all.rows.map((row, place) => ({row, place}))
    .filter(({row}) => row.severity >= 3 && /android/i.test(row['asset.os'] ?? ''))
    .sort((a, b) => b.row.severity - a.row.severity || a.row.qid - b.row.qid || a.row.asset_id - b.row.asset_id ||
                    a.place - b.place)
    .map(({row}) => Object.fromEntries(columns.map((name) => [name, row[name]])));
  assert.ok(wanted.length > 100);
  const part = await page.call('rows', {...question, columns, offset: 20, limit: 50});
  assert.equal(part.total, wanted.length);
  assert.deepEqual(part.rows, wanted.slice(20, 70));
  assert.equal(await page.call('count', question), wanted.length);
  assert.deepEqual((await page.call('rows', {...question, offset: wanted.length})).rows, []);
  assert.equal((await page.call('rows', {table: 'detections'})).rows.length, 1000, 'the default');
});

test('group counts rows and distinct assets, the largest first', async (t) => {
  const page = await t.shared_rehearsal();
  const {rows} = await page.call('rows', {table: 'detections', limit: Number.MAX_SAFE_INTEGER});
  const groups = await page.call('group', {table: 'detections', by: ['severity'], distinct: 'asset_id'});
  for (const group of groups) {
    const members = rows.filter((row) => row.severity === group.severity);
    assert.equal(group.count, members.length);
    assert.equal(group.distinct, new Set(members.map((row) => row.asset_id)).size);
  }
  assert.equal(groups.reduce((sum, {count}) => sum + count, 0), rows.length);
  assert.deepEqual(groups.map(({count}) => count), groups.map(({count}) => count).sort((a, b) => b - a));
});

test('check says what is wrong with a filter and where, or null', async (t) => {
  const page = await t.shared_rehearsal();
  assert.equal(await page.call('check', {table: 'detections', filter: 'severity>=4 and not (status:Fixed)'}), null);
  assert.equal(await page.call('check', {table: 'detections', filter: ''}), null);
  const wrong = await page.call('check', {table: 'detections', filter: 'severity:3 and ('});
  assert.equal(typeof wrong.message, 'string');
  assert.ok(wrong.offset >= 15 && wrong.offset <= 16);
});

test('an export is a Blob with a name and a manifest that describes its bytes', async (t) => {
  const page = await t.shared_rehearsal();
  for (const [format, type] of [['csv', /^text\/csv/], ['ndjson', /ndjson/], ['json', /^application\/json/]]) {
    const exported = await page.export({table: 'assets', format, columns: ['id', 'os'], filter: 'os:Android'});
    assert.match(exported.name, new RegExp(`^sluice-assets-.+\\.${format}$`));
    assert.ok(!exported.name.includes('PARTIAL'));
    assert.match(exported.type, type);
    const {manifest} = exported;
    assert.equal(manifest.tool, 'sluice');
    assert.equal(manifest.state, 'complete');
    assert.equal(manifest.timeZoneAssumed, 'UTC');
    const {sha256, ...described} = manifest.export;
    assert.equal(sha256, createHash('sha256').update(exported.bytes).digest('hex'), 'as another implementation has it');
    assert.deepEqual(described, {table: 'assets', format, columns: ['id', 'os'], filter: 'os:Android',
                                 excelSafe: false, rows: described.rows, bytes: exported.bytes.length});
    assert.equal(described.rows, await page.call('count', {table: 'assets', filter: 'os:Android'}));
  }
  const csv = (await page.export({table: 'assets', format: 'csv', columns: ['id', 'os'], excelSafe: true})).bytes;
  assert.deepEqual([...csv.subarray(0, 3)], [0xEF, 0xBB, 0xBF], 'excelSafe begins with a byte order mark');
  const json = (await page.export({table: 'assets', format: 'json'})).bytes.toString();
  assert.equal(JSON.parse(json).length, 400);
});

test('pull resolves a manifest as documented', async (t) => {
  const page = await t.open(await t.site(), {fragment: '#assets=250'});
  await page.sign_in({gateway: 'rehearsal'});
  const manifest = await page.call('pull', {source: 'mobile.assets', parameters: {show_results: '0'}});
  assert.deepEqual(Object.keys(manifest).filter((name) => name !== 'export'), [
    'tool', 'version', 'runId', 'source', 'state', 'why', 'gateway', 'path', 'subject', 'parameters', 'startedAt',
    'finishedAt', 'serverTime', 'timeZoneAssumed', 'budget', 'pages', 'nextCursor', 'totals', 'quarantine',
    'unknownFields', 'warnings']);
  assert.equal(manifest.state, 'complete');
  assert.equal(manifest.source, 'mobile.assets');
  assert.equal(manifest.path, '/sem/v1/assetList');
  assert.equal(manifest.parameters.show_results, '0');
  assert.deepEqual(manifest.quarantine, []);
  assert.deepEqual(Object.keys(manifest.totals).sort(), ['assets', 'bytes', 'calls', 'detections', 'duplicates',
    'quarantined', 'refused', 'retries', 'sanitized', 'unknownFields'].sort());
  assert.equal(manifest.pages.length, 3);
  for (const [i, page_of] of manifest.pages.entries()) {
    assert.equal(page_of.index, i);
    assert.equal(page_of.status, 200);
    assert.equal(page_of.attempts, 1);
    if (i > 0) assert.equal(page_of.cursorIn, manifest.pages[i - 1].cursorOut, 'each page begins where the last ended');
  }
  assert.equal(manifest.pages.reduce((sum, {assets}) => sum + assets, 0), 250);
});

test('both documented paths give the same', async (t) => {
  const page = await t.rehearsed({fragment: '#assets=80'});
  const first = (await page.export({table: 'detections', format: 'csv'})).bytes;
  const manifest = await page.call('pull', {path: '/sem/xapi/v1/assetList'});
  assert.equal(manifest.path, '/sem/xapi/v1/assetList');
  assert.ok((await page.export({table: 'detections', format: 'csv'})).bytes.equals(first));
});

test('status has every figure that is documented', async (t) => {
  const page = await t.shared_rehearsal();
  const status = await page.status();
  const has = (part, names) => { for (const name of names) assert.ok(name in part, name); };
  has(status.session, ['state', 'subject', 'expiresInSec']);
  has(status.run, ['id', 'source', 'state', 'pages', 'assets', 'detections', 'bytes', 'calls', 'retries', 'refused',
                   'total', 'waitReason', 'waitSec', 'message']);
  has(status.budget, ['limit', 'remaining', 'windowSec', 'concurrencyLimit', 'known']);
  has(status.frame, ['drawn', 'skipped', 'buildMsP50', 'buildMsP99', 'longestTaskMs', 'startTaskMs',
                     'copyMsMax']);
  has(status.memory, ['heapBytes', 'tableBytes', 'rows']);
  assert.equal(status.run.total, null, 'the Mobile API tells no total');
  assert.equal(status.run.waitReason, null);
  assert.equal(status.session.subject, 'acme_mg1');
  assert.ok(status.session.expiresInSec > 14000);
  assert.ok(status.memory.heapBytes > 1e6 && status.memory.rows > 50);
});

test('the request log masks every secret', async (t) => {
  const {page} = await t.signed_in({gateway: ['--assets', 10]});
  const answer = await (await page.requests.find((request) => request.url().endsWith('/auth')).response()).text();
  const token = answer.trim();
  assert.match(token, /^[\w-]+\.[\w-]+\.[\w-]+$/);
  await page.call('pull', {});
  const log = await page.call('requests');
  assert.deepEqual(log.map(({method}) => method), ['POST', 'GET']);
  for (const entry of log) {
    assert.deepEqual(Object.keys(entry).filter((name) => name !== 'note'),
                     ['at', 'method', 'url', 'status', 'bytes', 'ms', 'reason', 'waitedMs']);
    assert.match(entry.at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.ok(entry.ms >= 0);
  }
  const everything = await page.page.evaluate(() => JSON.stringify([
    window.sluice.requests(), window.sluice.status(), window.sluice.widgets(), {...localStorage},
    document.documentElement.outerHTML]));
  assert.ok(!everything.includes(token));
  assert.ok(!everything.includes(token.split('.')[2]), 'nor its signature alone');
  assert.ok(!JSON.stringify(log).includes('password'));
});

test('events tell of pages, runs and sessions until they are switched off', async (t) => {
  const page = await t.open(await t.site(), {fragment: '#assets=300'});
  await page.page.evaluate(() => {
    window.heard = {page: [], run: [], session: [], wait: []};
    window.listeners = {};
    for (const name of Object.keys(window.heard)) {
      window.listeners[name] = (value) => window.heard[name].push(value.state);
      window.sluice.on(name, window.listeners[name]);
    }
  });
  await page.sign_in({gateway: 'rehearsal'});
  await page.call('pull', {});
  const heard = () => page.page.evaluate(() => window.heard);
  const first = await until(heard, ({run}) => run.at(-1) === 'complete', 'the end of the run');
  assert.equal(first.page.length, 3);
  assert.equal(first.session.at(-1), 'signed_in');
  await page.page.evaluate(() => {
    for (const name of Object.keys(window.heard)) window.sluice.off(name, window.listeners[name]);
  });
  await page.call('pull', {});
  assert.deepEqual(await heard(), first);
  await assert.rejects(page.call('on', 'nothing'), {code: 'unknown_event'});
});

test('a listener that throws stops nothing', async (t) => {
  const page = await t.open(await t.site(), {fragment: '#assets=200'});
  page.allow_errors(/my own mistake/);
  await page.page.evaluate(() => window.sluice.on('page', () => { throw new Error('my own mistake'); }));
  await page.sign_in({gateway: 'rehearsal'});
  assert.equal((await page.call('pull', {})).state, 'complete');
});

test('the catalogue lists every documented parameter with type, group and words', async (t) => {
  const page = await t.shared_rehearsal();
  const catalogue = await page.call('parameters', 'mobile.assets');
  const names = catalogue.map(({name}) => name);
  for (const name of ['echo_request', 'truncation_limit', 'ids', 'id_min', 'status', 'os_pattern', 'qids',
                      'severities', 'use_tags', 'show_results']) {
    assert.ok(names.includes(name), `${name} of ${names}`);
  }
  assert.equal(new Set(names).size, names.length);
  for (const parameter of catalogue) {
    for (const part of ['name', 'type', 'group', 'doc', 'constraints']) assert.ok(part in parameter, part);
    assert.ok(parameter.doc.length > 10);
  }
});

test('each source has a catalogue of its own, with what its parameters demand of each other', async (t) => {
  const page = await t.shared_rehearsal();
  const of = async (source) => Object.fromEntries((await page.call('parameters', source)).map((p) => [p.name, p]));
  const mobile = await of('mobile.assets');
  assert.deepEqual(mobile.detection_updated_since.constraints, {notWith: ['max_days_since_detection_updated']});
  assert.deepEqual(mobile.tag_exclude_selector.constraints,
                   {needsValue: {use_tags: '1'}, needs: ['tag_include_selector']});
  assert.deepEqual(mobile.show_tags.constraints, {});
  for (const [source, token] of [['ot.hosts', 'asset.risk'], ['ot.detections', 'vulnerabilities.qid'],
                                 ['ot.projectFiles', 'engineeringToolName']]) {
    const ot = await of(source);
    assert.deepEqual(Object.keys(ot), ['filter', 'pageNumber', 'pageSize', 'sort']);
    assert.deepEqual([ot.filter.type, ot.pageSize.type, ot.sort.type], ['qql', 'int', 'sort']);
    assert.ok(ot.sort.values.includes(token));
    assert.deepEqual(ot.pageSize.constraints, {least: 1, most: 100});
  }
});

test('a plan says what a pull will cost, and after a complete pull exactly so', async (t) => {
  const page = await t.open(await t.site(), {fragment: '#assets=500'});
  await page.sign_in({gateway: 'rehearsal'});
  const before = await page.call('plan', {pageSize: 50, reserveCalls: 30});
  assert.deepEqual([before.callsNeeded, before.secondsLeft, before.callsLeft, before.pageSize], [null, null, 270, 50]);
  assert.match(before.why, /not known/);
  await page.call('pull', {pageSize: 50});
  const after = await page.call('plan', {pageSize: 100, reserveCalls: 30});
  assert.deepEqual([after.callsNeeded, after.callsLeft, after.pageSize], [5, 260, 100]);
  assert.ok(after.secondsLeft > 0 && after.secondsLeft < 60, String(after.secondsLeft));
  assert.ok(after.choices.some((choice) => choice.pageSize === 500 && choice.calls === 1));
  const strip = (await page.page.evaluate(() => window.sluice.widgets())).find((widget) => widget.id === 'plan');
  assert.ok(strip, 'the plan stands below the request');
});

test('a recipe is the equal curl line and a fragment, and the line is understood when it is pasted', async (t) => {
  const site = await t.site();
  const page = await t.open(site, {fragment: '#assets=50'});
  const asked = {gateway: 'EU1', source: 'ot.hosts', apiVersion: 'v1', filter: 'asset.name:"plc"',
                 parameters: {filter: 'hardware.manufacturer:`Siemens`', sort: '[{"asset.name":"asc"}]'}};
  const {curl, fragment} = await page.call('recipe', asked);
  assert.match(curl, /^curl 'https:\/\/gateway\.qg1\.apps\.qualys\.eu\/ot\/v1\/host\/list\?/);
  assert.ok(curl.includes('-H "Authorization: Bearer $TOKEN"'), curl);
  const parts = new URLSearchParams(fragment.slice(1));
  assert.deepEqual(Object.fromEntries(parts), {gateway: 'EU1', source: 'ot.hosts', apiVersion: 'v1',
    'p.filter': asked.parameters.filter, 'p.sort': asked.parameters.sort, filter: asked.filter});
  const read = await page.call('parseCurl', curl);
  assert.deepEqual(read, {gateway: 'https://gateway.qg1.apps.qualys.eu', source: 'ot.hosts', apiVersion: 'v1',
                          parameters: {...asked.parameters, pageSize: '100'}});
  // Signed out and in, with this site for a gateway, and for one inside the page.
  assert.match((await page.call('recipe', {})).curl, /^curl 'https:\/\/GATEWAY\/sem\/v1\/assetList\?action=list/);
  const here = await page.call('recipe', {gateway: '/', parameters: {severities: '4-5'}});
  assert.ok(here.curl.startsWith(`curl '${new URL(site.url).origin}/sem/v1/assetList?action=list&severities=4-5`));
  assert.equal(here.fragment, '#gateway=%2F&source=mobile.assets&p.severities=4-5');
  await page.sign_in({gateway: 'rehearsal'});
  const rehearsed = await page.call('recipe', {pageSize: 50});
  assert.match(rehearsed.curl, /^curl 'https:\/\/GATEWAY\//);
  assert.equal(rehearsed.fragment, '#gateway=rehearsal&source=mobile.assets&p.truncation_limit=50');
});

test('a pasted curl line is a pull, or a refusal that says what is wrong, and its secrets are gone', async (t) => {
  const page = await t.rehearsed({fragment: '#assets=50'});
  const call = await page.call('parseCurl', "curl -X POST -H 'Authorization: Bearer hidden' " +
    "'https://gateway.qg1.apps.qualys.com/sem/xapi/v1/assetList?action=list&status=Enrolled,De-enrolled'");
  assert.deepEqual(call, {gateway: 'https://gateway.qg1.apps.qualys.com', source: 'mobile.assets',
    path: '/sem/xapi/v1/assetList', parameters: {action: 'list', status: 'Enrolled,De-enrolled'},
    note: 'The line sends POST; Sluice sends GET. Its login was not kept: sign in with the form.'});
  assert.equal((await page.call('pull', call)).state, 'complete');
  await assert.rejects(page.call('parseCurl', "curl '<qualys_base_url>/sem/v1/assetList?action=list&" +
    "truncation_limit=1includeFields=operatingSystem,hardware' -H 'Authorization: Bearer <ACTUAL_TOKEN>"),
    (error) => /An & is missing in truncation_limit=1includeFields=/.test(error.message));
  assert.deepEqual(await page.call('parseCurl', 'curl -d "username=a&password=b" https://gateway.qg1.apps.qualys.com/auth'),
    {gateway: 'https://gateway.qg1.apps.qualys.com', source: null, path: '/auth', parameters: {},
     note: 'The line signs in and pulls nothing: use the sign-in form. Its login was not kept.'});
});

test('extra parameters are sent as they are, with a warning', async (t) => {
  const {page} = await t.signed_in({gateway: ['--assets', 10]});
  page.allow_errors(/status of 400/);
  const manifest = await page.call('pull', {extra: {includeFields: 'operatingSystem,hardware'}});
  assert.equal(manifest.state, 'failed', 'the simulated gateway knows no such parameter');
  assert.match(manifest.why, /Unrecognized parameter\(s\): includeFields.*extra ones/s);
  assert.match(JSON.stringify(manifest.warnings), /includeFields is not documented/);
  const [, {url}] = await page.call('requests');
  assert.ok(url.includes('includeFields=operatingSystem,hardware'), url);
});

test('widgets tell id, label, role, place, state and value of all that is on the canvas', async (t) => {
  const page = await t.shared_rehearsal();
  const widgets = await page.widgets();
  assert.ok(widgets.length > 50);
  for (const widget of widgets) {
    assert.deepEqual(Object.keys(widget), ['id', 'label', 'role', 'rect', 'enabled', 'focused', 'value']);
    const [x, y, w, h] = widget.rect;
    assert.ok(x >= -1 && y >= -1 && x + w <= 1121 && y + h <= 641, `${widget.id} is at ${widget.rect}`);
    assert.ok(widget.role.length > 0);
  }
  const ids = widgets.map(({id}) => id);
  assert.equal(new Set(ids).size, ids.length, 'an id is there once');
});

test('the fragment of a recipe reopens the page so configured', async (t) => {
  const site = await t.site();
  const first = await t.open(site);
  const fragment_of = async (asked) => (await first.call('recipe', {gateway: 'rehearsal', ...asked})).fragment;
  const reopened = async (asked) => {
    const page = await t.open(site, {fragment: await fragment_of(asked), viewport: {width: 1280, height: 800}});
    await page.sign_in({gateway: 'rehearsal'});
    return page;
  };
  const ot = await reopened({source: 'ot.hosts', parameters: {filter: 'hardware.class:OT'},
                             filter: 'asset.name:"plc"'});
  await ot.widget('request.filter', ({value}) => value === 'hardware.class:OT');
  await ot.call('pull', {source: 'ot.hosts'});
  await ot.widget('filter.ot.hosts', ({value}) => value === 'asset.name:"plc"');
  const mobile = await reopened({parameters: {severities: '4-5', detection_updated_since: '2024-01-31'}});
  await mobile.widget('request.severities', ({value}) => value === '4-5');
  await mobile.widget('request.detection_updated_since', ({value}) => value === '2024-01-31');
});
