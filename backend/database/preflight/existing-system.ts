/**
 * The columns that Vigie reads and writes in the tables of the existing system, with the types that its statements work on
 * (backend/sync/entity-tables.ts, backend/services/mission-writer.ts).
 */
const KEY = ['bigint', 'integer', 'smallint'];
const TEXT = ['text', 'character varying', 'character', 'citext'];
const TIME = ['timestamp with time zone'];
const NUMBER = ['numeric', 'bigint', 'integer', 'smallint', 'double precision'];

export const EXISTING_SYSTEM: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  vehicles: { id: KEY, code: TEXT, label: TEXT, kind: TEXT, depot: TEXT, line: TEXT },
  users: { id: [] },
  missions: {
    id: KEY,
    reference: TEXT,
    vehicle_id: KEY,
    driver: TEXT,
    customer_name: TEXT,
    origin_address: TEXT,
    destination_address: TEXT,
    planned_start_at: TIME,
    planned_end_at: TIME,
    actual_start_at: TIME,
    actual_end_at: TIME,
    status: TEXT,
    distance_km: NUMBER,
    amount: NUMBER,
    currency: TEXT,
  },
};

/** Tables that Vigie extends: only what belongs to somebody can be altered by them. `users` is only looked at. */
export const EXTENDED_TABLES = ['vehicles', 'missions'];
