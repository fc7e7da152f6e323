import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { FleetTable } from '../../../shared/api/index.ts';
import { RECORD_BYTES } from '../../../shared/domain/index.ts';

/**
 * The same fixes as rows, by time and vehicle and by vehicle and time: one transaction a frame, as long as it is told to. Everything that a
 * record says is kept, and in which frame it was seen.
 */
export function createSqlitePeer(file: string) {
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = NORMAL');
  database.exec(`
    CREATE TABLE fixes (
      seen_ms INTEGER NOT NULL, vehicle INTEGER NOT NULL, time REAL NOT NULL, longitude INTEGER NOT NULL,
      latitude INTEGER NOT NULL, velocity_east REAL NOT NULL, velocity_north REAL NOT NULL, attributes INTEGER NOT NULL,
      PRIMARY KEY (seen_ms, vehicle)
    ) WITHOUT ROWID;
    CREATE INDEX fixes_by_vehicle ON fixes (vehicle, seen_ms);
  `);
  const insert = database.prepare('INSERT INTO fixes VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  let rows = 0;
  const insertFrame = database.transaction((table: FleetTable, sequence: number) => {
    const view = new DataView(table.records.buffer, table.records.byteOffset, table.records.byteLength);
    for (let slot = 0; slot < table.count; slot++) {
      if (table.changedAt(slot) <= sequence) continue;
      const at = slot * RECORD_BYTES;
      insert.run(
        ...[table.serverTimeMs, slot, view.getFloat32(at + 16, true), view.getInt32(at, true)],
        ...[view.getInt32(at + 4, true), view.getFloat32(at + 8, true), view.getFloat32(at + 12, true)],
        view.getUint32(at + 20, true),
      );
      rows += 1;
    }
  });
  return {
    insertFrame,
    rows: () => rows,
    /** Bytes of the file, all of the log in it. */
    bytes() {
      database.pragma('wal_checkpoint(TRUNCATE)');
      return statSync(file).size;
    },
    /** A fleet as it was at an instant, as records: the last row of each vehicle until then. */
    createSeek(vehicles: number) {
      const last = database.prepare<
        [number, number],
        {
          time: number;
          longitude: number;
          latitude: number;
          velocity_east: number;
          velocity_north: number;
          attributes: number;
        }
      >(
        `SELECT time, longitude, latitude, velocity_east, velocity_north, attributes FROM fixes
         WHERE vehicle = ? AND seen_ms <= ? ORDER BY seen_ms DESC LIMIT 1`,
      );
      return (atMs: number): Uint8Array => {
        const records = new Uint8Array(vehicles * RECORD_BYTES);
        const view = new DataView(records.buffer);
        for (let slot = 0; slot < vehicles; slot++) {
          const row = last.get(slot, atMs);
          if (row === undefined) continue;
          const at = slot * RECORD_BYTES;
          view.setInt32(at, row.longitude, true);
          view.setInt32(at + 4, row.latitude, true);
          view.setFloat32(at + 8, row.velocity_east, true);
          view.setFloat32(at + 12, row.velocity_north, true);
          view.setFloat32(at + 16, row.time, true);
          view.setUint32(at + 20, row.attributes, true);
        }
        return records;
      };
    },
    close: () => database.close(),
  };
}
