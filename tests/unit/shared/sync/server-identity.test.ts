import { describe, expect, it } from 'vitest';
import { isSameServer, serverIdentity } from '../../../../shared/sync/index.ts';

describe('the identity of a server', () => {
  it.each([
    ['https://vigie.example.com', 'https://vigie.example.com'],
    ['https://Vigie.Example.com:443/', 'https://vigie.example.com'],
    ['http://vigie.example.com:80', 'http://vigie.example.com'],
    ['https://user:secret@vigie.example.com/fleet/?x=1#y', 'https://vigie.example.com/fleet'],
    ['https://[2001:db8::1]:8443/a', 'https://[2001:db8::1]:8443/a'],
  ])('%s is %s', (url, identity) => {
    expect(serverIdentity(url)).toBe(identity);
  });

  it('does not tell ports of this computer apart: they change with each start', () => {
    const all = ['http://127.0.0.1:4711', 'http://localhost:80/', 'http://[::1]:9', 'https://127.0.0.42'];
    expect(all.map(serverIdentity)).toEqual(['loopback', 'loopback', 'loopback', 'loopback']);
    expect(serverIdentity('http://127.0.0.1:4711/vigie/')).toBe('loopback/vigie');
  });

  it.each(['', 'vigie.example.com', 'ftp://vigie.example.com', 'http://'])("'%s' is no address", (url) => {
    expect(() => serverIdentity(url)).toThrow(TypeError);
  });

  it('takes both address and epoch to be the same server', () => {
    const cached = { serverIdentity: 'loopback', epoch: 'a' };
    expect(isSameServer(cached, { ...cached })).toBe(true);
    expect(isSameServer(cached, { ...cached, epoch: 'b' })).toBe(false);
    expect(isSameServer(cached, { ...cached, serverIdentity: 'https://vigie.example.com' })).toBe(false);
  });
});
