import { isLoopback } from '../settings/server-address.ts';

/**
 * Whether the person's browser may be sent to an address: the data host names one for a sign-in and one for its end, by https or, of an
 * issuer on this computer, by http. No other scheme starts another program.
 */
export function isBrowserAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}
