import type { Change, Mutation, MutationAnswer } from '../../../../shared/api/index.ts';
import type { ThirdParty } from '../../../../shared/domain/index.ts';
import { overlayOf } from '../../../../shared/sync/index.ts';

/**
 * The outbox and the rows as a person would describe them, in memory and without haste: what each row is on the server as far as
 * is known, and the list of edits. Only third parties; everything is worked out anew for each question.
 */
export interface ModelEntry {
  mutation: Mutation;
  state: 'queued' | 'sent' | 'conflict' | 'rejected' | 'cancelling' | 'discarded';
  before: 'queued' | 'sent' | 'conflict' | 'rejected';
  isCancelSent: boolean;
  isSpent: boolean;
  group: number;
}

interface Sending {
  entry: ModelEntry;
  isCancel: boolean;
}

interface ModelRow {
  row: ThirdParty | null;
  version: number;
}

export class OutboxModel {
  entries: ModelEntry[] = [];
  readonly known = new Map<string, ModelRow>();
  #asked = new Set<string>();
  #groups = 0;

  add(mutation: Mutation): void {
    this.entries.push({
      mutation,
      state: 'queued',
      before: 'queued',
      isCancelSent: false,
      isSpent: false,
      group: this.#groups++,
    });
  }

  /** What may be sent: what waits for nothing that stands still. */
  sendable(): Sending[] {
    const stopped = new Set<string>();
    return this.entries.flatMap((entry): Sending[] => {
      const { mutation, state } = entry;
      if (state === 'discarded') return [];
      if (state === 'cancelling') return [{ entry, isCancel: true }];
      const waits = stopped.has(mutation.id);
      if (state === 'conflict' || state === 'rejected' || waits) {
        stopped.add(mutation.id);
        return [];
      }
      return [{ entry, isCancel: false }];
    });
  }

  attempt(): void {
    for (const { entry, isCancel } of this.sendable()) {
      this.#asked.add(entry.mutation.mutationId);
      if (isCancel) entry.isCancelSent = true;
      else entry.state = 'sent';
    }
  }

  settle({ mutationId, ...answer }: MutationAnswer): void {
    const entry = this.entries.find((one) => one.mutation.mutationId === mutationId);
    const { current } = answer;
    if (current !== null) {
      const wasAsked = this.#asked.has(mutationId);
      if (wasAsked || this.known.has(current.id)) this.learn(current);
    }
    this.#asked.delete(mutationId);
    if (entry === undefined) return this.#tidy();
    if (answer.result === 'applied' || answer.result === 'duplicate') {
      this.entries = this.entries.filter((one) => one !== entry);
    } else if (entry.state === 'cancelling' || entry.state === 'discarded') {
      entry.state = 'discarded';
      entry.isSpent = answer.result === 'rejected' && answer.reason.code === 'cancelled';
      entry.before = answer.result;
    } else entry.state = answer.result;
    this.#tidy();
  }

  discard(mutationId: string): void {
    const root = this.entries.find((one) => one.mutation.mutationId === mutationId);
    if (root === undefined || isGone(root)) return;
    const group = this.#groups++;
    const along =
      root.mutation.op === 'create'
        ? this.entries
            .slice(this.entries.indexOf(root) + 1)
            .filter((one) => one.mutation.id === root.mutation.id && !isGone(one))
        : [];
    for (const entry of [root, ...along]) {
      if (isGone(entry)) continue;
      entry.before = entry.state as ModelEntry['before'];
      entry.state = entry.state === 'sent' ? 'cancelling' : 'discarded';
      entry.group = group;
    }
    this.#tidy();
  }

  restore(mutationId: string, newId: (entry: ModelEntry) => string): void {
    const first = this.entries.find((one) => one.mutation.mutationId === mutationId);
    if (first === undefined || !isGone(first)) return;
    const back = new Set<ModelEntry>();
    const waiting = [first];
    for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
      if (back.has(entry)) continue;
      if (entry.state === 'cancelling' && entry.isCancelSent) return;
      back.add(entry);
      const { group, mutation } = entry;
      waiting.push(...this.entries.filter((one) => isGone(one) && one.group === group));
      waiting.push(
        ...this.entries.filter((one) => isGone(one) && one.mutation.op === 'create' && one.mutation.id === mutation.id),
      );
    }
    for (const entry of back) {
      if (entry.isSpent) entry.mutation = { ...entry.mutation, mutationId: newId(entry) };
      entry.state = entry.isSpent ? 'queued' : entry.before;
      Object.assign(entry, { isSpent: false, isCancelSent: false, group: this.#groups++ });
    }
  }

  pull(change: Change): void {
    this.learn(change);
    this.#tidy();
  }

  clear(): void {
    this.known.clear();
    this.#asked.clear();
  }

  reopen(): void {
    this.#asked.clear();
  }

  learn(change: Change): void {
    const known = this.known.get(change.id);
    if (known !== undefined && known.version > change.version) return;
    const row = change.op === 'upsert' && change.entity === 'third-party' ? change.row : null;
    this.known.set(change.id, { row, version: change.version });
  }

  /** A removal is remembered as long as an answer about the row may come. */
  #tidy(): void {
    for (const [id, { row }] of this.known) if (row === null && this.#unsettled(id).length === 0) this.known.delete(id);
  }

  #unsettled(id: string): ModelEntry[] {
    return this.entries.filter(
      ({ mutation, state }) => mutation.id === id && (state === 'queued' || state === 'sent' || state === 'cancelling'),
    );
  }

  shown(id: string): unknown {
    const live = this.#unsettled(id)
      .filter(({ state }) => state !== 'cancelling')
      .map(({ mutation }) => mutation);
    return overlayOf(this.known.get(id)?.row ?? null, live);
  }
}

function isGone({ state }: ModelEntry): boolean {
  return state === 'discarded' || state === 'cancelling';
}
