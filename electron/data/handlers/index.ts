import type { Health, VigieContract } from '../../../shared/contract/index.ts';
import type { Clock } from '../../../shared/domain/index.ts';
import type { Handlers } from '../../../shared/rpc/index.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { Ground } from '../ground/ground.ts';
import type { Recordings } from '../recording/recordings.ts';
import type { Schedule } from '../schedule/schedule.ts';
import type { Store } from '../store/store.ts';
import type { Views } from '../views/views.ts';
import type { ImportDesk } from '../third-parties/import/import-desk.ts';
import type { ToldApart } from '../third-parties/told-apart.ts';
import type { Walls } from '../walls/walls.ts';
import { createAlarmHandlers } from './alarms.ts';
import { createBillingCycleHandlers } from './billing-cycles.ts';
import { createBoardHandlers } from './board.ts';
import { type BooksParts, createBooksHandlers } from './books.ts';
import { createEditHandlers } from './edits.ts';
import { createExportHandlers, createExportStreams, type ExportDesk } from './exports.ts';
import { createGeofenceHandlers } from './geofences.ts';
import { createGroundHandlers } from './ground.ts';
import { createHealthHandlers } from './health.ts';
import { createMissionHandlers } from './missions.ts';
import { createMissionViewHandlers } from './mission-views.ts';
import { createOutboxHandlers, type Upkeep } from './outbox.ts';
import { createPartyImportHandlers } from './party-import.ts';
import { createPositionHandlers } from './positions.ts';
import { createRecordingHandlers, createReplayStreams } from './recordings.ts';
import { createScheduleHandlers } from './schedule.ts';
import { createSearchHandlers } from './search.ts';
import type { SessionDesk } from '../session/session-desk.ts';
import { createSessionHandlers } from './session.ts';
import { createThirdPartyHandlers } from './third-parties.ts';
import { createShiftHandlers } from './shift.ts';
import { createTrackHandlers, type ReadTrack } from './tracks.ts';
import type { Me } from '../me.ts';
import { createValidationHandlers } from './validations.ts';
import { createVehicleHandlers, createVehicleStreams } from './vehicles.ts';
import { createWallHandlers } from './walls.ts';
import { createWorkflowHandlers } from './workflows.ts';

export interface HandlerParts extends Upkeep, BooksParts {
  store: Store;
  fleet: Fleet;
  recordings: Recordings;
  walls: Walls;
  views: Views;
  toldApart: ToldApart;
  ground: Ground;
  session: SessionDesk;
  readTrack: ReadTrack;
  schedule: Schedule;
  imports: ImportDesk;
  exports: ExportDesk;
  clock: Clock;
  health: () => Health;
  /** Who the server takes the person for. */
  me: () => Me;
}

/** All that windows may ask, one file a feature. */
export function createHandlers(parts: HandlerParts) {
  const { store, fleet, walls, ground, clock, health } = parts;
  return {
    methods: {
      ...createHealthHandlers(health),
      ...createMissionHandlers(store),
      ...createMissionViewHandlers(parts.views),
      ...createBoardHandlers(store),
      ...createThirdPartyHandlers(store, parts.toldApart),
      ...createPartyImportHandlers(parts.imports, store),
      ...createBillingCycleHandlers(store),
      ...createValidationHandlers(store, clock, parts.me),
      ...createAlarmHandlers(store, fleet, clock, parts.server, parts.recordings),
      ...createShiftHandlers(store, clock, parts.me),
      ...createBooksHandlers(parts),
      ...createWorkflowHandlers(parts),
      ...createVehicleHandlers(store, fleet, parts.recordings),
      ...createTrackHandlers(store, parts.readTrack),
      ...createScheduleHandlers(parts.schedule, store),
      ...createSearchHandlers(store, clock),
      ...createEditHandlers(store, clock),
      ...createOutboxHandlers(store, clock, parts),
      ...createWallHandlers(walls),
      ...createGeofenceHandlers(store),
      ...createGroundHandlers(ground),
      ...createSessionHandlers(parts.session),
      ...createExportHandlers(parts.exports),
      ...createRecordingHandlers(parts.recordings),
    },
    streams: {
      ...createPositionHandlers(fleet),
      ...createVehicleStreams(store, fleet, parts.recordings, clock),
      ...createExportStreams(parts.exports, parts.session),
      ...createReplayStreams(parts.recordings, walls),
    },
  } satisfies Handlers<VigieContract>;
}
