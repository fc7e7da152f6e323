import { cacheMigration } from './0001-cache.ts';
import { outboxMigration } from './0002-outbox.ts';
import { missionBoardMigration } from './0003-mission-board.ts';
import { geofenceMigration } from './0004-geofences.ts';
import { eventPlaceMigration } from './0005-event-place.ts';
import { billingCycleLifeMigration } from './0006-billing-cycle-life.ts';
import { validationMigration } from './0007-validations.ts';
import { thirdPartyStandingMigration } from './0008-third-parties.ts';
import { serverAnswersMigration } from './0009-server-answers.ts';
import { alarmMigration } from './0010-alarms.ts';
import { shiftMigration } from './0011-shift.ts';
import type { Migration } from './migration.ts';

export type { Migration } from './migration.ts';

/** All migrations, in order. A released one is never changed: the next one mends it. */
export const migrations: readonly Migration[] = [
  cacheMigration,
  outboxMigration,
  missionBoardMigration,
  geofenceMigration,
  eventPlaceMigration,
  billingCycleLifeMigration,
  validationMigration,
  thirdPartyStandingMigration,
  serverAnswersMigration,
  alarmMigration,
  shiftMigration,
];
