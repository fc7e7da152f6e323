import type { boardMethods } from '../../../shared/contract/index.ts';
import type { Store } from '../store/store.ts';
import type { MethodHandlers } from './method-handlers.ts';

export function createBoardHandlers(store: Store): MethodHandlers<typeof boardMethods> {
  return {
    'board.page': (query) => ({ ...store.read(({ board }) => board.page(query)), revision: store.revision() }),
    'board.counts': ({ nowMs, dayStartMs }) => ({
      ...store.read(({ board }) => ({ ...board.counts(nowMs), done: board.doneSince(dayStartMs) })),
      revision: store.revision(),
    }),
  };
}
