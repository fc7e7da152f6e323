import type { Migration } from './migration.ts';

/**
 * Incidents and handovers: whole rows beside the columns that lists are cut and sorted by. The cursor of the program before has passed them by: an
 * epoch that no server has makes the next contact read everything anew.
 */
export const shiftMigration: Migration = {
  version: 11,
  up(writer) {
    writer.execute(`
      CREATE TABLE incidents (
        row_key INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        version INTEGER NOT NULL,
        is_closed INTEGER NOT NULL,
        -- Place in the list of priorities: 0 is the gravest.
        priority INTEGER NOT NULL,
        opened_at_ms INTEGER NOT NULL,
        search_words TEXT NOT NULL,
        row TEXT NOT NULL
      ) STRICT;
      CREATE INDEX incidents_current ON incidents (priority, opened_at_ms) WHERE NOT is_closed;
      CREATE INDEX incidents_by_time ON incidents (opened_at_ms);

      CREATE TABLE handovers (
        row_key INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        version INTEGER NOT NULL,
        is_draft INTEGER NOT NULL,
        -- In the order in which they were handed over; NULL: a draft.
        number INTEGER,
        leaving_by TEXT NOT NULL,
        shift_to_ms INTEGER NOT NULL,
        row TEXT NOT NULL
      ) STRICT;
      CREATE INDEX handovers_by_time ON handovers (shift_to_ms);
      CREATE INDEX handovers_by_number ON handovers (number) WHERE number IS NOT NULL;

      UPDATE sync_state SET epoch = '' WHERE epoch IS NOT NULL;
    `);
  },
};
