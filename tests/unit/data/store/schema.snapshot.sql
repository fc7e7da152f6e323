version 1
CREATE TABLE billing_cycle_totals ( billing_cycle_id TEXT PRIMARY KEY, mission_count INTEGER NOT NULL, amount_cents INTEGER NOT NULL ) STRICT, WITHOUT ROWID;
CREATE TABLE billing_cycles ( row_key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, label TEXT NOT NULL, label_key TEXT NOT NULL, label_words TEXT NOT NULL, third_party_id TEXT, period_start TEXT NOT NULL, period_end TEXT NOT NULL, state INTEGER NOT NULL, currency TEXT NOT NULL, created_at_ms INTEGER NOT NULL ) STRICT;
CREATE TABLE missions ( row_key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, reference TEXT NOT NULL, reference_key TEXT NOT NULL, vehicle_id TEXT, vehicle_key TEXT, driver TEXT, customer_name TEXT, customer_key TEXT, origin_address TEXT, destination_address TEXT, planned_start_at_ms INTEGER NOT NULL, planned_end_at_ms INTEGER NOT NULL, actual_start_at_ms INTEGER, actual_end_at_ms INTEGER, status INTEGER NOT NULL, distance_metres INTEGER, amount_cents INTEGER, currency TEXT NOT NULL, billing_cycle_id TEXT, third_party_id TEXT ) STRICT;
CREATE VIRTUAL TABLE missions_search USING fts5 ( words, content = '', contentless_delete = 1, prefix = '1 2', tokenize = 'unicode61 remove_diacritics 2' );
CREATE TABLE sync_state ( only_row INTEGER PRIMARY KEY CHECK (only_row = 1), server_identity TEXT, epoch TEXT, cursor TEXT, is_complete INTEGER NOT NULL, last_sync_at_ms INTEGER, revision INTEGER NOT NULL ) STRICT;
CREATE TABLE third_parties ( row_key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, name TEXT NOT NULL, name_key TEXT NOT NULL, name_words TEXT NOT NULL, type INTEGER NOT NULL, contact_info TEXT NOT NULL, created_at_ms INTEGER NOT NULL, search_words TEXT NOT NULL ) STRICT;
CREATE TABLE third_party_totals ( third_party_id TEXT PRIMARY KEY, mission_count INTEGER NOT NULL ) STRICT, WITHOUT ROWID;
CREATE TABLE vehicles ( row_key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, code TEXT NOT NULL, code_key TEXT NOT NULL, code_words TEXT NOT NULL, label TEXT NOT NULL, label_key TEXT NOT NULL, kind INTEGER NOT NULL, depot TEXT, depot_key TEXT, line TEXT, line_key TEXT, search_words TEXT NOT NULL ) STRICT;
CREATE INDEX billing_cycles_by_label ON billing_cycles (label_key);
CREATE INDEX billing_cycles_by_period ON billing_cycles (period_start);
CREATE INDEX billing_cycles_by_state ON billing_cycles (state, period_start);
CREATE INDEX missions_by_amount ON missions (amount_cents);
CREATE INDEX missions_by_customer ON missions (customer_key);
CREATE INDEX missions_by_cycle ON missions (billing_cycle_id, planned_start_at_ms);
CREATE INDEX missions_by_distance ON missions (distance_metres);
CREATE INDEX missions_by_reference ON missions (reference_key);
CREATE INDEX missions_by_start ON missions (planned_start_at_ms);
CREATE INDEX missions_by_status ON missions (status, planned_start_at_ms);
CREATE INDEX missions_by_third_party ON missions (third_party_id, planned_start_at_ms);
CREATE INDEX missions_by_vehicle ON missions (vehicle_key, vehicle_id, planned_start_at_ms);
CREATE INDEX third_parties_by_creation ON third_parties (created_at_ms);
CREATE INDEX third_parties_by_name ON third_parties (name_key);
CREATE INDEX third_parties_by_type ON third_parties (type, name_key);
CREATE INDEX vehicles_by_code ON vehicles (code_key);
CREATE INDEX vehicles_by_depot ON vehicles (depot_key, code_key);
CREATE INDEX vehicles_by_kind ON vehicles (kind, code_key);
CREATE INDEX vehicles_by_label ON vehicles (label_key);
CREATE INDEX vehicles_by_line ON vehicles (line_key, code_key)
