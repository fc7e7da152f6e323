import type { Alarm, AlarmRecord } from '../../../shared/domain/index.ts';
import { ALARM_PRIORITIES } from '../../../shared/domain/index.ts';
import { toMs, toMsOrNull, toPlace } from './columns.ts';
import { searchableWords, sortKey } from './folding.ts';
import type { Reader, SqlValue, Writer } from './handles.ts';
import { upsertSql } from './sql.ts';

export interface AlarmWrites {
  /** The server's row. One that is older than what is known is ignored. */
  upsert(alarm: AlarmRecord, version: number): void;
  /** What is shown in place of the server's row. */
  put(alarm: AlarmRecord, version: number): void;
  remove(id: string, version: number): void;
  /** Removes what was closed before a time, UTC ms, and waits for nothing. @returns how many */
  forgetClosed(beforeMs: number): number;
  clear(): void;
}

interface Stored {
  row: string;
  version: number;
}

/** An alarm as it is shown, with the server's count of its changes. */
export function readShownAlarm(reader: Reader, id: string): { row: AlarmRecord; version: number } | undefined {
  const stored = reader.select<Stored>('SELECT row, version FROM alarms WHERE id = ?').get(id);
  return stored && { row: toAlarm(stored.row), version: stored.version };
}

export function toAlarm(row: string): AlarmRecord {
  return JSON.parse(row) as AlarmRecord;
}

const COLUMNS = [
  ...['id', 'version', 'rule_id', 'kind', 'priority', 'vehicle_id', 'mission_id', 'raised_at_ms', 'is_active'],
  ...['is_acknowledged', 'closed_at_ms', 'is_late', 'shelved_until_ms', 'is_suppressed', 'suppressed_until_ms'],
  ...['cause_id', 'rule_key', 'search_words', 'row'],
];

export function createAlarmWrites(writer: Writer): AlarmWrites {
  const put = writer.change(upsertSql('alarms', 'id', COLUMNS));
  const putNewer = writer.change(upsertSql('alarms', 'id', COLUMNS, 'WHERE excluded.version >= version'));
  const remove = writer.change('DELETE FROM alarms WHERE id = ? AND version <= ?');
  const forget = writer.change(`DELETE FROM alarms WHERE closed_at_ms < ? AND NOT EXISTS (
    SELECT 1 FROM outbox WHERE entity = 'alarm' AND entity_id = alarms.id AND state <> 'discarded')`);
  return {
    upsert: (row, version) => void putNewer.run(...valuesOf(row, version)),
    put: (row, version) => void put.run(...valuesOf(row, version)),
    remove: (id, version) => void remove.run(id, version),
    forgetClosed: (beforeMs) => forget.run(beforeMs).changes,
    clear: () => writer.execute('DELETE FROM alarms'),
  };
}

function valuesOf(row: AlarmRecord, version: number): SqlValue[] {
  const { id, ruleId, kind, priority, vehicleId, missionId, raisedAt, causeId, late } = row;
  const isSuppressed = row.suppressedBy !== null;
  return [
    ...[id, version, ruleId, kind, toPlace(ALARM_PRIORITIES, priority), vehicleId, missionId, toMs(raisedAt)],
    ...[row.returnedAt === null ? 1 : 0, row.acknowledgedAt === null ? 0 : 1, toMsOrNull(row.closedAt), late ? 1 : 0],
    ...[toMsOrNull(row.shelvedUntil), isSuppressed ? 1 : 0, toMsOrNull(row.suppressedUntil), causeId],
    ...[sortKey(row.ruleName), wordsOf(row), JSON.stringify(row)],
  ];
}

/** Its rule, what it is about, and what people wrote. */
function wordsOf({ ruleName, subjectId, line, notes, acknowledgedNote }: Alarm): string {
  return searchableWords(ruleName, subjectId, line, acknowledgedNote, ...notes.map(({ text }) => text));
}
