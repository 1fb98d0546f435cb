// What is done in a worker. An alarm clock: timers here are not slowed down while the tab is hidden; the page sends a
// delay in milliseconds (negative: no alarm) and hears back when it is over. And digests, so that the page need not
// wait for them: it sends {number, blob} and hears {number, hex}, the blob's SHA-256, '' if this browser computes none.
'use strict';
let timer = 0;

async function digest(blob) {
  if (!self.crypto || !crypto.subtle) return '';
  const bytes = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

onmessage = ({ data }) => {
  if (typeof data === 'object') {
    digest(data.blob).catch(() => '').then((hex) => postMessage({ number: data.number, hex }));
    return;
  }
  clearTimeout(timer);
  if (data >= 0) timer = setTimeout(() => postMessage(0), data);
};
