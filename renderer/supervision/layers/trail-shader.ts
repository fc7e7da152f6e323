import { fleetBlock } from './fleet-uniforms.ts';
import { float, mercatorFunctions } from './mercator-glsl.ts';
import { RADIANS_PER_UNIT } from './projection.ts';

/** One way of a trail as a strip of four corners, as wide on every screen; it pales with the time since. */
export const trailVertexShader = `\
#version 300 es
precision highp float;
precision highp int;

layout(location = 0) in ivec2 newer;
layout(location = 1) in ivec2 older;
layout(location = 2) in vec2 freshness;

out vec4 colour;

${fleetBlock}
${mercatorFunctions}
vec4 onMap(ivec2 units) {
  vec2 place = vec2(units - fleet.centre) * ${float(RADIANS_PER_UNIT)};
  return fleet.matrix * vec4(place.x, northing(place.y), 0.0, 1.0);
}

void main() {
  vec4 a = onMap(newer);
  vec4 b = onMap(older);
  vec2 along = (b.xy / b.w - a.xy / a.w) * fleet.viewport;
  float length_ = length(along);
  vec2 across = length_ < 0.001 ? vec2(0.0, 1.0) : vec2(-along.y, along.x) / length_;
  float half_ = max(0.9, fleet.radius * 0.17);
  bool atEnd = gl_VertexID >= 2;
  float side = (gl_VertexID & 1) == 0 ? -1.0 : 1.0;
  vec4 corner = atEnd ? b : a;
  corner.xy += across * side * half_ * 2.0 / fleet.viewport * corner.w;
  gl_Position = corner;
  float alpha = 0.85 * (atEnd ? freshness.y : freshness.x) + 0.05;
  colour = vec4(fleet.selected.rgb * alpha, alpha);
}
`;

export const trailFragmentShader = `\
#version 300 es
precision highp float;

in vec4 colour;
out vec4 fragColor;

void main() {
  fragColor = colour;
}
`;
