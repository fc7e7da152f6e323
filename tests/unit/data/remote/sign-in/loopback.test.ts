import { request } from 'node:http';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Landing, openLanding } from '../../../../../electron/data/remote/sign-in/loopback.ts';
import type { SignInError } from '../../../../../electron/data/remote/sign-in/sign-in-error.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';

const open: Landing[] = [];
afterEach(() => {
  for (const landing of open.splice(0)) landing.close();
});

async function listen(onAnswer: (callback: URL) => Promise<void> = () => Promise.resolve()) {
  const landing = await openLanding();
  open.push(landing);
  const clock = createManualClock();
  const onEnd = vi.fn<(error: SignInError) => void>();
  const answer = vi.fn(onAnswer);
  landing.listen({ clock, timeoutMs: 1_000, state: 'right', onAnswer: answer, onEnd });
  const ask = (query: string, path = '', init: RequestInit = {}) =>
    fetch(`${landing.redirectUri}${path}${query}`, init).then(async (response) => ({
      status: response.status,
      page: /data-page="([\w-]+)"/.exec(await response.text())?.[1],
    }));
  return { landing, clock, onEnd, answer, ask };
}

describe('the listener for the answer of a browser', () => {
  it('listens on this computer alone, takes one answer and closes', async () => {
    const { landing, ask, answer, onEnd, clock } = await listen();
    expect(landing.redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);
    expect(await ask('?code=one&state=right')).toEqual({ status: 200, page: 'signed-in' });
    expect(answer.mock.calls.map(([callback]) => callback.searchParams.get('code'))).toEqual(['one']);
    await expect(ask('?code=two&state=right')).rejects.toThrow('fetch failed');
    clock.advance(2_000);
    expect(onEnd).not.toHaveBeenCalled();
    expect(answer).toHaveBeenCalledOnce();
  });

  it('refuses another state, and still waits for the right one', async () => {
    const { ask, answer } = await listen();
    for (const query of [
      '?code=one&state=wrong',
      '?code=one',
      '?code=one&state=right&state=wrong',
      '?error=access_denied',
    ])
      expect(await ask(query)).toEqual({ status: 400, page: 'failed' });
    expect(answer).not.toHaveBeenCalled();
    expect(await ask('?code=one&state=right')).toMatchObject({ status: 200 });
  });

  it('answers its own path, name and method only', async () => {
    const { landing, ask, answer } = await listen();
    expect((await ask('?state=right', '/further')).status).toBe(404);
    expect((await ask('?state=right', '', { method: 'POST' })).status).toBe(405);
    const status = await new Promise<number | undefined>((resolve) => {
      const url = new URL(`${landing.redirectUri}?state=right`);
      request(url, { headers: { host: 'evil.example.com' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).end();
    });
    expect(status).toBe(421);
    expect(answer).not.toHaveBeenCalled();
  });

  it('says a failure to the browser, and is over', async () => {
    const { ask } = await listen(() => Promise.reject(new Error('refused')));
    expect(await ask('?code=one&state=right')).toEqual({ status: 400, page: 'failed' });
    await expect(ask('?code=one&state=right')).rejects.toThrow('fetch failed');
  });

  it('answers a second time, while the first is being dealt with, that it is over', async () => {
    const first = Promise.withResolvers<void>();
    const { ask, answer } = await listen(() => first.promise);
    const one = ask('?code=one&state=right');
    await vi.waitFor(() => expect(answer).toHaveBeenCalledOnce());
    expect(await ask('?code=two&state=right')).toEqual({ status: 410, page: 'over' });
    first.resolve();
    expect((await one).status).toBe(200);
    expect(answer).toHaveBeenCalledOnce();
  });

  it('closes after its time', async () => {
    const { ask, clock, onEnd } = await listen();
    clock.advance(1_001);
    expect(onEnd.mock.calls.map(([error]) => error.code)).toEqual(['sign-in-late']);
    await expect(ask('?code=one&state=right')).rejects.toThrow('fetch failed');
  });
});
