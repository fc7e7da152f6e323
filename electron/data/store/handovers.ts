import type { AwaitingStep, Handover } from '../../../shared/domain/index.ts';
import { toMs } from './columns.ts';
import type { Reader, SqlValue, Writer } from './handles.ts';
import { upsertSql } from './sql.ts';

/** A handover as it is shown: with the step of this desktop that the server has not answered. */
export type ShownHandover = Handover & { awaiting?: AwaitingStep | undefined };

export interface HandoverReads {
  /** The newest first. */
  page(window: { offset: number; limit: number }): { rows: ShownHandover[]; total: number };
  get(id: string): ShownHandover | undefined;
  /** The newest draft of somebody. */
  draftOf(subject: string): ShownHandover | undefined;
  /** The newest one that was handed over. */
  last(): ShownHandover | undefined;
}

export interface HandoverWrites {
  /** The server's row. One that is older than what is known is ignored. */
  upsert(handover: Handover, version: number): void;
  /** What is shown in place of the server's row. */
  put(handover: ShownHandover, version: number): void;
  remove(id: string, version: number): void;
  clear(): void;
}

interface Stored {
  row: string;
}

export function createHandoverReads(reader: Reader): HandoverReads {
  const one = (sql: string, ...values: SqlValue[]) => {
    const stored = reader.select<Stored>(sql).get(...values);
    return stored && toHandover(stored);
  };
  return {
    page({ offset, limit }) {
      const rows = reader
        .select<Stored>('SELECT row FROM handovers ORDER BY shift_to_ms DESC, row_key DESC LIMIT ? OFFSET ?')
        .all(limit, offset)
        .map(toHandover);
      return { rows, total: reader.selectValue<number>('SELECT count(*) FROM handovers').get() ?? 0 };
    },
    get: (id) => one('SELECT row FROM handovers WHERE id = ?', id),
    draftOf: (subject) =>
      one('SELECT row FROM handovers WHERE is_draft AND leaving_by = ? ORDER BY shift_to_ms DESC LIMIT 1', subject),
    last: () => one('SELECT row FROM handovers WHERE number IS NOT NULL ORDER BY number DESC LIMIT 1'),
  };
}

/** A handover as it is shown, with the server's count of its changes. */
export function readShownHandover(reader: Reader, id: string): { row: ShownHandover; version: number } | undefined {
  const stored = reader.select<Stored & { version: number }>('SELECT row, version FROM handovers WHERE id = ?').get(id);
  return stored && { row: toHandover(stored), version: stored.version };
}

const COLUMNS = ['id', 'version', 'is_draft', 'number', 'leaving_by', 'shift_to_ms', 'row'];

export function createHandoverWrites(writer: Writer): HandoverWrites {
  const put = writer.change(upsertSql('handovers', 'id', COLUMNS));
  const putNewer = writer.change(upsertSql('handovers', 'id', COLUMNS, 'WHERE excluded.version >= version'));
  const remove = writer.change('DELETE FROM handovers WHERE id = ? AND version <= ?');
  return {
    upsert: (row, version) => void putNewer.run(...valuesOf(row, version)),
    put: (row, version) => void put.run(...valuesOf(row, version)),
    remove: (id, version) => void remove.run(id, version),
    clear: () => writer.execute('DELETE FROM handovers'),
  };
}

function valuesOf(row: ShownHandover, version: number): SqlValue[] {
  const { id, state, number, leavingBy, shiftTo } = row;
  return [id, version, state === 'draft' ? 1 : 0, number, leavingBy, toMs(shiftTo), JSON.stringify(row)];
}

function toHandover({ row }: Stored): ShownHandover {
  return JSON.parse(row) as ShownHandover;
}
