import type { Migration } from './migration.ts';

/**
 * The missions that are planned or under way (`status` 0 and 1 of shared/domain's list) with all that says how late they are, so that
 * the board is read from the index alone, however many missions have ended.
 */
export const missionBoardMigration: Migration = {
  version: 3,
  up(writer) {
    writer.execute(`
      CREATE INDEX missions_live
        ON missions (status, planned_start_at_ms, planned_end_at_ms, actual_start_at_ms, vehicle_id)
        WHERE status < 2;
    `);
  },
};
