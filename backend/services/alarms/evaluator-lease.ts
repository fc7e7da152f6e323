import type { Sql } from '../../database/database.ts';

/** How long another process waits after the last sign of the one that evaluates. By the database's clock. */
const LEASE = "interval '10 s'";

/**
 * Which process evaluates alarms: a note in the database that has to be renewed. Two may believe for a moment that it is theirs; but only the
 * one whose name stands there writes, since each writing renews it in its own transaction.
 */
export class EvaluatorLease {
  readonly #holder: string;

  /** @param holder of this process alone */
  constructor(holder: string) {
    this.#holder = holder;
  }

  /** Takes it where nobody has it. @returns whether it is this process's now */
  async take(sql: Sql): Promise<boolean> {
    const taken = await sql.query(
      `update alarm_evaluator set holder = $1, held_until = clock_timestamp() + ${LEASE}
       where holder = $1 or held_until < clock_timestamp() returning id`,
      [this.#holder],
    );
    return taken.length === 1;
  }

  /** Keeps it, within a transaction: until that ends nobody else can take it. @returns false where another has it by now */
  async keep(sql: Sql): Promise<boolean> {
    const kept = await sql.query(
      `update alarm_evaluator set held_until = clock_timestamp() + ${LEASE} where holder = $1 returning id`,
      [this.#holder],
    );
    return kept.length === 1;
  }

  async release(sql: Sql): Promise<void> {
    await sql.query("update alarm_evaluator set held_until = '-infinity' where holder = $1", [this.#holder]);
  }
}
