import type { Reader, Writer } from './handles.ts';

/** Whose rows the cache holds and how far they go. */
export interface SyncState {
  /** Null while the cache holds nobody's rows. */
  origin: { serverIdentity: string; epoch: string } | null;
  /** Where the next pull goes on; null: from the beginning. */
  cursor: string | null;
  /** Everything had arrived once: what is missing now is only what is new. */
  isComplete: boolean;
  lastSyncAtMs: number | null;
  revision: number;
}

/** What a page adds to the state, in the transaction of its rows. */
export interface SyncProgress {
  /** The cursor that the page was asked for with. */
  from: string | null;
  serverIdentity: string;
  epoch: string;
  cursor: string;
  /** This page was the last for now. */
  isLast: boolean;
  atMs: number;
}

/** The page does not go on from where the cache is: it was emptied or replaced while the page was on its way. */
export class CursorMovedError extends Error {
  override name = 'CursorMovedError';
}

export interface SyncStateWrites {
  /** @throws CursorMovedError: the transaction must not be committed */
  advance(progress: SyncProgress): void;
  /** Nobody's rows any more. The revision goes on. */
  clear(): void;
  /** Notes that rows changed, or lifts the revision to `atLeast`. Returns the new one. */
  revise(atLeast: number): number;
}

interface Stored {
  server_identity: string | null;
  epoch: string | null;
  cursor: string | null;
  is_complete: number;
  last_sync_at_ms: number | null;
  revision: number;
}

export function readSyncState(reader: Reader): SyncState {
  const stored = reader
    .select<Stored>('SELECT server_identity, epoch, cursor, is_complete, last_sync_at_ms, revision FROM sync_state')
    .get();
  if (stored === undefined) throw new Error('sync_state has no row');
  const { server_identity: serverIdentity, epoch } = stored;
  return {
    origin: serverIdentity === null || epoch === null ? null : { serverIdentity, epoch },
    cursor: stored.cursor,
    isComplete: stored.is_complete === 1,
    lastSyncAtMs: stored.last_sync_at_ms,
    revision: stored.revision,
  };
}

export function createSyncStateWrites(writer: Writer): SyncStateWrites {
  const advance = writer.change(`
    UPDATE sync_state SET server_identity = ?, epoch = ?, cursor = ?, is_complete = max(is_complete, ?),
      last_sync_at_ms = coalesce(?, last_sync_at_ms)
    WHERE cursor IS ?`);
  const clear = writer.change(`
    UPDATE sync_state SET server_identity = NULL, epoch = NULL, cursor = NULL, is_complete = 0, last_sync_at_ms = NULL`);
  const revise = writer.selectValue<number>('UPDATE sync_state SET revision = max(revision + 1, ?) RETURNING revision');
  return {
    advance({ from, serverIdentity, epoch, cursor, isLast, atMs }) {
      const { changes } = advance.run(serverIdentity, epoch, cursor, isLast ? 1 : 0, isLast ? atMs : null, from);
      if (changes === 0) throw new CursorMovedError(`the cache is not at cursor ${from ?? '(none)'} any more`);
    },
    clear: () => void clear.run(),
    revise: (atLeast) => revise.get(atLeast) ?? atLeast,
  };
}
