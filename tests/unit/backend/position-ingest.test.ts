import { beforeEach, describe, expect, it } from 'vitest';
import { PositionIngest, TooManyPositionsError } from '../../../backend/services/ingest/position-ingest.ts';
import { SupervisionService } from '../../../backend/services/supervision-service.ts';
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts';

let clock: ManualClock;
let ingest: PositionIngest;
beforeEach(() => {
  clock = createManualClock();
  const supervision = new SupervisionService(clock);
  supervision.know({ id: '1', code: 'V1', kind: 'bus' });
  ingest = new PositionIngest(supervision, clock, 100);
});
const fix = () => ({ vehicle: 'V1', longitude: 4.8, latitude: 45.7, observedAtMs: clock.nowMs() });
const send = (sender: string, count: number) => ingest.take(sender, count, fix);

describe('the rate of a sender', () => {
  it('is held to in the long run; what is beyond it is not taken, and told when to come again', () => {
    expect(send('a', 200).accepted).toBe(200);
    expect(() => send('a', 50)).toThrow(TooManyPositionsError);
    try {
      send('a', 50);
    } catch (error) {
      expect(error).toMatchObject({ retryAfterMs: 500 });
    }
    clock.advance(500);
    expect(send('a', 50).accepted).toBe(50);
  });

  it('is its own: another sender is not held back', () => {
    send('a', 200);
    expect(send('b', 200).accepted).toBe(200);
  });

  it('is remembered of so many senders as have room', () => {
    send('a', 200);
    for (let other = 0; other < 1_000; other++) send(`other ${other}`, 1);
    expect(send('a', 200).accepted).toBe(200);
  });
});
