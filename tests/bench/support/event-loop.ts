const EVERY_MS = 2;

/** Watches for how long at most the event loop was kept from its timers. `stop` answers that, in milliseconds. */
export function watchEventLoop(): { stop(): number } {
  let longestMs = 0;
  let lastMs = performance.now();
  const timer = setInterval(() => {
    const nowMs = performance.now();
    longestMs = Math.max(longestMs, nowMs - lastMs - EVERY_MS);
    lastMs = nowMs;
  }, EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      return Math.max(longestMs, performance.now() - lastMs - EVERY_MS);
    },
  };
}
