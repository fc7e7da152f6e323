import type { PageQuery } from '../../shared/api/index.ts';
import {
  type BillingCycleAction,
  type BillingCycleState,
  type Refusal,
  stateAfter,
} from '../../shared/domain/index.ts';
import type { Sql } from '../database/database.ts';
import type { Reader } from '../database/scope.ts';
import { type RowPage, readPage, readRow } from './row-pages.ts';

/** Carries out an action on a billing cycle, within a transaction; answers why not, where it is not legal. */
export type CycleActions = Readonly<Record<BillingCycleAction, (sql: Sql, id: string) => Promise<Refusal | undefined>>>;

/** Billing cycles: the periods whose missions are billed together. */
export class BillingService {
  readonly actions: CycleActions = {
    open: (sql, id) => this.openCycle(sql, id),
    close: (sql, id) => this.closeCycle(sql, id),
  };

  listCycles(sql: Reader, query: PageQuery): Promise<RowPage> {
    return readPage(sql, 'billing-cycle', query);
  }

  getCycle(sql: Reader, id: string): Promise<string | undefined> {
    return readRow(sql, 'billing-cycle', id);
  }

  /**
   * Opens a drafted cycle.
   * @param sql the transaction that it is part of
   * @returns why not, where it is not legal now; then nothing was done
   */
  openCycle(sql: Sql, id: string): Promise<Refusal | undefined> {
    return this.#move(sql, id, 'open');
  }

  /** Closes an open cycle, which freezes it and its missions. Waits for edits of missions that are under way. */
  closeCycle(sql: Sql, id: string): Promise<Refusal | undefined> {
    return this.#move(sql, id, 'close');
  }

  async #move(sql: Sql, id: string, action: BillingCycleAction): Promise<Refusal | undefined> {
    const [cycle] = await sql.query<{ state: BillingCycleState }>(
      'select state from billing_cycles where id = $1::uuid for no key update',
      [id],
    );
    if (cycle === undefined) return { code: 'not-found', detail: `there is no billing cycle ${id}` };
    const state = stateAfter(cycle.state, action);
    if (state === undefined)
      return { code: 'illegal-action', detail: `a billing cycle that is ${cycle.state} cannot ${action}` };
    const moved = await sql.query('update billing_cycles set state = $2 where id = $1::uuid returning id', [id, state]);
    if (moved.length === 0) return { code: 'not-editable', detail: 'the database left the billing cycle as it was' };
    return undefined;
  }
}
