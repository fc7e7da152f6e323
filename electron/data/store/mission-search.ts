import { fold, searchedWords } from './folding.ts';
import type { Reader, SqlValue } from './handles.ts';

/** A piece of SQL with its parameters in order. */
export interface Condition {
  sql: string;
  params: SqlValue[];
}

/**
 * Rows that a mission names, whose names stand beside it in its row and are therefore searched as well. CROSS JOIN makes SQLite
 * begin with the names, which are few.
 */
const NAMED = [
  {
    matches: 'SELECT 1 FROM vehicles WHERE instr(code_words, ?) LIMIT 1',
    missions: `SELECT k.row_key FROM vehicles v CROSS JOIN missions k ON k.vehicle_key = v.code_key AND k.vehicle_id = v.id
      WHERE instr(v.code_words, ?)`,
  },
  {
    matches: 'SELECT 1 FROM third_parties WHERE instr(name_words, ?) LIMIT 1',
    missions: `SELECT k.row_key FROM third_parties t CROSS JOIN missions k ON k.third_party_id = t.id
      WHERE instr(t.name_words, ?)`,
  },
  {
    matches: 'SELECT 1 FROM billing_cycles WHERE instr(label_words, ?) LIMIT 1',
    missions: `SELECT k.row_key FROM billing_cycles c CROSS JOIN missions k ON k.billing_cycle_id = c.id
      WHERE instr(c.label_words, ?)`,
  },
];

/**
 * Missions in which each word of a text starts a word: of the mission itself (full-text index), or of the name of its vehicle,
 * third party or billing cycle. The names are looked up when searched, not copied into the index: renaming a customer of
 * 50,000 missions is then the change of one row.
 * @returns SELECTs of row_keys, perhaps with duplicates; a mission matches that is in all of them. None: the text has no word
 */
export function searchSelects(reader: Reader, text: string | undefined): Condition[] {
  const own: string[] = [];
  const selects: Condition[] = [];
  for (const word of searchedWords(text)) {
    const start = ` ${fold(word)}`;
    const named = NAMED.filter(({ matches }) => reader.selectValue<number>(matches).get(start) !== undefined);
    if (named.length === 0) own.push(matchStart(word));
    else {
      selects.push({
        sql: [MATCHING, ...named.map(({ missions }) => missions)].join(' UNION ALL '),
        params: [matchStart(word), ...named.map(() => start)],
      });
    }
  }
  if (own.length > 0) selects.push({ sql: MATCHING, params: [own.join(' ')] });
  return selects;
}

/** How many missions are in all of the selects, without reading them. */
export function countSql(selects: readonly Condition[]): Condition {
  const [only] = selects;
  const params = selects.flatMap((select) => select.params);
  if (selects.length === 1 && only?.sql === MATCHING) {
    return { sql: 'SELECT count(*) FROM missions_search WHERE missions_search MATCH ?', params };
  }
  return {
    sql: `SELECT count(*) FROM (${selects.map(({ sql }) => `SELECT DISTINCT * FROM (${sql})`).join(' INTERSECT ')})`,
    params,
  };
}

const MATCHING = 'SELECT rowid FROM missions_search WHERE missions_search MATCH ?';

/** An FTS5 query: a word that starts so. The word holds letters, marks and digits only, hence no quote. */
function matchStart(word: string): string {
  return `"${word}"*`;
}
