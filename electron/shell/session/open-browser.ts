import { shell } from 'electron';
import type { Log } from '../files/log.ts';
import { isBrowserAddress } from './browser-address.ts';

/** Opens the person's browser at an issuer. The only place where an address is given to another program. */
export function openBrowser(url: string, log: Log): void {
  if (!isBrowserAddress(url)) return log.error('an address was not opened: it is none of an issuer');
  // Without what follows the path: that is of this one sign-in.
  const { origin, pathname } = new URL(url);
  log.info('the browser is opened', { address: origin + pathname });
  shell.openExternal(url).catch((error: unknown) => {
    log.error('the browser could not be opened', { reason: String(error) });
  });
}
