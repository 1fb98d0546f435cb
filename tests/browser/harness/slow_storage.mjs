// A browser whose storage takes its time: a script for a page to run before its own. While `storage.holding` is set no
// page hears that a journal entry's transaction is complete, before the test says so.

export function slow_storage() {
  const storage = {holding: false, held: []};
  const told = Object.getOwnPropertyDescriptor(IDBTransaction.prototype, 'oncomplete');
  Object.defineProperty(IDBTransaction.prototype, 'oncomplete', {...told, set(hear) {
    const is_entry = this.mode === 'readwrite' && this.objectStoreNames.contains('entries');
    told.set.call(this, is_entry ? (event) => {
      if (storage.holding) storage.held.push(() => hear(event)); else hear(event);
    } : hear);
  }});
  // Tells of the one that has waited longest.
  storage.release = () => storage.held.shift()?.();
  storage.let_go = () => {
    storage.holding = false;
    while (storage.held.length) storage.release();
  };
  window.storage = storage;
}

export const hold = (page) => page.page.evaluate(() => { window.storage.holding = true; });
export const held = (page) => page.page.evaluate(() => window.storage.held.length);
export const release = (page) => page.page.evaluate(() => { window.storage.release(); });
export const let_go = (page) => page.page.evaluate(() => { window.storage.let_go(); });
