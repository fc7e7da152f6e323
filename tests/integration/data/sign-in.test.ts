import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SecretVault } from '../../../electron/data/session/secret-vault.ts';
import { systemClock } from '../../../electron/data/system-clock.ts';
import type { Clock } from '../../../shared/domain/index.ts';
import { startBackend, type RunningBackend } from '../../support/backend.ts';
import { insertRows } from '../../support/business-rows.ts';
import {
  createLastingVault,
  DAY_MS,
  type SigningDesktop,
  type SigningOptions,
  startSigningDesktop,
} from '../../support/signing-desktop.ts';

let backend: RunningBackend;
let folder: string;
let vault: SecretVault;
const running: SigningDesktop[] = [];

beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.stop());
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'vigie-signing-'));
  vault = createLastingVault();
});
afterEach(async () => {
  for (const desktop of running.splice(0)) await desktop.close();
  rmSync(folder, { recursive: true, force: true });
});

async function start(options: Partial<SigningOptions> = {}): Promise<SigningDesktop> {
  const desktop = await startSigningDesktop({ folder, vault, server: backend, ...options });
  running.push(desktop);
  return desktop;
}
async function stop(desktop: SigningDesktop): Promise<void> {
  running.splice(running.indexOf(desktop), 1);
  await desktop.close();
}
const waitFor = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 45_000, interval: 50 });
const inSync = (desktop: SigningDesktop) =>
  waitFor(() => expect(desktop.host.health()).toMatchObject({ server: { state: 'online' }, sync: { phase: 'idle' } }));
const people = () => (existsSync(path.join(folder, 'people')) ? readdirSync(path.join(folder, 'people')) : []);
async function newParty(desktop: SigningDesktop, name: string): Promise<void> {
  const fields = { name, type: 'customer' };
  expect(await desktop.window().request('edits.create', { entity: 'third-party', fields })).toMatchObject({
    result: 'kept',
  });
}
const partiesNamed = async (name: string) => {
  const answer = (await (await backend.ask('/api/v2/third-parties?limit=200')).json()) as { items: { name: string }[] };
  return answer.items.filter((item) => item.name === name).length;
};
/** Neither the server nor the issuer answers, until the next start that finds them. */
function startOffline(options: Partial<SigningOptions> = {}): Promise<SigningDesktop> {
  const file = path.join(folder, 'session.json');
  const known = JSON.parse(readFileSync(file, 'utf8')) as { settings: { issuer: string } };
  known.settings.issuer = 'http://127.0.0.1:9/oidc';
  writeFileSync(file, JSON.stringify(known));
  return start({ server: { url: 'http://127.0.0.1:9' }, ...options });
}

describe('signing in', () => {
  it('asks for it, lets the person in with their roles, and serves them with a token of their own', async () => {
    const desktop = await start();
    await waitFor(async () => expect(await desktop.session()).toMatchObject({ mode: 'nobody', need: 'first' }));
    await expect(desktop.window().request('missions.page', { offset: 0, limit: 1 })).rejects.toMatchObject({
      code: 'signed-out',
    });
    expect(desktop.host.health().server.fault?.code).toBe('signed-out');
    expect(await desktop.signIn('clerk')).toBe('signed-in');
    const session = await desktop.session();
    expect(session).toMatchObject({
      mode: 'person',
      person: { name: 'Claire Petit', account: 'clerk', roles: ['billing'], subsidiaries: null },
      ...{ need: null, lock: null, attempt: null, fault: null, isKept: true },
    });
    await inSync(desktop);
    await waitFor(() => expect(desktop.host.health().positions.fault).toBeNull());
    expect(people()).toEqual([session.personKey]);
  });

  it('refuses an answer with another state, and a code that was used before', async () => {
    const desktop = await start();
    const answer = await desktop.answerTo('clerk');
    const forged = new URL(answer);
    forged.searchParams.set('state', 'forged');
    expect((await fetch(forged)).status).toBe(400);
    expect(await desktop.session()).toMatchObject({ mode: 'nobody' });
    expect((await fetch(answer)).status).toBe(200);
    expect(await desktop.session()).toMatchObject({ mode: 'person' });
    await expect(fetch(answer)).rejects.toThrow('fetch failed');

    // The same code at the listener of another attempt: its state and its verifier are others.
    await desktop.window().request('session.lock', {});
    const next = new URL(await desktop.answerTo('clerk'));
    const replayed = new URL(next);
    replayed.searchParams.set('code', new URL(answer).searchParams.get('code') ?? '');
    expect((await fetch(replayed)).status).toBe(400);
    expect(await desktop.session()).toMatchObject({ lock: { reason: 'asked' }, fault: { code: 'sign-in-refused' } });
  });

  it('refuses an answer that names another issuer, or none (RFC 9207)', async () => {
    for (const change of [
      (url: URL) => url.searchParams.set('iss', 'https://evil.example.com'),
      (url: URL) => url.searchParams.delete('iss'),
    ]) {
      const desktop = await start();
      const answer = new URL(await desktop.answerTo('clerk'));
      change(answer);
      expect((await fetch(answer)).status).toBe(400);
      expect(await desktop.session()).toMatchObject({ mode: 'nobody', fault: { code: 'sign-in-invalid' } });
      await stop(desktop);
    }
  });

  it('refuses an identity token that was made for another attempt, and a code whose challenge is another’s', async () => {
    const other = (name: string) => (url: URL) => url.searchParams.set(name, 'x'.repeat(43));
    for (const [change, code] of [
      [other('nonce'), 'sign-in-invalid'],
      [other('code_challenge'), 'sign-in-refused'],
    ] as const) {
      const desktop = await start();
      const answer = await desktop.answerTo('clerk', change);
      expect((await fetch(answer)).status).toBe(400);
      expect(await desktop.session()).toMatchObject({ mode: 'nobody', fault: { code } });
      expect(await vault.load()).toBeNull();
      await stop(desktop);
    }
  });

  it('refuses an issuer other than the one that the settings pin', async () => {
    const desktop = await start({ policy: { issuer: 'https://login.example.com' } });
    await desktop.window().request('session.signIn', {});
    expect(await desktop.session()).toMatchObject({ mode: 'nobody', fault: { code: 'sign-in-invalid' } });
    expect(desktop.opened).toEqual([]);
  });

  it('is given up by the person, and the listener closes', async () => {
    const desktop = await start();
    const answer = await desktop.answerTo('clerk');
    await desktop.window().request('session.cancelSignIn', {});
    expect(await desktop.session()).toMatchObject({ mode: 'nobody', attempt: null, fault: null });
    await expect(fetch(answer)).rejects.toThrow('fetch failed');
  });

  it('is not asked for where a program’s token opens the server, and possible all the same', async () => {
    const desktop = await start({ token: backend.token });
    expect(await desktop.session()).toMatchObject({ mode: 'token', person: null });
    await inSync(desktop);
    expect(await desktop.signIn('supervisor')).toBe('signed-in');
    expect(await desktop.session()).toMatchObject({ mode: 'person', person: { roles: ['supervisor'] } });
    await desktop.window().request('session.signOut', { unsent: 'ask' });
    expect(await desktop.session()).toMatchObject({ mode: 'token', person: null });
  });

  it('leaves no token, no code and no verifier in any file or log', async () => {
    const desktop = await start();
    const answer = await desktop.answerTo('clerk');
    await fetch(answer);
    await inSync(desktop);
    const secret = JSON.parse((await vault.load()) ?? '') as { refreshToken: string; identityToken: string };
    const code = new URL(answer).searchParams.get('code') ?? '';
    await stop(desktop);
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(3);
    for (const hidden of [secret.refreshToken, secret.identityToken, code]) {
      expect(hidden.length).toBeGreaterThan(20);
      expect(desktop.log.text()).not.toContain(hidden);
      for (const file of files)
        expect(readFileSync(path.join(file.parentPath, file.name)).includes(hidden), file.name).toBe(false);
    }
  });
});

describe('a restart', () => {
  it('opens the person’s own cache, online and offline, and comes back locked if it was', async () => {
    const first = await start();
    await first.signIn('clerk');
    await inSync(first);
    await first.window().request('session.lock', {});
    await stop(first);

    const offline = await startOffline();
    expect(await offline.session()).toMatchObject({ mode: 'person', lock: { reason: 'asked' } });
    await stop(offline);

    const online = await start();
    expect(await online.session()).toMatchObject({ mode: 'person', lock: { reason: 'asked' } });
    await inSync(online);
    await expect(newParty(online, 'while locked')).rejects.toMatchObject({ code: 'locked' });
    expect(await online.signIn('clerk')).toBe('signed-in');
    expect(await online.session()).toMatchObject({ lock: null });
    await newParty(online, 'after unlocking');
  });

  it('asks for a sign-in after the time for which it is kept, and shows nothing before', async () => {
    const first = await start();
    await first.signIn('clerk');
    await inSync(first);
    await stop(first);

    const later: Clock = { ...systemClock, nowMs: () => Date.now() + 15 * DAY_MS };
    const offline = await startOffline({ clock: later });
    expect(await offline.session()).toMatchObject({
      ...{ mode: 'nobody', need: 'offline-too-long', canGoOffline: false },
      person: { name: 'Claire Petit' },
    });
    await expect(offline.window().request('missions.page', { offset: 0, limit: 1 })).rejects.toMatchObject({
      code: 'signed-out',
    });
    await stop(offline);

    // With the issuer there, what the keychain has is enough.
    const online = await start({ clock: later });
    await waitFor(async () => expect(await online.session()).toMatchObject({ mode: 'person', lock: null }));
  });

  it('asks again where there is no keychain, and offers the cache while the server is away', async () => {
    const first = await start();
    await first.signIn('clerk');
    await inSync(first);
    await stop(first);
    vault.keep(null);

    const offline = await startOffline();
    await waitFor(async () => expect(await offline.session()).toMatchObject({ need: 'not-kept', canGoOffline: true }));
    await offline.window().request('session.goOffline', {});
    await waitFor(async () => expect(await offline.session()).toMatchObject({ mode: 'person', lock: null }));
    await newParty(offline, 'made offline');
    await stop(offline);

    const online = await start();
    expect(await online.session()).toMatchObject({ mode: 'nobody', need: 'not-kept' });
    expect(await online.signIn('clerk')).toBe('signed-in');
    await waitFor(async () => expect(await partiesNamed('made offline')).toBe(1));
  });
});

describe('another person', () => {
  it('gets a cache of their own, is told that edits of the first wait, and does not send them', async () => {
    const first = await start();
    await first.signIn('clerk');
    await inSync(first);
    await stop(first);
    const offline = await startOffline();
    await newParty(offline, 'of Claire');
    await stop(offline);
    vault.keep(null);

    const desktop = await start();
    expect(await desktop.signIn('clerk-2')).toBe('signed-in');
    expect(await desktop.session()).toMatchObject({
      person: { name: 'Karim Benali' },
      others: [{ name: 'Claire Petit', notSent: 1 }],
    });
    await inSync(desktop);
    expect((await desktop.window().request('outbox.page', { offset: 0, limit: 10 })).total).toBe(0);
    await newParty(desktop, 'of Karim');
    await waitFor(async () => expect(await partiesNamed('of Karim')).toBe(1));
    expect(await partiesNamed('of Claire')).toBe(0);
    expect(people()).toHaveLength(2);

    expect(await desktop.signIn('clerk')).toBe('signed-in');
    await waitFor(async () => expect(await partiesNamed('of Claire')).toBe(1));
  });
});

describe('a sign-in that the issuer revokes', () => {
  it('covers the windows and loses nothing of the outbox', async () => {
    const first = await start();
    await first.signIn('clerk');
    await inSync(first);
    await stop(first);
    const offline = await startOffline();
    await newParty(offline, 'kept through a revocation');
    await stop(offline);
    const secret = JSON.parse((await vault.load()) ?? '') as { refreshToken: string };
    vault.keep(JSON.stringify({ ...secret, refreshToken: 'of no worth' }));

    const desktop = await start();
    await waitFor(async () =>
      expect(await desktop.session()).toMatchObject({ mode: 'person', lock: { reason: 'ended' } }),
    );
    expect(await vault.load()).toBeNull();
    expect(desktop.host.health().outbox.notSent).toBe(1);
    expect(await desktop.signIn('clerk')).toBe('signed-in');
    await waitFor(async () => expect(await partiesNamed('kept through a revocation')).toBe(1));
  });
});

describe('signing out', () => {
  it('removes what is the person’s, ends their session at the issuer, and asks anew who it is', async () => {
    const desktop = await start();
    await desktop.signIn('clerk');
    await inSync(desktop);
    const { refreshToken } = JSON.parse((await vault.load()) ?? '') as { refreshToken: string };
    const answer = await desktop.window().request('session.signOut', { unsent: 'ask' });
    expect(answer).toEqual({ result: 'signed-out', file: null, url: null });
    expect(desktop.opened.at(-1)).toContain('/session/end?');
    expect(await desktop.session()).toMatchObject({ mode: 'nobody', need: 'signed-out', person: null });
    expect(people()).toEqual([]);
    expect(await vault.load()).toBeNull();
    expect(existsSync(path.join(folder, 'session.json'))).toBe(false);
    const settings = (await (await backend.ask('/api/v2/sign-in')).json()) as { issuer: string; clientId: string };
    const renewal = await fetch(`${settings.issuer}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        refresh_token: refreshToken,
        client_id: settings.clientId,
      }),
    });
    expect(renewal.status).toBe(400);
    await desktop.window().request('session.signIn', {});
    expect(new URL(desktop.opened.at(-1) ?? '').searchParams.get('prompt')).toBe('login');
  });

  it('removes what was recorded for the person: nobody replays it afterwards', async () => {
    await insertRows(backend.backend.database, { vehicles: 1 });
    const desktop = await start({ recording: { hours: 1, bytes: 1e8, leastFreeBytes: 0 } });
    await desktop.signIn('clerk');
    await inSync(desktop);
    const recorded = async () => (await desktop.window().request('recordings.span', {})).stretches;
    const position = { vehicle: 'LYO-1', longitude: 4.83, latitude: 45.76, observedAtMs: Date.now() };
    const body = JSON.stringify({ positions: [position] });
    const headers = { 'content-type': 'application/json' };
    expect((await backend.ask('/api/v2/positions', { method: 'POST', headers, body })).ok).toBe(true);
    await waitFor(async () => expect(await recorded()).not.toEqual([]));
    const own = path.join(folder, 'people', people()[0] ?? '', 'recordings');
    expect(readdirSync(own)).not.toEqual([]);

    await desktop.window().request('session.signOut', { unsent: 'ask' });
    expect(await desktop.session()).toMatchObject({ mode: 'nobody', person: null });
    const left = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    expect(left.filter((file) => file.includes('recordings') || file.endsWith('.vgr'))).toEqual([]);
    expect(await desktop.signIn('dispatcher')).toBe('signed-in');
    await inSync(desktop);
    // A link of the room before is cut, and comes back.
    const ofBefore = async () => (await recorded()).filter(({ fromMs }) => fromMs <= position.observedAtMs);
    await waitFor(async () => expect(await ofBefore()).toEqual([]));
  });

  it('says what is not sent, sends it, or discards it into a file', async () => {
    const first = await start();
    await first.signIn('clerk');
    await inSync(first);
    await stop(first);
    const offline = await startOffline();
    await newParty(offline, 'discarded');
    const unsent = { result: 'unsent', notSent: 1, needsPerson: 0 };
    await waitFor(async () =>
      expect(await offline.window().request('session.signOut', { unsent: 'ask' })).toEqual(unsent),
    );
    const answer = await offline.window().request('session.signOut', { unsent: 'discard' });
    if (answer.result !== 'signed-out' || answer.file === null) throw new Error('nothing was kept');
    expect(readFileSync(answer.file, 'utf8')).toContain('discarded');
    expect(people()).toEqual([]);
    expect(await partiesNamed('discarded')).toBe(0);
  });

  it('sends what waits first, if it is asked to', async () => {
    const desktop = await start();
    await desktop.signIn('clerk');
    await inSync(desktop);
    await newParty(desktop, 'sent at the end');
    expect(await desktop.window().request('session.signOut', { unsent: 'send' })).toMatchObject({
      result: 'signed-out',
    });
    expect(await partiesNamed('sent at the end')).toBe(1);
  });
});
