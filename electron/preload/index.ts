import { ipcRenderer } from 'electron';

/**
 * All that a page gets from the desktop, as messages to its own window:
 *
 *   page -> {type: 'vigie:connect'}                          asks for a port to the data host
 *   page <- {type: 'vigie:port'}, with the port              also unasked, when the data host has come back
 *   page <- {type: 'vigie:error', error: {code, message}}    the shell refused what was asked
 *
 * Nothing is added to `window`. The shell checks who asks and what: whatever bears our prefix is passed on as it is.
 */
const ORIGIN = 'app://vigie';
const TO_PAGE: readonly unknown[] = ['vigie:port', 'vigie:error'];

function isForShell(event: MessageEvent<unknown>): boolean {
  const { data } = event;
  if (event.source !== window || event.origin !== ORIGIN) return false;
  if (typeof data !== 'object' || data === null || !('type' in data)) return false;
  return typeof data.type === 'string' && data.type.startsWith('vigie:') && !TO_PAGE.includes(data.type);
}

window.addEventListener('message', (event: MessageEvent<unknown>) => {
  if (!isForShell(event)) return;
  ipcRenderer.invoke('vigie:ask', event.data).then(
    (answer: { ok: true } | { ok: false; error: { code: string; message: string } }) => {
      if (!answer.ok) window.postMessage({ type: 'vigie:error', error: answer.error }, ORIGIN);
    },
    (error: unknown) => {
      // A message that cannot be copied to another process.
      window.postMessage({ type: 'vigie:error', error: { code: 'invalid-request', message: String(error) } }, ORIGIN);
    },
  );
});

ipcRenderer.on('vigie:port', (event) => window.postMessage({ type: 'vigie:port' }, ORIGIN, [...event.ports]));
