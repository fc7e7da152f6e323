import { describe, expect, it } from 'vitest';
import { punctualityFigures, speedFigures } from '../../../../renderer/supervision/vehicles/past-figures.ts';
import { linesOf } from '../../../../renderer/supervision/vehicles/time-chart.tsx';
import type { TrackSample } from '../../../../shared/api/index.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const sample = (seconds: number, speed: number | null): TrackSample => ({
  ...{ observedAtMs: seconds * SECOND, longitude: 4, latitude: 45, state: 'idle' as const },
  ...{ speedMetresPerSecond: speed, suspectKilometres: speed === null ? 3 : null },
});

describe('the speeds of an hour', () => {
  it('come to the highest, the mean over the time that is known, and how long it stood or was not heard', () => {
    const samples = [sample(0, 10), sample(30, 20), sample(60, 0), sample(90, null), sample(120, 5), sample(420, 5)];
    expect(speedFigures(samples, 1)).toEqual({ highest: 20, mean: 10, stoodMs: 30 * SECOND, unheardMs: 5 * MINUTE });
  });

  it('are of the vehicle’s own time where a recorded day runs faster', () => {
    expect(speedFigures([sample(0, 0), sample(1, 0)], 60)).toMatchObject({ stoodMs: MINUTE });
    expect(speedFigures([sample(0, 0), sample(3, 0)], 60)).toMatchObject({ stoodMs: 0, unheardMs: 3 * MINUTE });
  });

  it('are none where none is known', () => {
    expect(speedFigures([], 1)).toBeNull();
    expect(speedFigures([sample(0, null)], 1)).toBeNull();
    expect(speedFigures([sample(0, 7)], 1)).toEqual({ highest: 7, mean: 7, stoodMs: 0, unheardMs: 0 });
  });
});

describe('the punctuality of an hour', () => {
  const points = (...minutes: (number | null)[]) =>
    minutes.map((late, index) => ({ atMs: index * MINUTE, lateMs: late === null ? null : late * MINUTE }));

  it('comes to the time on missions, the time on time, the worst and what is now', () => {
    expect(punctualityFigures(points(null, 0, 4, 5, 9), MINUTE)).toEqual({
      ...{ boundMs: 4 * MINUTE, onTimeMs: 2 * MINUTE, highest: 9 * MINUTE, now: 9 * MINUTE },
    });
    expect(punctualityFigures(points(-3, null), MINUTE)).toMatchObject({ highest: -3 * MINUTE, now: null });
  });

  it('is none without a mission', () => {
    expect(punctualityFigures(points(null, null), MINUTE)).toBeNull();
  });
});

describe('the lines of a chart', () => {
  const points = (...values: (number | null)[]) => values.map((value, index) => ({ atMs: index * 10, value }));
  const shown = (lines: ReturnType<typeof linesOf>) =>
    lines.map(({ line, abnormal }) => `${abnormal ? '!' : ''}${line.map(({ value }) => value).join(' ')}`);

  it('break where nothing is known, and where too long a time is between two points', () => {
    expect(shown(linesOf(points(1, 2, null, 3), 10, () => false))).toEqual(['1 2', '3']);
    expect(
      shown(
        linesOf(
          [
            { atMs: 0, value: 1 },
            { atMs: 11, value: 2 },
          ],
          10,
          () => false,
        ),
      ),
    ).toEqual(['1', '2']);
  });

  it('go on from the last point where they turn abnormal, and back', () => {
    expect(shown(linesOf(points(1, 6, 7, 2), 10, (value) => value > 5))).toEqual(['1', '!1 6 7', '7 2']);
  });
});
