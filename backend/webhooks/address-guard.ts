import { lookup as lookUp } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** No way leads there from outside, or it is this machine: RFC 6890 and the IANA registries of special addresses. */
const NOT_PUBLIC: readonly (readonly [network: string, bits: number, family: 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 3, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
  // Addresses of IPv4 in other clothes: 6to4, Teredo.
  ['2002::', 16, 'ipv6'],
  ['2001::', 32, 'ipv6'],
  ['8000::', 1, 'ipv6'],
  ['4000::', 2, 'ipv6'],
];

/** The address may not be told anything. The message names it and the remedy. */
export class RefusedAddressError extends Error {
  override name = 'RefusedAddressError';
}

/** Keeps webhooks away from what only the service can reach: itself, its neighbours, the machine's own services. */
export interface AddressGuard {
  /** @throws RefusedAddressError for what is refused whatever its name leads to */
  check(url: URL): void;
  /** Looks a name up, and fails where any of its addresses is refused: what is checked is what is connected to. */
  readonly lookup: LookupFunction;
}

/** @param allowed networks, as 10.1.0.0/16, that are inside and may be told all the same, also without TLS */
export function createAddressGuard(allowed: readonly string[]): AddressGuard {
  // One list each: in a common one an address of IPv4 would be looked for among those of IPv6 as well, where all of them are mapped.
  const refused = { ipv4: new BlockList(), ipv6: new BlockList() };
  for (const [network, bits, family] of NOT_PUBLIC) refused[family].addSubnet(network, bits, family);
  const exempt = new BlockList();
  for (const network of allowed) {
    const [address = '', bits = ''] = network.split('/');
    exempt.addSubnet(address, Number(bits), familyOf(address));
  }
  const judge = (address: string) => {
    const family = familyOf(address);
    if (exempt.check(address, family)) return 'exempt';
    return refused[family].check(address, family) ? 'refused' : 'public';
  };

  return {
    check(url) {
      const { protocol, hostname, username, password } = url;
      if (protocol !== 'https:' && protocol !== 'http:')
        throw new RefusedAddressError(`it begins with ${protocol}: give an address that begins with https://`);
      if (username !== '' || password !== '')
        throw new RefusedAddressError('it holds a name or a password: leave them out; messages are signed');
      const literal = hostname.replace(/^\[(.*)\]$/, '$1');
      const verdict = isIP(literal) === 0 ? undefined : judge(literal);
      if (verdict === 'refused') throw inside(literal);
      // What has a name is judged when it is looked up; without TLS anyone on the way could read and change it.
      if (protocol === 'http:' && verdict !== 'exempt')
        throw new RefusedAddressError('it is not encrypted: give an address that begins with https://');
    },
    lookup(hostname, options, done) {
      lookUp(hostname, { ...options, all: true }, (error, addresses) => {
        if (error !== null) return done(error, '', 0);
        const wrong = addresses.find(({ address }) => judge(address) === 'refused');
        const [first] = addresses;
        if (wrong !== undefined || first === undefined) return done(inside(wrong?.address ?? hostname), '', 0);
        if (options.all === true) done(null, addresses);
        else done(null, first.address, first.family);
      });
    },
  };
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

function inside(address: string): RefusedAddressError {
  return new RefusedAddressError(
    `${address} is inside the network: give a public address, or allow its network with VIGIE_WEBHOOK_NETWORKS`,
  );
}
