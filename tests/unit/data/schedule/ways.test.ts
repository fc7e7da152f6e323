import { describe, expect, it, vi } from 'vitest';
import type { AskedWays, RecordedWay } from '../../../../electron/data/recording/vehicle-ways.ts';
import { RemoteError } from '../../../../electron/data/remote/remote-error.ts';
import { createWays } from '../../../../electron/data/schedule/ways.ts';
import type { VehicleTrack } from '../../../../shared/api/index.ts';
import { createManualClock } from '../../../support/manual-clock.ts';

const NOW = Date.UTC(2026, 2, 3, 12);
const MINUTE = 60_000;
const at = (minutes: number) => NOW + minutes * MINUTE;

/** A recording that begins some minutes before now, of one fix a minute. */
function recordedFrom(
  minutes: number | null,
  limits: { hours: number; bytes: number } | null = { hours: 24, bytes: 1 },
) {
  const ways = vi.fn(({ vehicleIds, fromMs, toMs }: AskedWays): Promise<RecordedWay[]> => {
    const fixes = Array.from({ length: 600 }, (_, index) => ({
      atMs: at(minutes ?? 0) + index * MINUTE,
      longitude: 2,
      latitude: 48,
    }));
    return Promise.resolve(
      vehicleIds.map((vehicleId) => ({ vehicleId, fixes: fixes.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs) })),
    );
  });
  const stretch = { stretch: 1, streamId: 1, fromMs: at(minutes ?? 0), toMs: NOW, timeScale: 1, isOpen: true };
  return { ways, span: () => Promise.resolve({ stretches: minutes === null ? [] : [stretch], bytes: 1, limits }) };
}
/** A server that keeps the last hour, of one fix a minute. */
const served = vi.fn(
  ({ id }: { id: string }): Promise<VehicleTrack> =>
    Promise.resolve({
      ...{ vehicleId: id, fromMs: at(-60), toMs: NOW, keptMinutes: 60, timeScale: 1 },
      samples: Array.from({ length: 60 }, (_, index) => ({
        ...{
          observedAtMs: at(index - 60),
          longitude: 2,
          latitude: 48,
          speedMetresPerSecond: 1,
          state: 'on-mission' as const,
        },
        suspectKilometres: index === 30 ? 12 : null,
      })),
    }),
);
const create = (recordings: ReturnType<typeof recordedFrom>, readTrack: typeof served = served) =>
  createWays({ recordings, readTrack, clock: createManualClock(NOW) });

describe('the ways of the vehicles of a line', () => {
  it('are those of the recording where it has them, in parts, and again only what is new', async () => {
    const recording = recordedFrom(-180);
    const ways = create(recording);
    served.mockClear();
    const { fixes, gaps, knownFromMs } = await ways.read(['1', '2'], at(-120), NOW);
    expect([fixes.get('1')?.length, gaps, knownFromMs]).toEqual([121, [], at(-120)]);
    expect(served).not.toHaveBeenCalled();
    expect(recording.ways.mock.calls.every(([{ fromMs, toMs }]) => toMs - fromMs <= 15 * MINUTE)).toBe(true);
    recording.ways.mockClear();
    const later = await ways.read(['1', '2'], at(-119), at(1));
    expect(recording.ways).toHaveBeenCalledOnce();
    expect([later.fixes.get('2')?.length, later.fixes.get('2')?.[0]?.atMs]).toEqual([121, at(-119)]);
  });

  it('begin with the last hour of the server where the recording begins later, without what is doubted', async () => {
    const { fixes, gaps, knownFromMs } = await create(recordedFrom(-20)).read(['1'], at(-120), NOW);
    const times = fixes.get('1')?.map(({ atMs }) => (atMs - NOW) / MINUTE) ?? [];
    expect([times[0], times.at(-1), times.includes(-30), times.length]).toEqual([-60, 0, false, 60]);
    expect([gaps, knownFromMs]).toEqual([['recorded-later'], at(-60)]);
  });

  it('are asked of the server once, where they were before the recording', async () => {
    served.mockClear();
    const ways = create(recordedFrom(-20));
    for (const minutes of [-120, -119, -50]) await ways.read(['1', '2'], at(minutes), NOW);
    expect(served).toHaveBeenCalledTimes(2);
    expect((await ways.read(['1', '2'], at(-50), NOW)).fixes.get('1')?.[0]?.atMs).toBe(at(-50));
  });

  it('are whole again at once after somebody has looked farther back', async () => {
    served.mockClear();
    const ways = create(recordedFrom(-20));
    const back = await ways.read(['1'], at(-90), at(-40));
    expect(back.fixes.get('1')?.at(-1)?.atMs).toBe(at(-41));
    const now = await ways.read(['1'], at(-60), NOW);
    expect([now.fixes.get('1')?.length, served.mock.calls.length]).toEqual([60, 1]);
  });

  it('are known from the first position on, not for as long as a server keeps them that has just begun', async () => {
    const young = vi.fn(async (asked: { id: string }) => {
      const track = await served(asked);
      return { ...track, samples: track.samples.slice(-5) };
    });
    const { knownFromMs } = await create(recordedFrom(null), young).read(['1'], at(-60), NOW);
    expect(knownFromMs).toBe(at(-5));
  });

  it('say what is missing: no recording, no server, nothing at all', async () => {
    const away = vi.fn(() => Promise.reject(new RemoteError('server-unreachable', 'away')));
    expect(await create(recordedFrom(null, null), away).read(['1'], at(-60), NOW)).toMatchObject({
      ...{ gaps: ['not-recorded', 'no-server'], knownFromMs: null },
    });
    // What was yesterday the server does not have.
    served.mockClear();
    const old = await create(recordedFrom(-20)).read(['1'], at(-1_440), at(-1_400));
    expect([old.gaps, old.knownFromMs, served.mock.calls.length]).toEqual([['recorded-later'], null, 0]);
    expect((await create(recordedFrom(-20)).read([], at(-10), NOW)).knownFromMs).toBeNull();
  });
});
