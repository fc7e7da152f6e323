import { describe, expect, it } from 'vitest';
import type { Change, MutationAnswer } from '../../../../shared/api/index.ts';
import type { ThirdParty } from '../../../../shared/domain/index.ts';
import type { Store } from '../../../../electron/data/store/store.ts';
import { fc } from '../../../support/property.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { testStores } from '../../../support/test-store.ts';
import { range, remove, thirdPartyRow, upsert } from '../../../support/vigie-server/rows.ts';
import { ALL_STATES, create, patch, removal, SERVER } from './edits.ts';
import { OutboxModel } from './outbox-model.ts';

const newFolder = temporaryFolders();
const newStore = testStores();

const ROWS = 3;
const row = fc.nat(ROWS - 1);
const place = fc.nat(20);
const word = fc.constantFrom('A', 'B', 'C');
const command = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('pull' as const), row, word, isRemoval: fc.boolean(), age: fc.nat(1) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('create' as const), row, word }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('patch' as const),
      row,
      word,
      field: fc.constantFrom('name', 'contactInfo.city'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), row }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('attempt' as const) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('settle' as const),
      place,
      result: fc.constantFrom('applied' as const, 'duplicate' as const, 'conflict' as const, 'rejected' as const),
      code: fc.constantFrom('cancelled' as const, 'frozen' as const),
      brings: fc.constantFrom('nothing' as const, 'row' as const, 'tombstone' as const),
      word,
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('discard' as const), place }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('restore' as const), place }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('clear' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('fail' as const), row, word }) },
);
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

const idOf = (n: number) => thirdPartyRow(n).id;
const rowOf = (n: number, name: string): ThirdParty => thirdPartyRow(n, { name });

/** The store and the model, led through the same. */
class Pair {
  readonly model = new OutboxModel();
  readonly #folder = newFolder();
  store: Store = this.#open();
  #count = 0;
  #version = 10;

  #open(): Store {
    return newStore(this.#folder, { serverIdentity: SERVER }).store;
  }

  /** As a killed process and its successor would: only what is on the disk is left. */
  async reopen(): Promise<void> {
    await this.store.close();
    this.store = this.#open();
    this.model.reopen();
  }

  async run(command: Command): Promise<void> {
    const { model, store } = this;
    switch (command.do) {
      case 'pull': {
        // An old one is as old as can be: it must not replace anything.
        const isOld = command.age === 0 && (model.known.get(idOf(command.row))?.version ?? 0) > 0;
        const version = isOld ? 1 : this.#version++;
        const change: Change = command.isRemoval
          ? remove('third-party', idOf(command.row), version)
          : upsert('third-party', rowOf(command.row, command.word), version);
        model.pull(change);
        const { cursor } = store.read((cache) => cache.syncState());
        return store.write((cache) => {
          cache.apply(change);
          const page = { epoch: 'e1', cursor: `c${version}`, isLast: true, atMs: 1 };
          cache.advance({ ...page, from: cursor, serverIdentity: SERVER });
        });
      }
      case 'create':
      case 'patch':
      case 'remove': {
        const mutation = this.#mutation(command);
        model.add(mutation);
        return store.write(({ outbox }) => outbox.add(mutation, SERVER));
      }
      case 'attempt':
        model.attempt();
        return store.write(({ outbox }) => {
          const ids = outbox.sendable(SERVER, 500, 9_999_999).map(({ mutationId }) => mutationId);
          outbox.attempted(ids, 1);
        });
      case 'settle': {
        const answer = this.#answer(command);
        // Nobody settles anything while the cache holds nobody's rows.
        if (answer === undefined || store.read((cache) => cache.syncState().origin) === null) return;
        model.settle(answer);
        return store.write(({ outbox }) => outbox.settle([answer]));
      }
      case 'discard':
      case 'restore': {
        const id = this.#idAt(command.place);
        if (id === undefined) return;
        if (command.do === 'discard') model.discard(id);
        await store.write(({ outbox }) => outbox[command.do]([id], Date.now()));
        if (command.do === 'restore') this.#restoreInModel(id);
        return;
      }
      case 'clear':
        model.clear();
        return store.write((cache) => cache.clear());
      case 'fail': {
        const mutation = this.#mutation({ do: 'create', row: command.row, word: command.word });
        const failing = store.write((cache) => {
          cache.outbox.add(mutation, SERVER);
          cache.outbox.discard(
            model.entries.map((entry) => entry.mutation.mutationId),
            1,
          );
          cache.clear();
          throw new Error('on purpose');
        });
        await failing.catch(() => undefined);
        // The store may forget what it asked, never the other way round.
        return model.reopen();
      }
    }
  }

  #mutation(command: Command & { do: 'create' | 'patch' | 'remove' }) {
    const n = this.#count++;
    const id = idOf(command.row);
    if (command.do === 'create') return create(n, 'third-party', id, { name: command.word, type: 'other' });
    if (command.do === 'remove') return removal(n, 'third-party', id);
    return patch(n, 'third-party', id, { [command.field]: ['?', command.word] });
  }

  #idAt(at: number): string | undefined {
    const { entries } = this.model;
    return entries.length === 0 ? undefined : entries[at % entries.length]?.mutation.mutationId;
  }

  #answer(command: Command & { do: 'settle' }): MutationAnswer | undefined {
    const { entries } = this.model;
    const asked = entries.filter(({ state, isCancelSent }) => state === 'sent' || isCancelSent);
    const entry = asked[command.place % Math.max(1, asked.length)];
    if (entry === undefined) return undefined;
    const { mutationId, id } = entry.mutation;
    const n = range(ROWS).find((one) => idOf(one) === id) ?? 0;
    const version = this.#version++;
    const brought = {
      nothing: null,
      row: upsert('third-party', rowOf(n, command.word), version),
      tombstone: remove('third-party', id, version),
    };
    const current = brought[command.brings];
    if (command.result === 'conflict') return { mutationId, current, result: 'conflict', fields: ['name'] };
    if (command.result !== 'rejected') return { mutationId, current, result: command.result };
    // Only what was withdrawn is cancelled.
    const code = entry.isCancelSent ? command.code : 'frozen';
    return { mutationId, current, result: 'rejected', reason: { code, detail: '' } };
  }

  /** Ids that the store has made anew are taken over, by their places. */
  #restoreInModel(id: string): void {
    const stored = this.#stored();
    this.model.restore(id, (entry) => stored[this.model.entries.indexOf(entry)]?.mutationId ?? 'none');
  }

  #stored() {
    const { rows } = this.store.read(({ outbox }) =>
      outbox.page({ filter: { states: [...ALL_STATES] }, offset: 0, limit: 500 }),
    );
    return rows.toSorted((a, b) => a.madeAtMs - b.madeAtMs);
  }

  expectEqual(): void {
    const { model, store } = this;
    const stored = this.#stored();
    expect(stored.map(({ mutationId, state }) => [mutationId, state === 'held' ? '' : state])).toEqual(
      model.entries.map((entry) => {
        const isHeld =
          entry.state === 'queued' || entry.state === 'sent'
            ? !model.sendable().some((one) => one.entry === entry)
            : false;
        return [entry.mutation.mutationId, isHeld ? '' : entry.state];
      }),
    );
    const sendable = store.read(({ outbox }) => outbox.sendable(SERVER, 500, 9_999_999));
    expect(sendable.map(({ op, mutationId }) => [mutationId, op === 'cancel'])).toEqual(
      model.sendable().map(({ entry, isCancel }) => [entry.mutation.mutationId, isCancel]),
    );
    for (const n of range(ROWS)) {
      const shown = store.read(({ outbox }) => outbox.rowOf('third-party', idOf(n)))?.row ?? null;
      expect(shown).toEqual(model.shown(idOf(n)));
      const server = store.read(({ outbox }) => outbox.serverRowOf('third-party', idOf(n)))?.row ?? null;
      expect(server).toEqual(model.known.get(idOf(n))?.row ?? null);
    }
  }
}

describe('any sequence of changes', () => {
  it('leaves rows and queue as a simple model of them says, also when the process is killed after each', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(command, { minLength: 1, maxLength: 40, size: 'max' }),
        fc.constantFrom(1, 7, 1_000),
        async (commands, every) => {
          const pair = new Pair();
          for (const [index, one] of commands.entries()) {
            await pair.run(one);
            if (index % every === every - 1) await pair.reopen();
            pair.expectEqual();
          }
          await pair.store.close();
        },
      ),
      { numRuns: 30 },
    );
  });
});
