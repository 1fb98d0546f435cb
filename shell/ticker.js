// An alarm clock in a worker: timers there are not slowed down while the tab is hidden. The page sends a delay in
// milliseconds (negative: no alarm) and hears back when it is over.
'use strict';
let timer = 0;
onmessage = (event) => {
  clearTimeout(timer);
  if (event.data >= 0) timer = setTimeout(() => postMessage(0), event.data);
};
