import { expect, it } from 'vitest';
import { createInboxWatch, type InboxNews } from '../../../electron/data/inbox-watch.ts';
import { markAfter, type Validation } from '../../../shared/domain/index.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';
import { applyAll, testStores } from '../../support/test-store.ts';
import { aValidation } from '../../support/validation-fixtures.ts';

const HOUR_MS = 3_600_000;
const OPENED_MS = Date.parse('2026-03-02T08:00:00Z');
const openTestStore = testStores();
const newFolder = temporaryFolders();

function watched() {
  const clock = createManualClock(OPENED_MS + HOUR_MS);
  const { store } = openTestStore(newFolder());
  let isLocked = false;
  let timed = 0;
  const me = () => ({ subject: 'bea', roles: ['validator' as const] });
  const watch = createInboxWatch({ store, clock, me, isLocked: () => isLocked }, () => (timed += 1));
  const heard: InboxNews[] = [];
  watch.onNews((news) => heard.push(news));
  let version = 0;
  return {
    ...{ clock, watch, heard, timed: () => timed },
    lock: (next: boolean) => {
      isLocked = next;
    },
    server: async (row: Validation) => {
      version += 1;
      await applyAll(store, [{ op: 'upsert', entity: 'validation', id: row.id, version, row }]);
      clock.advance(1_000);
    },
  };
}

it('tells of what waits when it comes, when it is put off, and when its time has come, and of nothing twice', async () => {
  const { clock, heard, server, timed, watch } = watched();
  expect(heard).toEqual([{ mine: 0, overdue: 0, notices: [] }]);
  const waiting = aValidation();
  await server(waiting);
  expect(heard.at(-1)).toMatchObject({ mine: 1, notices: [{ id: waiting.id, kind: 'asked', label: 'February' }] });
  await server({ ...waiting, remindedAt: null });
  expect(heard).toHaveLength(2);
  const until = new Date(OPENED_MS + 3 * HOUR_MS).toISOString();
  await server({ ...waiting, marks: { bea: markAfter(undefined, 'snooze', '', until) } });
  expect(heard.at(-1)).toEqual({ mine: 0, overdue: 0, notices: [] });
  clock.advance(2 * HOUR_MS);
  expect(heard.at(-1)).toMatchObject({ mine: 1, notices: [{ id: waiting.id }] });
  expect(timed()).toBe(1);
  clock.advance(80 * HOUR_MS);
  expect(heard.at(-1)).toMatchObject({ mine: 1, overdue: 1 });
  watch.dispose();
});

it('names nothing while the windows are covered', async () => {
  const { clock, heard, server, lock, watch } = watched();
  lock(true);
  await server(aValidation());
  expect(heard.at(-1)).toEqual({ mine: 1, overdue: 0, notices: [] });
  lock(false);
  clock.advance(31_000);
  expect(heard.at(-1)?.notices).toHaveLength(1);
  watch.dispose();
});
