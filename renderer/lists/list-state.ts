import type { RpcError } from '../../shared/rpc/index.ts';
import type { PagedListState } from '../stores/paged-list.ts';

/** What a panel with a list shows. Its machine name stands in `data-state`. */
export type ListShown =
  | { readonly state: 'loading' }
  | { readonly state: 'ready' }
  | { readonly state: 'empty'; readonly why: 'filtered' | 'first-sync' | 'never-synced' | 'none' }
  | { readonly state: 'error'; readonly error: RpcError };

export interface ListSurroundings {
  /** The window has not reached its data host yet: not an error. */
  readonly connecting: boolean;
  readonly filtered: boolean;
  readonly firstSync: boolean;
  readonly neverSynced: boolean;
}

/** Decides between rows, a reason for none, and an error. Rows that are there are never replaced by an error. */
export function listShown(list: PagedListState, around: ListSurroundings): ListShown {
  const error = list.failures.values().next().value;
  if (error !== undefined && (list.total === null || list.outdated)) {
    return around.connecting && error.code === 'disconnected' ? { state: 'loading' } : { state: 'error', error };
  }
  if (list.total === null) return { state: 'loading' };
  if (list.total > 0 || list.outdated) return { state: 'ready' };
  if (around.filtered) return { state: 'empty', why: 'filtered' };
  if (around.neverSynced) return { state: 'empty', why: around.firstSync ? 'first-sync' : 'never-synced' };
  return { state: 'empty', why: around.firstSync ? 'first-sync' : 'none' };
}
