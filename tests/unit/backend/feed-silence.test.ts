import { beforeEach, describe, expect, it } from 'vitest';
import { FeedMonitor } from '../../../backend/services/feed-monitor.ts';
import { FeedSilence, LEAST_SILENCE_MS } from '../../../backend/services/feed-silence.ts';
import type { FeedStatus } from '../../../shared/api/index.ts';
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts';

let clock: ManualClock;
let flips: boolean[];
let silence: FeedSilence;
beforeEach(() => {
  clock = createManualClock(1_000_000);
  flips = [];
  silence = new FeedSilence(clock, () => flips.push(silence.isSilent));
});

/** Positions come every so often for so long. */
function hear(everyMs: number, forMs: number): void {
  for (let ms = 0; ms < forMs; ms += everyMs) {
    clock.advance(everyMs);
    silence.heard();
  }
}

/** How long after the last position it is silent. */
function heardUntilSilent(limitMs: number): number {
  for (let ms = 0; ms <= limitMs; ms += 100) {
    if (silence.isSilent) return ms;
    clock.advance(100);
  }
  throw new Error(`it is not silent after ${limitMs} ms`);
}

describe('the silence of a feed', () => {
  it('of many positions a second is noticed at once, and ends with the next position', () => {
    hear(200, 15_000);
    expect(flips).toEqual([]);
    expect(heardUntilSilent(5_000)).toBeLessThanOrEqual(LEAST_SILENCE_MS + 100);
    silence.heard();
    expect(flips).toEqual([true, false]);
    expect(clock.plannedCount()).toBe(1);
  });

  it('of a poll every half minute is noticed after three of them', () => {
    hear(30_000, 600_000);
    expect(flips.filter(Boolean).length).toBeLessThanOrEqual(0);
    expect(heardUntilSilent(200_000)).toBeGreaterThan(85_000);
  });

  it('says nothing of a feed that it has hardly seen', () => {
    hear(100, 5_000);
    clock.advance(600_000);
    expect(flips).toEqual([]);
  });

  it('gets used to a feed that comes in bursts', () => {
    for (let burst = 0; burst < 40; burst++) {
      clock.advance(60_000);
      for (let fix = 0; fix < 50; fix++) silence.heard();
    }
    const alarms = flips.filter(Boolean).length;
    expect(alarms).toBeLessThanOrEqual(4);
    for (let burst = 0; burst < 8; burst++) {
      clock.advance(60_000);
      silence.heard();
    }
    expect(flips.filter(Boolean).length).toBe(alarms);
  });

  it('is noticed again after an outage: what was an outage is not usual', () => {
    hear(200, 15_000);
    clock.advance(300_000);
    hear(200, 15_000);
    expect(heardUntilSilent(20_000)).toBeLessThan(10_000);
  });

  it('is forgotten with the feed', () => {
    hear(200, 15_000);
    clock.advance(5_000);
    expect(silence.isSilent).toBe(true);
    silence.reset();
    expect(silence.isSilent).toBe(false);
    expect(clock.plannedCount()).toBe(0);
  });

  it('goes over a night without a position in a moment', () => {
    hear(200, 15_000);
    clock.advance(12 * 3_600_000);
    silence.heard();
    hear(200, 900_000);
    expect(heardUntilSilent(5_000)).toBeLessThanOrEqual(LEAST_SILENCE_MS + 100);
  });
});

describe('a monitor', () => {
  it('tells at once that its feed is silent and since when, whatever the feed says of itself', () => {
    const monitor = new FeedMonitor(clock);
    const told: FeedStatus[] = [];
    monitor.subscribe((status) => told.push(status));
    monitor.begin({ name: 'API', kind: 'external', speed: 1 });
    monitor.report({ state: 'live' });
    for (let i = 0; i < 100; i++) {
      clock.advance(200);
      monitor.count({ accepted: 5, suspect: 0, refused: {} }, 5);
    }
    const lastFixAtMs = clock.nowMs();
    expect(told.at(-1)).toMatchObject({ state: 'live' });
    clock.advance(LEAST_SILENCE_MS + 10);
    expect(told.at(-1)).toMatchObject({ state: 'silent', lastFixAtMs });
    monitor.report({ state: 'live' });
    clock.advance(1_000);
    expect(told.at(-1)).toMatchObject({ state: 'silent' });
    monitor.count({ accepted: 1, suspect: 0, refused: {} }, 1);
    expect(told.at(-1)).toMatchObject({ state: 'live' });
    monitor.report({ state: 'ended' });
    clock.advance(60_000);
    expect(told.at(-1)).toMatchObject({ state: 'ended' });
    monitor.stop();
    expect(clock.plannedCount()).toBe(0);
  });

  it('does not take refused positions, nor its last ones once more, for a sign of life', () => {
    const monitor = new FeedMonitor(clock);
    for (let i = 0; i < 100; i++) {
      clock.advance(200);
      monitor.count({ accepted: 1, suspect: 0, refused: {} }, 1);
    }
    for (let i = 0; i < 10; i++) {
      clock.advance(200);
      monitor.count({ accepted: 2, suspect: 0, refused: { 'unknown-vehicle': 5 } }, 0);
    }
    expect(monitor.status.state).toBe('silent');
    monitor.stop();
  });
});
