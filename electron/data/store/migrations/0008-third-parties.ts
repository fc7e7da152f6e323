import type { Migration } from './migration.ts';

/**
 * Whether a third party is in use, and what tells it from others. The ones that are here were pulled by a program that kept neither: an
 * epoch that no server has makes the next contact with the server read everything anew.
 */
export const thirdPartyStandingMigration: Migration = {
  version: 8,
  up(writer) {
    writer.execute(`
      -- Place in THIRD_PARTY_STANDINGS.
      ALTER TABLE third_parties ADD COLUMN standing INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE third_parties ADD COLUMN merged_into TEXT;
      ALTER TABLE third_parties ADD COLUMN archived_at_ms INTEGER;
      -- JSON.
      ALTER TABLE third_parties ADD COLUMN last_merge TEXT;

      -- What tells whether two are the same, see matchKeys().
      ALTER TABLE third_parties ADD COLUMN match_name TEXT NOT NULL DEFAULT '';
      ALTER TABLE third_parties ADD COLUMN match_words TEXT NOT NULL DEFAULT '';
      ALTER TABLE third_parties ADD COLUMN match_siren TEXT;
      ALTER TABLE third_parties ADD COLUMN match_vat_number TEXT;
      ALTER TABLE third_parties ADD COLUMN match_email TEXT;
      CREATE INDEX third_parties_by_match_name ON third_parties (match_name);
      CREATE INDEX third_parties_by_match_words ON third_parties (match_words);
      CREATE INDEX third_parties_by_match_siren ON third_parties (match_siren) WHERE match_siren IS NOT NULL;
      CREATE INDEX third_parties_by_match_vat_number ON third_parties (match_vat_number) WHERE match_vat_number IS NOT NULL;
      CREATE INDEX third_parties_by_match_email ON third_parties (match_email) WHERE match_email IS NOT NULL;
      CREATE INDEX third_parties_by_survivor ON third_parties (merged_into) WHERE merged_into IS NOT NULL;

      CREATE INDEX billing_cycles_by_third_party ON billing_cycles (third_party_id) WHERE third_party_id IS NOT NULL;

      -- The newest import: what its undo takes back.
      CREATE TABLE imports (
        id TEXT PRIMARY KEY,
        file_name TEXT NOT NULL,
        made_at_ms INTEGER NOT NULL,
        server_identity TEXT NOT NULL
      ) STRICT;
      CREATE TABLE import_rows (
        position INTEGER PRIMARY KEY,
        import_id TEXT NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
        mutation_id TEXT NOT NULL,
        third_party_id TEXT NOT NULL,
        -- JSON: of a new row its fields; of a change from what to what each.
        is_new INTEGER NOT NULL,
        fields TEXT NOT NULL
      ) STRICT;
      CREATE INDEX import_rows_of ON import_rows (import_id, position);

      UPDATE sync_state SET epoch = '' WHERE epoch IS NOT NULL;
    `);
  },
};
