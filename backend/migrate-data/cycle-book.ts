import { v7 as uuid } from 'uuid';
import type { Sql } from '../database/database.ts';
import { isFrozen } from '../../shared/domain/billing-cycle-actions.ts';
import type { BillingCycleState } from '../../shared/domain/index.ts';
import { type CycleRule, type Period, periodOf } from './cycle-rule.ts';

interface Cycle {
  id: string;
  thirdPartyId: string | null;
  start: string;
  end: string;
  state: BillingCycleState;
  currency: string;
}

/** Where a mission goes: a cycle that is there, one that is to be made, or none, since that one is closed. */
export type CyclePlace = { kind: 'there'; id: string } | { kind: 'closed' } | { kind: 'new'; key: string };

/** The billing cycles, and those that are made on the way. */
export class CycleBook {
  readonly #rule: CycleRule;
  readonly #subsidiary: string;
  readonly #cycles = new Map<string, Cycle[]>();
  readonly #wanted = new Map<string, Cycle & { label: string }>();
  readonly #periods: ReadonlyMap<string, CycleRule['period']>;
  created = 0;

  private constructor(
    rule: CycleRule,
    subsidiary: string,
    cycles: readonly Cycle[],
    periods: ReadonlyMap<string, CycleRule['period']>,
  ) {
    this.#rule = rule;
    this.#subsidiary = subsidiary;
    this.#periods = periods;
    for (const cycle of cycles) this.#add(cycle);
  }

  /** @param periods by the id of third parties that are billed in other periods */
  static async open(
    sql: Sql,
    { rule, subsidiary }: { rule: CycleRule; subsidiary: string },
    periods: ReadonlyMap<string, CycleRule['period']>,
  ): Promise<CycleBook> {
    const cycles = await sql.query<Cycle>(
      `select id, third_party_id as "thirdPartyId", period_start as start, period_end as "end", state, currency::text
       from billing_cycles where coalesce(subsidiary, '') = $1 order by period_start, id`,
      [subsidiary],
    );
    return new CycleBook(rule, subsidiary, cycles, periods);
  }

  /** A cycle of the third party that has the day in its period serves as well as one that the rule would make. */
  placeOf(party: { id: string; name: string }, day: string, currency: string): CyclePlace {
    const owner = this.#rule.per === 'all' ? null : party.id;
    const period = periodOf(day, this.#periods.get(party.id) ?? this.#rule.period);
    const there = (this.#cycles.get(`${owner}/${currency}`) ?? []).filter(
      ({ start, end }) => start <= day && day <= end,
    );
    const exact = there.find(({ start, end }) => start === period.start && end === period.end);
    const open = exact !== undefined && !isFrozen(exact.state) ? exact : there.find(({ state }) => !isFrozen(state));
    if (open !== undefined) return { kind: 'there', id: open.id };
    if (there.length > 0) return { kind: 'closed' };
    const key = `${owner}/${currency}/${period.start}/${period.end}`;
    if (!this.#wanted.has(key)) this.#wanted.set(key, this.#cycleOf(owner, party.name, period, currency));
    return { kind: 'new', key };
  }

  /** Makes the cycles that were wanted. @returns ids by key */
  async make(sql: Sql, isDry: boolean): Promise<ReadonlyMap<string, string>> {
    const made = new Map([...this.#wanted].map(([key, { id }]) => [key, id]));
    const cycles = [...this.#wanted.values()];
    if (cycles.length > 0 && !isDry) {
      await sql.query(
        `insert into billing_cycles (id, label, third_party_id, period_start, period_end, state, currency, subsidiary)
         select id, label, "thirdPartyId", start, "end", state, currency, nullif($2, '') from json_to_recordset($1) as given
           (id uuid, label text, "thirdPartyId" uuid, start date, "end" date, state text, currency text)`,
        [JSON.stringify(cycles), this.#subsidiary],
      );
    }
    for (const cycle of cycles) this.#add(cycle);
    this.created += cycles.length;
    this.#wanted.clear();
    return made;
  }

  #cycleOf(owner: string | null, name: string, period: Period, currency: string): Cycle & { label: string } {
    const label = owner === null ? period.label : `${period.label} ${name}`.slice(0, 200);
    return {
      id: uuid(),
      thirdPartyId: owner,
      start: period.start,
      end: period.end,
      state: this.#rule.state,
      currency,
      label,
    };
  }

  #add(cycle: Cycle): void {
    const key = `${cycle.thirdPartyId}/${cycle.currency}`;
    this.#cycles.set(key, [...(this.#cycles.get(key) ?? []), cycle]);
  }
}
