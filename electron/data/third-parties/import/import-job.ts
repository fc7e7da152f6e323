import { rm, stat } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type ImportCounts,
  type ImportProblem,
  type ImportSettings,
  type ImportState,
  MAX_TABLE_ROWS,
} from '../../../../shared/contract/index.ts';
import type { Clock } from '../../../../shared/domain/index.ts';
import { RpcError } from '../../../../shared/rpc/index.ts';
import { makeCreation, makePatch } from '../../handlers/make-mutation.ts';
import type { CacheReads, CacheWrites } from '../../store/cache.ts';
import { StorageError } from '../../store/storage-error.ts';
import type { Store } from '../../store/store.ts';
import { type EditMaker, passRow, type RowOutcome } from './import-pass.ts';
import { createKnownParties } from './known-parties.ts';
import { createProblemFile, type ProblemFile } from './problem-file.ts';
import { previewTable } from './table-preview.ts';
import { TableError, type TableRow, tableRows } from './table-rows.ts';
import { undoEdit } from './undo-import.ts';

/** Rows of one transaction: few enough that what a person enters meanwhile does not wait. */
const BATCH = 200;
/** After so many others get their turn. */
const TURN = 10;

/** One table, gone through as a trial, for good, and back. */
export interface ImportJob {
  readonly file: string;
  readonly problems: ProblemFile;
  state(): ImportState;
  isBusy(): boolean;
  start(settings: ImportSettings, isTrial: boolean): ImportState;
  stop(): void;
  undo(): ImportState;
  close(): Promise<void>;
}

interface JobParts {
  id: string;
  file: string;
  fileName: string;
  store: Store;
  clock: Clock;
}

const NO_COUNTS: ImportCounts = { rows: 0, created: 0, updated: 0, same: 0, skipped: 0, bad: 0 };
const NOTHING_DONE: ImportState = {
  ...{ phase: 'idle', done: 0, of: 0, counts: NO_COUNTS, problems: 0, fault: null, undone: 0, kept: 0 },
};

export function createImportJob({ id, file, fileName, store, clock }: JobParts): ImportJob {
  const problems = createProblemFile(`${file}.problems`);
  let state = NOTHING_DONE;
  let stopper = new AbortController();
  let work: Promise<void> = Promise.resolve();

  const isBusy = () => ['checking', 'running', 'undoing'].includes(state.phase);
  function change(more: Partial<ImportState>): ImportState {
    state = { ...state, ...more };
    return state;
  }
  /** Runs in the background; what it comes to is in the state. */
  function begin(first: Partial<ImportState>, run: () => Promise<Partial<ImportState>>): ImportState {
    stopper = new AbortController();
    change({ ...NOTHING_DONE, ...first });
    work = run().then(
      (last) => void change(last),
      (error: unknown) => void change(endOf(error, stopper.signal)),
    );
    return state;
  }

  async function pass(settings: ImportSettings, isTrial: boolean): Promise<Partial<ImportState>> {
    await problems.clear();
    change({ of: (await stat(file)).size });
    const { headers } = await previewTable(file, settings.form);
    const known = createKnownParties();
    const counts = { ...NO_COUNTS };
    const owner = store.read((cache) => cache.outbox.owner());
    if (!isTrial) {
      if (owner === null)
        throw new RpcError('server-unreachable', 'no Vigie server is set, and edits are made for a server');
      const kept = { id, fileName, madeAtMs: clock.nowMs(), serverIdentity: owner };
      await store.write(({ imports }) => imports.begin(kept));
    }

    const take = (row: TableRow, cache: CacheReads, maker: EditMaker): RowOutcome => {
      const outcome = passRow(row, { settings, headers, known }, cache, maker);
      counts.rows += 1;
      counts[outcome.count] += 1;
      return outcome;
    };
    const flush = async (batch: readonly TableRow[]) => {
      const found: ImportProblem[] = isTrial
        ? store.read((cache) => batch.flatMap((row) => take(row, cache, trialMaker(cache, clock.nowMs())).problems))
        : await store.write(async (cache) => {
            const told: ImportProblem[] = [];
            for (const [index, row] of batch.entries()) {
              const outcome = store.read((reads) => take(row, reads, keepingMaker(cache, clock.nowMs(), owner ?? '')));
              if (outcome.edit !== undefined) cache.imports.note(id, outcome.edit);
              told.push(...outcome.problems);
              if (index % TURN === TURN - 1) await nextTurn();
            }
            return told;
          });
      await problems.add(found);
      change({ done: batch.at(-1)?.bytes ?? state.done, counts: { ...counts }, problems: problems.count() });
      await nextTurn();
      stopper.signal.throwIfAborted();
    };

    let batch: TableRow[] = [];
    let isFirst = settings.form.hasHeader;
    for await (const row of tableRows(file, settings.form, stopper.signal)) {
      if (isFirst) {
        isFirst = false;
        continue;
      }
      batch.push(row);
      if (counts.rows + batch.length > MAX_TABLE_ROWS) throw new TableError('too-many-rows', row.line);
      if (batch.length < BATCH) continue;
      await flush(batch);
      batch = [];
    }
    if (batch.length > 0) await flush(batch);
    return { phase: isTrial ? 'checked' : 'done', done: state.of };
  }

  async function takeBack(): Promise<Partial<ImportState>> {
    let [undone, kept] = [0, 0];
    for (let isMore = true; isMore; ) {
      isMore = await store.write(async (cache) => {
        const edits = cache.imports.newest(id, BATCH);
        for (const [index, edit] of edits.entries()) {
          if (undoEdit(cache, edit, clock.nowMs())) undone += 1;
          else kept += 1;
          cache.imports.forget(edit.position);
          if (index % TURN === TURN - 1) await nextTurn();
        }
        return edits.length === BATCH;
      });
      change({ undone, kept, done: undone + kept });
      await nextTurn();
      stopper.signal.throwIfAborted();
    }
    await store.write(({ imports }) => imports.end(id));
    return { phase: 'undone' };
  }

  return {
    file,
    problems,
    state: () => state,
    isBusy,
    start: (settings, isTrial) => begin({ phase: isTrial ? 'checking' : 'running' }, () => pass(settings, isTrial)),
    stop: () => stopper.abort(),
    undo() {
      const last = store.read((cache) => cache.imports.last());
      if (last?.id !== id) throw new RpcError('not-found', 'the newest import alone can be undone', { field: 'id' });
      return begin({ phase: 'undoing', of: last.created + last.updated }, takeBack);
    },
    async close() {
      stopper.abort();
      await work;
      await problems.clear();
      if (file !== '') await rm(file, { force: true });
    },
  };
}

function endOf(error: unknown, signal: AbortSignal): Partial<ImportState> {
  if (signal.aborted) return { phase: 'stopped' };
  if (error instanceof TableError) {
    const { code, line } = error;
    return { phase: 'failed', fault: line === undefined ? { code } : { code, line } };
  }
  if (error instanceof StorageError || error instanceof RpcError) return { phase: 'failed' };
  throw error;
}

function trialMaker(cache: CacheReads, nowMs: number): EditMaker {
  return { ...editMaker(cache, nowMs), isTrial: true, keep: ({ mutation }) => mutation.mutationId };
}

function keepingMaker({ outbox }: Pick<CacheWrites, 'outbox'>, nowMs: number, owner: string): EditMaker {
  return {
    ...editMaker({ outbox }, nowMs),
    isTrial: false,
    keep({ mutation }) {
      outbox.add(mutation, owner);
      return mutation.mutationId;
    },
  };
}

function editMaker({ outbox }: Pick<CacheReads, 'outbox'>, nowMs: number): Omit<EditMaker, 'keep' | 'isTrial'> {
  const ground = { rows: outbox, nowMs };
  return {
    create: (id, fields) => makeCreation(ground, 'third-party', id, fields),
    patch: (id, values) => makePatch(ground, 'third-party', id, { known: outbox.rowOf('third-party', id), values }),
  };
}
