import { alarmMethods } from './alarms.ts';
import { billingCycleMethods } from './billing-cycles.ts';
import { boardMethods } from './board.ts';
import { booksMethods } from './books.ts';
import { editMethods } from './edits.ts';
import { businessEvents } from './events.ts';
import { exportMethods, exportStreams } from './exports.ts';
import { geofenceMethods } from './geofences.ts';
import { groundEvents, groundMethods } from './ground.ts';
import { groundLayerMethods } from './ground-layers.ts';
import { healthEvents, healthMethods } from './health.ts';
import { missionMethods } from './missions.ts';
import { missionViewEvents, missionViewMethods } from './mission-views.ts';
import { outboxMethods } from './outbox.ts';
import { partyImportMethods } from './party-import.ts';
import { positionStreams } from './positions.ts';
import { recordingMethods, replayStreams } from './recordings.ts';
import { scheduleMethods } from './schedule.ts';
import { searchMethods } from './search.ts';
import { sessionEvents, sessionMethods } from './session.ts';
import { shiftMethods } from './shift.ts';
import { thirdPartyMethods } from './third-parties.ts';
import { trackMethods } from './tracks.ts';
import { inboxEvents, validationMethods } from './validations.ts';
import { vehicleMethods, vehicleStreams } from './vehicles.ts';
import { wallEvents, wallMethods } from './walls.ts';
import { workflowMethods } from './workflows.ts';

/** All that a window may ask of the data host. The data host's handlers `satisfies` it. */
export const vigieContract = {
  methods: {
    ...healthMethods,
    ...missionMethods,
    ...missionViewMethods,
    ...boardMethods,
    ...thirdPartyMethods,
    ...partyImportMethods,
    ...billingCycleMethods,
    ...validationMethods,
    ...alarmMethods,
    ...shiftMethods,
    ...booksMethods,
    ...workflowMethods,
    ...vehicleMethods,
    ...trackMethods,
    ...scheduleMethods,
    ...searchMethods,
    ...editMethods,
    ...outboxMethods,
    ...wallMethods,
    ...geofenceMethods,
    ...groundMethods,
    ...groundLayerMethods,
    ...sessionMethods,
    ...exportMethods,
    ...recordingMethods,
  },
  events: {
    ...healthEvents,
    ...businessEvents,
    ...wallEvents,
    ...groundEvents,
    ...sessionEvents,
    ...missionViewEvents,
    ...inboxEvents,
  },
  streams: { ...positionStreams, ...vehicleStreams, ...exportStreams, ...replayStreams },
};
export type VigieContract = typeof vigieContract;

export * from './alarms.ts';
export * from './billing-cycles.ts';
export * from './desk.ts';
export * from './board.ts';
export * from './books.ts';
export * from './edits.ts';
export * from './errors.ts';
export * from './exports.ts';
export * from './geofences.ts';
export * from './ground.ts';
export * from './ground-fault.ts';
export * from './ground-layers.ts';
export * from './health.ts';
export * from './mission-views.ts';
export * from './missions.ts';
export * from './outbox.ts';
export * from './page.ts';
export * from './party-import.ts';
export type { FleetNumbers } from './positions.ts';
export * from './recordings.ts';
export * from './schedule.ts';
export * from './search.ts';
export * from './session.ts';
export * from './shift.ts';
export * from './third-parties.ts';
export * from './tracks.ts';
export * from './validations.ts';
export * from './vehicle-filter.ts';
export * from './vehicles.ts';
export * from './walls.ts';
export * from './workflows.ts';
