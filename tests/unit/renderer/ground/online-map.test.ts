import { describe, expect, it, vi } from 'vitest';
import { createOnlineMap } from '../../../../renderer/ground/online-map.ts';
import { createManualClock } from '../../../support/manual-clock.ts';

const ORIGINS = ['https://tiles.example.com'];
const URL_OF_STYLE = 'https://tiles.example.com/style.json';
const body = (name: string) => JSON.stringify({ version: 8, name, sources: {}, layers: [] });

function scene() {
  const clock = createManualClock();
  const server: { body: string | null; asked: number } = { body: body('one'), asked: 0 };
  const onChange = vi.fn();
  const map = createOnlineMap({
    ...{ clock, onChange, random: () => 1 },
    get: () => {
      server.asked += 1;
      return server.body === null
        ? Promise.reject(new TypeError('Failed to fetch'))
        : Promise.resolve(new Response(server.body));
    },
  });
  return { clock, server, onChange, map };
}

describe('an online map', () => {
  it('is loaded, then shown; asked for again now and then, and the same stays the same', async () => {
    const { clock, server, onChange, map } = scene();
    map.want(URL_OF_STYLE, ORIGINS);
    expect(map.state()).toEqual({ state: 'loading', url: URL_OF_STYLE });
    await vi.waitFor(() => expect(map.state().state).toBe('shown'));
    const shown = map.state();
    clock.advance(60_000);
    await vi.waitFor(() => expect(clock.plannedCount()).toBe(1));
    expect(server.asked).toBe(2);
    expect(map.state()).toBe(shown);
    expect(onChange).toHaveBeenCalledTimes(2);
  });

  it('that goes away is said once, and comes back by itself', async () => {
    const { clock, server, onChange, map } = scene();
    map.want(URL_OF_STYLE, ORIGINS);
    await vi.waitFor(() => expect(map.state().state).toBe('shown'));
    server.body = null;
    clock.advance(60_000);
    await vi.waitFor(() => expect(map.state()).toMatchObject({ state: 'failed', code: 'unreachable' }));
    for (let round = 0; round < 4; round++) {
      clock.advance(60_000);
      await vi.waitFor(() => expect(clock.plannedCount()).toBe(1));
    }
    expect(onChange).toHaveBeenCalledTimes(3);
    server.body = body('two');
    clock.advance(60_000);
    await vi.waitFor(() => expect(map.state()).toMatchObject({ state: 'shown', style: { name: 'two' } }));
  });

  it('that is not wanted any more is not shown, though it comes late', async () => {
    const { clock, map } = scene();
    map.want(URL_OF_STYLE, ORIGINS);
    map.want(null, ORIGINS);
    await Promise.resolve();
    await new Promise((resolve) => setTimeout(resolve));
    expect(map.state()).toEqual({ state: 'none' });
    expect(clock.plannedCount()).toBe(0);
  });
});
