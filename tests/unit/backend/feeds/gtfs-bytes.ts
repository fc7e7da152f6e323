import bindings, { type transit_realtime as gtfs } from 'gtfs-realtime-bindings';

const { FeedMessage } = bindings.transit_realtime;

/** When the captures of these tests were made, POSIX seconds. */
export const MADE = 1_767_225_600;

/** A FeedMessage as a server sends it. */
export function encodeCapture(
  entity: gtfs.IFeedEntity[],
  header: Partial<gtfs.IFeedHeader> = { timestamp: MADE },
): Uint8Array {
  return FeedMessage.encode(FeedMessage.create({ header: { gtfsRealtimeVersion: '2.0', ...header }, entity })).finish();
}

/** A vehicle in Brisbane; `more` replaces parts of its position entity. */
export function entityOf(id: string, more: gtfs.IVehiclePosition = {}): gtfs.IFeedEntity {
  return {
    id: `entity ${id}`,
    vehicle: {
      vehicle: { id, label: `Bus ${id}` },
      trip: { tripId: 'trip 1', routeId: '550' },
      position: { latitude: -27.5, longitude: 153 },
      timestamp: MADE - 20,
      ...more,
    },
  };
}
