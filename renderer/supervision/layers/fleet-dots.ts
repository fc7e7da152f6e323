/** The ground's colour around a dot, CSS pixels. */
export const DOT_HALO = 0.6;

/**
 * Draws one vehicle as a dot, or a small square, where there is no room for more: what `fleetFragmentShader` comes to when
 * `detail` is 0, without what it would skip. A program that plays the GPU works through both sides of every branch, and a
 * crowd is nearly all dots: with the whole shader it takes three times as long.
 */
export const fleetDotsFragmentShader = `\
#version 300 es
precision highp float;
precision highp int;

flat in vec4 fill;
flat in ivec4 marks;
flat in float extent;
flat in float presence;

out vec4 fragColor;

void main() {
  vec2 p = (gl_PointCoord - 0.5) * 2.0 * extent;
  float disc = length(p) - fleet.radius * (marks.y == 2 ? 0.9 : 1.0);
  float square = max(abs(p.x), abs(p.y)) - fleet.radius * 0.8;
  float body = marks.x == 1 ? square : disc;
  float casing = clamp(0.5 - (body - ${DOT_HALO}) * fleet.pixelRatio, 0.0, 1.0) * fleet.casing.a;
  float cover = clamp(0.5 - body * fleet.pixelRatio, 0.0, 1.0) * fill.a;
  vec4 ground = vec4(fleet.casing.rgb * casing, casing);
  fragColor = (vec4(fill.rgb * cover, cover) + ground * (1.0 - cover)) * presence;
}
`;
