import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as jose from 'jose';
import { describe, expect, it } from 'vitest';
import { DevelopmentIssuer } from '../../../backend/auth/development-issuer.ts';
import { TokenRefusedError } from '../../../backend/auth/token-verifier.ts';
import { StorageError } from '../../../backend/database/database.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const newFolder = temporaryFolders();
const DAY_MS = 86_400_000;

describe('the development issuer', () => {
  it('checks what it issues: subject, name, roles, subsidiaries and end', async () => {
    const clock = createManualClock();
    const issuer = await DevelopmentIssuer.open(newFolder(), clock);
    const token = await issuer.tokenFor('camille', ['billing', 'validator']);
    expect(await issuer.verify(token)).toEqual({
      subject: 'camille',
      name: 'camille',
      roles: ['billing', 'validator'],
      subsidiaries: 'all',
      expiresAtMs: clock.nowMs() + 30 * DAY_MS,
    });
    const details = { name: 'Camille', subsidiaries: ['north'], lifetimeMs: 60_000 };
    expect(await issuer.verify(await issuer.tokenFor('camille', [], details))).toEqual({
      subject: 'camille',
      name: 'Camille',
      roles: [],
      subsidiaries: ['north'],
      expiresAtMs: clock.nowMs() + 60_000,
    });
    clock.advance(30 * DAY_MS + 1000);
    await expect(issuer.verify(token)).rejects.toThrow(new TokenRefusedError('the token has expired'));
  });

  it('keeps its key over a restart, for its owner alone', async () => {
    const folder = path.join(newFolder(), 'auth');
    const clock = createManualClock();
    const token = await (await DevelopmentIssuer.open(folder, clock)).tokenFor('me', []);
    const file = path.join(folder, 'development-key.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    chmodSync(file, 0o644);
    expect((await (await DevelopmentIssuer.open(folder, clock)).verify(token)).subject).toBe('me');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('refuses tokens of another key, another purpose, no end, no subject, and roles it does not know', async () => {
    const folder = newFolder();
    const clock = createManualClock();
    const issuer = await DevelopmentIssuer.open(folder, clock);
    const other = await DevelopmentIssuer.open(newFolder(), clock);
    await expect(issuer.verify(await other.tokenFor('me', []))).rejects.toThrow(/not issued by this service/);

    const jwk = JSON.parse(readFileSync(path.join(folder, 'development-key.json'), 'utf8')) as jose.JWK;
    const key = await jose.importJWK(jwk, 'Ed25519');
    const nowSeconds = clock.nowMs() / 1000;
    const claims = {
      iss: 'vigie-development',
      aud: 'vigie-api',
      sub: 'me',
      exp: nowSeconds + 60,
      roles: ['king', 'billing', 7],
    };
    const sign = (change: object) =>
      new jose.SignJWT({ ...claims, ...change }).setProtectedHeader({ alg: 'Ed25519' }).sign(key);
    expect((await issuer.verify(await sign({}))).roles).toEqual(['billing']);
    expect((await issuer.verify(await sign({ roles: 'billing' }))).roles).toEqual([]);
    // Tokens from before there were subsidiaries.
    expect((await issuer.verify(await sign({}))).subsidiaries).toBe('all');
    expect((await issuer.verify(await sign({ subsidiaries: 7 }))).subsidiaries).toEqual([]);
    for (const change of [{ aud: 'other' }, { iss: 'other' }, { exp: undefined }, { sub: undefined }]) {
      await expect(issuer.verify(await sign(change))).rejects.toThrow(/not for this service/);
    }
    for (const token of ['', 'a.b.c', 'nonsense', `${await sign({})}x`]) {
      await expect(issuer.verify(token)).rejects.toBeInstanceOf(TokenRefusedError);
    }
  });

  it.each([
    ['no JSON', 'nonsense'],
    ['another key', '{"kty":"RSA"}'],
    ['a public key', '{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}'],
  ])('says what to do about a key file with %s', async (_, text) => {
    const folder = newFolder();
    writeFileSync(path.join(folder, 'development-key.json'), text);
    const opening = DevelopmentIssuer.open(folder, createManualClock());
    await expect(opening).rejects.toThrow(
      /development-key\.json cannot be used .*delete the file to have a new key made\.$/,
    );
    await expect(opening).rejects.toBeInstanceOf(StorageError);
  });

  it('says what to do about a folder that cannot hold a key', async () => {
    const folder = newFolder();
    writeFileSync(path.join(folder, 'auth'), '');
    await expect(DevelopmentIssuer.open(path.join(folder, 'auth'), createManualClock())).rejects.toThrow(
      /make its folder writable/,
    );
    mkdirSync(path.join(folder, 'other', 'development-key.json'), { recursive: true });
    await expect(DevelopmentIssuer.open(path.join(folder, 'other'), createManualClock())).rejects.toBeInstanceOf(
      StorageError,
    );
  });
});
