import type { Migration } from './migration.ts';

/**
 * What a person entered and the server does not have yet, and the server's own rows beneath it.
 *
 * - `outbox`: each mutation in the order in which it was made (`position`). `payload` is the mutation as it is sent and never
 *   changes; `checksum` is its CRC-32, so that a damaged one is never sent. The columns beside it are copies for looking things
 *   up; `op`, `entity` and `entity_id` are null where the payload cannot be read. `answer` is the server's last word (JSON).
 *   `discarded_from` is
 *   the state that it is brought back to, `discarded_with` the mutation id of the edit that took it along.
 * - `server_rows`: the server's row (JSON, null: it has none) of each row that is shown with edits on top. The tables of the
 *   cache hold what is shown.
 */
export const outboxMigration: Migration = {
  version: 2,
  up(writer) {
    writer.execute(`
      CREATE TABLE outbox (
        position INTEGER PRIMARY KEY,
        mutation_id TEXT NOT NULL UNIQUE,
        server_identity TEXT NOT NULL,
        op TEXT,
        entity TEXT,
        entity_id TEXT,
        payload TEXT NOT NULL,
        checksum INTEGER NOT NULL,
        state TEXT NOT NULL,
        made_at_ms INTEGER NOT NULL,
        attempts INTEGER NOT NULL,
        last_attempt_at_ms INTEGER,
        -- 1 once the withdrawal itself was sent: from then on this id is spent.
        is_cancel_sent INTEGER NOT NULL,
        answer TEXT,
        discarded_at_ms INTEGER,
        discarded_from TEXT,
        discarded_with TEXT
      ) STRICT;
      CREATE INDEX outbox_by_row ON outbox (entity, entity_id, position);
      CREATE INDEX outbox_by_state ON outbox (state, position);

      CREATE TABLE server_rows (
        entity TEXT NOT NULL,
        id TEXT NOT NULL,
        version INTEGER NOT NULL,
        row TEXT,
        PRIMARY KEY (entity, id)
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
