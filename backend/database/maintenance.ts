import type { Clock, Disposer } from '../../shared/domain/index.ts';
import type { Log } from '../log.ts';
import type { Database } from './database.ts';

const FIRST_MS = 5 * 60_000;
const INTERVAL_MS = 3_600_000;
const TABLES = ['sync_changes', 'missions', 'vehicles', 'third_parties', 'billing_cycles'];

/**
 * Clears away what updates leave behind, and refreshes the planner's statistics, every hour. A PostgreSQL server does so by
 * itself; the one in the process has no background workers.
 */
export function keepTidy(database: Database, clock: Clock, log: Log): Disposer {
  if (database.kind !== 'pglite') return () => undefined;
  let cancel: Disposer | undefined;
  const next = (delayMs: number) => {
    cancel = clock.after(delayMs, () => void tidy());
  };
  let stopped = false;
  const tidy = async () => {
    try {
      for (const table of TABLES) if (!stopped) await database.execute(`vacuum (analyze) ${table}`);
    } catch (error) {
      log.warn({ error: String(error) }, 'the database could not be tidied; the next hour tries again');
    }
    if (!stopped) next(INTERVAL_MS);
  };
  next(FIRST_MS);
  return () => {
    stopped = true;
    cancel?.();
  };
}
