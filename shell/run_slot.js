// The one run slot of this browser: whichever tab has it pulls, the others wait and say so. Beside it each run that a
// tab has under way or reads has a lock of its own, so that nobody else resumes or forgets it meanwhile.
'use strict';

const runSlot = (() => {
  const runs = new Map();  // run id -> the function that releases its lock
  let asking = null;       // what ends the wait for the slot
  let slot = null;

  // True when the run is this tab's from now on. False: another tab has it.
  async function reserve(run) {
    if (runs.has(run)) return true;
    const release = await locks.take(journals.lockOf(run));
    if (!release) return false;
    runs.set(run, release);
    return true;
  }

  // tell('held') or tell('elsewhere'), and again whenever it changes, until leave().
  async function ask(run, tell) {
    leaveSlot();
    const mine = new AbortController();
    asking = mine;
    await reserve(run);
    const lost = () => {
      if (asking !== mine) return;
      slot = null;
      tell('elsewhere');
      want(true);
    };
    const want = async (waits) => {
      let release = waits ? null : await locks.take('slot', lost);
      if (!release && asking === mine) {
        tell('elsewhere');
        release = await locks.wait('slot', mine.signal, lost);
      }
      if (asking !== mine) return release?.();
      slot = release;
      tell('held');
    };
    await want(false);
  }

  function leaveSlot() {
    asking?.abort();
    asking = null;
    slot?.();
    slot = null;
  }

  // Nothing is under way here any more.
  function leave() {
    leaveSlot();
    for (const release of runs.values()) release();
    runs.clear();
  }

  return { reserve, ask, leave };
})();
