import type { EditableEntity, RowFields } from '../../../shared/domain/index.ts';
import type { Reader, Writer } from './handles.ts';
import { parseJson } from './outbox-rows.ts';

/** The server's row beneath edits that are shown on top of it; null: the server has none. */
export interface ServerRow {
  row: RowFields | null;
  version: number;
}

export interface ServerRowReads {
  /** Undefined: nothing is known of it. */
  get(entity: EditableEntity, id: string): ServerRow | undefined;
}

export interface ServerRowWrites extends ServerRowReads {
  put(entity: EditableEntity, id: string, known: ServerRow): void;
  remove(entity: EditableEntity, id: string): void;
  clear(): void;
}

export function createServerRowReads(reader: Reader): ServerRowReads {
  const sql = 'SELECT version, row FROM server_rows WHERE entity = ? AND id = ?';
  return {
    get(entity, id) {
      const stored = reader.select<{ version: number; row: string | null }>(sql).get(entity, id);
      if (stored === undefined) return undefined;
      const row = stored.row === null ? null : parseJson(stored.row);
      return { version: stored.version, row: typeof row === 'object' ? (row as RowFields | null) : null };
    },
  };
}

export function createServerRowWrites(writer: Writer): ServerRowWrites {
  const put = writer.change('INSERT OR REPLACE INTO server_rows (entity, id, version, row) VALUES (?, ?, ?, ?)');
  const remove = writer.change('DELETE FROM server_rows WHERE entity = ? AND id = ?');
  return {
    ...createServerRowReads(writer),
    put: (entity, id, { row, version }) => void put.run(entity, id, version, row === null ? null : JSON.stringify(row)),
    remove: (entity, id) => void remove.run(entity, id),
    clear: () => writer.execute('DELETE FROM server_rows'),
  };
}
