/**
 * What tells one server from another by its address: scheme, host, port and path. A server on this computer has no
 * lasting port (it takes a free one at each start), so only its path counts; its epoch tells its histories apart.
 * @throws TypeError when the text is not a URL
 */
export function serverIdentity(url: string): string {
  const { protocol, host, hostname, pathname } = parseAddress(url);
  const path = pathname.replace(/\/+$/, '');
  return isLoopback(hostname) ? `loopback${path}` : `${protocol}//${host}${path}`;
}

/** Do a cache and an answer belong to the same server, and to the same history of it? */
export function isSameServer(
  cached: { serverIdentity: string; epoch: string },
  answering: { serverIdentity: string; epoch: string },
): boolean {
  return cached.serverIdentity === answering.serverIdentity && cached.epoch === answering.epoch;
}

interface Address {
  protocol: string;
  host: string;
  hostname: string;
  pathname: string;
}

/** Scheme, authority and path of an http address. This room has no URL class: it has neither a DOM nor Node. */
function parseAddress(url: string): Address {
  const match = /^(https?):\/\/(?:[^/@?#]*@)?((\[[^\]]+\]|[^/:?#]+)(?::(\d+))?)([^?#]*)/i.exec(url.trim());
  const [, scheme, , hostname, port, pathname] = match ?? [];
  if (scheme === undefined || hostname === undefined) throw new TypeError(`'${url}' is not an http or https address`);
  const protocol = `${scheme.toLowerCase()}:`;
  const standardPort = protocol === 'https:' ? '443' : '80';
  const name = hostname.toLowerCase();
  const host = port === undefined || port === standardPort ? name : `${name}:${port}`;
  return { protocol, host, hostname: name, pathname: pathname ?? '' };
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
