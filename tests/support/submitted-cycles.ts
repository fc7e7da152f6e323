import { actAs } from '../../backend/bus/index.ts';
import type { Database } from '../../backend/database/database.ts';
import { WHOLE } from '../../backend/database/scope.ts';
import { writeBillingSettings } from '../../backend/services/billing/settings-store.ts';
import { BillingService } from '../../backend/services/billing-service.ts';
import { NotificationWorkflowService } from '../../backend/services/notification-workflow-service.ts';
import type { Actor, CycleAction, FieldValues, Validation } from '../../shared/domain/index.ts';
import { ENTITY_TABLES } from '../../backend/sync/entity-tables.ts';
import { BILLING_SETTINGS } from './billing-fixtures.ts';
import { insertRows } from './business-rows.ts';

/** A database with cycles on their way to validation, and a clock that a test moves. */
export class SubmittedCycles {
  readonly database: Database;
  nowMs = Date.parse('2026-04-02T08:00:00Z');
  #month = 0;

  constructor(database: Database) {
    this.database = database;
  }

  static async in(database: Database): Promise<SubmittedCycles> {
    await insertRows(database, { vehicles: 1, thirdParties: 2 });
    await database.query(`update third_parties set contact_info = contact_info || '{"country": "France"}'`);
    await database.transaction(async (sql) => {
      await actAs(sql, 'root');
      await writeBillingSettings(sql, '', BILLING_SETTINGS);
    });
    return new SubmittedCycles(database);
  }

  /** A cycle of its own month with missions of 100.00 each, made, closed and submitted. @returns its id */
  async submitted(by: Actor, { missions = 3 } = {}): Promise<string> {
    const id = await this.open(missions);
    for (const action of ['open', 'close', 'submit'] as const) await this.done(id, action, by);
    return id;
  }

  async open(missions: number): Promise<string> {
    this.#month += 1;
    const [row] = await this.database.query<{ id: string }>(
      `insert into billing_cycles (label, period_start, period_end)
       values ('Cycle', date '2020-01-01' + $1 * interval '1 month', date '2020-01-01' + ($1 + 1) * interval '1 month' - interval '1 day')
       returning id`,
      [this.#month],
    );
    const id = row?.id ?? '';
    await this.addMissions(id, missions);
    return id;
  }

  async addMissions(cycleId: string, count: number): Promise<void> {
    await this.database.query(
      `insert into missions (reference, planned_start_at, planned_end_at, actual_start_at, actual_end_at, status, amount, third_party_id, billing_cycle)
       select gen_random_uuid()::text, at, at + interval '1 hour', at, at + interval '50 min', 'completed', 100,
         (select id from third_parties order by name offset i % 2 limit 1), $1::uuid
       from generate_series(1, $2::int) as i, lateral (select timestamptz '2026-03-04T09:00Z' + i * interval '1 hour') as t (at)`,
      [cycleId, count],
    );
  }

  /** A cycle's own step. @returns `done`, or the code of the refusal */
  step(id: string, action: CycleAction, actor: Actor, parameters: FieldValues = {}): Promise<string> {
    const service = new BillingService({ nowMs: () => this.nowMs });
    return this.#whole(async (sql) => {
      await actAs(sql, actor.subject);
      return (await service.takeStep(sql, { id, action, actor, parameters }))?.code ?? 'done';
    });
  }

  async done(id: string, action: CycleAction, actor: Actor, parameters: FieldValues = {}): Promise<void> {
    const outcome = await this.step(id, action, actor, parameters);
    if (outcome !== 'done') throw new Error(`${action} of ${id} by ${actor.subject}: ${outcome}`);
  }

  get service(): NotificationWorkflowService {
    return new NotificationWorkflowService({ nowMs: () => this.nowMs });
  }

  /** A decision, or a mark. @returns `done`, or the code of the refusal */
  act(validation: Pick<Validation, 'id'>, action: string, actor: Actor, parameters: FieldValues = {}): Promise<string> {
    return this.#whole(
      async (sql) => (await this.service.act(sql, { id: validation.id, action, parameters, actor }))?.code ?? 'done',
    );
  }

  /** The newest validation of a cycle. */
  async validationOf(cycleId: string): Promise<Validation> {
    const [row] = await this.database.query<{ body: string }>(
      `select ${ENTITY_TABLES.validation.rowJson} as body from validations where subject_id = $1::uuid order by round desc limit 1`,
      [cycleId],
    );
    return JSON.parse(row?.body ?? 'null') as Validation;
  }

  async stateOf(cycleId: string): Promise<string | undefined> {
    const [row] = await this.database.query<{ state: string }>('select state from billing_cycles where id = $1::uuid', [
      cycleId,
    ]);
    return row?.state;
  }

  #whole<Result>(work: (sql: Parameters<NotificationWorkflowService['act']>[0]) => Promise<Result>): Promise<Result> {
    return this.database.transaction((sql) =>
      work({ scope: WHOLE, query: (statement, values) => sql.query(statement, values) }),
    );
  }
}
