import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Batch } from '../../../../electron/data/remote/rest-client.ts';
import type { Mutation, MutationAnswer, PushResponse } from '../../../../shared/api/index.ts';
import { range, thirdPartyRow, upsert } from '../../../support/vigie-server/rows.ts';

/** How many third parties there are to be edited. */
export const PARTIES = 400;

export type Reply = (batch: Batch) => PushResponse;

/** A server called without a network: it takes all, unless something else was planned. */
export class FakeRest {
  epoch = 'e1';
  /** For the next pushes, in order. */
  plan: (Error | Reply | undefined)[] = [];
  /** For all pushes that nothing was planned for. */
  always: Reply | undefined;
  /** Numbers of the edits of each push. */
  batches: number[][] = [];
  epochs: string[] = [];
  readonly taken = new Map<string, number>();
  underWay = 0;
  onPush: () => void | Promise<void> = () => undefined;

  async push(batch: Batch, signal: AbortSignal): Promise<PushResponse> {
    this.underWay += 1;
    expect(this.underWay).toBe(1);
    this.batches.push(batch.mutations.map(({ mutationId }) => Number(mutationId.slice(-12))));
    this.epochs.push(batch.epoch);
    try {
      await this.onPush();
      await wait(1);
      signal.throwIfAborted();
      const next = this.plan.shift();
      if (next instanceof Error) throw next;
      return (next ?? this.always ?? ((all: Batch) => this.takeAll(all)))(batch);
    } finally {
      this.underWay -= 1;
    }
  }

  takeAll({ mutations }: Batch): PushResponse {
    return this.answer(mutations.map((mutation) => this.take(mutation)));
  }

  take(mutation: Mutation): MutationAnswer {
    const { mutationId, id } = mutation;
    const count = (this.taken.get(mutationId) ?? 0) + 1;
    this.taken.set(mutationId, count);
    const number = range(PARTIES).find((n) => thirdPartyRow(n + 1).id === id) ?? 0;
    const row = thirdPartyRow(number + 1, { name: `Renamed ${Number(mutationId.slice(-12))}` });
    return { mutationId, result: count === 1 ? 'applied' : 'duplicate', current: upsert('third-party', row, 2) };
  }

  answer(answers: MutationAnswer[]): PushResponse {
    return { epoch: this.epoch, serverTime: '2026-03-01T00:00:00Z', answers };
  }
}
