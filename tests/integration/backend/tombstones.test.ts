import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EventLog } from '../../../backend/bus/index.ts';
import { keepTidy } from '../../../backend/database/maintenance.ts';
import type { Database } from '../../../backend/database/database.ts';
import { ChangeLog, ExpiredCursorError } from '../../../backend/sync/change-log.ts';
import { currentEpoch, renewEpoch } from '../../../backend/sync/epoch.ts';
import { DAY_MS, removeTombstones } from '../../../backend/sync/tombstones.ts';
import { insertRows } from '../../support/business-rows.ts';
import { migratedDatabase } from '../../support/database.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { PulledCopy, rowsOf } from '../../support/pulled-copy.ts';
import { silentLog } from '../../support/silent-log.ts';

let database: Database;
let log: ChangeLog;
beforeAll(async () => {
  database = await migratedDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.execute('truncate missions, vehicles restart identity; truncate sync_changes');
  log = new ChangeLog(database, await database.transaction(renewEpoch));
  await insertRows(database, { vehicles: 2, missions: 20 });
});

const tombstones = async () => {
  const [row] = await database.query<{ count: number }>('select count(*)::int from sync_changes where deleted');
  return row?.count;
};
const inTheFuture = () => Date.now() + DAY_MS;
const expired = { name: 'ExpiredCursorError', reason: 'tombstones-removed' };

describe('tombstones that are removed', () => {
  it('expire the cursors that have not passed them, and no others', async () => {
    const [before, between, after] = [new PulledCopy(log), new PulledCopy(log), new PulledCopy(log)];
    await before.pullAll(100);
    await database.execute('delete from missions where id = 3');
    await between.pullAll(100);
    await database.execute('delete from missions where id = 4');
    await after.pullAll(100);
    await database.execute(`update missions set amount = 5 where id = 5`);
    expect(await removeTombstones(database, inTheFuture())).toBe(2);
    expect(await tombstones()).toBe(0);
    await expect(before.pull(100)).rejects.toMatchObject(expired);
    await expect(between.pull(100)).rejects.toBeInstanceOf(ExpiredCursorError);
    await after.pullAll(100);
    expect(after.rows).toEqual(await rowsOf(database));
    // Who reads anew goes on.
    const anew = new PulledCopy(log);
    await anew.pullAll(7);
    expect(anew.rows).toEqual(await rowsOf(database));
  });

  it('expire a cursor in the middle of the transaction that deleted', async () => {
    const copy = new PulledCopy(log);
    await copy.pullAll(100);
    await database.execute('delete from missions where id < 5');
    expect(await copy.pull(2)).toBe(true);
    await removeTombstones(database, inTheFuture());
    await expect(copy.pull(2)).rejects.toMatchObject(expired);
  });

  it('expire a snapshot that began before them, and none that began after', async () => {
    const old = new PulledCopy(log);
    await old.pull(5);
    await database.execute('delete from missions where id = 20');
    const young = new PulledCopy(log);
    await young.pull(5);
    await removeTombstones(database, inTheFuture());
    await expect(old.pull(5)).rejects.toMatchObject(expired);
    await young.pullAll(5);
    expect(young.rows).toEqual(await rowsOf(database));
  });

  it('are only those that are old enough', async () => {
    await database.execute('delete from missions where id < 5');
    await database.query(`update sync_changes set changed_at = $1 where entity_id = '2' and deleted`, [
      new Date(Date.now() - 10 * DAY_MS).toISOString(),
    ]);
    expect(await removeTombstones(database, Date.now() - 9 * DAY_MS)).toBe(1);
    expect(await tombstones()).toBe(3);
    expect(await removeTombstones(database, Date.now() - 9 * DAY_MS)).toBe(0);
  });

  it('are noted once: a later removal of older ones does not take the note back', async () => {
    const copy = new PulledCopy(log);
    await copy.pullAll(100);
    await database.execute('delete from missions where id = 1; delete from missions where id = 2');
    await database.execute(`update sync_changes set changed_at = 'epoch' where entity_id = '2' and deleted`);
    await removeTombstones(database, Date.now() - DAY_MS);
    await database.execute(`update sync_changes set changed_at = 'epoch' where entity_id = '1' and deleted`);
    await removeTombstones(database, Date.now() - DAY_MS);
    await expect(copy.pull(10)).rejects.toMatchObject(expired);
  });

  it('are forgotten with the epoch', async () => {
    await database.execute('delete from missions where id = 1');
    await removeTombstones(database, inTheFuture());
    const [meta] = await database.query<{ known: boolean }>(
      `select tombstones_xid > '0' and tombstones_seq > 0 as known from sync_meta`,
    );
    expect(meta).toEqual({ known: true });
    await database.transaction(renewEpoch);
    const rows = await database.query('select tombstones_xid, tombstones_seq from sync_meta');
    expect(rows).toEqual([{ tombstones_xid: '0', tombstones_seq: '0' }]);
    expect(await currentEpoch(database, silentLog)).not.toBe(log.epoch);
  });
});

it('are removed by the hourly maintenance once they are as old as the setting says, by the clock', async () => {
  const copy = new PulledCopy(log);
  await copy.pullAll(100);
  await database.execute('delete from missions where id = 7');
  const clock = createManualClock(Date.now());
  const events = { log: new EventLog(database, log.epoch), days: 60 };
  const stop = keepTidy({ database, clock, events, log: silentLog, tombstoneDays: 30 });
  try {
    const hourAfter = async (ms: number) => {
      clock.advance(ms);
      await expect.poll(() => clock.plannedCount()).toBe(1);
      clock.advance(3_600_000);
      await expect.poll(() => clock.plannedCount()).toBe(1);
    };
    await hourAfter(29 * DAY_MS);
    expect(await tombstones()).toBe(1);
    await database.execute('delete from missions where id = 8');
    await hourAfter(2 * DAY_MS);
    expect(await tombstones()).toBe(0);
    await expect(copy.pull(100)).rejects.toMatchObject(expired);
  } finally {
    stop();
  }
});
