import { z } from 'zod';
import { postedFix } from '../../../shared/api/index.ts';
import type { Fix } from '../../../shared/domain/index.ts';

/** More of one message is refused: whoever buffers so many posts them. */
export const MOST_POSITIONS_A_MESSAGE = 500;
/** A larger message is no position. Told to the broker, which then does not send it. */
export const MOST_MESSAGE_BYTES = 128 * 1024;

/** Why a message gives no fix. Counted by reason, and shown. */
export type MessageRefusal = 'mqtt-topic' | 'mqtt-not-json' | 'mqtt-too-large' | 'mqtt-fields';

const position = postedFix.extend({ vehicle: postedFix.shape.vehicle.optional() });
const positions = z.strictObject({ positions: z.array(position).min(1).max(MOST_POSITIONS_A_MESSAGE) });
/** What the OwnTracks app sends (its booklet, "JSON"): seconds, kilometres an hour, degrees; and much that is not needed. */
const ownTracksLocation = z.object({
  _type: z.literal('location'),
  lat: z.number(),
  lon: z.number(),
  tst: z.number(),
  cog: z.number().optional(),
  vel: z.number().nonnegative().optional(),
});
/** Its messages of other kinds: the phone is gone, a region was entered. They are nothing wrong. */
const ownTracksOther = z.object({ _type: z.string() });

/**
 * Reads a message: `vigie/{subsidiary}/{vehicle}/position` with a position as `POST /api/v2/positions` takes it (its vehicle may be
 * left out) or `{"positions": [...]}`, oldest first; or `owntracks/{user}/{device}`, whose device is the vehicle. Of other topics the
 * last level but a trailing `position` is the vehicle. Codes are percent-encoded where they hold what a topic may not.
 */
export function readMessage(topic: string, payload: Uint8Array): Fix[] | MessageRefusal {
  const vehicle = vehicleOf(topic);
  if (vehicle === undefined) return 'mqtt-topic';
  if (payload.byteLength > MOST_MESSAGE_BYTES) return 'mqtt-too-large';
  // A retained message is taken back with an empty one.
  if (payload.byteLength === 0) return [];
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString());
  } catch {
    return 'mqtt-not-json';
  }
  return fixesOf(value, vehicle) ?? 'mqtt-fields';
}

function fixesOf(value: unknown, vehicle: string): Fix[] | undefined {
  const one = position.safeParse(value);
  if (one.success) return named([one.data], vehicle);
  const several = positions.safeParse(value);
  if (several.success) return named(several.data.positions, vehicle);
  const location = ownTracksLocation.safeParse(value);
  if (location.success) {
    const { lat: latitude, lon: longitude, tst, cog: headingDegrees, vel } = location.data;
    const speedMetresPerSecond = vel === undefined ? undefined : vel / 3.6;
    return [{ vehicle, longitude, latitude, observedAtMs: tst * 1_000, headingDegrees, speedMetresPerSecond }];
  }
  const other = ownTracksOther.safeParse(value);
  return other.success && other.data._type !== 'location' ? [] : undefined;
}

/** The topic says whose it is, as the broker's access rules have it: a message may not speak for another vehicle. */
function named(given: readonly z.infer<typeof position>[], vehicle: string): Fix[] | undefined {
  if (given.some((one) => one.vehicle !== undefined && one.vehicle !== vehicle)) return undefined;
  return given.map((one) => ({ ...one, vehicle }));
}

function vehicleOf(topic: string): string | undefined {
  const levels = topic.split('/');
  if (levels.at(-1) === 'position') levels.pop();
  const last = levels.length > 1 ? levels.at(-1) : undefined;
  if (last === undefined || last === '') return undefined;
  try {
    return decodeURIComponent(last);
  } catch {
    return undefined;
  }
}
