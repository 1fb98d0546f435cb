// A page whose time goes faster, so that limits of minutes can be waited for: both of its clocks run `factor` times as
// fast, and the program's alarm (shell/ticker.js) rings as much earlier. And a time that jumps, as it does over a
// sleep.

export function fast_clock(factor) {
  const steady = performance.now.bind(performance);
  const wall_start = Date.now();
  const start = steady();
  const clock = {ahead_ms: 0, wall_ahead_ms: 0};
  performance.now = () => start + (steady() - start) * factor + clock.ahead_ms;
  Date.now = () => wall_start + performance.now() - start + clock.wall_ahead_ms;
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, ...others) {
    return post.call(this, typeof message === 'number' ? message / factor : message, ...others);
  };
  window.clock = clock;
}

// A script for a page to run before its own, of functions and their arguments.
export const script = (...calls) => ({content: calls
  .map(([run, ...args]) => `(${run})(${args.map((arg) => JSON.stringify(arg)).join(', ')});`).join('\n')});
