import type { AwaitingDecision, Validation } from '../../../shared/domain/index.ts';
import { toMs } from './columns.ts';
import { fold, searchableWords, searchedWords } from './folding.ts';
import type { Reader, SqlValue, Writer } from './handles.ts';
import { upsertSql } from './sql.ts';

/** A validation as it is shown: with the decision of this desktop that the server has not answered. */
export type ShownValidation = Validation & { awaiting?: AwaitingDecision | undefined };

export interface ValidationReads {
  /** Those that wait, the oldest first. */
  pending(text?: string): ShownValidation[];
  /** All rounds of a subject, the newest first. */
  ofSubject(subjectId: string): ShownValidation[];
  /** The newest first. `archivedBy`: what this person has put away alone, or what they have not. */
  page(query: ValidationPage): { rows: ShownValidation[]; total: number };
  get(id: string): ShownValidation | undefined;
}

export interface ValidationPage {
  text?: string | undefined;
  /** Null: nobody knows who asks. */
  subject: string | null;
  isArchived: boolean;
  offset: number;
  limit: number;
}

export interface ValidationWrites {
  /** The server's row. One that is older than what is known is ignored. */
  upsert(validation: Validation, version: number): void;
  /** What is shown in place of the server's row. */
  put(validation: ShownValidation, version: number): void;
  remove(id: string, version: number): void;
  clear(): void;
}

interface Stored {
  row: string;
}

export function createValidationReads(reader: Reader): ValidationReads {
  const rows = (sql: string, ...values: SqlValue[]) =>
    reader
      .select<Stored>(sql)
      .all(...values)
      .map(toValidation);
  return {
    pending(text) {
      const { parts, values } = wordsOf(text);
      const sql = ['is_pending', ...parts].join(' AND ');
      return rows(`SELECT row FROM validations WHERE ${sql} ORDER BY opened_at_ms, row_key`, ...values);
    },
    ofSubject: (id) => rows('SELECT row FROM validations WHERE subject_id = ? ORDER BY round DESC LIMIT 50', id),
    page({ offset, limit, ...filter }) {
      const { sql, values } = where(filter);
      const total = reader.selectValue<number>(`SELECT count(*) FROM validations ${sql}`).get(...values) ?? 0;
      const page = `SELECT row FROM validations ${sql} ORDER BY opened_at_ms DESC, row_key DESC LIMIT ? OFFSET ?`;
      return { rows: rows(page, ...values, limit, offset), total };
    },
    get: (id) => rows('SELECT row FROM validations WHERE id = ?', id)[0],
  };
}

/** A validation as it is shown, with the server's count of its changes. */
export function readShownValidation(reader: Reader, id: string): { row: ShownValidation; version: number } | undefined {
  const stored = reader
    .select<Stored & { version: number }>('SELECT row, version FROM validations WHERE id = ?')
    .get(id);
  return stored && { row: toValidation(stored), version: stored.version };
}

const COLUMNS = ['id', 'version', 'is_pending', 'subject_id', 'round', 'opened_at_ms', 'search_words', 'row'];

export function createValidationWrites(writer: Writer): ValidationWrites {
  const put = writer.change(upsertSql('validations', 'id', COLUMNS));
  const putNewer = writer.change(upsertSql('validations', 'id', COLUMNS, 'WHERE excluded.version >= version'));
  const remove = writer.change('DELETE FROM validations WHERE id = ? AND version <= ?');
  return {
    upsert: (row, version) => void putNewer.run(...valuesOf(row, version)),
    put: (row, version) => void put.run(...valuesOf(row, version)),
    remove: (id, version) => void remove.run(id, version),
    clear: () => writer.execute('DELETE FROM validations'),
  };
}

function valuesOf(row: ShownValidation, version: number): SqlValue[] {
  const { id, state, subjectId, round, openedAt, facts } = row;
  const words = searchableWords([facts.label, row.openedBy, ...facts.parties.map(({ name }) => name)].join(' '));
  return [id, version, state === 'pending' ? 1 : 0, subjectId, round, toMs(openedAt), words, JSON.stringify(row)];
}

function wordsOf(text: string | undefined): { parts: string[]; values: SqlValue[] } {
  const words = searchedWords(text);
  return { parts: words.map(() => 'instr(search_words, ?)'), values: words.map((word) => ` ${fold(word)}`) };
}

function where({ text, subject, isArchived }: Omit<ValidationPage, 'offset' | 'limit'>) {
  const { parts, values } = wordsOf(text);
  if (subject === null) parts.push(isArchived ? '0' : '1');
  else {
    // The name of a person is no path: it is compared.
    parts.push(`${isArchived ? '' : 'NOT '}EXISTS (SELECT 1 FROM json_each(row, '$.marks') AS mark
      WHERE mark.key = ? AND mark.value ->> '$.archivedAt' IS NOT NULL)`);
    values.push(subject);
  }
  return { sql: `WHERE ${parts.join(' AND ')}`, values };
}

function toValidation({ row }: Stored): ShownValidation {
  return JSON.parse(row) as ShownValidation;
}
