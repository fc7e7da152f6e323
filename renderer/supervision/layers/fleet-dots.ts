import { POSITION_FLAGS } from '../../../shared/domain/index.ts';
import { fleetBlock } from './fleet-uniforms.ts';
import { recordFunctions, state } from './record-glsl.ts';
import { float } from './mercator-glsl.ts';

/** The ground's colour around a dot, CSS pixels. */
export const DOT_HALO = 0.6;
/** A dot's square reaches so far beyond its body, CSS pixels: halo and softened edge. */
const DOT_MARGIN = 1.2;

/**
 * One dot a record, or a small square, where there is no room for more: what `fleetVertexShader` comes to when `detail` is 0, without
 * what it would skip. A program that plays the GPU works through both sides of every branch, and a crowd is nearly all dots: with
 * the whole shader it takes three times as long. That far out vehicles are not led from fix to fix.
 */
export const fleetDotsVertexShader = `\
#version 300 es
precision highp float;
precision highp int;

flat out vec4 fill;
// Device pixels across the square, and from the middle to where the body ends; 1 for a square; how much of it is drawn.
flat out vec4 shape;

${recordFunctions}
void main() {
  bool suspect = (status.z & ${POSITION_FLAGS.suspect}u) != 0u;
  float age = fleet.now - observedAt;
  float going = standing(velocity);
  float presence = presenceOf(suspect, isMoving(going, age), age);
  if (presence == 0.0) {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    gl_PointSize = 0.0;
    fill = vec4(0.0);
    shape = vec4(0.0);
    return;
  }
  vec2 place = reckon(location, velocity, going * drivenSeconds(age * fleet.timeScale));
  gl_Position = fleet.matrix * vec4(place.x, northing(place.y), 0.0, 1.0);

  bool isSquare = status.y == ${state('out-of-service')};
  float radius = fleet.radius * (isSquare ? 0.8 : status.y == ${state('idle')} ? 0.9 : 1.0);
  fill = suspect ? fleet.suspect : fillOf(age);
  float across = 2.0 * (radius + ${float(DOT_MARGIN)}) * fleet.pixelRatio;
  shape = vec4(across, radius * fleet.pixelRatio, isSquare ? 1.0 : 0.0, presence);
  gl_PointSize = across;
}
`;

export const fleetDotsFragmentShader = `\
#version 300 es
precision highp float;
precision highp int;

flat in vec4 fill;
flat in vec4 shape;

out vec4 fragColor;

${fleetBlock}
void main() {
  vec2 p = (gl_PointCoord - 0.5) * shape.x;
  float body = (shape.z == 1.0 ? max(abs(p.x), abs(p.y)) : length(p)) - shape.y;
  float casing = clamp(0.5 + ${float(DOT_HALO)} * fleet.pixelRatio - body, 0.0, 1.0) * fleet.casing.a;
  float cover = clamp(0.5 - body, 0.0, 1.0) * fill.a;
  fragColor = (vec4(fill.rgb, 1.0) * cover + vec4(fleet.casing.rgb, 1.0) * (casing * (1.0 - cover))) * shape.w;
}
`;
