import { MAX_PUSH_BYTES, type Mutation } from '../../../shared/api/index.ts';
import { BATCH_SIZES, createDependencyGate, nextBatchSize, smallerBatchSize } from '../../../shared/sync/index.ts';
import type { OutboxReads } from '../store/outbox-types.ts';

/** What a request holds beside its mutations, with room to spare. */
const ENVELOPE_BYTES = 1_000;
/** So often in a row one edit may fail alone, before others are sent ahead of it. */
const TRIES_ALONE = 3;

/** Which edits go into the next request: as many as suit the line and the server, and none that keeps others from going. */
export interface PushBatches {
  /** The next batch, in order; empty where nothing may be sent. */
  take(outbox: Pick<OutboxReads, 'sendable'>, serverIdentity: string): Mutation[];
  /** Answers to a batch came and were stored, `elapsedMs` after it was sent. */
  settled(batch: readonly Mutation[], elapsedMs: number): void;
  /** The batch as it was is too much: for the line, for the server, or for what stands between. */
  tooMuch(batch: readonly Mutation[]): void;
  /**
   * The server fails at the batch, or answers nonsense. Smaller ones show which edit it is. That one then lets others go ahead, but
   * for those that depend on it, and is tried again when nothing else is to be sent.
   */
  failedAt(batch: readonly Mutation[]): void;
}

export function createPushBatches(): PushBatches {
  let size: number = BATCH_SIZES.first;
  let alone: { id: string; failures: number } | undefined;
  const aside = new Set<string>();

  function shrink(batch: readonly Mutation[]): void {
    if (batch.length > 0) size = smallerBatchSize(Math.min(size, batch.length));
  }

  return {
    take(outbox, serverIdentity) {
      const bytes = MAX_PUSH_BYTES - ENVELOPE_BYTES - size;
      if (aside.size === 0) return outbox.sendable(serverIdentity, size, bytes);
      // Many may depend on one that was set aside: as far down the queue is looked as it takes.
      for (let factor = 2; ; factor *= 2) {
        const limit = (size + aside.size) * factor;
        const sendable = outbox.sendable(serverIdentity, limit, bytes * factor);
        const ahead = withoutAside(sendable, aside);
        if (ahead.length > 0) return ahead.slice(0, size);
        if (sendable.length >= limit) continue;
        forgetOthers(aside, sendable);
        return sendable.slice(0, 1);
      }
    },
    settled(batch, elapsedMs) {
      for (const { mutationId } of batch) aside.delete(mutationId);
      alone = undefined;
      // A small batch that went fast says nothing of a large one.
      const isFull = batch.length >= size;
      const next = nextBatchSize(Math.min(size, batch.length), elapsedMs);
      if (isFull || next < batch.length) size = next;
    },
    tooMuch: shrink,
    failedAt(batch) {
      shrink(batch);
      const [only] = batch;
      if (only === undefined || batch.length > 1) return;
      const failures = alone?.id === only.mutationId ? alone.failures + 1 : 1;
      alone = { id: only.mutationId, failures };
      if (failures >= TRIES_ALONE) aside.add(only.mutationId);
    },
  };
}

/** One that a person has discarded or settled is not tried again. */
function forgetOthers(aside: Set<string>, sendable: readonly Mutation[]): void {
  const there = new Set(sendable.map(({ mutationId }) => mutationId));
  for (const id of aside) if (!there.has(id)) aside.delete(id);
}

/** Those that depend on none that was set aside. */
function withoutAside(mutations: readonly Mutation[], aside: ReadonlySet<string>): Mutation[] {
  const gate = createDependencyGate();
  return mutations.filter((mutation) => {
    if (!aside.has(mutation.mutationId)) return gate.pass(mutation) === undefined;
    gate.hold(mutation);
    return false;
  });
}
