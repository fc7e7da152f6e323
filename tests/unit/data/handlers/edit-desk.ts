import { afterEach, beforeEach, vi } from 'vitest';
import { createEditHandlers } from '../../../../electron/data/handlers/edits.ts';
import { createOutboxHandlers } from '../../../../electron/data/handlers/outbox.ts';
import type { Store } from '../../../../electron/data/store/store.ts';
import type { Mutation, MutationAnswer } from '../../../../shared/api/index.ts';
import type { EditResult } from '../../../../shared/contract/index.ts';
import type { EditableEntity, FieldValue } from '../../../../shared/domain/index.ts';
import type { RequestContext } from '../../../../shared/rpc/index.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { applyAll, testStores } from '../../../support/test-store.ts';
import { fleetChanges } from '../../../support/vigie-server/rows.ts';

const SERVER = 'https://vigie.example.com';
export const context: RequestContext = { cancelled: false, onCancel: () => () => undefined };

/** A clerk's desk: a store in sync with 40 missions, and what a window asks of it. Call it once in a test file. */
export function editDesk() {
  const newFolder = temporaryFolders();
  const newStore = testStores();
  const clock = createManualClock();
  const upkeep = {
    sendNow: vi.fn<() => void>(),
    rebuild: vi.fn<() => void>(),
    diagnostics: () => 'all is well',
  };
  let store: Store;
  let edits: ReturnType<typeof createEditHandlers>;
  let outbox: ReturnType<typeof createOutboxHandlers>;

  beforeEach(async () => {
    ({ store } = newStore(newFolder(), { serverIdentity: SERVER }));
    await applyAll(store, fleetChanges(40));
    await store.write((cache) =>
      cache.advance({ from: null, serverIdentity: SERVER, epoch: 'e1', cursor: 'c1', isLast: true, atMs: 1 }),
    );
    edits = createEditHandlers(store, clock);
    outbox = createOutboxHandlers(store, clock, upkeep);
  });
  afterEach(() => vi.clearAllMocks());

  return {
    clock,
    upkeep,
    get store() {
      return store;
    },
    get edits() {
      return edits;
    },
    get outbox() {
      return outbox;
    },
    /** A store of its own, without rows and without a server. */
    bareEdits: () => createEditHandlers(newStore(newFolder()).store, clock),
    mission: (id: string) => store.read(({ missions }) => missions.get(id)),
    sendable: (): Mutation[] => store.read((cache) => cache.outbox.sendable(SERVER, 99, 999_999)),
    patch(entity: EditableEntity, id: string, fields: Record<string, [FieldValue, FieldValue]>) {
      const edited = Object.entries(fields).map(([name, [from, to]]) => [name, { from, to }] as const);
      return edits['edits.patch']({ entity, id, fields: Object.fromEntries(edited) }, context);
    },
    /** Sends what may be sent, and has it answered. */
    answer: (...answers: MutationAnswer[]): Promise<void> =>
      store.write((cache) => {
        const ids = cache.outbox.sendable(SERVER, 99, 999_999).map(({ mutationId }) => mutationId);
        cache.outbox.attempted(ids, clock.nowMs());
        cache.outbox.settle(answers);
      }),
  };
}

/** The mutation id of an edit that was kept. */
export function idOf(result: EditResult): string {
  if (result.result !== 'kept') throw new Error(`it was ${JSON.stringify(result)}`);
  return result.mutationId;
}
