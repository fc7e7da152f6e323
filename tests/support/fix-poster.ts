import { setTimeout as wait } from 'node:timers/promises';
import type { Backend } from './backend-process.ts';

/** Positions from outside, as an operator's own gateway posts them. */
export interface FixPoster {
  /** Since the first post was answered. */
  elapsedMs(): number;
  /** Nothing is posted any more. Resolves when the last post has been answered. */
  stop(): Promise<void>;
}

const EVERY_MS = 200;
const VEHICLES = 50;

/** Posts a fix of each of up to 50 vehicles that the backend knows, five times a second, until it is stopped. */
export async function postFixes({ url, token }: Pick<Backend, 'url' | 'token'>): Promise<FixPoster> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const answer = await fetch(`${url}/api/v2/vehicles?limit=${VEHICLES}`, { headers });
  const { items } = (await answer.json()) as { items: { code: string }[] };
  const ending = new AbortController();
  let step = 0;
  let firstAtMs: number | undefined;

  async function post(): Promise<void> {
    step += 1;
    const positions = items.map(({ code }, index) => ({
      vehicle: code,
      longitude: 2.2 + index / 100 + step / 100_000,
      latitude: 48.8 + index / 200,
      observedAtMs: Date.now(),
    }));
    const posted = await fetch(`${url}/api/v2/positions`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ positions }),
    });
    firstAtMs ??= performance.now();
    if (!posted.ok) throw new Error(`positions were refused: ${posted.status} ${await posted.text()}`);
  }

  const posting = (async () => {
    while (!ending.signal.aborted) {
      await post();
      await wait(EVERY_MS);
    }
  })();
  return {
    elapsedMs: () => (firstAtMs === undefined ? 0 : performance.now() - firstAtMs),
    async stop() {
      ending.abort();
      await posting;
    },
  };
}
