// In the page beside decode_page: the other parsers, each from the same bytes to rows: an array of assets and one of
// detections, plain objects with a field for each element, values as text. That is less than the core does, which
// also types each value, checks the bytes and hashes them. Nobody hands on to anybody else what it has read.
'use strict';

const text_of = (bytes) => new TextDecoder().decode(bytes);

const peers = {
  DOMParser(bytes) {
    const page = new DOMParser().parseFromString(text_of(bytes), 'application/xml');
    const assets = [];
    const detections = [];
    const row_of = (element, skipped) => {
      const row = {};
      for (let child = element.firstElementChild; child; child = child.nextElementSibling) {
        if (child.tagName !== skipped) row[child.tagName] = child.textContent;
      }
      return row;
    };
    for (const element of page.getElementsByTagName('ASSET')) {
      const asset = row_of(element, 'DETECTION_LIST');
      assets.push(asset);
      for (const found of element.getElementsByTagName('DETECTION')) {
        const row = row_of(found, '');
        row.ASSET_ID = asset.ID;
        detections.push(row);
      }
    }
    return assets.length + detections.length;
  },

  saxes(bytes) {
    const {SaxesParser} = window.modules.saxes;
    const parser = new SaxesParser({position: false});
    const assets = [];
    const detections = [];
    let row = null;  // the one that is being read
    let asset = null;
    let text = '';
    const keep = (piece) => { text += piece; };
    parser.on('text', keep);
    parser.on('cdata', keep);
    parser.on('opentag', ({name}) => {
      text = '';
      if (name === 'ASSET') row = asset = {};
      else if (name === 'DETECTION') row = {ASSET_ID: asset.ID};
    });
    parser.on('closetag', ({name}) => {
      if (name === 'ASSET') {
        assets.push(asset);
        row = asset = null;
      } else if (name === 'DETECTION') {
        detections.push(row);
        row = asset;
      } else if (row && name !== 'DETECTION_LIST') {
        row[name] = text;
      }
      text = '';
    });
    parser.write(text_of(bytes)).close();
    return assets.length + detections.length;
  },

  'fast-xml-parser'(bytes) {
    const {XMLParser} = window.modules['fast-xml-parser'];
    const lists = ['ASSET', 'DETECTION'];
    const parser = new XMLParser({parseTagValue: false, trimValues: true, isArray: (name) => lists.includes(name)});
    const page = parser.parse(text_of(bytes));
    const assets = page.ASSET_LIST_VM_DETECTION_OUTPUT.RESPONSE.ASSET_LIST.ASSET;
    const detections = [];
    for (const asset of assets) {
      for (const row of asset.DETECTION_LIST?.DETECTION ?? []) {
        row.ASSET_ID = asset.ID;
        detections.push(row);
      }
      delete asset.DETECTION_LIST;
    }
    return assets.length + detections.length;
  },
};

const stages = ['rows', 'alone', 'hash', 'sanitize', 'split', 'parse'];
const piece_bytes = 1024 * 1024;

// As the page does it on https and on this machine (web/platform/fetch_driver.js): the browser has the answer's bytes,
// its own code computes their digest in a worker while they are read into the program's memory, then they are decoded.
function page_way(bench, bytes) {
  const worker = new Worker('ticker.js');
  const blob = new Blob([bytes]);
  let number = 0;
  const digest = () => new Promise((resolve) => {
    worker.onmessage = ({data}) => resolve(data.hex);
    worker.postMessage({number: ++number, blob});
  });
  return async () => {
    bench._bench_begin(stages.indexOf('rows'));
    const begin = performance.now();
    const hex = digest();
    const ask = (at) => blob.slice(at, at + piece_bytes).arrayBuffer();
    for (let at = 0, coming = ask(0); at < blob.size; at += piece_bytes) {
      const piece = new Uint8Array(await coming);
      coming = ask(at + piece_bytes);
      bench.HEAPU8.set(piece, bench._bench_body() + at);
    }
    if ((await hex).length !== 64) throw new Error('the browser computes no digest');
    const rows = bench._bench_run();
    const seconds = (performance.now() - begin) / 1000;
    bench._bench_end();
    return {rows, seconds};
  };
}

function timed(run) {
  const begin = performance.now();
  const rows = run();
  return {rows, seconds: (performance.now() - begin) / 1000};
}

// One size: every contender in turn, `rounds` times, after one round that does not count.
window.measure = async ({bytes, rounds}) => {
  const bench = await createBench();
  const length = bench._bench_open(bytes);
  const body = bench.HEAPU8.slice(bench._bench_body(), bench._bench_body() + length);
  const contenders = {};
  stages.forEach((stage, i) => {
    contenders[stage] = () => {
      bench._bench_begin(i);
      const result = timed(bench._bench_run);
      bench._bench_end();
      return result;
    };
  });
  contenders.page = page_way(bench, body);
  for (const name of Object.keys(peers)) contenders[name] = () => timed(() => peers[name](body));
  const results = {};
  for (const name of Object.keys(contenders)) results[name] = {rows: 0, seconds: []};
  for (let round = -1; round < rounds; round++) {
    for (const name of Object.keys(contenders)) {
      await new Promise((resolve) => { setTimeout(resolve, 20); });
      const {rows, seconds} = await contenders[name]();
      results[name].rows = rows;
      if (round >= 0) results[name].seconds.push(seconds);
    }
  }
  return {bytes: length, results};
};
