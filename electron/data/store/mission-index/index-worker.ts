import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { MISSION_SORTS, type MissionFilterQuery, type MissionTotalsRow } from '../../../../shared/contract/index.ts';
import { createReader, type Reader } from '../handles.ts';
import { createMissionIndex, type IndexQuery } from './mission-index.ts';

/** What the thread is asked, in order; and told, which needs no answer. */
export type IndexRequest =
  | { id: number; ask: 'page' | 'ids'; query: IndexQuery }
  | { id: number; ask: 'totals'; filter: MissionFilterQuery }
  | { id: number; ask: 'drivers'; text: string | undefined; limit: number }
  | { tell: 'changed'; keys: readonly number[]; names: boolean }
  | { tell: 'replaced' };
export type IndexResult =
  | { keys: number[]; total: number }
  | { ids: string[]; total: number }
  | { drivers: { name: string; missions: number }[] }
  | MissionTotalsRow;
export type IndexAnswer =
  | { id: number; result: IndexResult }
  | { id: number; error: { code: string; message: string } };

const port = parentPort;
if (port === null) throw new Error('the index of missions is a worker thread: it is not started by itself');
const { file } = workerData as { file: string };
const index = createMissionIndex();
let isLoaded = false;
/** Told since the last question, and not read yet: a first synchronisation changes thousands of rows many times. */
let changed = new Set<number>();

port.on('message', (request: IndexRequest) => {
  if ('ask' in request) {
    port.postMessage(answer(request));
    return prepareNext();
  }
  if (request.tell === 'replaced') isLoaded = false;
  else if (isLoaded) note(request);
});

/** Orders are made one by one while nobody asks, so that the first to sort by a column does not wait for it. */
let toPrepare = [...MISSION_SORTS];
let isPreparing = false;
function prepareNext(): void {
  if (isPreparing || !isLoaded) return;
  const by = toPrepare.shift();
  if (by === undefined) return;
  isPreparing = true;
  setImmediate(() => {
    isPreparing = false;
    try {
      if (isLoaded) withReader((reader) => index.prepare(upToDate(reader), by));
    } catch {
      // Whoever asks next is told why.
      isLoaded = false;
    }
    prepareNext();
  });
}

function note({ keys, names }: { keys: readonly number[]; names: boolean }): void {
  for (const key of keys) changed.add(key);
  if (names) index.namesChanged();
}

function answer(request: Extract<IndexRequest, { ask: string }>): IndexAnswer {
  const { id } = request;
  try {
    return { id, result: withReader((reader) => perform(upToDate(reader), request)) };
  } catch (error) {
    // Half of the rows may have been read: the next question reads them all.
    isLoaded = false;
    const code = error instanceof Database.SqliteError ? error.code : 'unknown';
    return { id, error: { code, message: String(error) } };
  }
}

/**
 * Opened by the first statement, since most questions need none, and for no longer than `work` takes: the cache may be set aside at any
 * time. Of one state of the cache, whatever is committed meanwhile.
 */
function withReader<T>(work: (reader: Reader) => T): T {
  let database: Database.Database | undefined;
  let opened: Reader | undefined;
  const reader = (): Reader => {
    if (opened !== undefined) return opened;
    database = new Database(file, { readonly: true, fileMustExist: true, timeout: 2_000 });
    database.pragma('query_only = ON');
    database.pragma('cache_size = -16384');
    database.pragma('trusted_schema = OFF');
    database.exec('BEGIN');
    opened = createReader(database, () => undefined);
    return opened;
  };
  try {
    return work({
      select: (sql) => reader().select(sql),
      selectValue: (sql) => reader().selectValue(sql),
      dataVersion: () => reader().dataVersion(),
    });
  } finally {
    database?.close();
  }
}

function upToDate(reader: Reader): Reader {
  if (!isLoaded) {
    index.load(reader);
    toPrepare = [...MISSION_SORTS];
  } else if (changed.size > 0) index.refresh(reader, [...changed]);
  isLoaded = true;
  changed = new Set();
  return reader;
}

function perform(reader: Reader, request: Extract<IndexRequest, { ask: string }>): IndexResult {
  switch (request.ask) {
    case 'page':
      return index.page(reader, request.query);
    case 'ids': {
      const { keys, total } = index.page(reader, request.query);
      const find = reader.selectValue<string>('SELECT id FROM missions WHERE row_key = ?');
      return { ids: keys.flatMap((key) => find.get(key) ?? []), total };
    }
    case 'totals':
      return index.totals(reader, request.filter);
    case 'drivers':
      return { drivers: index.drivers(request.text, request.limit) };
  }
}
