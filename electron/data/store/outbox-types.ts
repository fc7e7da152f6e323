import type { Mutation, MutationAnswer } from '../../../shared/api/index.ts';
import type {
  OutboxEntry,
  OutboxHealth,
  OutboxState,
  UnsentState,
  VigieContract,
} from '../../../shared/contract/index.ts';
import type { EditableEntity, RowFields } from '../../../shared/domain/index.ts';
import type { ParamsOf } from '../../../shared/rpc/index.ts';

export type OutboxQuery = ParamsOf<VigieContract, 'outbox.page'>;

/** A row and the server's count of its changes; 0: the server has none yet. */
export interface KnownRow {
  row: RowFields;
  version: number;
}

/** An entry as it is kept, for who makes another of it. */
export interface KeptMutation {
  /** Undefined where it cannot be read. */
  mutation: Mutation | undefined;
  state: OutboxState;
}

/** What is asked of the outbox. */
export interface OutboxReads {
  /** Those that wait for a person first, then as they were made. Without `states`: all but the discarded ones. */
  page(query: OutboxQuery): { rows: OutboxEntry[]; total: number };
  get(mutationId: string): OutboxEntry | undefined;
  counts(): Omit<OutboxHealth, 'isSending' | 'savedAtMs'>;
  /**
   * The first mutations that may be sent, in the order in which they were made: of this server, and not waiting for another. At most
   * `limit`, and no more than `bytes` of JSON, but at least one.
   */
  sendable(serverIdentity: string, limit: number, bytes: number): Mutation[];
  unsentOf(entity: EditableEntity, id: string): UnsentState | null;
  /** The row as windows show it: the server's, with what is on its way on top. */
  rowOf(entity: EditableEntity, id: string): KnownRow | undefined;
  /** The row as the server has it, as far as is known here; undefined: it has none. */
  serverRowOf(entity: EditableEntity, id: string): KnownRow | undefined;
  /** How many rows name this one. */
  usedBy(entity: EditableEntity, id: string): number;
  /**
   * The server for which an edit is made now: the one whose rows are shown; while there are none, the one that this Vigie is set
   * to. Null: there is none.
   */
  owner(): string | null;
  kept(mutationId: string): KeptMutation | undefined;
}

/** What changes the outbox; within a transaction of the store, together with the rows that it shows. */
export interface OutboxWrites extends OutboxReads {
  /** Keeps an edit and shows it. */
  add(mutation: Mutation, serverIdentity: string): void;
  /** These are about to be sent: from now on they may have arrived. */
  attempted(mutationIds: readonly string[], atMs: number): void;
  /** What the server said. Answers to what is not in the outbox any more only bring their row. */
  settle(answers: readonly MutationAnswer[]): void;
  /** A mutation that even alone is too large for the server. */
  refuse(mutationId: string, detail: string): void;
  /** See outbox-discards.ts for what goes along. */
  discard(mutationIds: readonly string[], atMs: number): number;
  restore(mutationIds: readonly string[]): number;
  /** Puts an edit in the place of another that a person has settled. False: that one is not there any more. */
  replace(mutationId: string, by: Mutation): boolean;
  /** Sends one that was kept aside (recovered, or unreadable until now) as it is, under its own id. False: it cannot be read. */
  requeue(mutationId: string): boolean;
  /** Takes one out for good: what it wanted is already so. */
  drop(mutationId: string): void;
}
