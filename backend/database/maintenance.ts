import type { Clock, Disposer } from '../../shared/domain/index.ts';
import type { EventLog } from '../bus/index.ts';
import type { Log } from '../log.ts';
import { DAY_MS, removeTombstones } from '../sync/tombstones.ts';
import type { Database } from './database.ts';

const FIRST_MS = 5 * 60_000;
const INTERVAL_MS = 3_600_000;
const TABLES = [
  'sync_changes',
  'event_log',
  'event_head',
  'missions',
  'vehicles',
  'third_parties',
  'billing_cycles',
  'geofences',
  'alarms',
  'alarm_events',
  'alarm_evaluator',
];

export interface MaintenanceOptions {
  database: Database;
  clock: Clock;
  log: Log;
  /** Tombstones are kept for so long. */
  tombstoneDays: number;
  /** Events are kept for so long. */
  events: { log: EventLog; days: number };
}

/**
 * Every hour removes old tombstones and events. Where the database is in the process it also clears away what updates leave behind and
 * refreshes the planner's statistics: a PostgreSQL server does so by itself, the one in the process has no background workers.
 */
export function keepTidy(options: MaintenanceOptions): Disposer {
  const { database, clock, events, log, tombstoneDays } = options;
  let cancel: Disposer | undefined;
  let stopped = false;
  const next = (delayMs: number) => {
    cancel = clock.after(delayMs, () => void tidy());
  };
  const tidy = async () => {
    try {
      const removed = await removeTombstones(database, clock.nowMs() - tombstoneDays * DAY_MS);
      if (removed > 0) log.info({ removed, tombstoneDays }, 'removed old tombstones');
      const trimmed = await events.log.trim(clock.nowMs() - events.days * DAY_MS);
      if (trimmed > 0) log.info({ trimmed, eventDays: events.days }, 'removed old events');
      if (database.kind === 'pglite') {
        for (const table of TABLES) if (!stopped) await database.execute(`vacuum (analyze) ${table}`);
      }
    } catch (error) {
      if (!stopped) log.warn({ err: error }, 'the database could not be tidied; the next hour tries again');
    }
    if (!stopped) next(INTERVAL_MS);
  };
  next(FIRST_MS);
  return () => {
    stopped = true;
    cancel?.();
  };
}
