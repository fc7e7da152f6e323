import { describe, expect, it } from 'vitest';
import type { FeedMission } from '../../../../backend/feeds/feed.ts';
import { createMissionQueue } from '../../../../backend/feeds/mission-queue.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { createRecordingHost, settle, until } from './recording-host.ts';

const mission = (reference: string, status: FeedMission['status'] = 'planned'): FeedMission => ({
  reference,
  vehicleCode: 'A',
  driver: null,
  customerName: null,
  originAddress: null,
  destinationAddress: null,
  plannedStartAt: '2026-01-01T00:00:00.000Z',
  plannedEndAt: '2026-01-01T01:00:00.000Z',
  actualStartAt: null,
  actualEndAt: null,
  status,
  distanceMetres: null,
  amountCents: null,
});
const many = (count: number) => Array.from({ length: count }, (_, i) => mission(`M${i}`));

const createParts = () => {
  const clock = createManualClock();
  const host = createRecordingHost(clock);
  return { clock, host, queue: createMissionQueue(host) };
};

describe('the queue of missions', () => {
  it('writes only the newest state of each mission', async () => {
    const { clock, host, queue } = createParts();
    queue.put([mission('A'), mission('B')]);
    queue.put([mission('A', 'in-progress')]);
    const written = queue.written();
    await until(clock, () => queue.size === 0, 'the write');
    await written;
    expect(host.writes).toHaveLength(1);
    expect(host.missions.get('A')?.status).toBe('in-progress');
  });

  it('writes in batches, one after the other', async () => {
    const { clock, host, queue } = createParts();
    queue.put(many(600));
    const written = queue.written();
    await until(clock, () => host.missions.size === 600, 'all writes');
    await written;
    expect(host.writes.map((batch) => batch.length)).toEqual([250, 250, 100]);
  });

  it('keeps what could not be written, and tries again more and more slowly', async () => {
    const { clock, host, queue } = createParts();
    host.failing.write = 2;
    queue.put([mission('A'), mission('B')]);
    clock.advance(500);
    await settle(1);
    // A newer state comes in while the older waits for another try.
    queue.put([mission('A', 'completed')]);
    expect(queue.size).toBe(2);
    clock.advance(999);
    await settle(1);
    expect(host.logs).toHaveLength(1);
    clock.advance(1);
    await settle(1);
    expect(host.logs).toHaveLength(2);
    expect(host.logs[1]?.details).toMatchObject({ waiting: 2, failures: 2, reason: 'the database is away' });
    await until(clock, () => queue.size === 0, 'the third try');
    expect(host.missions.get('A')?.status).toBe('completed');
    expect(host.missions.get('B')?.status).toBe('planned');
  });

  it('does not put an older state over a newer one that came in during a failed write', async () => {
    const { clock, host, queue } = createParts();
    queue.put([mission('A')]);
    const failed = Promise.withResolvers<void>();
    const writeMissions = host.writeMissions.bind(host);
    host.writeMissions = () => failed.promise;
    clock.advance(500);
    queue.put([mission('A', 'completed')]);
    failed.reject(new Error('gone'));
    await settle(1);
    host.writeMissions = writeMissions;
    await until(clock, () => host.missions.size > 0, 'the next try');
    expect(host.writes.flat().map(({ status }) => status)).toEqual(['completed']);
  });

  it('writes what waits when it is closed, and nothing after', async () => {
    const { clock, host, queue } = createParts();
    queue.put(many(300));
    await queue.close();
    expect(host.missions.size).toBe(300);
    expect(clock.plannedCount()).toBe(0);
    queue.put([mission('late')]);
    clock.advance(60_000);
    await settle(1);
    await queue.written();
    expect(host.missions.has('late')).toBe(false);
  });

  it('closes quickly though much waits or the database is away, and wakes who waits', async () => {
    const { host, queue } = createParts();
    queue.put(many(5_000));
    const written = queue.written();
    await queue.close();
    await written;
    expect(host.missions.size).toBe(1_000);

    const other = createParts();
    other.host.failing.write = 9;
    other.queue.put(many(300));
    await other.queue.close();
    expect(other.host.missions.size).toBe(0);
  });

  it('says at once that all is written when nothing waits', async () => {
    const { queue } = createParts();
    await queue.written();
    expect(queue.size).toBe(0);
  });
});
