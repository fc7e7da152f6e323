import type { ShaderModule } from '@luma.gl/shadertools';
import type { FleetFrame } from '../fleet/index.ts';
import { DETAIL_RADIUS, type FleetStyle, radiusAtZoom } from './fleet-style.ts';
import { type Camera, type Matrix16, RADIANS_PER_UNIT } from './projection.ts';

/** What a draw of the fleet is for. */
export const DRAW_FLEET = 0;
export const DRAW_HOVERED = 1;
export const DRAW_SELECTED = 2;

type Vector4 = readonly [number, number, number, number];

/** The uniform block of the fleet's shaders, in the order of its declaration. */
export type FleetUniforms = {
  matrix: Matrix16;
  onMission: Vector4;
  idle: Vector4;
  outOfService: Vector4;
  unknown: Vector4;
  late: Vector4;
  silent: Vector4;
  suspect: Vector4;
  selected: Vector4;
  hovered: Vector4;
  casing: Vector4;
  /** Of the camera's point: longitude and latitude as wire coordinates. */
  centre: readonly [number, number];
  /** Sine and cosine of its latitude. */
  parallel: readonly [number, number];
  latitude: number;
  /** Seconds after the frame's epoch, by the server's clock. */
  now: number;
  timeScale: number;
  lateAfter: number;
  silentAfter: number;
  /** Radius of a vehicle's body, CSS pixels. */
  radius: number;
  detail: number;
  pixelRatio: number;
  /** Radians clockwise from north that the top of the screen faces. */
  bearing: number;
  purpose: number;
};

const block = `\
layout(std140) uniform fleetUniforms {
  mat4 matrix;
  vec4 onMission;
  vec4 idle;
  vec4 outOfService;
  vec4 unknown;
  vec4 late;
  vec4 silent;
  vec4 suspect;
  vec4 selected;
  vec4 hovered;
  vec4 casing;
  highp ivec2 centre;
  vec2 parallel;
  float latitude;
  float now;
  float timeScale;
  float lateAfter;
  float silentAfter;
  float radius;
  float detail;
  float pixelRatio;
  float bearing;
  float purpose;
} fleet;
`;

export const fleetUniforms = {
  name: 'fleet',
  vs: block,
  fs: block,
  uniformTypes: {
    matrix: 'mat4x4<f32>',
    onMission: 'vec4<f32>',
    idle: 'vec4<f32>',
    outOfService: 'vec4<f32>',
    unknown: 'vec4<f32>',
    late: 'vec4<f32>',
    silent: 'vec4<f32>',
    suspect: 'vec4<f32>',
    selected: 'vec4<f32>',
    hovered: 'vec4<f32>',
    casing: 'vec4<f32>',
    centre: 'vec2<i32>',
    parallel: 'vec2<f32>',
    latitude: 'f32',
    now: 'f32',
    timeScale: 'f32',
    lateAfter: 'f32',
    silentAfter: 'f32',
    radius: 'f32',
    detail: 'f32',
    pixelRatio: 'f32',
    bearing: 'f32',
    purpose: 'f32',
  },
} as const satisfies ShaderModule<FleetUniforms>;

/** All uniforms of one draw, but for its purpose. */
export function uniformsOf(
  frame: Pick<FleetFrame, 'timeScale'>,
  nowSeconds: number,
  camera: Camera,
  style: FleetStyle,
  pixelRatio: number,
): Omit<FleetUniforms, 'purpose'> {
  const latitude = camera.latitudeUnits * RADIANS_PER_UNIT;
  const radius = radiusAtZoom(camera.zoom) * style.scale;
  const { onMission, idle, outOfService, unknown, late, silent, suspect, selected, hovered, casing } = style;
  return {
    ...{ onMission, idle, outOfService, unknown, late, silent, suspect, selected, hovered, casing },
    matrix: camera.matrix,
    centre: [camera.longitudeUnits, camera.latitudeUnits],
    parallel: [Math.sin(latitude), Math.cos(latitude)],
    latitude,
    now: nowSeconds,
    timeScale: frame.timeScale,
    lateAfter: style.thresholds.lateMs / 1000,
    silentAfter: style.thresholds.silentMs / 1000,
    radius,
    detail: radius >= DETAIL_RADIUS ? 1 : 0,
    pixelRatio,
    bearing: (camera.bearing * Math.PI) / 180,
  };
}
