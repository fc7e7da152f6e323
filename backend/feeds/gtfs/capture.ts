import bindings, { type transit_realtime as gtfs } from 'gtfs-realtime-bindings';
import { type Fix, refusalOf } from '../../../shared/domain/index.ts';
import type { FeedVehicle } from '../feed.ts';
import { MalformedCaptureError, splitFeedMessage } from './feed-message.ts';

/** A vehicle and its position, at the time that the feed gives. */
export interface VehicleReport {
  vehicle: FeedVehicle;
  fix: Fix;
}

/** What one GTFS-realtime message says of vehicles. */
export interface Capture {
  /** When the feed made it, UTC ms: by its header, else the newest position; undefined where there is neither. */
  madeAtMs: number | undefined;
  reports: VehicleReport[];
  /** Entities that cannot be used, by reason. */
  refused: Record<string, number>;
  /** Trip updates, alerts and the like: no fault of theirs. */
  otherEntities: number;
}

// A CommonJS package, whose names Node does not see one by one.
const { FeedEntity, FeedHeader } = bindings.transit_realtime;

const LONGEST_CODE = 64;

/**
 * Reads a FeedMessage (GTFS-realtime 1 and 2, gtfs.org/documentation/realtime/reference). An entity that cannot be used
 * is counted, and costs no other.
 * @throws MalformedCaptureError when it is no such message, or not all of it
 */
export function decodeCapture(bytes: Uint8Array): Capture {
  const message = splitFeedMessage(bytes);
  const headerSeconds = secondsOf(decodeHeader(message.header).timestamp);
  const refused: Record<string, number> = {};
  const reports: VehicleReport[] = [];
  let otherEntities = 0;
  for (const encoded of message.entities) {
    const result = readEntity(encoded, headerSeconds);
    if (result === 'other') otherEntities += 1;
    else if (typeof result === 'string') refused[result] = (refused[result] ?? 0) + 1;
    else reports.push(result);
  }
  const newestMs = reports.reduce((newest, { fix }) => Math.max(newest, fix.observedAtMs), 0);
  const madeAtMs = headerSeconds === undefined ? newestMs : headerSeconds * 1000;
  return { madeAtMs: madeAtMs === 0 ? undefined : madeAtMs, reports, refused, otherEntities };
}

function decodeHeader(encoded: Uint8Array): gtfs.FeedHeader {
  try {
    return FeedHeader.decode(encoded);
  } catch (error) {
    throw new MalformedCaptureError('has no GTFS-realtime header: give a VehiclePositions feed', { cause: error });
  }
}

/** A report, the reason why there is none, or 'other' for an entity that is not about a vehicle. */
function readEntity(encoded: Uint8Array, headerSeconds: number | undefined): VehicleReport | string {
  let entity: gtfs.FeedEntity;
  try {
    entity = FeedEntity.decode(encoded);
  } catch {
    return 'malformed';
  }
  const { vehicle } = entity;
  if (entity.isDeleted || vehicle == null) return 'other';
  if (vehicle.position == null) return 'without-position';
  const described = describe(entity.id, vehicle);
  if (described === undefined) return 'without-id';
  // "If missing, the header's": the reference says so of a position without a time of its own.
  const seconds = secondsOf(vehicle.timestamp) ?? headerSeconds;
  if (seconds === undefined) return 'no-time';
  const fix = fixOf(described.code, vehicle.position, seconds * 1000, vehicle.trip?.tripId);
  // Against its own time: whether that lies in the future is for others to say.
  return refusalOf(fix, fix.observedAtMs) ?? { vehicle: described, fix };
}

function fixOf(
  vehicle: string,
  position: gtfs.IPosition,
  observedAtMs: number,
  tripId: string | null | undefined,
): Fix {
  const { longitude, latitude, bearing, speed } = position;
  // A field that was not sent reads as 0, and many feeds send nonsense: then neither is known.
  const hasBearing = Object.hasOwn(position, 'bearing') && bearing != null && Number.isFinite(bearing);
  const hasSpeed = Object.hasOwn(position, 'speed') && speed != null && Number.isFinite(speed) && speed >= 0;
  return {
    vehicle,
    longitude,
    latitude,
    observedAtMs,
    headingDegrees: hasBearing ? ((bearing % 360) + 360) % 360 : undefined,
    speedMetresPerSecond: hasSpeed ? speed : undefined,
    state: tripId == null || tripId === '' ? 'unknown' : 'on-mission',
  };
}

/** Undefined for one that nothing tells apart from others. The feed does not say what kind of vehicle it is. */
function describe(entityId: string, { vehicle, trip }: gtfs.IVehiclePosition): FeedVehicle | undefined {
  const names = [vehicle?.id, vehicle?.label, vehicle?.licensePlate, entityId].map((name) => name?.trim() ?? '');
  const code = names.find((name) => name !== '');
  if (code === undefined || code.length > LONGEST_CODE) return undefined;
  const label = [names[1], names[2]].find((name) => name !== undefined && name !== '') ?? code;
  const route = trip?.routeId?.trim() ?? '';
  return { code, label: label.slice(0, LONGEST_CODE), kind: 'other', depot: null, line: route === '' ? null : route };
}

/** POSIX seconds, which come as a number or as 64 bits; 0 is what an absent one reads as. */
function secondsOf(value: number | { toNumber(): number } | null | undefined): number | undefined {
  const seconds = typeof value === 'object' ? value?.toNumber() : value;
  return seconds !== undefined && Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
}
