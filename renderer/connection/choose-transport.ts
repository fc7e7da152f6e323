import { createPortTransport } from './port-transport.ts';
import { createSession } from './session.ts';
import { createSocketTransport } from './socket-transport.ts';
import type { Transport } from './transport.ts';

/** The scheme of the desktop's own pages; everywhere else the page was served by the preview. */
const DESKTOP_PROTOCOL = 'app:';

/** The transport of this window, by where its page came from. */
export function chooseTransport(page: Window): Transport {
  const { location } = page;
  if (location.protocol === DESKTOP_PROTOCOL) return createPortTransport(page);
  const url = new URL('/rpc', location.href);
  url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  url.hash = '';
  return createSocketTransport(url.href, createSession(page));
}
