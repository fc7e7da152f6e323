import type { BILLING_CYCLE_SORTS, BillingCycleRow, VigieContract } from '../../../shared/contract/index.ts';
import { BILLING_CYCLE_STATES, type BillingCycle } from '../../../shared/domain/index.ts';
import type { ParamsOf } from '../../../shared/rpc/index.ts';
import { fromPlace, toIso, toMs, toPlace } from './columns.ts';
import { fold, searchableWords, searchedWords, sortKey } from './folding.ts';
import type { Reader, SqlValue, Writer } from './handles.ts';
import { type Direction, orderBy, planWindow } from './paging.ts';
import { createTotals } from './remembered.ts';
import { placeholders, upsertSql } from './sql.ts';

export type BillingCycleQuery = ParamsOf<VigieContract, 'billingCycles.page'>;

export interface BillingCycleReads {
  page(query: BillingCycleQuery): { rows: BillingCycleRow[]; total: number };
  get(id: string): BillingCycleRow | undefined;
}

export interface BillingCycleWrites {
  upsert(cycle: BillingCycle, version: number): void;
  remove(id: string): void;
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
  created_at_ms: number;
  third_party_name: string | null;
  mission_count: number;
  amount_cents: number;
}

const FROM = 'FROM billing_cycles c LEFT JOIN third_parties t ON t.id = c.third_party_id';
const SELECT = `
  SELECT c.id, c.label, c.third_party_id, c.period_start, c.period_end, c.state, c.currency, c.created_at_ms,
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
  return {
    page(query) {
      const { sql, params } = where(query.filter);
      const count = total(`SELECT count(*) ${FROM} ${sql}`, params);
      const plan = planWindow(query, count, query.sort.direction);
      const stored = reader
        .select<StoredBillingCycle>(`${SELECT} ${sql} ${order(query.sort.by, plan.direction)} LIMIT ? OFFSET ?`)
        .all(...params, plan.limit, plan.offset);
      if (plan.isReversed) stored.reverse();
      return { rows: stored.map(toRow), total: count };
    },
    get(id) {
      const stored = reader.select<StoredBillingCycle>(`${SELECT} WHERE c.id = ?`).get(id);
      return stored && toRow(stored);
    },
  };
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
  'created_at_ms',
];

export function createBillingCycleWrites(writer: Writer): BillingCycleWrites {
  const put = writer.change(upsertSql('billing_cycles', 'id', COLUMNS));
  const remove = writer.change('DELETE FROM billing_cycles WHERE id = ?');
  return {
    upsert({ id, label, thirdPartyId, periodStart, periodEnd, state, currency, createdAt }, version) {
      put.run(
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
        toMs(createdAt),
      );
    },
    remove: (id) => void remove.run(id),
    clear: () => writer.execute('DELETE FROM billing_cycles'),
  };
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

function toRow(stored: StoredBillingCycle): BillingCycleRow {
  return {
    id: stored.id,
    label: stored.label,
    thirdPartyId: stored.third_party_id,
    periodStart: stored.period_start,
    periodEnd: stored.period_end,
    state: fromPlace(BILLING_CYCLE_STATES, stored.state),
    currency: stored.currency,
    createdAt: toIso(stored.created_at_ms),
    thirdPartyName: stored.third_party_name,
    missionCount: stored.mission_count,
    amountCents: stored.amount_cents,
  };
}
