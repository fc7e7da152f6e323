/** Is this the address of the machine itself? Takes IPv4, IPv6 and IPv4 within IPv6. */
export function isLoopbackAddress(address: string | undefined): boolean {
  if (address === undefined) return false;
  const plain = address.replace(/^::ffff:/i, '');
  return plain === '::1' || plain === 'localhost' || /^127(?:\.\d{1,3}){3}$/.test(plain);
}

/**
 * Does a Host header name the machine itself? A server that only listens there refuses other names: a page of another
 * site whose name was made to point here (DNS rebinding) must not reach it.
 */
export function isLoopbackHost(host: string | undefined): boolean {
  const name = /^(\[[0-9a-f:]+\]|[^:[\]]+)(?::\d+)?$/i.exec(host ?? '')?.[1];
  return isLoopbackAddress(name?.replace(/^\[(.*)\]$/, '$1').toLowerCase());
}
