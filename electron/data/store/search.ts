import type { SearchResult } from '../../../shared/contract/index.ts';
import { BILLING_CYCLE_STATES, contactInfo, THIRD_PARTY_TYPES, VEHICLE_KINDS } from '../../../shared/domain/index.ts';
import type { AlarmReads } from './alarm-reads.ts';
import { fromPlace } from './columns.ts';
import { fold, searchedWords, sortKey } from './folding.ts';
import type { Reader } from './handles.ts';
import type { IncidentReads } from './incidents.ts';
import { JOIN_NAMES, NAMED_MISSION_COLUMNS, type NamedMission, toMissionRow } from './mission-columns.ts';
import { createStanding } from './standing.ts';
import type { StoredVehicle } from './vehicles.ts';

export interface SearchReads {
  /** The best `limit` rows of each kind for a text; none for a text without a word. */
  all(text: string, limit: number, nowMs: number): SearchResult;
}

type Match = SearchResult['vehicles'][number]['match'];
const EXACT = 0;
/**
 * A common word is in most missions: of those that have it, so many of each end are looked at for the latest. The first sync brings the
 * newest first, and later ones are added at the end: the latest are at one end or the other.
 */
const LOOKED_AT = 1_500;
const MATCHES: readonly Match[] = ['exact', 'start', 'word'];

interface Searched {
  /** What of a row is shown. */
  columns: string;
  table: string;
  /** What it sorts by, whose equality with the text is an exact match. */
  key: string;
  /** The words of its name, and all that is searched in it. */
  nameWords: string;
  words: string;
}

const VEHICLES: Searched = {
  ...{ columns: 'id, code, label, kind, depot, line', table: 'vehicles' },
  ...{ key: 'code_key', nameWords: 'code_words', words: 'search_words' },
};
const THIRD_PARTIES: Searched = {
  ...{ columns: 'id, name, type, contact_info', table: 'third_parties' },
  ...{ key: 'name_key', nameWords: 'name_words', words: 'search_words' },
};
const BILLING_CYCLES: Searched = {
  ...{ columns: 'id, label, state, period_start, period_end', table: 'billing_cycles' },
  ...{ key: 'label_key', nameWords: 'label_words', words: 'label_words' },
};

interface StoredThirdParty {
  id: string;
  name: string;
  type: number;
  contact_info: string;
}
interface StoredBillingCycle {
  id: string;
  label: string;
  state: number;
  period_start: string;
  period_end: string;
}

export function createSearchReads(
  reader: Reader,
  alarms: Pick<AlarmReads, 'page'>,
  incidents: Pick<IncidentReads, 'page'>,
): SearchReads {
  const standing = createStanding(reader, 'mission');
  const byReference = reader.select<NamedMission>(
    `SELECT ${NAMED_MISSION_COLUMNS} FROM missions m ${JOIN_NAMES} WHERE m.reference_key = ? ORDER BY m.row_key LIMIT ?`,
  );
  const matching = (direction: string) =>
    `SELECT * FROM (SELECT rowid FROM missions_search WHERE missions_search MATCH ? ORDER BY rowid ${direction} LIMIT ?)`;
  const byWords = reader.select<NamedMission>(
    `SELECT ${NAMED_MISSION_COLUMNS} FROM missions m ${JOIN_NAMES}
     WHERE m.row_key IN (
       SELECT row_key FROM missions WHERE row_key IN (${matching('ASC')} UNION ${matching('DESC')})
       ORDER BY planned_start_at_ms DESC, row_key DESC LIMIT ?)
     ORDER BY m.planned_start_at_ms DESC, m.row_key DESC`,
  );

  function best<Row>(
    { columns, table, key, nameWords, words }: Searched,
    text: string,
    starts: readonly string[],
    limit: number,
  ): { row: Row; match: Match }[] {
    // Rows are short, and few thousand at most but for vehicles: all are asked, which takes less than keeping an index true.
    const sql = `SELECT ${columns}, CASE WHEN ${key} = ? THEN ${EXACT} WHEN instr(${nameWords}, ?) = 1 THEN 1 ELSE 2 END AS match_rank
      FROM ${table} WHERE ${starts.map(() => `instr(${words}, ?)`).join(' AND ')} ORDER BY match_rank, ${key}, row_key LIMIT ?`;
    const found = reader.select<Row & { match_rank: number }>(sql).all(text, starts[0] ?? '', ...starts, limit);
    return found.map(({ match_rank: rank, ...row }) => ({ row: row as Row, match: fromPlace(MATCHES, rank) }));
  }

  function bestMissions(words: readonly string[], key: string, limit: number): SearchResult['missions'] {
    const query = words.map((word) => `"${word}"*`).join(' ');
    const exact = byReference.all(key, limit);
    const known = new Set(exact.map(({ id }) => id));
    const others = byWords.all(query, LOOKED_AT, query, LOOKED_AT, limit).filter(({ id }) => !known.has(id));
    const toRow = (match: Match) => (row: NamedMission) => ({ ...toMissionRow(row, standing.of(row.id)), match });
    return [...exact.map(toRow('exact')), ...others.map(toRow('word'))].slice(0, limit);
  }

  function bestAlarms(text: string, key: string, limit: number, nowMs: number): SearchResult['alarms'] {
    const page = { filter: { view: 'history' as const, text }, offset: 0, limit };
    const { rows } = alarms.page({ ...page, sort: { by: 'state', direction: 'ascending' } }, nowMs);
    return rows.map(({ id, ruleName, kind, priority, raisedAt, closedAt, subject }) => {
      const match = sortKey(subject) === key || sortKey(ruleName) === key ? ('exact' as const) : ('word' as const);
      return { id, ruleName, kind, priority, raisedAt, closedAt, subject, match };
    });
  }

  /** Found by what was written into them too: one that is called so comes first. */
  function bestIncidents(text: string, key: string, limit: number): SearchResult['incidents'] {
    const { rows } = incidents.page({ view: 'all', text, offset: 0, limit });
    return rows.map(({ id, title, status, priority, owner, openedAt }) => {
      const isStart = fold(title).startsWith(fold(text.trim()));
      const match: Match = sortKey(title) === key ? 'exact' : isStart ? 'start' : 'word';
      return { id, title, status, priority, owner, openedAt, match };
    });
  }

  return {
    all(text, limit, nowMs) {
      const words = searchedWords(text);
      const starts = words.map((word) => ` ${fold(word)}`);
      if (starts.length === 0)
        return { vehicles: [], missions: [], thirdParties: [], billingCycles: [], alarms: [], incidents: [] };
      const key = sortKey(text.trim());
      return {
        vehicles: best<StoredVehicle>(VEHICLES, key, starts, limit).map(({ row, match }) => ({
          ...row,
          kind: fromPlace(VEHICLE_KINDS, row.kind),
          match,
        })),
        missions: bestMissions(words, key, limit),
        thirdParties: best<StoredThirdParty>(THIRD_PARTIES, key, starts, limit).map(({ row, match }) => ({
          ...{ id: row.id, name: row.name, type: fromPlace(THIRD_PARTY_TYPES, row.type) },
          ...{ contactInfo: contactInfo.parse(JSON.parse(row.contact_info)), match },
        })),
        billingCycles: best<StoredBillingCycle>(BILLING_CYCLES, key, starts, limit).map(({ row, match }) => ({
          ...{ id: row.id, label: row.label, state: fromPlace(BILLING_CYCLE_STATES, row.state) },
          ...{ periodStart: row.period_start, periodEnd: row.period_end, match },
        })),
        alarms: bestAlarms(text, key, limit, nowMs),
        incidents: bestIncidents(text, key, limit),
      };
    },
  };
}
