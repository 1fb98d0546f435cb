// A browser whose storage takes its time: a script for a page to run before its own. While `storage.holding` is
// 'readwrite' or 'readonly' the page does not hear that such a transaction over journal entries is complete, before the
// test says so.

export function slow_storage() {
  const storage = {holding: null, held: []};
  const told = Object.getOwnPropertyDescriptor(IDBTransaction.prototype, 'oncomplete');
  Object.defineProperty(IDBTransaction.prototype, 'oncomplete', {...told, set(hear) {
    const of_entries = this.objectStoreNames.contains('entries');
    told.set.call(this, of_entries ? (event) => {
      if (storage.holding === this.mode) storage.held.push(() => hear(event)); else hear(event);
    } : hear);
  }});
  // Tells of the one that has waited longest.
  storage.release = () => storage.held.shift()?.();
  storage.let_go = () => {
    storage.holding = null;
    while (storage.held.length) storage.release();
  };
  window.storage = storage;
}

export const hold = (page, mode = 'readwrite') =>
  page.page.evaluate((wanted) => { window.storage.holding = wanted; }, mode);
export const held = (page) => page.page.evaluate(() => window.storage.held.length);
export const release = (page) => page.page.evaluate(() => { window.storage.release(); });
export const let_go = (page) => page.page.evaluate(() => { window.storage.let_go(); });
