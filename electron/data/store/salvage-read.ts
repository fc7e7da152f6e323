import { v7 as uuidv7 } from 'uuid';
import Database from 'better-sqlite3';
import { checksumOf, createPayloadReader, STORED_STATES, type StoredEntry } from './outbox-rows.ts';

/** An entry on its way into another file. Its position tells the order, and becomes another one there. */
export type SalvagedEntry = StoredEntry;

export interface Salvaged {
  /** In the order in which they were made. */
  entries: SalvagedEntry[];
  /** False where a part of the outbox could not be read. */
  isComplete: boolean;
}

type Raw = Readonly<Record<string, unknown>>;

/**
 * Reads what can be read of the outbox of a file that is damaged, or from another version of Vigie: row by row from the front and from
 * the back, and between them by each number that a row may have. Never throws for what is in the file.
 */
export function readOutboxOf(file: string): Salvaged {
  let database: Database.Database | undefined;
  try {
    database = new Database(file, { readonly: true, fileMustExist: true });
    const table = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'outbox'").get();
    // Of a version before there was an outbox.
    if (table === undefined) return { entries: [], isComplete: true };
    const { rows, isComplete } = readRows(database);
    return { entries: rows.map(toEntry), isComplete };
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    return { entries: [], isComplete: false };
  } finally {
    database?.close();
  }
}

/** More numbers than these are not tried one by one. */
const MOST_TRIED = 200_000;

function readRows(database: Database.Database): { rows: Raw[]; isComplete: boolean } {
  const select = (condition: string) =>
    database.prepare<[number], Raw & { salvage_key: number }>(
      `SELECT rowid AS salvage_key, * FROM outbox WHERE rowid ${condition} LIMIT 1`,
    );
  const found = new Map<number, Raw>();
  const walk = (statement: ReturnType<typeof select>, from: number, isBeyond: (key: number) => boolean) => {
    for (let key = from; ; ) {
      const row = tryReading(() => statement.get(key));
      if (row === 'damaged') return { key, isDamaged: true };
      if (row === undefined || isBeyond(row.salvage_key)) return { key, isDamaged: false };
      key = row.salvage_key;
      found.set(key, row);
    }
  };
  const front = walk(select('> ? ORDER BY rowid'), 0, () => false);
  if (!front.isDamaged) return { rows: [...found.values()], isComplete: true };
  const back = walk(select('< ? ORDER BY rowid DESC'), Number.MAX_SAFE_INTEGER, (key) => key <= front.key);
  const at = select('= ?');
  const last = Math.min(back.key, front.key + MOST_TRIED);
  for (let key = front.key + 1; key < last; key++) {
    const row = tryReading(() => at.get(key));
    if (row !== undefined && row !== 'damaged') found.set(key, row);
  }
  const inOrder = [...found].sort(([a], [b]) => a - b).map(([, row]) => row);
  return { rows: inOrder, isComplete: false };
}

function tryReading<Row>(read: () => Row): Row | 'damaged' {
  try {
    return read();
  } catch (error) {
    if (error instanceof Database.SqliteError) return 'damaged';
    throw error;
  }
}

/**
 * A row of the table as an entry. What this version does not know, or is damaged, becomes `unreadable`: it is kept as it is, and
 * never sent.
 */
export function toEntry(raw: Raw): SalvagedEntry {
  const payload = textOf(raw['payload']) ?? JSON.stringify(raw, bytesAsText);
  const stored = integerOf(raw['checksum']);
  const entry = {
    mutation_id: textOf(raw['mutation_id']) ?? uuidv7(),
    payload,
    // A version without checksums is believed.
    checksum: stored ?? checksumOf(payload),
  };
  const mutation = createPayloadReader()(entry);
  const state = STORED_STATES.find((known) => known === raw['state']);
  const isKnown = mutation !== undefined && state !== undefined;
  return {
    ...entry,
    position: integerOf(raw['position']) ?? 0,
    server_identity: textOf(raw['server_identity']) ?? '',
    op: mutation?.op ?? textOf(raw['op']) ?? null,
    entity: mutation?.entity ?? textOf(raw['entity']) ?? null,
    entity_id: mutation?.id ?? textOf(raw['entity_id']) ?? null,
    state: isKnown || state === 'discarded' ? state : 'unreadable',
    made_at_ms: mutation?.madeAtMs ?? integerOf(raw['made_at_ms']) ?? 0,
    // Not known: then it may have been sent.
    attempts: integerOf(raw['attempts']) ?? 1,
    last_attempt_at_ms: integerOf(raw['last_attempt_at_ms']) ?? null,
    is_cancel_sent: integerOf(raw['is_cancel_sent']) === 0 ? 0 : 1,
    answer: textOf(raw['answer']) ?? null,
    discarded_at_ms: integerOf(raw['discarded_at_ms']) ?? null,
    discarded_from: textOf(raw['discarded_from']) ?? null,
    discarded_with: textOf(raw['discarded_with']) ?? null,
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function integerOf(value: unknown): number | undefined {
  return Number.isSafeInteger(value) ? (value as number) : undefined;
}

function bytesAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
