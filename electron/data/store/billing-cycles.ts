import type { BILLING_CYCLE_SORTS, BillingCycleRow, VigieContract } from '../../../shared/contract/index.ts';
import {
  actionsFrom,
  BILLING_CYCLE_STATES,
  type BillingCycle,
  type PriceSource,
  type TransmissionStatus,
} from '../../../shared/domain/index.ts';
import type { ParamsOf } from '../../../shared/rpc/index.ts';
import { fromPlace, toIso, toMs, toPlace } from './columns.ts';
import { fold, searchableWords, searchedWords, sortKey } from './folding.ts';
import type { Reader, SqlValue, Writer } from './handles.ts';
import { type Direction, orderBy, planWindow } from './paging.ts';
import { createTotals } from './remembered.ts';
import { createStanding } from './standing.ts';
import { placeholders, upsertSql } from './sql.ts';

export type BillingCycleQuery = ParamsOf<VigieContract, 'billingCycles.page'>;

export interface BillingCycleReads {
  page(query: BillingCycleQuery): { rows: BillingCycleRow[]; total: number };
  get(id: string): BillingCycleRow | undefined;
}

export interface BillingCycleWrites {
  /** The server's row. One that is older than what is known is ignored. */
  upsert(cycle: BillingCycle, version: number): void;
  /** What is shown in place of the server's row. */
  put(cycle: BillingCycle, version: number): void;
  /** A tombstone of this version. One that is older than the row is ignored. */
  remove(id: string, version: number): void;
  clear(): void;
}

interface StoredBillingCycle {
  id: string;
  label: string;
  third_party_id: string | null;
  period_start: string;
  period_end: string;
  state: number;
  currency: string;
  price_by: PriceSource;
  transmission: TransmissionStatus | null;
  is_credited: number;
  /** JSON. */
  contributors: string;
  last_step_by: string | null;
  created_at_ms: number;
}

interface CountedBillingCycle extends StoredBillingCycle {
  third_party_name: string | null;
  mission_count: number;
  amount_cents: number;
}

const FROM = 'FROM billing_cycles c LEFT JOIN third_parties t ON t.id = c.third_party_id';
const SELECT = `
  SELECT c.id, c.label, c.third_party_id, c.period_start, c.period_end, c.state, c.currency, c.price_by,
    c.transmission, c.is_credited, c.contributors, c.last_step_by, c.created_at_ms,
    t.name AS third_party_name, coalesce(n.mission_count, 0) AS mission_count, coalesce(n.amount_cents, 0) AS amount_cents
  ${FROM} LEFT JOIN billing_cycle_totals n ON n.billing_cycle_id = c.id`;

function order(by: (typeof BILLING_CYCLE_SORTS)[number], direction: Direction): string {
  const suffix = direction === 'ascending' ? 'ASC' : 'DESC';
  // Sums of the joined row; a cycle without one counts as 0.
  const bySum = (sum: string) => `ORDER BY ${sum} ${suffix}, c.period_start ${suffix}, c.row_key ${suffix}`;
  switch (by) {
    case 'periodStart':
      return orderBy('c', ['period_start'], direction);
    case 'label':
      return orderBy('c', ['label_key'], direction);
    case 'state':
      return orderBy('c', ['state', 'period_start'], direction);
    case 'missionCount':
      return bySum('mission_count');
    case 'amountCents':
      return bySum('amount_cents');
  }
}

export function createBillingCycleReads(reader: Reader): BillingCycleReads {
  const total = createTotals(reader);
  const standing = createStanding(reader, 'billing-cycle');
  const toRow = (stored: CountedBillingCycle): BillingCycleRow => {
    const cycle = toBillingCycle(stored);
    return {
      ...cycle,
      unsent: standing.of(stored.id),
      thirdPartyName: stored.third_party_name,
      availableActions: actionsFrom(cycle),
      missionCount: stored.mission_count,
      amountCents: stored.amount_cents,
    };
  };
  return {
    page(query) {
      const { sql, params } = where(query.filter);
      const count = total(`SELECT count(*) ${FROM} ${sql}`, params);
      const plan = planWindow(query, count, query.sort.direction);
      const stored = reader
        .select<CountedBillingCycle>(`${SELECT} ${sql} ${order(query.sort.by, plan.direction)} LIMIT ? OFFSET ?`)
        .all(...params, plan.limit, plan.offset);
      if (plan.isReversed) stored.reverse();
      return { rows: stored.map(toRow), total: count };
    },
    get(id) {
      const stored = reader.select<CountedBillingCycle>(`${SELECT} WHERE c.id = ?`).get(id);
      return stored && toRow(stored);
    },
  };
}

/** A billing cycle as it is shown, with the server's count of its changes. */
export function readBillingCycle(reader: Reader, id: string): { row: BillingCycle; version: number } | undefined {
  const sql = `SELECT id, label, third_party_id, period_start, period_end, state, currency, price_by, transmission, is_credited,
      contributors, last_step_by, created_at_ms, version
    FROM billing_cycles WHERE id = ?`;
  const stored = reader.select<StoredBillingCycle & { version: number }>(sql).get(id);
  return stored && { row: toBillingCycle(stored), version: stored.version };
}

const COLUMNS = [
  'id',
  'version',
  'label',
  'label_key',
  'label_words',
  'third_party_id',
  'period_start',
  'period_end',
  'state',
  'currency',
  'price_by',
  'transmission',
  'is_credited',
  'contributors',
  'last_step_by',
  'created_at_ms',
];

export function createBillingCycleWrites(writer: Writer): BillingCycleWrites {
  const put = writer.change(upsertSql('billing_cycles', 'id', COLUMNS));
  const putNewer = writer.change(upsertSql('billing_cycles', 'id', COLUMNS, 'WHERE excluded.version >= version'));
  const remove = writer.change('DELETE FROM billing_cycles WHERE id = ? AND version <= ?');
  return {
    upsert: (cycle, version) => void putNewer.run(...valuesOf(cycle, version)),
    put: (cycle, version) => void put.run(...valuesOf(cycle, version)),
    remove: (id, version) => void remove.run(id, version),
    clear: () => writer.execute('DELETE FROM billing_cycles'),
  };
}

function valuesOf(cycle: BillingCycle, version: number): SqlValue[] {
  const { id, label, thirdPartyId, periodStart, periodEnd, state, currency, createdAt } = cycle;
  const { priceBy, transmission, isCredited, contributors, lastStepBy } = cycle;
  return [
    id,
    version,
    label,
    sortKey(label),
    searchableWords(label),
    thirdPartyId,
    periodStart,
    periodEnd,
    toPlace(BILLING_CYCLE_STATES, state),
    currency,
    priceBy,
    transmission,
    isCredited ? 1 : 0,
    JSON.stringify(contributors),
    lastStepBy,
    toMs(createdAt),
  ];
}

function where({ text, states }: BillingCycleQuery['filter']): { sql: string; params: SqlValue[] } {
  const parts: string[] = [];
  const params: SqlValue[] = [];
  for (const word of searchedWords(text)) {
    const start = ` ${fold(word)}`;
    parts.push(`(instr(c.label_words, ?) OR instr(coalesce(t.name_words, ''), ?))`);
    params.push(start, start);
  }
  if (states !== undefined) {
    parts.push(`c.state IN (${placeholders(states.length)})`);
    params.push(...states.map((state) => toPlace(BILLING_CYCLE_STATES, state)));
  }
  return { sql: parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`, params };
}

function toBillingCycle(stored: StoredBillingCycle): BillingCycle {
  return {
    id: stored.id,
    label: stored.label,
    thirdPartyId: stored.third_party_id,
    periodStart: stored.period_start,
    periodEnd: stored.period_end,
    state: fromPlace(BILLING_CYCLE_STATES, stored.state),
    currency: stored.currency,
    priceBy: stored.price_by,
    transmission: stored.transmission,
    isCredited: stored.is_credited === 1,
    contributors: JSON.parse(stored.contributors) as string[],
    lastStepBy: stored.last_step_by,
    createdAt: toIso(stored.created_at_ms),
  };
}
