import type { ChangeWatch, ChangedBetween } from '../bus/change-watch.ts';
import type { Database } from '../database/database.ts';
import type { Scope } from '../database/scope.ts';
import type { Log } from '../log.ts';

/** Whose rows changed, or left. */
const TOUCHED_SQL = `
  select subsidiary from sync_changes where xid >= $1::xid8 and xid < $2::xid8
  union
  select subsidiary from sync_departures where xid >= $1::xid8 and xid < $2::xid8`;

interface Poked {
  scope: Scope;
  poke: () => void;
}

/**
 * Tells each socket that there is something to pull, where there is something for it: who may see part of the rows does not even hear
 * that others change. Whose rows changed is only asked where such a one listens.
 */
export class Pokes {
  readonly #poked = new Set<Poked>();
  readonly #database: Database;
  readonly #log: Log;

  constructor(changes: ChangeWatch, database: Database, log: Log) {
    this.#database = database;
    this.#log = log;
    changes.subscribe((between) => void this.#tell(between));
  }

  /** @returns what ends it */
  add(scope: Scope, poke: () => void): () => void {
    const poked = { scope, poke };
    this.#poked.add(poked);
    return () => this.#poked.delete(poked);
  }

  async #tell({ from, upTo }: ChangedBetween): Promise<void> {
    const partial: Poked[] = [];
    for (const one of this.#poked) {
      if (one.scope.subsidiaries === undefined) one.poke();
      else partial.push(one);
    }
    if (partial.length === 0) return;
    let touched: Set<string> | undefined;
    try {
      const rows = await this.#database.query<{ subsidiary: string }>(TOUCHED_SQL, [from, upTo]);
      touched = new Set(rows.map(({ subsidiary }) => subsidiary));
    } catch (error) {
      // Told once too often rather than not at all.
      this.#log.warn({ err: error }, 'cannot tell whose rows changed');
    }
    for (const { scope, poke } of partial) {
      if (touched === undefined || scope.subsidiaries?.some((name) => touched.has(name)) === true) poke();
    }
  }
}
