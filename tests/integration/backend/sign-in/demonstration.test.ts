import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as jose from 'jose';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IdentityInfo, SignInInfo } from '../../../../shared/api/index.ts';
import { createBackend } from '../../../../backend/app.ts';
import { migratedDatabase } from '../../../support/database.ts';
import { OidcBrowser } from '../../../support/oidc-browser.ts';
import { silentLog } from '../../../support/silent-log.ts';

/** Nobody listens there: the browser stops before it. */
const CALLBACK = 'http://127.0.0.1:53124/callback';

describe('the demonstration sign-in', () => {
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'vigie-sign-in-'));
  let running: Awaited<ReturnType<typeof start>>;

  async function start(port = 0) {
    const backend = await createBackend({ dataFolder, database: await migratedDatabase(), log: silentLog, port });
    const { url } = await backend.listen();
    const signIn = (await (await fetch(`${url}/api/v2/sign-in`)).json()) as SignInInfo;
    const client = await oidc.discovery(new URL(signIn.issuer), signIn.clientId, undefined, oidc.None(), {
      execute: [oidc.allowInsecureRequests],
    });
    return { backend, url, signIn, client };
  }

  beforeAll(async () => {
    running = await start();
  });
  afterAll(async () => {
    await running.backend.close();
    rmSync(dataFolder, { recursive: true, force: true });
  });

  async function attempt(change: Record<string, string> = {}) {
    const verifier = oidc.randomPKCECodeVerifier();
    const state = oidc.randomState();
    const url = oidc.buildAuthorizationUrl(running.client, {
      redirect_uri: CALLBACK,
      scope: running.signIn.scopes.join(' '),
      state,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...running.signIn.parameters,
      ...change,
    });
    const exchange = (answer: string, change: Partial<oidc.AuthorizationCodeGrantChecks> = {}) =>
      oidc.authorizationCodeGrant(running.client, new URL(answer), {
        pkceCodeVerifier: verifier,
        expectedState: state,
        ...change,
      });
    return { url: url.href, exchange };
  }

  async function signIn(account: string, browser = new OidcBrowser(CALLBACK)) {
    const { url, exchange } = await attempt();
    return exchange(await browser.choose(url, account));
  }

  async function identity(token: string): Promise<IdentityInfo> {
    const response = await fetch(`${running.url}/api/v2/identity`, { headers: { authorization: `Bearer ${token}` } });
    expect(response.status, await response.clone().text()).toBe(200);
    return (await response.json()) as IdentityInfo;
  }

  it('gives tokens by code and PKCE that the service takes, with name, roles and subsidiaries', async () => {
    expect(running.signIn).toMatchObject({ clientId: 'vigie-desktop', isDemonstration: true });
    const tokens = await signIn('north');
    expect(jose.decodeProtectedHeader(tokens.access_token)).toMatchObject({ alg: 'ES256', typ: 'at+jwt' });
    expect(jose.decodeJwt(tokens.access_token)).toMatchObject({
      aud: running.signIn.audience,
      client_id: 'vigie-desktop',
    });
    expect(tokens.claims()).toMatchObject({ sub: 'north', name: 'Nora Lefèvre' });
    const who = await identity(tokens.access_token);
    expect(who).toMatchObject({ subject: 'north', name: 'Nora Lefèvre', subsidiaries: ['north'] });
    expect(who.roles).toContain('billing');
    // Ten minutes: who is dismissed is out soon.
    expect(Date.parse(who.expiresAt) - Date.now()).toBeLessThan(601_000);
  });

  it('shows its accounts on a page in the language asked for, says what it is for, and lets nothing else in', async () => {
    for (const [language, words] of [
      ['fr', /Comptes de démonstration.*ne prouve l’identité de personne/],
      ['en', /Demonstration accounts.*proves nobody’s identity/],
    ] as const) {
      const { response } = await new OidcBrowser(CALLBACK).open((await attempt({ ui_locales: language })).url);
      const page = await response.text();
      expect(page).toContain(`<html lang="${language}">`);
      expect(page).toMatch(words);
      for (const name of ['Sophie Laurent', 'Claire Petit', 'Karim Benali', 'Valérie Garnier'])
        expect(page).toContain(name);
      expect(page).not.toMatch(/<script|src=|https?:\/\//);
      expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    }
  });

  it('lets the next person sign in in the same browser, and one give up', async () => {
    const browser = new OidcBrowser(CALLBACK);
    const first = await signIn('clerk', browser);
    expect((await identity(first.access_token)).subject).toBe('clerk');
    const { url, exchange } = await attempt();
    const page = await browser.open(url);
    expect(await page.response.text()).toContain('Signed in at present: Claire Petit');
    const chosen = await browser.open(page.url, {
      method: 'POST',
      body: new URLSearchParams({ account: 'validator' }),
    });
    expect((await identity((await exchange(chosen.url)).access_token)).subject).toBe('validator');

    const third = await attempt();
    const again = await browser.open(third.url);
    const given = await browser.open(again.url, { method: 'POST', body: new URLSearchParams({ cancel: 'yes' }) });
    await expect(third.exchange(given.url)).rejects.toMatchObject({ error: 'access_denied' });
  });

  it('refuses a code twice, a wrong verifier, a wrong state, another address, and a request without PKCE', async () => {
    const browser = new OidcBrowser(CALLBACK);
    const one = await attempt();
    const answer = await browser.choose(one.url, 'clerk');
    await expect(one.exchange(answer, { expectedState: 'another' })).rejects.toMatchObject({
      code: 'OAUTH_INVALID_RESPONSE',
    });
    const tokens = await one.exchange(answer);
    await expect(one.exchange(answer)).rejects.toMatchObject({ error: 'invalid_grant' });
    // What came of a code that was used twice is not renewed: somebody else has it.
    await expect(oidc.refreshTokenGrant(running.client, tokens.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });

    const two = await attempt();
    const other = await browser.choose(two.url, 'clerk');
    await expect(two.exchange(other, { pkceCodeVerifier: oidc.randomPKCECodeVerifier() })).rejects.toMatchObject({
      error: 'invalid_grant',
    });

    for (const change of [
      { redirect_uri: 'https://evil.example/callback' },
      { redirect_uri: 'http://127.0.0.1:1/other' },
    ]) {
      const { url, response } = await browser.open((await attempt(change)).url);
      expect(url).toContain(running.url);
      expect(response.status).toBe(400);
    }
    const bare = new URL((await attempt()).url);
    for (const name of ['code_challenge', 'code_challenge_method']) bare.searchParams.delete(name);
    expect(new URL((await browser.open(bare.href)).url).searchParams.get('error')).toBe('invalid_request');
  });

  it('renews by a refresh token that is good once, and ends all that came of one that is used again', async () => {
    const { refresh_token: first = '' } = await signIn('dispatcher');
    const second = await oidc.refreshTokenGrant(running.client, first);
    expect((await identity(second.access_token)).roles).toEqual(['dispatcher']);
    expect(second.refresh_token).not.toBe(first);
    await expect(oidc.refreshTokenGrant(running.client, first)).rejects.toMatchObject({ error: 'invalid_grant' });
    await expect(oidc.refreshTokenGrant(running.client, second.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    const third = await signIn('dispatcher');
    await oidc.tokenRevocation(running.client, third.refresh_token ?? '');
    await expect(oidc.refreshTokenGrant(running.client, third.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  it('knows its keys and who is signed in after a restart, in files for their owner alone', async () => {
    const tokens = await signIn('supervisor');
    const { port } = new URL(running.url);
    await running.backend.close();
    running = await start(Number(port));
    expect((await identity(tokens.access_token)).subject).toBe('supervisor');
    const renewed = await oidc.refreshTokenGrant(running.client, tokens.refresh_token ?? '');
    expect((await identity(renewed.access_token)).subject).toBe('supervisor');
    for (const file of ['issuer-key.json', 'issuer-state.json', 'issuer-cookies']) {
      expect(statSync(path.join(dataFolder, 'auth', file)).mode & 0o777).toBe(0o600);
    }
    expect(readFileSync(path.join(dataFolder, 'auth/issuer-state.json'), 'utf8')).not.toContain('"Interaction:');
  });

  it('takes no ID token for an access token, and no token of another service', async () => {
    const tokens = await signIn('administrator');
    for (const token of [tokens.id_token ?? '', `${tokens.access_token.slice(0, -4)}AAAA`]) {
      const response = await fetch(`${running.url}/api/v2/identity`, { headers: { authorization: `Bearer ${token}` } });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toMatch(/^Bearer realm="vigie", error="invalid_token"/);
    }
  });
});
