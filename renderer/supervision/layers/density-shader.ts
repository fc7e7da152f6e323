import { fleetBlock } from './fleet-uniforms.ts';
import { float, mercatorFunctions } from './mercator-glsl.ts';
import { RADIANS_PER_UNIT } from './projection.ts';

/** One square a cell of the grid; `radius` is half its side in CSS pixels. Grey, as vehicles at rest are: the fuller, the stronger. */
export const densityVertexShader = `\
#version 300 es
precision highp float;
precision highp int;

layout(location = 0) in ivec2 location;
layout(location = 1) in float strength;

flat out vec4 colour;

${fleetBlock}
${mercatorFunctions}
void main() {
  vec2 place = vec2(location - fleet.centre) * ${float(RADIANS_PER_UNIT)};
  gl_Position = fleet.matrix * vec4(place.x, northing(place.y), 0.0, 1.0);
  gl_PointSize = max(2.0, 2.0 * fleet.radius * fleet.pixelRatio - 1.0);
  float alpha = mix(0.16, 0.92, strength);
  colour = vec4(fleet.onMission.rgb * alpha, alpha);
}
`;

export const densityFragmentShader = `\
#version 300 es
precision highp float;

flat in vec4 colour;
out vec4 fragColor;

void main() {
  fragColor = colour;
}
`;
