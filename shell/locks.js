// Named locks between the tabs of one browser: one run at a time pulls, and what a tab has under way no other touches.
// Where the page is a secure context these are Web Locks, which end with their tab. On plain http at a host name they
// do not exist: there a lock is a lease in the database, taken in one transaction, renewed while it is held, and free
// for others when its holder has been silent for LEASE_MS. Before a lease is taken over its holder is asked (over a
// BroadcastChannel), since a computer that slept makes every lease look old.
//
// Nothing here has a clock of its own: beat() is called by the program's alarm, which ticks in hidden tabs too.
// Where neither locks nor a database can be had, tabs cannot know of each other, and every lock is free.
'use strict';

const locks = (() => {
  const { transact, asked } = database;
  const LEASE_MS = 8000;
  const ANSWER_MS = 1000;
  const me = Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join('');
  const mine = new Map();     // name -> release, of what this tab holds
  const waiters = new Set();  // of leases
  let web = Boolean(navigator.locks);

  // ── Web Locks ──

  // Resolves the function that releases it; null when it is taken and nobody wants to wait.
  function request(name, options) {
    return new Promise((resolve, reject) => {
      navigator.locks.request('sluice.' + name, options, (lock) => {
        if (!lock) return resolve(null);
        return new Promise((release) => resolve(release));
      }).catch(reject);
    });
  }

  // ── leases ──

  const channel = self.BroadcastChannel ? new BroadcastChannel('sluice.locks') : null;
  const say = (message) => { channel?.postMessage(message); };

  if (channel) {
    channel.onmessage = ({ data }) => {
      if (!web && mine.has(data.ask)) renew(data.ask);
      if (data.free) for (const waiter of waiters) if (waiter.name === data.free) waiter.look();
    };
    addEventListener('pagehide', () => { if (!web) for (const name of mine.keys()) giveBack(name); });
  }

  const lease = (name, beat) => ({ name, holder: me, beat, until: Date.now() + LEASE_MS });
  const same = (a, b) => a && b && a.holder === b.holder && a.beat === b.beat;

  // Null when it is ours now, else the lease of the other. `dead` is a lease that nobody renews any more.
  function grab(name, dead = null) {
    return transact(['leases'], 'readwrite', async (leases) => {
      const found = await asked(leases.get(name));
      if (found && found.holder !== me && !same(found, dead)) return found;
      await asked(leases.put(lease(name, 0)));
      return null;
    });
  }

  function renew(name) {
    return transact(['leases'], 'readwrite', async (leases) => {
      const found = await asked(leases.get(name));
      if (found?.holder === me) await asked(leases.put(lease(name, found.beat + 1)));
      return found?.holder === me;
    }).catch(() => true);  // a database that fails takes nothing away
  }

  function giveBack(name) {
    return transact(['leases'], 'readwrite', async (leases) => {
      const found = await asked(leases.get(name));
      if (found?.holder === me) await asked(leases.delete(name));
    }).then(() => say({ free: name }), () => {});
  }

  function granted(name, lost) {
    const release = () => {
      if (mine.get(name) !== release) return;
      mine.delete(name);
      giveBack(name);
    };
    release.lost = lost;
    mine.set(name, release);
    return release;
  }

  async function takeLease(name, lost) {
    const found = await grab(name);
    if (!found) return granted(name, lost);
    if (found.until > Date.now()) return null;
    say({ ask: name });
    await new Promise((resolve) => { setTimeout(resolve, ANSWER_MS); });
    return await grab(name, found) ? null : granted(name, lost);
  }

  function waitForLease(name, signal, lost) {
    return new Promise((resolve) => {
      let seen = null;
      let since = 0;
      let askedAt = null;
      let looking = false;

      // A lease is old when its time is over, or when it has not moved for as long by this tab's own clock.
      async function tryOnce() {
        const now = performance.now();
        const dead = askedAt !== null && now - askedAt >= ANSWER_MS - 100 ? seen : null;
        const found = await grab(name, dead);
        if (!found) return leave(granted(name, lost));
        if (!same(found, seen)) [seen, since, askedAt] = [found, now, null];
        if (askedAt === null && (now - since >= LEASE_MS || found.until < Date.now())) {
          askedAt = now;
          say({ ask: name });
        }
      }

      const waiter = {
        name,
        async look() {
          if (looking || signal.aborted) return;
          looking = true;
          await tryOnce().catch(() => leave(granted(name, lost)));
          looking = false;
        },
      };

      function leave(release) {
        waiters.delete(waiter);
        if (signal.aborted) release?.();
        resolve(signal.aborted ? null : release);
      }

      signal.addEventListener('abort', () => leave(null));
      waiters.add(waiter);
      waiter.look();
    });
  }

  // ── what others use ──

  // The function that releases it, or null when it is held already, by this tab or another.
  async function take(name, lost = () => {}) {
    if (mine.has(name)) return null;
    if (web) {
      try {
        return remember(name, await request(name, { ifAvailable: true }));
      } catch {
        web = false;  // a page that the browser gives no locks to, although it has them
      }
    }
    return takeLease(name, lost).catch(() => granted(name, lost));
  }

  // The same, as soon as it is free; null when the signal ends the wait.
  async function wait(name, signal, lost = () => {}) {
    if (web) {
      const release = await request(name, { signal }).catch(() => null);
      return remember(name, release);
    }
    return waitForLease(name, signal, lost);
  }

  function remember(name, end) {
    if (!end) return null;
    const release = () => {
      if (mine.get(name) !== release) return;
      mine.delete(name);
      end();
    };
    mine.set(name, release);
    return release;
  }

  // The names that are held by any tab.
  async function taken() {
    if (web) {
      const { held } = await navigator.locks.query();
      return new Set(held.map(({ name }) => name.replace(/^sluice\./, '')));
    }
    const leases = await transact(['leases'], 'readonly', (store) => asked(store.getAll())).catch(() => []);
    return new Set([...mine.keys(), ...leases.filter(({ until }) => until > Date.now()).map(({ name }) => name)]);
  }

  // Renews what is held and looks after what is waited for; to be called every second or two while needsBeat().
  function beat() {
    for (const waiter of waiters) waiter.look();
    if (web) return;
    for (const [name, release] of mine) {
      renew(name).then((still) => {
        if (still || mine.get(name) !== release) return;
        mine.delete(name);
        release.lost?.();
      });
    }
  }

  const needsBeat = () => !web && (mine.size > 0 || waiters.size > 0);

  return { take, wait, taken, beat, needsBeat };
})();
