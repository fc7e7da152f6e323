import type { searchMethods } from '../../../shared/contract/index.ts';
import type { Clock } from '../../../shared/domain/index.ts';
import type { Store } from '../store/store.ts';
import type { MethodHandlers } from './method-handlers.ts';

export function createSearchHandlers(store: Store, clock: Clock): MethodHandlers<typeof searchMethods> {
  return { 'search.all': ({ text, limit }) => store.read(({ search }) => search.all(text, limit, clock.nowMs())) };
}
