// A gateway of the tests' own whose asset list is one page of any length: many usual assets, and if wanted one asset
// whose record is as large as records may be.

import {OwnGateway, token_of} from './gateways.mjs';

const line = 'App inventory entry with a name and a version, twice as long as it has to be. ';

function detection(qid, results) {
  return `<DETECTION>\n<QID>${qid}</QID>\n<TYPE>Confirmed</TYPE>\n<SEVERITY>${1 + (qid % 5)}</SEVERITY>\n` +
    `<RESULTS>\n<![CDATA[${results}]]>\n</RESULTS>\n<STATUS>Active</STATUS>\n` +
    '<FIRST_FOUND_DATETIME>2026-01-21 00:52:43</FIRST_FOUND_DATETIME>\n' +
    `<LAST_FOUND_DATETIME>2026-11-17 16:58:47</LAST_FOUND_DATETIME>\n<TIMES_FOUND>${qid % 97}</TIMES_FOUND>\n</DETECTION>\n`;
}

function asset(id, detections) {
  return `<ASSET>\n<ID>${id}</ID>\n<ASSET_FRIENDLY_NAME>device ${id}</ASSET_FRIENDLY_NAME>\n<OS>Android</OS>\n` +
    `<OS_VERSION>1${id % 6}</OS_VERSION>\n<ASSET_STATUS>Enrolled</ASSET_STATUS>\n` +
    `<LAST_SEEN>2026-11-18 15:09:07</LAST_SEEN>\n<USERNAME>user${id}</USERNAME>\n` +
    `<DETECTION_LIST>\n${detections}</DETECTION_LIST>\n</ASSET>\n`;
}

// {body, assets, detections}; `record_bytes`: the length of the one large record in the middle, 0: none.
export function large_page(bytes, record_bytes = 0) {
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n<ASSET_LIST_VM_DETECTION_OUTPUT>\n<RESPONSE>\n' +
    '<DATETIME>2026-11-21T00:00:00Z</DATETIME>\n<ASSET_LIST>\n';
  const tail = '</ASSET_LIST>\n</RESPONSE>\n</ASSET_LIST_VM_DETECTION_OUTPUT>\n';
  const pieces = [head];
  let length = head.length + tail.length;
  let assets = 0;
  let detections = 0;
  const add = (text, found) => {
    pieces.push(text);
    length += text.length;
    assets++;
    detections += found;
  };
  if (record_bytes) {
    // One long text, and as many detections as fill the rest.
    let list = detection(1, line.repeat(Math.floor(record_bytes / 2 / line.length)));
    let found = 1;
    while (list.length < record_bytes - 2000) list += detection(++found, `${line}${found}`);
    add(asset(1, list), found);
  }
  for (let id = 2; length < bytes - 4000; id++) {
    let list = '';
    for (let i = 0; i < 6; i++) list += detection(1000 + i, `${line.repeat(3)}seen on ${id}`);
    add(asset(id, list), 6);
  }
  pieces.push(tail);
  return {body: Buffer.from(pieces.join('')), assets, detections};
}

export async function large_gateway(t, page) {
  return t.own_gateway({reply: (request, response) => {
    if (request.method === 'POST') return response.writeHead(201).end(token_of('acme_mg1'));
    response.writeHead(200, {'Content-Type': 'application/xml', 'Content-Length': page.body.length}).end(page.body);
  }});
}
