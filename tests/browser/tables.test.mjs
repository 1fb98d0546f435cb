// The tables on the canvas: what a person sorts, filters, hides, copies and exports there is what scripts get.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import {until} from './harness/common.mjs';
import {test} from './harness/runner.mjs';

// The first rows that a script gets, as the texts that the canvas shows.
async function scripted(page, table, column, question, count) {
  const {rows} = await page.call('rows', {table, columns: [column], limit: count, ...question});
  return rows.map((row) => (row[column] === undefined ? '' : String(row[column])));
}

async function until_shown(page, table, column, wanted) {
  await until(async () => (await page.shown(table, column)).slice(0, wanted.length),
              (seen) => JSON.stringify(seen) === JSON.stringify(wanted), `${column} shows ${wanted}`);
}

test('a click on a header sorts, a second one turns round, a third one restores the order of arrival', async (t) => {
  const page = await t.rehearsed();
  const header = 'table.assets.header.asset_friendly_name';
  for (const [value, sort] of [['ascending', ['asset_friendly_name']], ['descending', ['-asset_friendly_name']],
                               ['', []]]) {
    await page.click(header);
    await page.widget(header, (widget) => widget.value === value);
    await until_shown(page, 'assets', 'id', await scripted(page, 'assets', 'id', {sort}, 15));
  }
});

test('Shift and a click add a second sort key', async (t) => {
  const page = await t.rehearsed();
  await page.click('tab.detections');
  await page.click('table.detections.header.severity');
  await page.click('table.detections.header.severity');
  await page.page.keyboard.down('Shift');
  await page.click('table.detections.header.qid');
  await page.page.keyboard.up('Shift');
  await page.widget('table.detections.header.qid', (widget) => widget.value === 'ascending');
  assert.equal((await page.find('table.detections.header.severity')).value, 'descending');
  for (const column of ['qid', 'asset_id']) {
    await until_shown(page, 'detections', column,
                      await scripted(page, 'detections', column, {sort: ['-severity', 'qid']}, 15));
  }
});

test('typing a filter narrows the table as a script\'s filter does', async (t) => {
  const page = await t.rehearsed();
  await page.click('tab.detections');
  const filter = 'severity>=4 and status:Active';
  await page.type_into('filter.detections', filter);
  const wanted = await page.call('count', {table: 'detections', filter});
  const all = await page.call('count', {table: 'detections'});
  assert.ok(wanted > 0 && wanted < all);
  await page.widget('table.detections', (widget) => widget.value === String(wanted));
  const words = (await page.find('count.detections')).label.replaceAll(',', '');
  assert.equal(words, `${wanted} of ${all} rows`);
  await until_shown(page, 'detections', 'qid', await scripted(page, 'detections', 'qid', {filter}, 10));
  for (const severity of await page.shown('detections', 'severity')) assert.ok(Number(severity) >= 4);
});

test('a filter with a mistake says where it is and keeps the rows', async (t) => {
  const page = await t.rehearsed();
  const rows = (await page.widget('table.assets')).value;
  await page.type_into('filter.assets', 'no_such_column:5');
  const error = await page.widget('filter.assets.error');
  const checked = await page.call('check', {table: 'assets', filter: 'no_such_column:5'});
  assert.ok(error.label.startsWith(checked.message), `${error.label} | ${checked.message}`);
  assert.equal((await page.find('table.assets')).value, rows);
});

test('a filter that nothing matches says so and offers a way back', async (t) => {
  const page = await t.rehearsed();
  await page.type_into('filter.assets', 'qwertyuiop');
  await page.click('empty.clear_filter');
  await page.widget('table.assets', (widget) => widget.value === '300');
  assert.equal((await page.find('filter.assets')).value, '');
});

test('a column is hidden by its header\'s menu and comes back from the list of columns', async (t) => {
  const page = await t.rehearsed();
  const header = 'table.assets.header.os_version';
  await page.click(header, {button: 'right'});
  await page.click('menu.hide');
  await page.gone(header);
  await page.click('table.columns');
  await page.click('table.columns.os_version');
  await page.widget(header);
});

test('a column is made wider by dragging its edge', async (t) => {
  const page = await t.rehearsed();
  const header = 'table.assets.header.asset_friendly_name';
  const {x, y, width, height} = await page.place_of(header);
  const {mouse} = page.page;
  await mouse.move(x + width - 1, y + height / 2);
  await page.at_rest(100);
  await mouse.down();
  await mouse.move(x + width + 59, y + height / 2, {steps: 4});
  await mouse.up();
  await page.widget(header, (widget) => Math.abs(widget.rect[2] - width - 60) <= 2);
});

// What the clipboard holds, read by a page that may.
async function clipboard(t, context_of) {
  const reader = await context_of.context.newPage();
  await reader.goto((await t.site()).url);
  await context_of.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const text = await reader.evaluate(() => navigator.clipboard.readText());
  await reader.close();
  return text;
}

for (const [where, host] of [['on this computer', '127.0.0.1'], ['on plain http at a host name', 'intranet.test']]) {
  test(`Ctrl+C copies the cell that was clicked, ${where}`, async (t) => {
    await t.hold('clipboard');
    const site = await t.site();
    const page = await t.open(`http://${host}:${site.port}/`, {fragment: '#assets=300'});
    page.allow_origin(new URL(site.url).origin);  // of the page that reads the clipboard
    assert.equal(await page.page.evaluate(() => isSecureContext), host === '127.0.0.1');
    await page.sign_in({gateway: 'rehearsal'});
    await page.call('pull', {});
    const cell = 'table.assets.cell.3.asset_friendly_name';
    const {value} = await page.widget(cell, (widget) => widget.value !== '');
    await page.click(cell);
    await page.widget(cell, (widget) => widget.focused);
    await page.page.keyboard.press('Control+C');
    assert.equal(await clipboard(t, page), value);
  });
}

test('several rows are copied as a spreadsheet takes them', async (t) => {
  await t.hold('clipboard');
  const page = await t.rehearsed();
  await page.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.click('table.assets.cell.1.id');
  await page.page.keyboard.down('Shift');
  await page.click('table.assets.cell.3.id');
  await page.page.keyboard.up('Shift');
  await page.at_rest();
  await page.page.keyboard.press('Control+C');
  const lines = (await page.page.evaluate(() => navigator.clipboard.readText())).trimEnd().split('\n');
  assert.deepEqual(lines.map((line) => line.split('\t')[0]), (await page.shown('assets', 'id')).slice(1, 4));
});

test('the arrow keys move, Enter opens the details with RESULTS and its line breaks', async (t) => {
  const page = await t.rehearsed();
  await page.click('tab.detections');
  const filter = 'severity>=4';
  await page.type_into('filter.detections', filter);
  const {rows} = await page.call('rows', {table: 'detections', filter});
  const place = rows.findIndex((row, i) => i > 0 && i < 12 && row.results?.includes('\n'));
  assert.ok(place > 0, 'some RESULTS have several lines');
  const {length} = (await page.call('rows', {table: 'detections', filter, limit: Number.MAX_SAFE_INTEGER})).rows;
  await page.widget('table.detections', (widget) => widget.value === String(length));
  await page.click('table.detections.cell.0.qid');
  for (let i = 0; i < place; i++) await page.page.keyboard.press('ArrowDown');
  await page.widget(`table.detections.cell.${place}.qid`, (widget) => widget.focused);
  await page.page.keyboard.press('Enter');
  assert.equal((await page.widget('detail.title')).label, `QID ${rows[place].qid}`);
  assert.equal((await page.widget('detail.results')).value, rows[place].results.replaceAll('\r\n', '\n'));
});

test('the export buttons save what the table shows, with a manifest beside it', async (t) => {
  const page = await t.rehearsed();
  await page.click('tab.detections');
  const filter = 'severity:5';
  await page.type_into('filter.detections', filter);
  const wanted = await page.call('count', {table: 'detections', filter});
  await page.widget('table.detections', (widget) => widget.value === String(wanted));
  await page.click('export.menu');
  assert.equal((await page.widget('export.all_columns')).value, 'true', 'all columns unless one says otherwise');
  await page.click('export.csv');
  await until(() => page.downloads, (downloads) => downloads.length === 2, 'the file and its manifest');
  const files = new Map();
  for (const download of page.downloads) {
    files.set(download.suggestedFilename(), fs.readFileSync(await download.path()));
  }
  const name = [...files.keys()].find((file) => file.endsWith('.csv'));
  const scripted_export = await page.export({table: 'detections', format: 'csv', filter});
  assert.ok(files.get(name).equals(scripted_export.bytes));
  const manifest = JSON.parse(files.get([...files.keys()].find((file) => file !== name)).toString());
  assert.equal(manifest.state, 'complete');
  assert.equal(manifest.export.rows, wanted);
  assert.equal(manifest.export.filter, filter);
  assert.equal(manifest.export.bytes, files.get(name).length);
});

test('an export from the canvas without hidden columns has just those that are shown', async (t) => {
  const page = await t.rehearsed();
  const shown = (await page.widgets()).filter(({role}) => role === 'columnheader')
    .map(({id}) => id.replace('table.assets.header.', ''));
  await page.click('export.menu');
  await page.click('export.all_columns');
  await page.widget('export.all_columns', (widget) => widget.value === 'false');
  await page.click('export.ndjson');
  await until(() => page.downloads, (downloads) => downloads.length === 2, 'the file and its manifest');
  const file = page.downloads.find((download) => download.suggestedFilename().endsWith('.ndjson'));
  const lines = fs.readFileSync(await file.path(), 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line));
  assert.equal(lines.length, 300);
  const names = new Set(lines.flatMap((line) => Object.keys(line)));
  for (const name of shown) assert.ok(names.has(name), name);
  assert.ok(!names.has('ipv6'), 'hidden by default');
});

test('the request log shows each call with its answer', async (t) => {
  const page = await t.rehearsed();
  await page.click('tab.requests');
  const grid = await page.widget('table.requests');
  assert.equal(grid.value, String((await page.call('requests')).length));
});

test('the wheel scrolls the rows and the header stays', async (t) => {
  const page = await t.rehearsed();
  const {centre} = await page.place_of('table.assets');
  const header = (await page.find('table.assets.header.os')).rect;
  await page.page.mouse.move(...centre);
  await page.page.mouse.wheel(0, 2400);
  await until(() => page.find('table.assets.cell.0.id'), (widget) => !widget, 'the first row is gone');
  await page.at_rest();
  const first = (await page.widgets()).find(({role}) => role === 'gridcell');
  const row = Number(/\.cell\.(\d+)\./.exec(first.id)[1]);
  assert.ok(row >= 60 && row <= 140, `2,400 px are 100 rows; row ${row} is at the top`);
  assert.deepEqual((await page.find('table.assets.header.os')).rect, header);
});
