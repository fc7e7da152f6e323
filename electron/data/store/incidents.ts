import { ALARM_PRIORITIES, type Incident, type IncidentSubject } from '../../../shared/domain/index.ts';
import { toMs, toPlace } from './columns.ts';
import { fold, searchableWords, searchedWords } from './folding.ts';
import type { Reader, SqlValue, Writer } from './handles.ts';
import { upsertSql } from './sql.ts';

export interface IncidentQuery {
  view: 'current' | 'closed' | 'all';
  text?: string | undefined;
  /** Those that this thing belongs to. */
  subject?: IncidentSubject | undefined;
  offset: number;
  limit: number;
}

export interface IncidentReads {
  /** Those that are not closed first, the gravest and then the oldest of them on top; closed ones the newest first. */
  page(query: IncidentQuery): { rows: Incident[]; total: number };
  get(id: string): Incident | undefined;
}

export interface IncidentWrites {
  /** The server's row. One that is older than what is known is ignored. */
  upsert(incident: Incident, version: number): void;
  /** What is shown in place of the server's row. */
  put(incident: Incident, version: number): void;
  remove(id: string, version: number): void;
  clear(): void;
}

interface Stored {
  row: string;
}

const ORDER = `ORDER BY is_closed, iif(is_closed, 0, priority), iif(is_closed, -opened_at_ms, opened_at_ms), row_key`;

export function createIncidentReads(reader: Reader): IncidentReads {
  return {
    page({ offset, limit, ...filter }) {
      const { sql, values } = where(filter);
      const rows = reader
        .select<Stored>(`SELECT row FROM incidents ${sql} ${ORDER} LIMIT ? OFFSET ?`)
        .all(...values, limit, offset)
        .map(toIncident);
      const total = reader.selectValue<number>(`SELECT count(*) FROM incidents ${sql}`).get(...values) ?? 0;
      return { rows, total };
    },
    get: (id) => {
      const stored = reader.select<Stored>('SELECT row FROM incidents WHERE id = ?').get(id);
      return stored && toIncident(stored);
    },
  };
}

/** An incident as it is shown, with the server's count of its changes. */
export function readShownIncident(reader: Reader, id: string): { row: Incident; version: number } | undefined {
  const stored = reader.select<Stored & { version: number }>('SELECT row, version FROM incidents WHERE id = ?').get(id);
  return stored && { row: toIncident(stored), version: stored.version };
}

const COLUMNS = ['id', 'version', 'is_closed', 'priority', 'opened_at_ms', 'search_words', 'row'];

export function createIncidentWrites(writer: Writer): IncidentWrites {
  const put = writer.change(upsertSql('incidents', 'id', COLUMNS));
  const putNewer = writer.change(upsertSql('incidents', 'id', COLUMNS, 'WHERE excluded.version >= version'));
  const remove = writer.change('DELETE FROM incidents WHERE id = ? AND version <= ?');
  return {
    upsert: (row, version) => void putNewer.run(...valuesOf(row, version)),
    put: (row, version) => void put.run(...valuesOf(row, version)),
    remove: (id, version) => void remove.run(id, version),
    clear: () => writer.execute('DELETE FROM incidents'),
  };
}

/** What people look for: the title, who looks after it, and what was written into its timeline. */
function valuesOf(row: Incident, version: number): SqlValue[] {
  const { id, status, priority, openedAt, title, owner, entries } = row;
  const words = searchableWords(title, owner, ...entries.map(({ text }) => text));
  const place = toPlace(ALARM_PRIORITIES, priority);
  return [id, version, status === 'closed' ? 1 : 0, place, toMs(openedAt), words, JSON.stringify(row)];
}

function where({ view, text, subject }: Omit<IncidentQuery, 'offset' | 'limit'>) {
  const parts = [{ current: 'NOT is_closed', closed: 'is_closed', all: '1' }[view]];
  const values: SqlValue[] = [];
  for (const word of searchedWords(text)) {
    parts.push('instr(search_words, ?)');
    values.push(` ${fold(word)}`);
  }
  if (subject !== undefined) {
    parts.push(`EXISTS (SELECT 1 FROM json_each(row, '$.subjects') AS one
      WHERE one.value ->> '$.kind' = ? AND one.value ->> '$.id' = ?)`);
    values.push(subject.kind, subject.id);
  }
  return { sql: `WHERE ${parts.join(' AND ')}`, values };
}

function toIncident({ row }: Stored): Incident {
  return JSON.parse(row) as Incident;
}
