import type { Migration } from './migration.ts';

/** What the server last said of what is not synchronised as rows (the books of billing), to be shown while it is away. */
export const serverAnswersMigration: Migration = {
  version: 9,
  up(writer) {
    writer.execute(`
      CREATE TABLE server_answers (
        question TEXT PRIMARY KEY,
        -- JSON
        answer TEXT NOT NULL,
        bytes INTEGER NOT NULL,
        answered_at_ms INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX server_answers_by_time ON server_answers (answered_at_ms);
    `);
  },
};
