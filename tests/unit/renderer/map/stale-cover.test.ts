import { afterEach, describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { FleetStatus } from '../../../../renderer/supervision/fleet/index.ts';
import { createStaleCover } from '../../../../renderer/supervision/map/stale-cover.ts';
import { NO_VEHICLES } from '../../../../renderer/workers/index.ts';
import { DEFAULT_AGE_THRESHOLDS } from '../../../../shared/domain/index.ts';
import { createManualClock } from '../../../support/manual-clock.ts';

const start = new Date(2026, 2, 3, 14, 2, 7).getTime();
let dispose = () => {};
afterEach(() => dispose());

function setUp(first: Partial<FleetStatus> = { state: 'live', sequence: 3 }) {
  const root = document.createElement('div');
  const clock = createManualClock(start);
  const status = createStore<FleetStatus>(() => ({
    ...{ state: 'connecting', sinceMs: start, fault: null, counts: NO_VEHICLES, shown: null },
    ...{ repairs: { gaps: 0, malformed: 0, reconnections: 0 }, thresholds: DEFAULT_AGE_THRESHOLDS },
    ...{ streamId: 7, sequence: 0, timeScale: 1, pace: 1 },
    ...first,
  }));
  const picture = { drawnAtMs: undefined as number | undefined };
  dispose = createStaleCover({
    ...{ root, fleet: { status }, clock, locale: 'fr-FR', text: 'pas en direct depuis {{time}}' },
    drawnAtMs: () => picture.drawnAtMs,
  });
  const said = () => {
    const cover = root.querySelector<HTMLElement>('.map-stale');
    return cover?.hidden === false ? cover.textContent : null;
  };
  return { root, clock, status, picture, said };
}

describe('the cover of a map that is not live', () => {
  it('is not there while frames come, nor before the first', () => {
    expect(setUp().said()).toBeNull();
    dispose();
    expect(setUp({ state: 'connecting', sequence: 0 }).said()).toBeNull();
  });

  it('says since when at once, keeps the earliest time over what follows, and goes with the first frame', () => {
    const { clock, status, said } = setUp();
    status.setState({ state: 'silent', sinceMs: start });
    expect(said()).toBe('pas en direct depuis 14:02:07');
    clock.advance(30_000);
    status.setState({ state: 'connecting', sinceMs: start + 30_000 });
    clock.advance(5_000);
    expect(said()).toBe('pas en direct depuis 14:02:07');
    status.setState({ state: 'live', sinceMs: start + 35_000 });
    expect(said()).toBeNull();
    status.setState({ state: 'failed', sinceMs: start + 60_000 });
    expect(said()).toBe('pas en direct depuis 14:03:07');
  });

  it('comes within 2 s when pictures that are due do not, and goes with the next', () => {
    const { clock, picture, said } = setUp();
    picture.drawnAtMs = clock.monotonicMs();
    clock.advance(1_400);
    expect(said()).toBeNull();
    clock.advance(600);
    expect(said()).toBe('pas en direct depuis 14:02:07');
    picture.drawnAtMs = clock.monotonicMs();
    clock.advance(500);
    expect(said()).toBeNull();
    picture.drawnAtMs = undefined;
    clock.advance(60_000);
    expect(said()).toBeNull();
  });

  it('leaves nothing behind', () => {
    const { root, clock, status } = setUp();
    dispose();
    status.setState({ state: 'silent', sinceMs: start });
    clock.advance(5_000);
    expect(root.childElementCount).toBe(0);
  });
});
