import type { Migration } from './migration.ts';

/**
 * Validations and delegations. They are few beside missions, and which folder a validation is in depends on who asks and when: the rows are
 * kept whole, beside the columns that lists are cut by. The cursor of the program before has passed them by: an epoch that no server has
 * makes the next contact read everything anew.
 */
export const validationMigration: Migration = {
  version: 7,
  up(writer) {
    writer.execute(`
      CREATE TABLE validations (
        row_key INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        version INTEGER NOT NULL,
        is_pending INTEGER NOT NULL,
        subject_id TEXT NOT NULL,
        round INTEGER NOT NULL,
        opened_at_ms INTEGER NOT NULL,
        search_words TEXT NOT NULL,
        row TEXT NOT NULL
      ) STRICT;
      CREATE INDEX validations_pending ON validations (opened_at_ms) WHERE is_pending;
      CREATE INDEX validations_by_opening ON validations (opened_at_ms);
      CREATE INDEX validations_by_subject ON validations (subject_id, round);

      CREATE TABLE delegations (
        row_key INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        version INTEGER NOT NULL,
        to_subject TEXT NOT NULL,
        ends_at_ms INTEGER NOT NULL,
        row TEXT NOT NULL
      ) STRICT;
      CREATE INDEX delegations_by_end ON delegations (ends_at_ms);

      UPDATE sync_state SET epoch = '' WHERE epoch IS NOT NULL;
    `);
  },
};
