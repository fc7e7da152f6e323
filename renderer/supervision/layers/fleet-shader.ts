import { POSITION_FLAGS, VEHICLE_STATES } from '../../../shared/domain/index.ts';
import { FULL_SPEED_SECONDS, STANDING_SPEED, STOPPED_SECONDS } from '../../workers/index.ts';
import { DRAW_HOVERED, DRAW_SELECTED } from './fleet-uniforms.ts';
import { MAX_LATITUDE, RADIANS_PER_UNIT } from './projection.ts';

const float = (value: number) => (Number.isInteger(value) ? `${value}.0` : String(value));
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

flat out vec4 fill;
flat out vec2 forward;
flat out vec4 outer;
flat out ivec4 marks;
flat out float extent;

const float EARTH_RADIUS_METRES = 6371008.8;

float sine(float x) {
  float s = x * x;
  return x * (1.0 - s / 6.0 * (1.0 - s / 20.0 * (1.0 - s / 42.0 * (1.0 - s / 72.0 * (1.0 - s / 110.0)))));
}

float cosine(float x) {
  float s = x * x;
  return 1.0 - s / 2.0 * (1.0 - s / 12.0 * (1.0 - s / 30.0 * (1.0 - s / 56.0 * (1.0 - s / 90.0 * (1.0 - s / 132.0)))));
}

float artanh(float x) {
  float s = x * x;
  if (s < 0.0625) return x * (1.0 + s * (1.0 / 3.0 + s * (0.2 + s * (1.0 / 7.0 + s * (1.0 / 9.0 + s / 11.0)))));
  return 0.5 * log((1.0 + x) / (1.0 - x));
}

float northing(float difference) {
  float limit = ${float(MAX_LATITUDE)};
  float half_ = 0.5 * clamp(difference, -limit - fleet.latitude, limit - fleet.latitude);
  return 2.0 * artanh(sine(half_) / (fleet.parallel.y * cosine(half_) - fleet.parallel.x * sine(half_)));
}

float drivenSeconds(float ageSeconds) {
  float age = clamp(ageSeconds, 0.0, ${float(STOPPED_SECONDS)});
  float slowing = max(0.0, age - ${float(FULL_SPEED_SECONDS)});
  return age - slowing * slowing / ${float(2 * (STOPPED_SECONDS - FULL_SPEED_SECONDS))};
}

void main() {
  bool hidden = (status.z & ${POSITION_FLAGS.hidden}u) != 0u;
  bool suspect = (status.z & ${POSITION_FLAGS.suspect}u) != 0u;
  bool hasHeading = (status.z & ${POSITION_FLAGS.hasHeading}u) != 0u;
  float age = fleet.now - observedAt;

  float standing = ${float(STANDING_SPEED)};
  float driven = dot(velocity, velocity) <= standing * standing ? 0.0 : drivenSeconds(age * fleet.timeScale);
  vec2 difference = vec2(location - fleet.centre) * ${float(RADIANS_PER_UNIT)};
  float parallelRadius = EARTH_RADIUS_METRES * cos(float(location.y) * ${float(RADIANS_PER_UNIT)});
  difference += velocity * driven / vec2(max(parallelRadius, 1.0), EARTH_RADIUS_METRES);
  gl_Position = fleet.matrix * vec4(difference.x, northing(difference.y), 0.0, 1.0);

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
  if (hidden) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
}
`;

/** Draws one vehicle in its square of pixels from signed distances, in CSS pixels, y up, edges one device pixel soft. */
export const fleetFragmentShader = `\
#version 300 es
precision highp float;
precision highp int;

flat in vec4 fill;
flat in vec2 forward;
flat in vec4 outer;
flat in ivec4 marks;
flat in float extent;

out vec4 fragColor;

vec4 colour = vec4(0.0);

/** Puts a colour over what is there, where the distance is negative. Premultiplied. */
void lay(vec4 paint, float signedDistance) {
  float cover = clamp(0.5 - signedDistance * fleet.pixelRatio, 0.0, 1.0) * paint.a;
  colour = vec4(paint.rgb * cover, cover) + colour * (1.0 - cover);
}

/** A disc with a nose that ends at 1.8 radii ahead: the circle and the tangents to it from the tip. */
float drop(vec2 p, float radius) {
  const float SINE = 1.0 / 1.8;
  const float COSINE = 0.83147941928;
  vec2 q = vec2(abs(p.x), p.y);
  if (dot(q, vec2(-SINE, COSINE)) <= 0.0) return length(q) - radius;
  return dot(q, vec2(COSINE, SINE)) - radius;
}

/** Distance to an equilateral triangle that stands on its base, around a circle of that radius. */
float triangle(vec2 p, float inner) {
  vec2 q = vec2(abs(p.x), p.y);
  return max(dot(q, vec2(0.8660254, 0.5)), -q.y) - inner;
}

void main() {
  vec2 p = (gl_PointCoord - 0.5) * vec2(2.0, -2.0) * extent;
  float radius = fleet.radius;
  bool square = marks.x == 1;
  if (square) radius *= 0.8;
  if (marks.y == 2) radius *= 0.9;
  bool detailed = fleet.detail == 1.0;

  float body;
  if (square) {
    body = max(abs(p.x), abs(p.y)) - radius;
  } else if (detailed && forward != vec2(0.0)) {
    body = drop(vec2(dot(p, vec2(forward.y, -forward.x)), dot(p, forward)), radius);
  } else {
    body = length(p) - radius;
  }

  if (body > 2.0 && marks.z == 0 && marks.w == 0 && outer.a == 0.0) discard;
  if (!detailed) {
    lay(fleet.casing, body - 0.6);
    lay(fill, body);
  } else {
    lay(fleet.casing, body - 1.1);
    lay(fill, body);
    if (marks.y > 0) lay(fleet.casing, length(p) - radius * (marks.y == 2 ? 0.55 : 0.33));
    if (marks.z > 0) {
      float reach = length(p) - radius * 1.5;
      float rising = abs(p.x - p.y) * 0.70710678;
      float falling = abs(p.x + p.y) * 0.70710678;
      float stroke = max(marks.z == 2 ? min(rising, falling) : rising, 0.0) - 0.8;
      lay(fleet.casing, max(stroke - 1.0, reach - 1.0));
      lay(fill, max(stroke, reach));
    }
    if (outer.a > 0.0) {
      float edge = triangle(p + vec2(0.0, 0.15 * radius), radius * 1.25);
      lay(fleet.casing, abs(edge) - 1.7);
      lay(outer, abs(edge) - 0.9);
    }
  }
  if (marks.w > 0) {
    float ring = abs(length(p) - (fleet.radius * 1.9 + 1.5)) - (marks.w == 2 ? 1.3 : 0.6);
    lay(fleet.casing, ring - 0.8);
    lay(marks.w == 2 ? fleet.selected : fleet.hovered, ring);
  }
  if (colour.a < 0.004) discard;
  fragColor = colour;
}
`;
