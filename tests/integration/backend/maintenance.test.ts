import { expect, it } from 'vitest';
import { EventLog } from '../../../backend/bus/index.ts';
import { keepTidy } from '../../../backend/database/maintenance.ts';
import { insertRows } from '../../support/business-rows.ts';
import { migratedDatabase } from '../../support/database.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { silentLog } from '../../support/silent-log.ts';

it('tidies a database in the process each hour, and ends with it', async () => {
  const database = await migratedDatabase();
  const clock = createManualClock();
  const events = { log: new EventLog(database, 'e'), days: 7 };
  const stop = keepTidy({ database, clock, events, log: silentLog, tombstoneDays: 180 });
  try {
    await insertRows(database, { vehicles: 300 });
    const known = async () => {
      const [row] = await database.query<{ rows: number }>(
        "select reltuples::int as rows from pg_class where relname = 'vehicles'",
      );
      return row?.rows;
    };
    expect(await known()).not.toBe(300);
    clock.advance(5 * 60_000);
    await expect.poll(known).toBe(300);
    await expect.poll(() => clock.plannedCount()).toBe(1);
    await insertRows(database, { vehicles: 0, thirdParties: 1 });
    await database.execute("delete from vehicles where code like 'LYO-1%'");
    clock.advance(3_600_000);
    await expect.poll(known).toBeLessThan(300);
    expect(await events.log.ends()).toEqual({ head: 0, trimmedTo: 0 });
    while ((await events.log.number()) > 0) continue;
    const { head } = await events.log.ends();
    expect(head).toBeGreaterThan(300);
    await expect.poll(() => clock.plannedCount()).toBe(1);
    // The database has a clock of its own.
    clock.advance(Date.now() - clock.nowMs() + 8 * 86_400_000);
    await expect.poll(() => events.log.ends()).toEqual({ head, trimmedTo: head });
    await expect.poll(() => clock.plannedCount()).toBe(1);
  } finally {
    stop();
    await database.close();
  }
  expect(clock.plannedCount()).toBe(0);
});
