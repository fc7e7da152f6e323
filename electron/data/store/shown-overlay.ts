import type { Change } from '../../../shared/api/index.ts';
import type { EditableEntity } from '../../../shared/domain/index.ts';
import { overlayOf } from '../../../shared/sync/index.ts';
import type { Writer } from './handles.ts';
import { toEntity } from './outbox-queue.ts';
import { type ReadPayload, type StoredEntry, UNSETTLED } from './outbox-rows.ts';
import { createServerRowWrites, type ServerRow } from './server-rows.ts';
import { type EditableTables, putShownRow, readShownRow } from './shown-rows.ts';

/**
 * Keeps the tables of the cache as windows are to see them: the server's rows with the edits that are on their way on top.
 *
 * A row is `kept aside` while one of its edits may still be answered. Then `server_rows` holds it as the server has it, and its table holds
 * what is shown. All other rows are in their tables as the server has them, and cost nothing more than before.
 */
export interface ShownOverlay {
  /** At the beginning of a transaction, before it changes anything: learns which rows are kept aside. */
  start(): void;
  /** True where the row is kept aside: then a change of it goes to `apply`, not to its table. */
  isKeptAside(entity: Change['entity'], id: string): boolean;
  apply(change: Change): void;
  /** The server's row of one that is kept aside, to be shown with the next `refresh`. One older than what is known is ignored. */
  put(change: Change): void;
  serverRow(entity: EditableEntity, id: string): ServerRow | undefined;
  /** After a change of the edits of a row: keeps it aside from now on, or not any more, and shows it as it now is. */
  refresh(entity: EditableEntity, id: string): void;
  /** The tables were emptied: what was made here is shown again at once; the rest when its rows come. */
  emptied(): void;
  /**
   * Runs `work`, after which rows of another server may be the ones that are shown: then other edits belong to them.
   */
  watchOwner(work: () => void): void;
  /** After a rollback: what is remembered of this transaction is not so. */
  forget(): void;
}

export interface OverlayOptions {
  writer: Writer;
  tables: EditableTables;
  readPayload: ReadPayload;
  owner: () => string | null;
  onShown: (entity: EditableEntity) => void;
}

const ANY_VERSION = Number.MAX_SAFE_INTEGER;

export function createShownOverlay({ writer, tables, readPayload, owner, onShown }: OverlayOptions): ShownOverlay {
  const serverRows = createServerRowWrites(writer);
  const unsettled = writer.select<Pick<StoredEntry, 'mutation_id' | 'payload' | 'checksum' | 'state'>>(`
    SELECT mutation_id, payload, checksum, state FROM outbox
    WHERE entity = ? AND entity_id = ? AND server_identity = ? AND state IN ${UNSETTLED} ORDER BY position`);
  const selectRows = (condition: string) =>
    writer.select<{ entity: string; entity_id: string }>(`
      SELECT DISTINCT entity, entity_id FROM outbox
      WHERE server_identity = ? AND state IN ${UNSETTLED} AND entity IS NOT NULL AND entity_id IS NOT NULL ${condition}`);
  const rowsWithEdits = selectRows('');
  const rowsMadeHere = selectRows(`AND op = 'create'`);
  /**
   * Keys of the rows that are kept aside; undefined: to be read, before edits are written in this transaction. Read after the first edit of a row,
   * it would hold that row, whose server's row is still to be put aside.
   */
  let remembered: Map<string, [EditableEntity, string]> | undefined;

  function keptAside(): Map<string, [EditableEntity, string]> {
    remembered ??= readRows(rowsWithEdits);
    return remembered;
  }

  function readRows(statement: typeof rowsWithEdits): Map<string, [EditableEntity, string]> {
    const rows = statement.all(owner()).flatMap(({ entity, entity_id: id }) => {
      const known = toEntity(entity);
      return known === undefined ? [] : [[rowKey(known, id), [known, id]] as [string, [EditableEntity, string]]];
    });
    return new Map(rows);
  }

  function show(entity: EditableEntity, id: string, known: ServerRow | undefined, row = known?.row ?? null): void {
    onShown(entity);
    const version = known?.version ?? 0;
    if (row !== null && putShownRow(tables, entity, { row, version })) return;
    // Edits that make no such row (of a later version of Vigie, perhaps) are not shown, and stay in the outbox.
    const isFallback = row !== null && known?.row != null && putShownRow(tables, entity, { row: known.row, version });
    if (!isFallback) tables[entity].remove(id, ANY_VERSION);
  }

  function release(entity: EditableEntity, id: string): void {
    if (!keptAside().delete(rowKey(entity, id))) return onShown(entity);
    show(entity, id, serverRows.get(entity, id));
    serverRows.remove(entity, id);
  }

  function refresh(entity: EditableEntity, id: string): void {
    const entries = unsettled.all(entity, id, owner());
    if (entries.length === 0) return release(entity, id);
    const key = rowKey(entity, id);
    if (!keptAside().has(key)) {
      const shown = readShownRow(writer, entity, id);
      if (shown !== undefined) serverRows.put(entity, id, shown);
      keptAside().set(key, [entity, id]);
    }
    const known = serverRows.get(entity, id);
    const live = entries.filter(({ state }) => state !== 'cancelling').flatMap((entry) => readPayload(entry) ?? []);
    show(entity, id, known, overlayOf(known?.row ?? null, live));
  }

  function put(change: Change): void {
    const { id, version } = change;
    const entity = toEntity(change.entity);
    if (entity === undefined || version < (serverRows.get(entity, id)?.version ?? 0)) return;
    serverRows.put(entity, id, { version, row: change.op === 'delete' ? null : change.row });
  }

  return {
    start: () => void keptAside(),
    isKeptAside: (entity, id) => keptAside().size > 0 && keptAside().has(rowKey(entity, id)),
    put,
    apply(change) {
      const entity = toEntity(change.entity);
      if (entity === undefined) return;
      put(change);
      refresh(entity, change.id);
    },
    serverRow: (entity, id) => serverRows.get(entity, id),
    refresh,
    emptied() {
      serverRows.clear();
      remembered = readRows(rowsWithEdits);
      for (const [entity, id] of readRows(rowsMadeHere).values()) refresh(entity, id);
    },
    watchOwner(work) {
      const before = owner();
      const kept = keptAside();
      work();
      if (owner() === before) return;
      for (const [entity, id] of [...kept.values()]) release(entity, id);
      for (const [entity, id] of readRows(rowsWithEdits).values()) refresh(entity, id);
    },
    forget() {
      remembered = undefined;
    },
  };
}

function rowKey(entity: string, id: string): string {
  return `${entity}/${id}`;
}
