import { beforeEach, describe, expect, it } from 'vitest';
import { ChangeWatch, CHANGES_CHANNEL } from '../../../backend/bus/change-watch.ts';
import type { Database } from '../../../backend/database/database.ts';
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts';
import { silentLog } from '../../support/silent-log.ts';

/** What the database would answer, set by each test. */
interface State {
  givenUpTo: number;
  /** Transactions with a change, committed. */
  changed: number[];
  fails: boolean;
}

let clock: ManualClock;
let state: State;
let notify: () => void;
let watch: ChangeWatch;
let pokes: number;
let looks: number;

beforeEach(async () => {
  clock = createManualClock();
  state = { givenUpTo: 10, changed: [], fails: false };
  pokes = 0;
  looks = 0;
  const database: Pick<Database, 'query' | 'listen'> = {
    query: async <Row extends object>(_: string, values: readonly unknown[] = []) => {
      looks += 1;
      if (state.fails) throw new Error('the connection is lost');
      const since = Number(values[0]);
      const { givenUpTo, changed } = state;
      const look = {
        givenUpTo: String(givenUpTo),
        isNew: changed.some((xid) => xid >= since && xid < givenUpTo),
        isHeldBack: changed.some((xid) => xid >= givenUpTo),
      };
      return [look as Row];
    },
    listen: async (channel, action) => {
      expect(channel).toBe(CHANGES_CHANNEL);
      notify = action;
      return () => undefined;
    },
  };
  watch = new ChangeWatch(database as Database, clock, silentLog);
  await watch.start();
  watch.subscribe(() => {
    pokes += 1;
  });
});

/** Lets time pass, and what waits for the database go on. */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 50) {
    clock.advance(50);
    await Promise.resolve().then(() => undefined);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function commit(xid: number, isOldest = true): void {
  state.changed.push(xid);
  if (isOldest) state.givenUpTo = xid + 1;
  notify();
}

describe('the watch over changes', () => {
  it('pokes at most five times a second, however much is written', async () => {
    for (let xid = 10; xid < 110; xid++) {
      commit(xid);
      await pass(20);
    }
    expect(pokes).toBeGreaterThan(5);
    expect(pokes).toBeLessThanOrEqual(26);
  });

  it('says nothing when nothing can be pulled that could not before', async () => {
    notify();
    await pass(1000);
    expect(pokes).toBe(0);
    expect(looks).toBe(2);
    expect(clock.plannedCount()).toBe(0);
  });

  it('looks on while a change is held back, and pokes once when it is given', async () => {
    commit(20, false);
    await pass(3000);
    expect(pokes).toBe(0);
    expect(looks).toBeGreaterThanOrEqual(3);
    state.givenUpTo = 21;
    await pass(1100);
    expect(pokes).toBe(1);
    await pass(5000);
    expect(pokes).toBe(1);
    expect(clock.plannedCount()).toBe(0);
  });

  it('is quick again for a new change while it looks for an old one', async () => {
    commit(30, false);
    await pass(250);
    state.givenUpTo = 26;
    state.changed.push(25);
    notify();
    await pass(250);
    expect(pokes).toBe(1);
  });

  it('tries again when the database does not answer, and loses nothing', async () => {
    state.fails = true;
    commit(40);
    await pass(500);
    state.fails = false;
    await pass(1100);
    expect(pokes).toBe(1);
  });

  it('ends when it is stopped', async () => {
    commit(50);
    watch.stop();
    notify();
    await pass(2000);
    expect(pokes).toBe(0);
    expect(clock.plannedCount()).toBe(0);
  });
});
