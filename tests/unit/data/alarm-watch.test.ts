import { expect, it, vi } from 'vitest';
import { watchAlarms } from '../../../electron/data/alarm-watch.ts';
import { raisedRecord } from '../../support/alarm-fixtures.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';
import { applyAll, testStores } from '../../support/test-store.ts';

const newFolder = temporaryFolders();
const newStore = testStores();

it('windows hear that a shelf is over, once, though no row has changed', async () => {
  const clock = createManualClock(Date.UTC(2026, 2, 1, 8));
  const { store } = newStore(newFolder(), { clock });
  const shelf = { shelvedUntil: new Date(clock.nowMs() + 60_000).toISOString(), shelvedBy: 'olga', shelvedReason: 'x' };
  const alarm = { ...raisedRecord(), ...shelf };
  await applyAll(store, [{ op: 'upsert', entity: 'alarm', id: alarm.id, version: 1, row: alarm }]);
  const onTime = vi.fn();
  const planned = clock.plannedCount();
  const stop = watchAlarms({ store, clock }, onTime);
  clock.advance(58_000);
  expect(onTime).not.toHaveBeenCalled();
  clock.advance(4_000);
  expect(onTime).toHaveBeenCalledTimes(1);
  clock.advance(60_000);
  expect(onTime).toHaveBeenCalledTimes(1);
  stop();
  expect(clock.plannedCount()).toBe(planned);
});
