import type { outboxMethods } from '../../../shared/contract/index.ts';
import type { Clock } from '../../../shared/domain/index.ts';
import type { Store } from '../store/store.ts';
import { notFound } from './errors.ts';
import type { MethodHandlers } from './method-handlers.ts';
import { retryEdit, settleEdit } from './settle-edit.ts';

/** What the data host does for the outbox beside the store. */
export interface Upkeep {
  /** Sends what waits for its time. */
  sendNow(): void;
  /** Throws the rows away and reads them anew. */
  rebuild(): void | Promise<void>;
  /** The state of all parts as text, for support. */
  diagnostics(): string | Promise<string>;
}

export function createOutboxHandlers(store: Store, clock: Clock, upkeep: Upkeep): MethodHandlers<typeof outboxMethods> {
  return {
    'outbox.page': (query) => ({ ...store.read(({ outbox }) => outbox.page(query)), revision: store.revision() }),
    'outbox.get'({ mutationId }) {
      const entry = store.read(({ outbox }) => outbox.get(mutationId));
      if (entry === undefined) throw notFound('edit', mutationId);
      return entry;
    },
    async 'outbox.retry'({ mutationIds }) {
      if (mutationIds !== undefined) {
        const count = await store.write(
          ({ outbox }) => mutationIds.filter((id) => retryEdit(outbox, id, clock.nowMs())).length,
        );
        return { count };
      }
      const { notSent, conflicts, rejected, others } = store.read(({ outbox }) => outbox.counts());
      upkeep.sendNow();
      return { count: notSent - conflicts - rejected - others };
    },
    'outbox.discard': async ({ mutationIds }) => ({
      count: await store.write(({ outbox }) => outbox.discard(mutationIds, clock.nowMs())),
    }),
    'outbox.restore': async ({ mutationIds }) => ({
      count: await store.write(({ outbox }) => outbox.restore(mutationIds)),
    }),
    'outbox.settle': ({ mutationId, fields, theirs }) =>
      store.write(({ outbox }) => {
        if (outbox.kept(mutationId) === undefined) throw notFound('edit', mutationId);
        return settleEdit(outbox, mutationId, { fields, theirs, nowMs: clock.nowMs() });
      }),
    async 'cache.rebuild'() {
      await upkeep.rebuild();
      return {};
    },
    'diagnostics.text': async () => ({ text: await upkeep.diagnostics() }),
  };
}
