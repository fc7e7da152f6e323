import {
  FULL_SPEED_SECONDS,
  POSITION_FLAGS,
  STANDING_SPEED,
  STOPPED_SECONDS,
  VEHICLE_STATES,
} from '../../../shared/domain/index.ts';
import {
  DRAW_FLEET,
  DRAW_HOVERED,
  DRAW_OUTSIDE,
  DRAW_SELECTED,
  MASK_BIT,
  MOTION_BIT,
  TRUST_BIT,
} from './fleet-uniforms.ts';
import { MASK_MATCHES } from '../../workers/index.ts';
import { BLEND_LEAST_SPEED, BLEND_MOST_SECONDS } from '../../workers/index.ts';
import { float, mercatorFunctions } from './mercator-glsl.ts';
import { RADIANS_PER_UNIT } from './projection.ts';

/** How much is left of a vehicle that the filter leaves out, where such are dimmed. */
const OUTSIDE_PRESENCE = 0.22;

const state = (name: (typeof VEHICLE_STATES)[number]) => `${VEHICLE_STATES.indexOf(name)}u`;

/**
 * One point a record, placed relative to the centre of the map in integers (see projection.ts) and moved by dead
 * reckoning (see motion.ts in renderer/workers). Sines are series of our own: a GPU's are exact to an absolute error
 * only, which would be pixels at street zoom.
 */
export const fleetVertexShader = `\
#version 300 es
precision highp float;
precision highp int;

in ivec2 location;
in vec2 velocity;
in float observedAt;
in uvec4 status;
in ivec2 earlierLocation;
in vec2 earlierVelocity;
in float earlierObservedAt;
in uvec4 earlierStatus;
in uint mask;

flat out vec4 fill;
flat out vec2 forward;
flat out vec4 outer;
flat out ivec4 marks;
flat out float extent;
flat out float presence;

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

void main() {
  bool hidden = (status.z & ${POSITION_FLAGS.hidden}u) != 0u;
  bool suspect = (status.z & ${POSITION_FLAGS.suspect}u) != 0u;
  bool hasHeading = (status.z & ${POSITION_FLAGS.hasHeading}u) != 0u;
  float age = fleet.now - observedAt;

  float going = standing(velocity);
  bool moves = going > 0.0 && age * fleet.timeScale < ${float(STOPPED_SECONDS)};
  presence = 1.0;
  if (fleet.purpose == ${float(DRAW_FLEET)}) {
    if (!isShown(suspect, moves, age)) hidden = true;
  } else if (fleet.purpose == ${float(DRAW_OUTSIDE)}) {
    if (isShown(suspect, moves, age)) hidden = true;
    presence = ${float(OUTSIDE_PRESENCE)};
  }
  // Nothing more is worth knowing of what is not drawn.
  if (hidden) {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    gl_PointSize = 0.0;
    fill = vec4(0.0);
    outer = vec4(0.0);
    forward = vec2(0.0);
    marks = ivec4(0);
    extent = 0.0;
    return;
  }

  vec2 place = reckon(location, velocity, going * drivenSeconds(age * fleet.timeScale));
  if (fleet.blend < 1.0 && (earlierStatus.z & ${POSITION_FLAGS.hidden}u) == 0u) {
    float earlierAge = (fleet.now - earlierObservedAt) * fleet.timeScale;
    vec2 before = reckon(earlierLocation, earlierVelocity, standing(earlierVelocity) * drivenSeconds(earlierAge));
    vec2 correction = place - before;
    float parallel = cos(float(location.y) * ${float(RADIANS_PER_UNIT)});
    float distance_ = EARTH_RADIUS_METRES * length(correction * vec2(parallel, 1.0));
    float speed = max(max(length(velocity), length(earlierVelocity)), ${float(BLEND_LEAST_SPEED)});
    if (distance_ <= speed * ${float(BLEND_MOST_SECONDS)} * fleet.timeScale) place -= correction * (1.0 - fleet.blend);
  }
  gl_Position = fleet.matrix * vec4(place.x, northing(place.y), 0.0, 1.0);

  float radius = fleet.radius;
  int square = 0;
  int hole = 0;
  if (status.y == ${state('on-mission')}) {
    fill = fleet.onMission;
  } else if (status.y == ${state('idle')}) {
    fill = fleet.idle;
    hole = 2;
    radius *= 0.9;
  } else if (status.y == ${state('out-of-service')}) {
    fill = fleet.outOfService;
    square = 1;
    radius *= 0.8;
  } else {
    fill = fleet.unknown;
    hole = 1;
  }
  int strokes = 0;
  if (age >= fleet.silentAfter) {
    fill = fleet.silent;
    strokes = 2;
  } else if (age >= fleet.lateAfter) {
    float aging = (age - fleet.lateAfter) / max(0.001, fleet.silentAfter - fleet.lateAfter);
    fill = vec4(fleet.late.rgb, mix(fleet.late.a, fleet.silent.a, 0.6 * aging));
    strokes = 1;
  }
  if (suspect && fleet.detail == 0.0) fill = fleet.suspect;

  float turn = float(status.x) * ${float((2 * Math.PI) / 256)} - fleet.bearing;
  forward = hasHeading ? vec2(sin(turn), cos(turn)) : vec2(0.0);
  outer = suspect ? fleet.suspect : vec4(0.0);
  int ring = 0;
  if (fleet.purpose == ${float(DRAW_HOVERED)}) ring = 1;
  if (fleet.purpose == ${float(DRAW_SELECTED)}) ring = 2;
  marks = ivec4(square, hole, strokes, ring);
  // Only as large as what is drawn: most of a crowd's cost is the empty corners of its sprites.
  if (ring > 0 || (suspect && fleet.detail == 1.0)) {
    extent = fleet.radius * 2.6 + 3.0;
  } else if (fleet.detail == 0.0) {
    extent = radius + 1.2;
  } else {
    float reach = hasHeading ? 1.8 : strokes > 0 ? 1.5 : square == 1 ? 1.42 : 1.0;
    extent = radius * reach + 1.8;
  }
  gl_PointSize = 2.0 * extent * fleet.pixelRatio;
}
`;
