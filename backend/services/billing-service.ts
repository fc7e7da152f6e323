import type { AssignRequest, BillingLinesQuery, PageQuery } from '../../shared/api/index.ts';
import {
  type Actor,
  type BillingCycleState,
  type BillingSettings,
  type Clock,
  type CycleAction,
  DEFAULT_TIME_ZONE,
  type FieldValues,
  isEditable,
  type RateCard,
  type Refusal,
  TimeZone,
} from '../../shared/domain/index.ts';
import { actAs } from '../bus/index.ts';
import type { Reader, Scopes } from '../database/scope.ts';
import { assignMissions } from './billing/assign-missions.ts';
import { readInvoice, readInvoices, readLines, readTotals, readTrail } from './billing/books.ts';
import { takeStep } from './billing/cycle-steps.ts';
import { readRateCards, writeRateCard } from './billing/rate-cards.ts';
import { readBillingSettings, writeBillingSettings } from './billing/settings-store.ts';
import { refuseReferences, subsidiaryOfNew } from './mutations/other-rows.ts';
import { type RowPage, readPage, readRow } from './row-pages.ts';

/** An action on a billing cycle, as somebody asks for it. */
export interface AskedStep {
  id: string;
  action: CycleAction;
  actor: Actor;
  parameters: FieldValues;
}

/** Carries out an action on a billing cycle, within a transaction; answers why not, where it is not legal. */
export type TakeCycleStep = (sql: Reader, asked: AskedStep) => Promise<Refusal | undefined>;

/** A step was not legal: nothing was done. */
export class StepRefusedError extends Error {
  override name = 'StepRefusedError';
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.detail);
    this.refusal = refusal;
  }
}

/** Billing cycles: the periods whose missions are billed together; what they cost, and the books. */
export class BillingService {
  readonly #clock: Pick<Clock, 'nowMs'>;

  constructor(clock: Pick<Clock, 'nowMs'>) {
    this.#clock = clock;
  }

  listCycles(sql: Reader, query: PageQuery): Promise<RowPage> {
    return readPage(sql, 'billing-cycle', query);
  }

  getCycle(sql: Reader, id: string): Promise<string | undefined> {
    return readRow(sql, 'billing-cycle', id);
  }

  /**
   * Takes a step of a cycle's life. Waits for edits of its missions that are under way; closing freezes them.
   * @param sql the transaction that it is part of, in which `actAs` has said who acts
   * @returns why not, where it is not legal now; then nothing was done
   */
  takeStep: TakeCycleStep = (sql, asked) => takeStep(sql, { ...asked, nowMs: this.#clock.nowMs() });

  /**
   * The same, and says who acts.
   * @throws StepRefusedError; then the transaction may not be committed
   */
  async act(sql: Reader, asked: AskedStep): Promise<void> {
    await actAs(sql, asked.actor.subject);
    const refusal = await this.takeStep(sql, asked);
    if (refusal !== undefined) throw new StepRefusedError(refusal);
  }

  lines = (sql: Reader, cycleId: string, query: BillingLinesQuery) => readLines(sql, cycleId, query);
  totals = (sql: Reader, cycleId: string) => readTotals(sql, cycleId);
  invoices = (sql: Reader, cycleId: string) => readInvoices(sql, cycleId);
  invoice = (sql: Reader, id: string) => readInvoice(sql, id);
  trail = (sql: Reader, chain: string) => readTrail(sql, chain);
  rateCards = (sql: Reader) => readRateCards(sql);
  settings = (sql: Reader, subsidiary: string) => readBillingSettings(sql, subsidiary);

  /** Makes a rate card or changes it. @returns why not, where it cannot be; then nothing was done */
  async writeRateCard(sql: Reader, card: RateCard, { subject }: Actor): Promise<Refusal | undefined> {
    await actAs(sql, subject);
    const names = { thirdPartyId: card.thirdPartyId };
    const refused = await refuseReferences(sql, 'billing-cycle', names);
    if (refused !== undefined) return refused;
    const owner = await subsidiaryOfNew(sql, 'billing-cycle', names);
    if (await writeRateCard(sql, owner ?? '', card)) return undefined;
    return { code: 'exists', field: 'id', detail: `id: the rate card ${card.id} is that of another subsidiary` };
  }

  /**
   * Brings missions into a cycle by a rule, or counts what it would bring in.
   * @returns undefined where the user sees no such cycle; why not, where it takes none in
   */
  async assign(reader: Reader, scopes: Scopes, id: string, request: AssignRequest, actor: Actor) {
    const [cycle] = await reader.query<{ id: string; currency: string; state: BillingCycleState; subsidiary: string }>(
      `select id, currency, state, coalesce(subsidiary, '') as subsidiary from billing_cycles where id = $1::uuid`,
      [id],
    );
    if (cycle === undefined) return undefined;
    if (!isEditable(cycle.state)) {
      const refusal: Refusal = {
        code: 'frozen',
        detail: `a billing cycle that is ${cycle.state} takes no missions in`,
      };
      return { refusal };
    }
    const settings = await readBillingSettings(reader, cycle.subsidiary);
    const zone = new TimeZone(settings?.timeZone ?? DEFAULT_TIME_ZONE);
    return { answer: await assignMissions(reader, scopes, { cycle, request, actor, zone }) };
  }

  async writeSettings(sql: Reader, subsidiary: string, settings: BillingSettings, { subject }: Actor): Promise<void> {
    await actAs(sql, subject);
    await writeBillingSettings(sql, subsidiary, settings);
  }
}
