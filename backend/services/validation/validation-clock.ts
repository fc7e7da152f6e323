import { type Clock, type Disposer, type Validation, whatIsDue } from '../../../shared/domain/index.ts';
import { actAs, publish } from '../../bus/index.ts';
import type { Database, Sql } from '../../database/database.ts';
import type { Log } from '../../log.ts';
import { lockCycle } from '../billing/cycle-row.ts';
import { openValidation } from './open-validation.ts';
import { readValidation, timeOf } from './validation-rows.ts';

const INTERVAL_MS = 30_000;
const AT_ONCE = 50;
/** Recorded as the one who reminds and escalates. */
const WHO = 'service:validations';

/**
 * What time alone makes of validations: reminders before they are due, escalation then. Also opens those of cycles that another program, or an
 * older version, has put into validation. Each row is locked, and left to whoever else has it: with several processes each thing is done once.
 */
export class ValidationClock {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #log: Log;
  #cancel: Disposer | undefined;
  #isStopped = false;
  #running: Promise<void> = Promise.resolve();

  constructor({ database, clock, log }: { database: Database; clock: Clock; log: Log }) {
    this.#database = database;
    this.#clock = clock;
    this.#log = log;
  }

  /** Looks at once, and then every half a minute. */
  start(): void {
    this.#running = this.#look();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel?.();
    await this.#running;
  }

  /** @returns how many things were done */
  async look(): Promise<number> {
    let done = 0;
    for (const work of [adopt, remind]) {
      for (let count = AT_ONCE; count === AT_ONCE && !this.#isStopped; done += count) {
        count = await this.#database.transaction(async (sql) => {
          await actAs(sql, WHO);
          return work(sql, this.#clock.nowMs());
        });
      }
    }
    return done;
  }

  async #look(): Promise<void> {
    try {
      await this.look();
    } catch (error) {
      if (!this.#isStopped) this.#log.warn({ err: error }, 'validations could not be looked after; it is tried again');
    }
    if (this.#isStopped) return;
    this.#cancel = this.#clock.after(INTERVAL_MS, () => {
      this.#running = this.#look();
    });
  }
}

async function adopt(sql: Sql, nowMs: number): Promise<number> {
  const strays = await sql.query<{ id: string }>(
    `select id from billing_cycles as cycle where state = 'in-validation' and not exists (
       select from validations where subject_kind = 'billing-cycle' and subject_id = cycle.id and state = 'pending')
     order by id limit ${AT_ONCE} for no key update skip locked`,
  );
  for (const { id } of strays) {
    const cycle = await lockCycle(sql, id);
    if (cycle === undefined) continue;
    const { subsidiary, contributors, lastStepBy } = cycle;
    await openValidation(sql, { cycleId: id, subsidiary, contributors, by: lastStepBy ?? WHO, nowMs });
  }
  return strays.length;
}

async function remind(sql: Sql, nowMs: number): Promise<number> {
  const due = await sql.query<{ id: string }>(
    `select id from validations where state = 'pending' and (escalated_at is null and due_at <= ${timeOf('$1')}
       or reminded_at is null and (steps -> step ->> 'remindHours')::int > 0
         and due_at - (steps -> step ->> 'remindHours')::int * interval '1 hour' <= ${timeOf('$1')})
     order by due_at limit ${AT_ONCE} for no key update skip locked`,
    [nowMs],
  );
  for (const { id } of due) {
    const validation = await readValidation(sql, id);
    if (validation !== undefined) await tell(sql, validation, nowMs);
  }
  return due.length;
}

async function tell(sql: Sql, validation: Validation, nowMs: number): Promise<void> {
  const { remind: isToRemind, escalate } = whatIsDue(validation, nowMs);
  const { id, subjectKind, subjectId, step, dueAt } = validation;
  await sql.query(
    `update validations set reminded_at = case when $3 then ${timeOf('$2')} else reminded_at end,
       escalated_at = case when $4 then ${timeOf('$2')} else escalated_at end where id = $1::uuid`,
    [id, nowMs, isToRemind, escalate],
  );
  const payload = { subjectKind, subjectId, step, dueAt };
  const type = escalate ? 'validation.escalated' : 'validation.reminded';
  await publish(sql, { type, entity: 'validation', id, payload });
}
