import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as jose from 'jose';
import { ROLES } from '../../../shared/domain/index.ts';

/** A token that must be refused, or none. */
export interface BadToken {
  what: string;
  token: string | null;
}

/**
 * Made from a good one: what is changed is all that is wrong with it.
 * @param dataFolder of the backend that issued the good one: its own key signs some of them
 */
export async function badTokens(good: string, dataFolder: string): Promise<BadToken[]> {
  const [header = '', payload = '', signature = ''] = good.split('.');
  const head = jose.decodeProtectedHeader(good);
  const claims = jose.decodeJwt(good);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const jwk = JSON.parse(readFileSync(path.join(dataFolder, 'auth/development-key.json'), 'utf8')) as jose.JWK;
  const ownKey = await jose.importJWK(jwk, 'Ed25519');
  const others = await jose.generateKeyPair('Ed25519');
  const signed = (changed: object, key: jose.CryptoKey | Uint8Array = ownKey) =>
    new jose.SignJWT({ ...claims, ...changed }).setProtectedHeader({ ...head, alg: 'Ed25519' }).sign(key);
  const nowSeconds = Math.floor(Date.now() / 1000);
  const hmac = new TextEncoder().encode('vigie'.repeat(8));
  return [
    { what: 'no token', token: null },
    { what: 'nonsense', token: 'nonsense' },
    { what: 'no signature', token: `${header}.${payload}.` },
    { what: 'alg none', token: `${part({ ...head, alg: 'none' })}.${payload}.` },
    { what: 'another key', token: await signed({}, others.privateKey) },
    { what: 'expired', token: await signed({ exp: nowSeconds - 3_600 }) },
    { what: 'without an end', token: await signed({ exp: undefined }) },
    { what: 'for another service', token: await signed({ aud: 'another-api' }) },
    { what: 'of another issuer', token: await signed({ iss: 'https://issuer.example' }) },
    { what: 'of nobody', token: await signed({ sub: undefined }) },
    { what: 'a shared secret', token: await new jose.SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(hmac) },
    {
      what: 'claims that were changed',
      token: `${header}.${part({ ...claims, sub: 'root', roles: ROLES })}.${signature}`,
    },
    {
      what: 'a key that the token brings along',
      token: `${part({ ...head, jwk: await jose.exportJWK(others.publicKey) })}.${payload}.${signature}`,
    },
    { what: 'an odd header', token: `${part({ ...head, crit: ['b64'], b64: false })}.${payload}.${signature}` },
    { what: 'a very long one', token: `${header}.${'A'.repeat(12_000)}.${signature}` },
  ];
}
