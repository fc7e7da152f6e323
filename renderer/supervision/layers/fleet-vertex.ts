import { POSITION_FLAGS } from '../../../shared/domain/index.ts';
import { BLEND_LEAST_SPEED, BLEND_MOST_SECONDS } from '../../workers/index.ts';
import { DRAW_HOVERED, DRAW_SELECTED } from './fleet-uniforms.ts';
import { float } from './mercator-glsl.ts';
import { RADIANS_PER_UNIT } from './projection.ts';
import { recordFunctions, state } from './record-glsl.ts';

/**
 * One symbol a record, placed relative to the centre of the map in integers (see projection.ts), moved by dead reckoning, and led
 * from where the frame before had it. Its twin in TypeScript is vehicle-place.ts.
 */
export const fleetVertexShader = `\
#version 300 es
precision highp float;
precision highp int;

layout(location = 5) in ivec2 earlierLocation;
layout(location = 6) in vec2 earlierVelocity;
layout(location = 7) in float earlierObservedAt;
layout(location = 8) in uvec4 earlierStatus;

flat out vec4 fill;
flat out vec2 forward;
flat out vec4 outer;
flat out ivec4 marks;
flat out float extent;
flat out float presence;

${recordFunctions}
void main() {
  bool suspect = (status.z & ${POSITION_FLAGS.suspect}u) != 0u;
  bool hasHeading = (status.z & ${POSITION_FLAGS.hasHeading}u) != 0u;
  float age = fleet.now - observedAt;
  float going = standing(velocity);
  presence = presenceOf(suspect, isMoving(going, age), age);
  // Nothing more is worth knowing of what is not drawn.
  if (presence == 0.0) {
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
  if (status.y == ${state('idle')}) {
    hole = 2;
    radius *= 0.9;
  } else if (status.y == ${state('out-of-service')}) {
    square = 1;
    radius *= 0.8;
  } else if (status.y != ${state('on-mission')}) {
    hole = 1;
  }
  fill = fillOf(age);
  int strokes = age >= fleet.silentAfter ? 2 : age >= fleet.lateAfter ? 1 : 0;
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
