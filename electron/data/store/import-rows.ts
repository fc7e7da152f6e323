import type { FieldEdits } from '../../../shared/api/index.ts';
import type { FieldValues } from '../../../shared/domain/index.ts';
import type { Reader, Writer } from './handles.ts';

/** One edit of an import. */
export type ImportedEdit = { mutationId: string; id: string } & (
  | { isNew: true; fields: FieldValues }
  | { isNew: false; fields: FieldEdits }
);

export interface KeptImport {
  id: string;
  fileName: string;
  madeAtMs: number;
  serverIdentity: string;
  created: number;
  updated: number;
}

export interface ImportReads {
  /** The newest import that was not undone. */
  last(): KeptImport | undefined;
}

export interface ImportWrites {
  /** Forgets the one before: the newest import alone can be undone. */
  begin(kept: Omit<KeptImport, 'created' | 'updated'>): void;
  note(importId: string, edit: ImportedEdit): void;
  /** The newest edits of an import that are not taken back yet, newest first. */
  newest(importId: string, limit: number): (ImportedEdit & { position: number })[];
  /** Whether an edit is in the queue and was never sent. */
  isUnsent(mutationId: string): boolean;
  forget(position: number): void;
  end(importId: string): void;
}

interface StoredEdit {
  position: number;
  mutation_id: string;
  third_party_id: string;
  is_new: number;
  fields: string;
}

export function createImportReads(reader: Reader): ImportReads {
  const last = reader.select<{ id: string; file_name: string; made_at_ms: number; server_identity: string }>(
    'SELECT id, file_name, made_at_ms, server_identity FROM imports ORDER BY made_at_ms DESC LIMIT 1',
  );
  const count = reader.selectValue<number>('SELECT count(*) FROM import_rows WHERE import_id = ? AND is_new = ?');
  return {
    last() {
      const kept = last.get();
      if (kept === undefined) return undefined;
      return {
        id: kept.id,
        fileName: kept.file_name,
        madeAtMs: kept.made_at_ms,
        serverIdentity: kept.server_identity,
        created: count.get(kept.id, 1) ?? 0,
        updated: count.get(kept.id, 0) ?? 0,
      };
    },
  };
}

export function createImportWrites(writer: Writer): ImportWrites {
  const insert = writer.change('INSERT INTO imports (id, file_name, made_at_ms, server_identity) VALUES (?, ?, ?, ?)');
  const note = writer.change(
    'INSERT INTO import_rows (import_id, mutation_id, third_party_id, is_new, fields) VALUES (?, ?, ?, ?, ?)',
  );
  const newest = writer.select<StoredEdit>(
    'SELECT position, mutation_id, third_party_id, is_new, fields FROM import_rows WHERE import_id = ? ORDER BY position DESC LIMIT ?',
  );
  // By its key: what the outbox says of an entry's place is worked out from all entries.
  const unsent = writer.selectValue<number>(
    "SELECT count(*) FROM outbox WHERE mutation_id = ? AND state = 'queued' AND attempts = 0",
  );
  const forget = writer.change('DELETE FROM import_rows WHERE position = ?');
  const end = writer.change('DELETE FROM imports WHERE id = ?');
  const endRows = writer.change('DELETE FROM import_rows WHERE import_id = ?');
  return {
    begin({ id, fileName, madeAtMs, serverIdentity }) {
      writer.execute('DELETE FROM import_rows; DELETE FROM imports;');
      insert.run(id, fileName, madeAtMs, serverIdentity);
    },
    note: (importId, { mutationId, id, isNew, fields }) =>
      void note.run(importId, mutationId, id, isNew ? 1 : 0, JSON.stringify(fields)),
    newest: (importId, limit) =>
      newest.all(importId, limit).map((stored) => ({
        ...{ position: stored.position, mutationId: stored.mutation_id, id: stored.third_party_id },
        ...(stored.is_new === 1
          ? { isNew: true, fields: JSON.parse(stored.fields) as FieldValues }
          : { isNew: false, fields: JSON.parse(stored.fields) as FieldEdits }),
      })),
    isUnsent: (mutationId) => unsent.get(mutationId) === 1,
    forget: (position) => void forget.run(position),
    end(importId) {
      endRows.run(importId);
      end.run(importId);
    },
  };
}
