import {
  FULL_SPEED_SECONDS,
  POSITION_FLAGS,
  STANDING_SPEED,
  STOPPED_SECONDS,
  VEHICLE_STATES,
} from '../../../shared/domain/index.ts';
import { MASK_MATCHES } from '../../workers/index.ts';
import { DRAW_FLEET, DRAW_OUTSIDE, fleetBlock, MASK_BIT, MOTION_BIT, TRUST_BIT } from './fleet-uniforms.ts';
import { float, mercatorFunctions } from './mercator-glsl.ts';
import { RADIANS_PER_UNIT } from './projection.ts';

/** How much is left of a vehicle that the filter leaves out, where such are dimmed. */
const OUTSIDE_PRESENCE = 0.22;

/** A vehicle's state as a shader compares it. */
export const state = (name: (typeof VEHICLE_STATES)[number]) => `${VEHICLE_STATES.indexOf(name)}u`;

/**
 * What symbols and dots share: the record, dead reckoning (motion.ts of shared/domain), and what a draw shows. Locations of
 * attributes are those of fleet-buffers.ts.
 */
export const recordFunctions = `\
layout(location = 0) in ivec2 location;
layout(location = 1) in vec2 velocity;
layout(location = 2) in float observedAt;
layout(location = 3) in uvec4 status;
layout(location = 4) in uint mask;

${fleetBlock}
${mercatorFunctions}
float drivenSeconds(float ageSeconds) {
  float age = clamp(ageSeconds, 0.0, ${float(STOPPED_SECONDS)});
  float slowing = max(0.0, age - ${float(FULL_SPEED_SECONDS)});
  return age - slowing * slowing / ${float(2 * (STOPPED_SECONDS - FULL_SPEED_SECONDS))};
}

/** Radians from the centre of the map, by dead reckoning. */
vec2 reckon(ivec2 from, vec2 metresPerSecond, float seconds) {
  float parallelRadius = max(1.0, EARTH_RADIUS_METRES * cos(float(from.y) * ${float(RADIANS_PER_UNIT)}));
  vec2 metres = metresPerSecond * seconds;
  return vec2(from - fleet.centre) * ${float(RADIANS_PER_UNIT)} + metres / vec2(parallelRadius, EARTH_RADIUS_METRES);
}

float standing(vec2 metresPerSecond) {
  return dot(metresPerSecond, metresPerSecond) <= ${float(STANDING_SPEED ** 2)} ? 0.0 : 1.0;
}

bool isMoving(float going, float age) {
  return going > 0.0 && age * fleet.timeScale < ${float(STOPPED_SECONDS)};
}

/** The twin of passesSieve and isShown. Ages are told as the symbols tell them. */
bool isShown(bool suspect, bool moves, float age) {
  int wanted = fleet.sieve.z;
  int ageClass = age >= fleet.silentAfter ? 2 : age >= fleet.lateAfter ? 1 : 0;
  return ((fleet.sieve.x >> int(min(status.y, 31u))) & 1) == 1
    && ((fleet.sieve.y >> int(min(status.w, 31u))) & 1) == 1
    && ((wanted >> ageClass) & 1) == 1
    && ((wanted >> (moves ? ${MOTION_BIT} : ${MOTION_BIT + 1})) & 1) == 1
    && ((wanted >> (suspect ? ${TRUST_BIT + 1} : ${TRUST_BIT})) & 1) == 1
    && (((wanted >> ${MASK_BIT}) & 1) == 0 || (mask & ${MASK_MATCHES}u) == ${MASK_MATCHES}u);
}

/** How much is drawn of a vehicle: nothing where it is hidden, or not what this draw is for. */
float presenceOf(bool suspect, bool moves, float age) {
  if ((status.z & ${POSITION_FLAGS.hidden}u) != 0u) return 0.0;
  if (fleet.purpose == ${float(DRAW_FLEET)}) return isShown(suspect, moves, age) ? 1.0 : 0.0;
  if (fleet.purpose == ${float(DRAW_OUTSIDE)}) return isShown(suspect, moves, age) ? 0.0 : ${float(OUTSIDE_PRESENCE)};
  return 1.0;
}

/** The colour of a state at an age. */
vec4 fillOf(float age) {
  if (age >= fleet.silentAfter) return fleet.silent;
  if (age >= fleet.lateAfter) {
    float aging = (age - fleet.lateAfter) / max(0.001, fleet.silentAfter - fleet.lateAfter);
    return vec4(fleet.late.rgb, mix(fleet.late.a, fleet.silent.a, 0.6 * aging));
  }
  if (status.y == ${state('on-mission')}) return fleet.onMission;
  if (status.y == ${state('idle')}) return fleet.idle;
  return status.y == ${state('out-of-service')} ? fleet.outOfService : fleet.unknown;
}
`;
