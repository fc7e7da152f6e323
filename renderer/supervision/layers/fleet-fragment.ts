import { fleetBlock } from './fleet-uniforms.ts';

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
flat in float presence;

out vec4 fragColor;

${fleetBlock}
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
  fragColor = colour * presence;
}
`;
