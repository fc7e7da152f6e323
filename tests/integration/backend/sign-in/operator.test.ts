import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as jose from 'jose';
import * as oidc from 'openid-client';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MOST_TOKEN_CHARACTERS } from '../../../../backend/auth/access-token.ts';
import { DemonstrationIssuer } from '../../../../backend/auth/demonstration/demonstration-issuer.ts';
import { IssuerUnavailableError } from '../../../../backend/auth/operator/issuer-keys.ts';
import { OperatorVerifier } from '../../../../backend/auth/operator/operator-verifier.ts';
import { TokenRefusedError } from '../../../../backend/auth/token-verifier.ts';
import { systemClock } from '../../../../backend/clock.ts';
import { readSignInSettings } from '../../../../backend/settings/sign-in-settings.ts';
import { type RunningBackend, startBackend } from '../../../support/backend.ts';
import { createManualClock, type ManualClock } from '../../../support/manual-clock.ts';
import { OidcBrowser } from '../../../support/oidc-browser.ts';
import { silentLog } from '../../../support/silent-log.ts';
import { startTokenIssuer, type TokenIssuer } from '../../../support/token-issuer.ts';

const CALLBACK = 'http://127.0.0.1:53125/callback';
const AUDIENCE = 'https://vigie.operator.example';
let issuer: TokenIssuer;
let clock: ManualClock;
let verifier: OperatorVerifier;
/** Of the issuer: RSA and P-256. */
let rsa: jose.GenerateKeyPairResult;
let ec: jose.GenerateKeyPairResult;

const settingsOf = (url: string, more: Record<string, string> = {}) => {
  const environment = { OIDC_ISSUER: url, OIDC_AUDIENCE: AUDIENCE, OIDC_CLIENT_ID: 'desktop', ...more };
  const settings = readSignInSettings(environment);
  if (settings === undefined) throw new Error('no settings');
  return settings;
};

async function publicJwk(key: jose.CryptoKey, kid: string, alg?: string): Promise<jose.JWK> {
  return { ...(await jose.exportJWK(key)), kid, use: 'sig', ...(alg === undefined ? {} : { alg }) };
}

beforeAll(async () => {
  rsa = await jose.generateKeyPair('RS256', { extractable: true });
  ec = await jose.generateKeyPair('ES256', { extractable: true });
  issuer = await startTokenIssuer([
    await publicJwk(rsa.publicKey, 'rsa'),
    await publicJwk(ec.publicKey, 'ec', 'ES256'),
  ]);
  clock = createManualClock(Date.now());
  verifier = new OperatorVerifier(
    settingsOf(issuer.url, {
      OIDC_ROLE_CLAIM: 'realm_access.roles',
      OIDC_ROLES: 'Vigie Billing=billing, Vigie Control=supervisor, Vigie Control=dispatcher',
      OIDC_SUBSIDIARY_CLAIM: 'agency',
      OIDC_SUBSIDIARIES: 'A17=north',
    }),
    clock,
    silentLog,
  );
});
afterAll(() => issuer.stop());

const claims = (change: object = {}): jose.JWTPayload => {
  const nowSeconds = Math.floor(clock.nowMs() / 1000);
  return {
    iss: issuer.url,
    aud: AUDIENCE,
    sub: 'u-17',
    name: 'Camille',
    iat: nowSeconds,
    exp: nowSeconds + 600,
    realm_access: { roles: ['Vigie Control', 'Something else'] },
    agency: ['A17', 'lyon'],
    ...change,
  };
};
const sign = (change: object = {}, header: object = {}, key: jose.CryptoKey | Uint8Array = rsa.privateKey) =>
  new jose.SignJWT(claims(change)).setProtectedHeader({ alg: 'RS256', kid: 'rsa', typ: 'at+jwt', ...header }).sign(key);
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe("a token of the operator's issuer", () => {
  it('gives name, roles and subsidiaries by the operator’s mapping, and nothing for what is not mapped', async () => {
    const base = {
      subject: 'u-17',
      name: 'Camille',
      roles: ['supervisor', 'dispatcher'],
      subsidiaries: ['north', 'lyon'],
    };
    expect(await verifier.verify(await sign())).toMatchObject(base);
    const named = { name: undefined, preferred_username: 'cdurand' };
    expect(
      await verifier.verify(await sign(named, { typ: 'JWT', alg: 'ES256', kid: 'ec' }, ec.privateKey)),
    ).toMatchObject({ name: 'cdurand' });
    const strange = { realm_access: 'administrator', agency: 7 };
    expect(await verifier.verify(await sign(strange))).toMatchObject({ roles: [], subsidiaries: [] });
    expect(await verifier.verify(await sign({ agency: '*' }))).toMatchObject({ subsidiaries: 'all' });
    // A name from the object's own machinery is no role.
    expect(await verifier.verify(await sign({ realm_access: { roles: ['__proto__', 'constructor'] } }))).toMatchObject({
      roles: [],
    });
    const single = new OperatorVerifier(
      settingsOf(issuer.url, { OIDC_ROLE_CLAIM: 'https://vigie.example/roles' }),
      clock,
      silentLog,
    );
    expect(await single.verify(await sign({ 'https://vigie.example/roles': 'billing validator' }))).toMatchObject({
      roles: ['billing', 'validator'],
      subsidiaries: 'all',
    });
  });

  const attacks: [string, () => Promise<string>, RegExp][] = [
    ['no text', async () => 'nonsense', /not a signed token/],
    [
      'no signature (alg none)',
      async () => `${part({ alg: 'none', typ: 'at+jwt' })}.${part(claims())}.`,
      /algorithm|not a signed token/,
    ],
    [
      'the public key as a shared secret (HS256)',
      async () => sign({}, { alg: 'HS256' }, new TextEncoder().encode(await jose.exportSPKI(rsa.publicKey))),
      /algorithm that is not taken/,
    ],
    [
      'a key of another curve under a known name',
      async () => sign({}, { alg: 'ES384', kid: 'ec' }, (await jose.generateKeyPair('ES384')).privateKey),
      /key that its issuer does not have/,
    ],
    [
      'another algorithm than the key is for',
      async () => sign({}, { alg: 'PS512' }, await asPs512()),
      /algorithm that is not taken/,
    ],
    [
      'a key of its own (jwk)',
      async () => forged({ jwk: await publicJwk(rsa.publicKey, 'rsa') }),
      /key of its own \(jwk\)/,
    ],
    ['an address of keys (jku)', async () => forged({ jku: 'https://evil.example/keys' }), /key of its own \(jku\)/],
    [
      'an address of certificates (x5u)',
      async () => forged({ x5u: 'https://evil.example/cert' }),
      /key of its own \(x5u\)/,
    ],
    ['a certificate of its own (x5c)', async () => forged({ x5c: ['AAAA'] }), /key of its own \(x5c\)/],
    ['a forged signature', async () => forged({}), /not issued by this service/],
    ['a name of a key that there is not', async () => forged({ kid: 'other' }), /key that its issuer does not have/],
    ['an unknown critical header', async () => critical(), /not a signed token/],
    ['another issuer', async () => sign({ iss: 'https://other.example' }), /not for this service \(iss\)/],
    ['another audience', async () => sign({ aud: 'other' }), /not for this service \(aud\)/],
    [
      'the audience of the desktops (an ID token)',
      async () => sign({ aud: 'desktop' }),
      /not for this service \(aud\)/,
    ],
    ['the type of a logout token', async () => sign({}, { typ: 'logout+jwt' }), /no access token \(typ\)/],
    ['the use of a refresh token (Keycloak)', async () => sign({ typ: 'Refresh' }), /no access token \(typ\)/],
    ['an end in the past', async () => sign({ exp: Math.floor(clock.nowMs() / 1000) - 31 }), /has expired/],
    ['no end', async () => sign({ exp: undefined }), /not for this service \(exp\)/],
    ['an end that is no number', async () => sign({ exp: 'never' }), /not for this service \(exp\)/],
    ['nobody', async () => sign({ sub: undefined }), /not for this service \(sub\)/],
    ['a beginning in the future', async () => sign({ nbf: Math.floor(clock.nowMs() / 1000) + 60 }), /not valid yet/],
    ['too much of it', async () => sign({ padding: 'x'.repeat(MOST_TOKEN_CHARACTERS) }), /too long/],
  ];
  const asPs512 = async () => jose.importPKCS8(await jose.exportPKCS8(rsa.privateKey), 'PS512');
  const forged = async (header: object) => sign({}, header, (await jose.generateKeyPair('RS256')).privateKey);
  const critical = async () => {
    const token = await sign();
    const [, payload, signature] = token.split('.');
    return `${part({ alg: 'RS256', kid: 'rsa', typ: 'at+jwt', crit: ['x'], x: 1 })}.${payload}.${signature}`;
  };

  it.each(attacks)('with %s is refused', async (_, make, reason) => {
    const refused = verifier.verify(await make());
    await expect(refused).rejects.toBeInstanceOf(TokenRefusedError);
    await expect(refused).rejects.toThrow(reason);
  });

  it('is good a little before its beginning and after its end: clocks differ', async () => {
    const nowSeconds = Math.floor(clock.nowMs() / 1000);
    await expect(verifier.verify(await sign({ nbf: nowSeconds + 25, exp: nowSeconds - 25 }))).resolves.toBeDefined();
  });
});

describe("the issuer's keys", () => {
  it('are asked for once for many tokens, again for a new key, and not more often for invented ones', async () => {
    const before = issuer.asked;
    await Promise.all(Array.from({ length: 20 }, async () => verifier.verify(await sign())));
    expect(issuer.asked).toBe(before);

    const next = await jose.generateKeyPair('ES256', { extractable: true });
    const withNext = () => sign({}, { alg: 'ES256', kid: 'next' }, next.privateKey);
    clock.advance(31_000);
    issuer.keys = [await publicJwk(next.publicKey, 'next')];
    await expect(verifier.verify(await withNext())).resolves.toMatchObject({ subject: 'u-17' });
    expect(issuer.asked).toBe(before + 1);
    // The old key is the issuer's no more.
    await expect(verifier.verify(await sign())).rejects.toThrow(/does not have/);
    for (let count = 0; count < 20; count++) {
      await expect(verifier.verify(await sign({}, { kid: `invented-${count}` }))).rejects.toBeInstanceOf(
        TokenRefusedError,
      );
    }
    expect(issuer.asked).toBe(before + 1);

    // The issuer is down for an hour: who has a token goes on.
    issuer.isDown = true;
    clock.advance(3_600_000);
    await expect(verifier.verify(await withNext())).resolves.toBeDefined();
    issuer.isDown = false;
    const unknown = new OperatorVerifier(settingsOf('http://127.0.0.1:1'), clock, silentLog);
    await expect(unknown.verify(await withNext())).rejects.toBeInstanceOf(IssuerUnavailableError);
  });

  it('may hold a shared secret and one for encryption: neither checks a token', async () => {
    const secret = new TextEncoder().encode('a secret of thirty-two characters');
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    issuer.keys = [
      { kty: 'oct', k: Buffer.from(secret).toString('base64url'), kid: 'secret' },
      { ...(await jose.exportJWK(publicKey)), kid: 'enc', use: 'enc' },
      await publicJwk(rsa.publicKey, 'rsa'),
    ];
    const own = new OperatorVerifier(settingsOf(issuer.url), clock, silentLog);
    await expect(own.verify(await sign())).resolves.toBeDefined();
    await expect(own.verify(await sign({}, { alg: 'HS256', kid: 'secret' }, secret))).rejects.toThrow(/algorithm/);
    const encryption = await jose.importPKCS8(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 'RS256');
    await expect(own.verify(await sign({}, { kid: 'enc' }, encryption))).rejects.toThrow(/does not have/);
  });

  it('are changed by a real issuer under people who are signed in: its new tokens are taken', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'vigie-rotation-'));
    const open = (name: string) => DemonstrationIssuer.open(path.join(folder, name), systemClock, silentLog);
    const [first, second] = [await open('first'), await open('second')];
    let current = first;
    const server = createServer((request, response) => void current.serve(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    first.begin(url);
    second.begin(url);
    const now = createManualClock(Date.now());
    const own = new OperatorVerifier(
      settingsOf(`${url}/oidc`, {
        OIDC_AUDIENCE: 'vigie-api',
        OIDC_SUBSIDIARY_CLAIM: 'subsidiaries',
        OIDC_EVERY_SUBSIDIARY: 'all',
      }),
      now,
      silentLog,
    );
    const signIn = async (account: string) => {
      const client = await oidc.discovery(new URL(`${url}/oidc`), 'vigie-desktop', undefined, oidc.None(), {
        execute: [oidc.allowInsecureRequests],
      });
      const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
      const address = oidc.buildAuthorizationUrl(client, {
        ...{ redirect_uri: CALLBACK, scope: 'openid vigie', resource: 'urn:vigie:api' },
        code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
        code_challenge_method: 'S256',
      });
      const answer = await new OidcBrowser(CALLBACK).choose(address.href, account);
      return (await oidc.authorizationCodeGrant(client, new URL(answer), { pkceCodeVerifier })).access_token;
    };
    try {
      expect(await own.verify(await signIn('clerk'))).toMatchObject({ name: 'Claire Petit', subsidiaries: 'all' });
      current = second;
      // Keys are looked for again after half a minute.
      now.advance(31_000);
      expect(await own.verify(await signIn('north'))).toMatchObject({ subsidiaries: ['north'] });
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await Promise.all([first.close(), second.close()]);
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('over HTTP and sockets', () => {
  let running: RunningBackend;
  let own: TokenIssuer;
  const token = (change: object = {}) => {
    const nowSeconds = Math.floor(Date.now() / 1000);
    return sign({ iss: own.url, iat: nowSeconds, exp: nowSeconds + 600, roles: ['supervisor'], ...change });
  };
  beforeAll(async () => {
    own = await startTokenIssuer([await publicJwk(rsa.publicKey, 'rsa')]);
    const operator = new OperatorVerifier(settingsOf(own.url), systemClock, silentLog);
    running = await startBackend({ verifier: operator });
  });
  afterAll(async () => {
    await running.stop();
    await own.stop();
  });

  it('says where people sign in: at the operator’s own', async () => {
    const response = await running.ask('/api/v2/sign-in', { token: null });
    expect(await response.json()).toMatchObject({ issuer: own.url, clientId: 'desktop', isDemonstration: false });
    expect((await running.ask('/oidc/.well-known/openid-configuration', { token: null })).status).toBe(404);
  });

  it('a token that is expired, forged, or for another service is answered 401 with a challenge, and turned away at the socket', async () => {
    expect((await running.ask('/api/v2/missions', { token: await token() })).status).toBe(200);
    const bad = [
      await token({ exp: Math.floor(Date.now() / 1000) - 60 }),
      `${(await token()).slice(0, -6)}AAAAAA`,
      await token({ aud: 'other' }),
      'x'.repeat(MOST_TOKEN_CHARACTERS + 1),
    ];
    for (const one of bad) {
      const response = await running.ask('/api/v2/missions', { token: one });
      expect(response.status).toBe(401);
      expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(response.headers.get('www-authenticate')).toMatch(
        /^Bearer realm="vigie", error="invalid_token", error_description="/,
      );
      for (const namespace of ['/sync', '/positions']) {
        const socket = io(running.url + namespace, { auth: { token: one }, forceNew: true, reconnection: false });
        const refused = await new Promise<{ data?: { code: string } }>((resolve) =>
          socket.once('connect_error', resolve),
        );
        expect(refused.data).toEqual({ code: 'unauthorized' });
        socket.disconnect();
      }
    }
  });
});

describe('the settings', () => {
  const good = { OIDC_ISSUER: 'https://login.example.com', OIDC_AUDIENCE: 'api', OIDC_CLIENT_ID: 'desktop' };
  it.each([
    [{ OIDC_ROLES: 'a=billing' }, /^OIDC_ROLES is set and OIDC_ISSUER is not/],
    [{ ...good, OIDC_ISSUER: 'http://login.example.com' }, /^OIDC_ISSUER must start with https:/],
    [{ ...good, OIDC_ISSUER: 'login' }, /^OIDC_ISSUER is not a URL/],
    [{ ...good, OIDC_AUDIENCE: '' }, /^OIDC_AUDIENCE is not set/],
    [{ ...good, OIDC_AUDIENCE: 'desktop' }, /are the same: register the service apart/],
    [{ ...good, OIDC_ALGORITHMS: 'RS256 HS256' }, /^OIDC_ALGORITHMS holds HS256/],
    [{ ...good, OIDC_ALGORITHMS: 'none' }, /^OIDC_ALGORITHMS holds none/],
    [{ ...good, OIDC_ROLES: 'a=king' }, /maps to king, which is no role/],
    [{ ...good, OIDC_ROLES: 'a' }, /must be written as word=meaning/],
    [{ ...good, OIDC_CLOCK_TOLERANCE_SECONDS: '3600' }, /whole number from 0 to 300/],
  ])('%j are refused with the remedy', (environment, sentence) => {
    expect(() => readSignInSettings(environment)).toThrow(sentence);
  });
  it('are none without an issuer', () => expect(readSignInSettings({})).toBeUndefined());
});
