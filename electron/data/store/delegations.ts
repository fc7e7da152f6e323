import type { DelegationRow, VigieContract } from '../../../shared/contract/index.ts';
import type { Delegation } from '../../../shared/domain/index.ts';
import type { ParamsOf } from '../../../shared/rpc/index.ts';
import { toMs } from './columns.ts';
import type { Reader, Writer } from './handles.ts';
import { upsertSql } from './sql.ts';
import { createStanding } from './standing.ts';

export type DelegationQuery = ParamsOf<VigieContract, 'delegations.page'>;

export interface DelegationReads {
  /** Those that end last first. */
  page(query: DelegationQuery): { rows: DelegationRow[]; total: number };
  /** What others have delegated to somebody and is not over. */
  to(subject: string, nowMs: number): Delegation[];
}

export interface DelegationWrites {
  /** The server's row. One that is older than what is known is ignored. */
  upsert(delegation: Delegation, version: number): void;
  /** What is shown in place of the server's row. */
  put(delegation: Delegation, version: number): void;
  remove(id: string, version: number): void;
  clear(): void;
}

interface Stored {
  row: string;
}

export function createDelegationReads(reader: Reader): DelegationReads {
  const standing = createStanding(reader, 'delegation');
  return {
    page({ offset, limit }) {
      const rows = reader
        .select<Stored>('SELECT row FROM delegations ORDER BY ends_at_ms DESC, row_key LIMIT ? OFFSET ?')
        .all(limit, offset)
        .map((stored) => toDelegation(stored));
      const total = reader.selectValue<number>('SELECT count(*) FROM delegations').get() ?? 0;
      return { rows: rows.map((row) => ({ ...row, unsent: standing.of(row.id) })), total };
    },
    to: (subject, nowMs) =>
      reader
        .select<Stored>('SELECT row FROM delegations WHERE to_subject = ? AND ends_at_ms > ?')
        .all(subject, nowMs)
        .map(toDelegation),
  };
}

/** A delegation as it is shown, with the server's count of its changes. */
export function readDelegation(reader: Reader, id: string): { row: Delegation; version: number } | undefined {
  const stored = reader
    .select<Stored & { version: number }>('SELECT row, version FROM delegations WHERE id = ?')
    .get(id);
  return stored && { row: toDelegation(stored), version: stored.version };
}

const COLUMNS = ['id', 'version', 'to_subject', 'ends_at_ms', 'row'];

export function createDelegationWrites(writer: Writer): DelegationWrites {
  const put = writer.change(upsertSql('delegations', 'id', COLUMNS));
  const putNewer = writer.change(upsertSql('delegations', 'id', COLUMNS, 'WHERE excluded.version >= version'));
  const remove = writer.change('DELETE FROM delegations WHERE id = ? AND version <= ?');
  const valuesOf = (row: Delegation, version: number) => [
    ...[row.id, version, row.toSubject, toMs(row.endsAt), JSON.stringify(row)],
  ];
  return {
    upsert: (row, version) => void putNewer.run(...valuesOf(row, version)),
    put: (row, version) => void put.run(...valuesOf(row, version)),
    remove: (id, version) => void remove.run(id, version),
    clear: () => writer.execute('DELETE FROM delegations'),
  };
}

function toDelegation({ row }: Stored): Delegation {
  return JSON.parse(row) as Delegation;
}
