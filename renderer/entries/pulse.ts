/** How often, ms. The shell of the desktop ends a page that it has not heard for several of these. */
const PULSE_MS = 1_000;

/** Says to the shell, by way of the preload, that this page goes on. A page that hangs says nothing: it is loaded again. */
export function startPulse(page: Window, everyMs = PULSE_MS): () => void {
  const timer = setInterval(() => page.postMessage({ type: 'vigie:alive' }, page.location.origin), everyMs);
  return () => clearInterval(timer);
}
