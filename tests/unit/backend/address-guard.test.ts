import { describe, expect, it } from 'vitest';
import { createAddressGuard } from '../../../backend/webhooks/address-guard.ts';

/** What looking a name up gives, as a connection asks for it. */
function addressOf(guard: ReturnType<typeof createAddressGuard>, name: string): Promise<string> {
  return new Promise((resolve, reject) => {
    guard.lookup(name, { all: true }, (error, addresses) => {
      if (error === null) resolve(JSON.stringify(addresses));
      else reject(error);
    });
  });
}

describe('the guard of addresses', () => {
  it('judges a name by what it leads to, when it is connected to', async () => {
    const guard = createAddressGuard([]);
    expect(() => guard.check(new URL('https://localhost/hook'))).not.toThrow();
    await expect(addressOf(guard, 'localhost')).rejects.toThrow(/inside the network/);
    await expect(addressOf(createAddressGuard(['127.0.0.0/8', '::1/128']), 'localhost')).resolves.toContain(
      '127.0.0.1',
    );
  });

  it.each(['8.8.8.8', '[2606:4700::1111]'])('lets %s be told', (address) => {
    expect(() => createAddressGuard([]).check(new URL(`https://${address}/`))).not.toThrow();
  });

  it.each([
    '0.0.0.0',
    '100.64.1.1',
    '172.31.0.1',
    '192.168.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '[fd00::1]',
    '[fe80::1]',
    '[64:ff9b::a00:1]',
    '[2002:a00:1::]',
    '2130706433',
    '0x7f.1',
  ])('keeps %s from being told', (address) => {
    expect(() => createAddressGuard([]).check(new URL(`https://${address}/`))).toThrow(/inside the network/);
  });

  it('lets an inner network be told where it is allowed, and no other, also without TLS', () => {
    const guard = createAddressGuard(['10.1.0.0/16']);
    expect(() => guard.check(new URL('http://10.1.2.3/'))).not.toThrow();
    expect(() => guard.check(new URL('https://10.2.2.3/'))).toThrow(/inside/);
  });
});
