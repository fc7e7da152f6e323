import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  type ErrorCode,
  OUTBOX_STATES,
  type OutboxEntry,
  type OutboxState,
  type VigieContract,
} from '../../shared/contract/index.ts';
import type { Clock, Disposer, EditableEntity, FieldValues } from '../../shared/domain/index.ts';
import { type ResultOf, RpcError } from '../../shared/rpc/index.ts';
import type { Connection } from '../connection/index.ts';
import { knownErrorCode } from '../i18n/index.ts';
import { createListModel, type ListModel } from './list-model.ts';
import type { SettlementDraft } from './settlement-draft.ts';

/** Entries that stay until a person decides. */
export const TO_SETTLE = [
  'conflict',
  'rejected',
  'unreadable',
  'recovered',
  'other-server',
] as const satisfies readonly OutboxState[];
const NOT_SENT = OUTBOX_STATES.filter((state) => state !== 'discarded');

/** Which entries the list shows. */
export const OUTBOX_VIEWS = ['all', 'settle', 'discarded'] as const;
export type OutboxView = (typeof OUTBOX_VIEWS)[number];
const STATES: Readonly<Record<OutboxView, readonly OutboxState[]>> = {
  all: NOT_SENT,
  settle: TO_SETTLE,
  discarded: ['discarded'],
};

/** Entries of one row only. */
export interface OutboxScope {
  readonly entity: EditableEntity;
  readonly id: string;
  /** What a person calls the row. */
  readonly label: string;
}
export interface OutboxFilter {
  readonly view: OutboxView;
  readonly scope: OutboxScope | null;
}
export const WHOLE_OUTBOX: OutboxFilter = { view: 'all', scope: null };

/** What was last done, and how it went: said to the person until something else is, or it is put away. */
export type OutboxNotice =
  | { readonly what: 'discarded'; readonly mutationIds: readonly string[]; readonly title: string }
  | { readonly what: 'restored'; readonly title: string }
  | { readonly what: 'settled'; readonly title: string; readonly left: number }
  | { readonly what: 'sent-again'; readonly count: number }
  | { readonly what: 'gone' | 'arrived' | 'unsendable' }
  | { readonly what: 'failed'; readonly code: ErrorCode };

export interface OutboxNews {
  readonly notice: OutboxNotice | null;
  /** The entry whose detail is to take the focus once it is shown: the one that was looked at before is gone. */
  readonly focusOn: string | null;
}

export type SettleResult = ResultOf<VigieContract, 'outbox.settle'> | { result: 'failed' };

/** What is not sent: the list of it, and what a person does with it. Failures are told in `news`, never thrown. */
export interface OutboxStore {
  readonly news: StoreApi<OutboxNews>;
  readonly list: ListModel<OutboxEntry, OutboxFilter, 'order'>;
  /** What a person has decided and not sent, by entry. */
  readonly drafts: Map<string, SettlementDraft>;
  /** Sends again, now. Without an entry: whatever waits for its time. */
  retry(entry?: OutboxEntry): Promise<boolean>;
  discard(entry: OutboxEntry): Promise<boolean>;
  restore(mutationIds: readonly string[], title: string): Promise<boolean>;
  settle(entry: OutboxEntry, fields: FieldValues, theirs: FieldValues): Promise<SettleResult>;
  /** The entry that a person would settle after this one, in the order of the list, from the last on to the first. */
  nextToSettle(mutationId: string): Promise<OutboxEntry | undefined>;
  focusOn(mutationId: string | null): void;
  /** The entry that was looked at is not there any more. */
  arrived(): void;
  putAway: () => void;
  dispose: Disposer;
}

/** As many as a person could look through to find the next one; the first ones come after that. */
const LOOK_AHEAD = 500;

export function createOutboxStore(connection: Pick<Connection, 'client' | 'onOpen'>, clock: Clock): OutboxStore {
  const { client } = connection;
  const news = createStore<OutboxNews>(() => ({ notice: null, focusOn: null }));
  const drafts = new Map<string, SettlementDraft>();
  const say = (notice: OutboxNotice) => news.setState({ notice });
  const list = createListModel<OutboxEntry, OutboxFilter, 'order'>({
    connection,
    clock,
    filter: WHOLE_OUTBOX,
    sort: { by: 'order', direction: 'ascending' },
    entities: [],
    subscribe: (invalidate) => client.on('outbox.changed', ({ revision }) => invalidate(revision)),
    fetch: ({ filter: { view, scope } }, window, signal) => {
      const row = scope === null ? {} : { entity: scope.entity, id: scope.id };
      return client.request('outbox.page', { filter: { states: [...STATES[view]], ...row }, ...window }, { signal });
    },
  });

  async function attempt<T>(action: () => Promise<T>): Promise<T | undefined> {
    try {
      return await action();
    } catch (error) {
      say({ what: 'failed', code: knownErrorCode(error instanceof RpcError ? error.code : 'internal') });
      return undefined;
    }
  }

  /** Says what was done, or that the entry had gone on meanwhile. */
  async function touch(ask: () => Promise<{ count: number }>, done: OutboxNotice): Promise<boolean> {
    const answer = await attempt(ask);
    if (answer === undefined) return false;
    say(answer.count === 0 ? { what: 'gone' } : done);
    return answer.count > 0;
  }

  return {
    news,
    list,
    drafts,
    async retry(entry) {
      const mutationIds = entry === undefined ? undefined : [entry.mutationId];
      const params = mutationIds === undefined ? {} : { mutationIds };
      const answer = await attempt(() => client.request('outbox.retry', params));
      if (answer === undefined) return false;
      say(
        answer.count === 0 && entry !== undefined
          ? { what: 'unsendable' }
          : { what: 'sent-again', count: answer.count },
      );
      return answer.count > 0;
    },
    discard: ({ mutationId, title }) =>
      touch(() => client.request('outbox.discard', { mutationIds: [mutationId] }), {
        what: 'discarded',
        mutationIds: [mutationId],
        title,
      }),
    restore: (mutationIds, title) =>
      touch(() => client.request('outbox.restore', { mutationIds: [...mutationIds] }), { what: 'restored', title }),
    async settle({ mutationId, title }, fields, theirs) {
      const answer = await attempt(() =>
        client.request('outbox.settle', { mutationId, fields: { ...fields }, theirs: { ...theirs } }),
      );
      if (answer === undefined) return { result: 'failed' };
      if (answer.result === 'settled') {
        drafts.delete(mutationId);
        const rest = await attempt(() =>
          client.request('outbox.page', { filter: { states: [...TO_SETTLE] }, offset: 0, limit: 1 }),
        );
        if (rest !== undefined) say({ what: 'settled', title, left: rest.total });
      }
      return answer;
    },
    async nextToSettle(mutationId) {
      const page = await attempt(() =>
        client.request('outbox.page', { filter: { states: [...TO_SETTLE] }, offset: 0, limit: LOOK_AHEAD }),
      );
      const rows = page?.rows ?? [];
      const index = rows.findIndex((row) => row.mutationId === mutationId);
      return [...rows.slice(index + 1), ...rows.slice(0, Math.max(0, index))][0];
    },
    focusOn: (mutationId) => news.setState({ focusOn: mutationId }),
    arrived() {
      // What the person has just done with it says more.
      if (news.getState().notice === null) say({ what: 'arrived' });
    },
    putAway: () => news.setState({ notice: null }),
    dispose: () => list.dispose(),
  };
}
