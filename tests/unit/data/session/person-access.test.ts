import { describe, expect, it, vi } from 'vitest';
import type { Granted } from '../../../../electron/data/remote/sign-in/issuer.ts';
import { SignInEndedError, SignInError } from '../../../../electron/data/remote/sign-in/sign-in-error.ts';
import { createPersonAccess } from '../../../../electron/data/session/person-access.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { createTestLog } from '../../../support/test-log.ts';

const settings = { issuer: 'https://login.example.com', clientId: 'vigie-desktop', scope: 'openid', parameters: {} };
const MINUTE = 60_000;
const grantedOf = (number: number): Granted => ({
  accessToken: `access ${number}`,
  lifetimeMs: 10 * MINUTE,
  refreshToken: `refresh ${number}`,
  identity: null,
});

function start(random = 0.5) {
  const clock = createManualClock();
  const log = createTestLog();
  let count = 0;
  const renew = vi.fn<(refreshToken: string) => Promise<Granted>>(() => Promise.resolve(grantedOf(++count)));
  const onGranted = vi.fn<(granted: Granted) => void>();
  const onEnded = vi.fn<() => void>();
  const onRenewed = vi.fn<() => void>();
  const access = createPersonAccess({
    ...{ issuer: { renew, settings }, clock, log, onGranted, onEnded, random: () => random },
    secrets: { refreshToken: 'kept', identityToken: null },
  });
  access.onRenewed(onRenewed);
  return { clock, log, renew, access, onGranted, onEnded, onRenewed };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the access token of a person', () => {
  it('is asked for once, however many want it, and kept before it is used', async () => {
    const { access, renew, onGranted } = start();
    const tokens = await Promise.all([access.token(), access.token(), access.token()]);
    expect(tokens).toEqual(['access 1', 'access 1', 'access 1']);
    expect(renew.mock.calls).toEqual([['kept']]);
    expect(onGranted).toHaveBeenCalledOnce();
    expect(await access.token()).toBe('access 1');
    expect(renew).toHaveBeenCalledOnce();
  });

  it.each([
    [0, 6],
    [0.999, 8],
  ])('is renewed before it ends, at a time that chance picks (%s)', async (random, minutes) => {
    const { access, clock, renew, onRenewed } = start(random);
    await access.token();
    clock.advance(minutes * MINUTE - 1_000);
    await settled();
    expect(renew).toHaveBeenCalledOnce();
    clock.advance(1_000);
    await settled();
    expect(renew.mock.calls.at(-1)).toEqual(['refresh 1']);
    expect(onRenewed).toHaveBeenCalledOnce();
    expect(await access.token()).toBe('access 2');
  });

  it('is tried again with pauses while the issuer is away, and goes on being used until it ends', async () => {
    const { access, clock, renew, onEnded } = start();
    await access.token();
    renew.mockRejectedValue(new SignInError('issuer-unreachable', 'away'));
    clock.advance(7 * MINUTE);
    await settled();
    expect(await access.token()).toBe('access 1');
    clock.advance(3 * MINUTE);
    await settled();
    await expect(access.token()).rejects.toMatchObject({ code: 'issuer-unreachable' });
    renew.mockResolvedValue(grantedOf(9));
    access.wake();
    await settled();
    expect(await access.token()).toBe('access 9');
    expect(onEnded).not.toHaveBeenCalled();
  });

  it('ends when the issuer has revoked it, and says so once', async () => {
    const { access, clock, renew, onEnded } = start();
    await access.token();
    renew.mockRejectedValue(new SignInEndedError('https://login.example.com'));
    clock.advance(8 * MINUTE);
    await settled();
    expect(onEnded).toHaveBeenCalledOnce();
    await expect(access.token()).rejects.toMatchObject({ code: 'unauthorized' });
    expect(access.secrets().refreshToken).toBeNull();
  });

  it('is renewed when the server refuses it, but not when the server refuses each new one', async () => {
    const { access, clock, renew } = start();
    await access.token();
    clock.advance(MINUTE);
    expect(await access.refused('access 1')).toBe(true);
    expect(await access.token()).toBe('access 2');
    expect(await access.refused('access 1')).toBe(true);
    expect(await access.refused('access 2')).toBe(false);
    expect(renew).toHaveBeenCalledTimes(2);
  });

  it('is not sent after a sleep in which it ended, whichever clock stood still', async () => {
    const { access, clock, renew } = start();
    await access.token();
    const later = clock.nowMs() + 11 * MINUTE;
    clock.nowMs = () => later;
    expect(await access.token()).toBe('access 2');
    expect(renew).toHaveBeenCalledTimes(2);
  });

  it('stands in no log', async () => {
    const { access, clock, renew, log } = start();
    await access.token();
    renew.mockRejectedValue(new SignInError('issuer-unreachable', 'away'));
    clock.advance(9 * MINUTE);
    await settled();
    const said = JSON.stringify(log);
    expect(said).toContain('away');
    for (const secret of ['access 1', 'refresh 1', 'kept']) expect(said).not.toContain(secret);
  });
});
