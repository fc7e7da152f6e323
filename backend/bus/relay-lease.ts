import type { Sql } from '../database/database.ts';

/** How long another process waits after the last sign of the one that sends to all. By the database's clock. */
const LEASE = "interval '3 s'";

/**
 * Which process sends events to the followers of all: a note in the database that has to be renewed. Two may believe for a moment that it
 * is theirs; then followers hear something twice, and pass it by.
 */
export class RelayLease {
  readonly #sql: Sql;
  readonly #holder: string;
  #isHeld = false;

  /** @param holder of this process alone */
  constructor(sql: Sql, holder: string) {
    this.#sql = sql;
    this.#holder = holder;
  }

  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** Takes it where nobody has it, or keeps it. */
  async renew(): Promise<void> {
    this.#isHeld = false;
    const taken = await this.#sql.query(
      `update event_head set relay = $1, relay_until = clock_timestamp() + ${LEASE}
       where relay = $1 or relay_until < clock_timestamp() returning relay`,
      [this.#holder],
    );
    this.#isHeld = taken.length === 1;
  }

  async release(): Promise<void> {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    await this.#sql.query("update event_head set relay_until = '-infinity' where relay = $1", [this.#holder]);
  }
}
