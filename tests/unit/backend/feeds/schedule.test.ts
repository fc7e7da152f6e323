import { describe, expect, it } from 'vitest';
import { createSchedule, messageOf } from '../../../../backend/feeds/schedule.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { createRecordingHost, settle } from './recording-host.ts';

const createParts = () => {
  const clock = createManualClock();
  const host = createRecordingHost(clock);
  return { clock, host, schedule: createSchedule(host) };
};

describe('the schedule of a feed', () => {
  it('runs an action again and again, until it is stopped', async () => {
    const { clock, schedule } = createParts();
    let runs = 0;
    schedule.every(100, () => void (runs += 1));
    for (let i = 0; i < 5; i += 1) {
      clock.advance(100);
      await settle(1);
    }
    expect(runs).toBe(5);
    await schedule.stop();
    expect(schedule.stopped).toBe(true);
    clock.advance(1_000);
    expect(runs).toBe(5);
    expect(clock.plannedCount()).toBe(0);
  });

  it('does not start an action again before it has ended', async () => {
    const { clock, schedule } = createParts();
    const gate = Promise.withResolvers<void>();
    let runs = 0;
    schedule.every(100, () => {
      runs += 1;
      return gate.promise;
    });
    clock.advance(100);
    clock.advance(1_000);
    expect(runs).toBe(1);
    gate.resolve();
    await settle(1);
    clock.advance(100);
    expect(runs).toBe(2);
    await schedule.stop();
  });

  it('logs what an action throws, and goes on', async () => {
    const { clock, host, schedule } = createParts();
    schedule.every(100, () => {
      throw new Error('a slip');
    });
    schedule.run(() => Promise.reject(new Error('another')));
    await settle(1);
    for (let i = 0; i < 2; i += 1) {
      clock.advance(100);
      await settle(1);
    }
    expect(host.logs.map(({ details }) => details?.['reason'])).toEqual(['another', 'a slip', 'a slip']);
    await schedule.stop();
  });

  it('ends sleeps at once when it is stopped, and waits for what is under way', async () => {
    const { clock, schedule } = createParts();
    const order: string[] = [];
    schedule.run(async () => {
      await schedule.sleep(60_000);
      order.push('woken');
      await settle(1);
      order.push('done');
    });
    const stopped = schedule.stop().then(() => order.push('stopped'));
    await stopped;
    expect(order).toEqual(['woken', 'done', 'stopped']);
    expect(clock.plannedCount()).toBe(0);
    await schedule.sleep(60_000);
  });

  it('sleeps for its time', async () => {
    const { clock, schedule } = createParts();
    let awake = false;
    const slept = schedule.sleep(500).then(() => void (awake = true));
    clock.advance(499);
    await settle(1);
    expect(awake).toBe(false);
    clock.advance(1);
    await slept;
    expect(awake).toBe(true);
  });

  it('reads the message of whatever was thrown', () => {
    expect(messageOf(new Error('why'))).toBe('why');
    expect(messageOf('just so')).toBe('just so');
  });
});
