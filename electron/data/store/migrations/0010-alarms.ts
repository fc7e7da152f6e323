import type { Migration } from './migration.ts';

/**
 * Alarms and their rules: whole rows beside the columns that lists are cut, counted and sorted by. The cursor of the program before has passed
 * them by: an epoch that no server has makes the next contact read everything anew.
 */
export const alarmMigration: Migration = {
  version: 10,
  up(writer) {
    writer.execute(`
      CREATE TABLE alarm_rules (
        row_key INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        version INTEGER NOT NULL,
        name_key TEXT NOT NULL,
        kind TEXT NOT NULL,
        -- Places in the list of priorities: 0 is the gravest.
        priority INTEGER NOT NULL,
        state TEXT NOT NULL,
        search_words TEXT NOT NULL,
        row TEXT NOT NULL
      ) STRICT;
      CREATE INDEX alarm_rules_by_name ON alarm_rules (name_key);

      CREATE TABLE alarms (
        row_key INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        version INTEGER NOT NULL,
        rule_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        priority INTEGER NOT NULL,
        vehicle_id TEXT,
        mission_id TEXT,
        raised_at_ms INTEGER NOT NULL,
        is_active INTEGER NOT NULL,
        is_acknowledged INTEGER NOT NULL,
        -- NULL: it stands.
        closed_at_ms INTEGER,
        -- Known too late: it was never announced.
        is_late INTEGER NOT NULL,
        -- Hidden from the annunciator until then. NULL: not shelved; not suppressed, or without an end.
        shelved_until_ms INTEGER,
        is_suppressed INTEGER NOT NULL,
        suppressed_until_ms INTEGER,
        cause_id TEXT,
        rule_key TEXT NOT NULL,
        search_words TEXT NOT NULL,
        row TEXT NOT NULL
      ) STRICT;
      CREATE INDEX alarms_standing ON alarms (priority, raised_at_ms) WHERE closed_at_ms IS NULL;
      CREATE INDEX alarms_closed ON alarms (closed_at_ms) WHERE closed_at_ms IS NOT NULL;
      CREATE INDEX alarms_by_time ON alarms (raised_at_ms);
      CREATE INDEX alarms_by_rule ON alarms (rule_id) WHERE closed_at_ms IS NULL;
      CREATE INDEX alarms_by_cause ON alarms (cause_id) WHERE cause_id IS NOT NULL;
      CREATE INDEX alarms_by_vehicle ON alarms (vehicle_id, raised_at_ms) WHERE vehicle_id IS NOT NULL;

      UPDATE sync_state SET epoch = '' WHERE epoch IS NOT NULL;
    `);
  },
};
