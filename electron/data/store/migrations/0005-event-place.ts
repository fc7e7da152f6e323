import type { Migration } from './migration.ts';

/** How far the server's log of events has been heard. */
export const eventPlaceMigration: Migration = {
  version: 5,
  up(writer) {
    writer.execute(`
      CREATE TABLE event_place (
        only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
        server_identity TEXT NOT NULL,
        epoch TEXT NOT NULL,
        position INTEGER NOT NULL
      ) STRICT;
    `);
  },
};
