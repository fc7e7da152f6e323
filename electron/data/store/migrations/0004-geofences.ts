import type { Migration } from './migration.ts';

/**
 * Geofences. What the cache holds was pulled by a program that was not sent them, and the cursor has passed them: an epoch that no
 * server has makes the next contact with the server read everything anew. Until then the rows are shown as they are, and edits stay.
 */
export const geofenceMigration: Migration = {
  version: 4,
  up(writer) {
    writer.execute(`
      CREATE TABLE geofences (
        row_key INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        version INTEGER NOT NULL,
        name TEXT NOT NULL,
        name_key TEXT NOT NULL,
        kind INTEGER NOT NULL,
        geometry TEXT NOT NULL,
        created_at_ms INTEGER NOT NULL,
        search_words TEXT NOT NULL
      ) STRICT;
      CREATE INDEX geofences_by_name ON geofences (name_key);
      CREATE INDEX geofences_by_kind ON geofences (kind, name_key);
      CREATE INDEX geofences_by_creation ON geofences (created_at_ms);

      UPDATE sync_state SET epoch = '' WHERE epoch IS NOT NULL;
    `);
  },
};
