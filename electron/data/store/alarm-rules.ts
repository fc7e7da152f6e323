import type { AlarmRuleRow, VigieContract } from '../../../shared/contract/index.ts';
import { ALARM_PRIORITIES, type AlarmRule } from '../../../shared/domain/index.ts';
import type { ParamsOf } from '../../../shared/rpc/index.ts';
import { toPlace } from './columns.ts';
import { fold, searchableWords, searchedWords, sortKey } from './folding.ts';
import type { Reader, SqlValue, Writer } from './handles.ts';
import { orderBy, planWindow } from './paging.ts';
import { createTotals } from './remembered.ts';
import { createStanding } from './standing.ts';
import { placeholders, upsertSql } from './sql.ts';

export type AlarmRuleQuery = ParamsOf<VigieContract, 'alarmRules.page'>;

export interface AlarmRuleReads {
  page(query: AlarmRuleQuery): { rows: AlarmRuleRow[]; total: number };
  get(id: string): AlarmRuleRow | undefined;
}

export interface AlarmRuleWrites {
  /** The server's row. One that is older than what is known is ignored. */
  upsert(rule: AlarmRule, version: number): void;
  /** What is shown in place of the server's row. */
  put(rule: AlarmRule, version: number): void;
  remove(id: string, version: number): void;
  clear(): void;
}

interface Stored {
  row: string;
  standing: number;
}

const SELECT = `SELECT r.row, (SELECT count(*) FROM alarms a WHERE a.rule_id = r.id AND a.closed_at_ms IS NULL) AS standing
  FROM alarm_rules r`;

const SORTED_BY = {
  name: ['name_key'],
  kind: ['kind', 'name_key'],
  priority: ['priority', 'name_key'],
  state: ['state', 'name_key'],
} as const;

export function createAlarmRuleReads(reader: Reader): AlarmRuleReads {
  const total = createTotals(reader);
  const unsent = createStanding(reader, 'alarm-rule');
  const toRow = ({ row, standing }: Stored): AlarmRuleRow => {
    const rule = toRule(row);
    return { ...rule, unsent: unsent.of(rule.id), standing };
  };
  return {
    page({ filter, sort, offset, limit }) {
      const { sql, params } = where(filter);
      const count = total(`SELECT count(*) FROM alarm_rules r ${sql}`, params);
      const plan = planWindow({ offset, limit }, count, sort.direction);
      const stored = reader
        .select<Stored>(`${SELECT} ${sql} ${orderBy('r', SORTED_BY[sort.by], plan.direction)} LIMIT ? OFFSET ?`)
        .all(...params, plan.limit, plan.offset);
      if (plan.isReversed) stored.reverse();
      return { rows: stored.map(toRow), total: count };
    },
    get(id) {
      const stored = reader.select<Stored>(`${SELECT} WHERE r.id = ?`).get(id);
      return stored && toRow(stored);
    },
  };
}

/** A rule as it is shown, with the server's count of its changes. */
export function readShownRule(reader: Reader, id: string): { row: AlarmRule; version: number } | undefined {
  const stored = reader
    .select<{ row: string; version: number }>('SELECT row, version FROM alarm_rules WHERE id = ?')
    .get(id);
  return stored && { row: toRule(stored.row), version: stored.version };
}

const COLUMNS = ['id', 'version', 'name_key', 'kind', 'priority', 'state', 'search_words', 'row'];

export function createAlarmRuleWrites(writer: Writer): AlarmRuleWrites {
  const put = writer.change(upsertSql('alarm_rules', 'id', COLUMNS));
  const putNewer = writer.change(upsertSql('alarm_rules', 'id', COLUMNS, 'WHERE excluded.version >= version'));
  const remove = writer.change('DELETE FROM alarm_rules WHERE id = ? AND version <= ?');
  return {
    upsert: (row, version) => void putNewer.run(...valuesOf(row, version)),
    put: (row, version) => void put.run(...valuesOf(row, version)),
    remove: (id, version) => void remove.run(id, version),
    clear: () => writer.execute('DELETE FROM alarm_rules'),
  };
}

function valuesOf(rule: AlarmRule, version: number): SqlValue[] {
  const { id, name, parameters, priority, state, suppressionGroup, guidance } = rule;
  const words = searchableWords(name, suppressionGroup, guidance.cause, guidance.response);
  const place = toPlace(ALARM_PRIORITIES, priority);
  return [id, version, sortKey(name), parameters.kind, place, state, words, JSON.stringify(rule)];
}

function where({ text, states, kinds }: AlarmRuleQuery['filter']): { sql: string; params: SqlValue[] } {
  const words = searchedWords(text);
  const parts = words.map(() => 'instr(r.search_words, ?)');
  const params: SqlValue[] = words.map((word) => ` ${fold(word)}`);
  for (const [column, values] of [
    ['state', states],
    ['kind', kinds],
  ] as const) {
    if (values === undefined) continue;
    parts.push(`r.${column} IN (${placeholders(values.length)})`);
    params.push(...values);
  }
  return { sql: parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`, params };
}

function toRule(row: string): AlarmRule {
  return JSON.parse(row) as AlarmRule;
}
