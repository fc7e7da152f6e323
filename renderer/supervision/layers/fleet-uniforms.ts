import type { FleetFrame } from '../fleet/index.ts';
import { BLEND_FROM_ZOOM } from '../../workers/index.ts';
import type { FieldType } from './uniform-block.ts';
import { DETAIL_RADIUS, type FleetStyle, radiusAtZoom } from './fleet-style.ts';
import { PASS_ALL } from '../../../shared/domain/index.ts';
import type { ShownVehicles } from '../../workers/index.ts';
import { type Camera, type Matrix16, RADIANS_PER_UNIT } from './projection.ts';

/** What a draw of the fleet is for. */
export const DRAW_FLEET = 0;
export const DRAW_HOVERED = 1;
export const DRAW_SELECTED = 2;
/** Those that the filter leaves out, dimmed. */
export const DRAW_OUTSIDE = 3;

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
  /** What is shown by the records, as bits: states, kinds, and ages, motion (from bit 3), trust (bit 5), mask (bit 7). */
  sieve: readonly [number, number, number, number];
  /** CSS pixels, width and height. */
  viewport: readonly [number, number];
  /** Of the camera's point: longitude and latitude as wire coordinates. */
  centre: readonly [number, number];
  /** Sine and cosine of its latitude. */
  parallel: readonly [number, number];
  latitude: number;
  /** Seconds after the frame's epoch, by the server's clock. */
  now: number;
  timeScale: number;
  /** How far vehicles have come from the frame before: see blend.ts. */
  blend: number;
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

/** The types of the block's fields, in its order. */
export const FLEET_FIELDS = {
  matrix: 'mat4',
  onMission: 'vec4',
  idle: 'vec4',
  outOfService: 'vec4',
  unknown: 'vec4',
  late: 'vec4',
  silent: 'vec4',
  suspect: 'vec4',
  selected: 'vec4',
  hovered: 'vec4',
  casing: 'vec4',
  sieve: 'ivec4',
  viewport: 'vec2',
  centre: 'ivec2',
  parallel: 'vec2',
  latitude: 'float',
  now: 'float',
  timeScale: 'float',
  blend: 'float',
  lateAfter: 'float',
  silentAfter: 'float',
  radius: 'float',
  detail: 'float',
  pixelRatio: 'float',
  bearing: 'float',
  purpose: 'float',
} as const satisfies Record<keyof FleetUniforms, FieldType>;

/** The block as every shader declares it. */
export const fleetBlock = `\
layout(std140) uniform fleetUniforms {
${Object.entries(FLEET_FIELDS)
  .map(([name, type]) => `  highp ${type} ${name};\n`)
  .join('')}} fleet;
`;

/** What a picture of the fleet is made with. */
export interface PictureOf {
  frame: Pick<FleetFrame, 'timeScale'>;
  nowSeconds: number;
  camera: Camera;
  /** 0 to 1: see blend.ts. */
  blend: number;
  style: FleetStyle;
  pixelRatio: number;
  shown: ShownVehicles | null;
}

/** All uniforms of one draw, but for its purpose. */
export function uniformsOf(picture: PictureOf): Omit<FleetUniforms, 'purpose'> {
  const { frame, nowSeconds, camera, blend, style, pixelRatio, shown } = picture;
  const latitude = camera.latitudeUnits * RADIANS_PER_UNIT;
  const radius = radiusAtZoom(camera.zoom) * style.scale;
  const { onMission, idle, outOfService, unknown, late, silent, suspect, selected, hovered, casing } = style;
  return {
    ...{ onMission, idle, outOfService, unknown, late, silent, suspect, selected, hovered, casing },
    matrix: camera.matrix,
    sieve: sieveBits(shown),
    viewport: [camera.width, camera.height],
    centre: [camera.longitudeUnits, camera.latitudeUnits],
    parallel: [Math.sin(latitude), Math.cos(latitude)],
    latitude,
    now: nowSeconds,
    timeScale: frame.timeScale,
    blend: camera.zoom >= BLEND_FROM_ZOOM ? blend : 1,
    lateAfter: style.thresholds.lateMs / 1000,
    silentAfter: style.thresholds.silentMs / 1000,
    radius,
    detail: radius >= DETAIL_RADIUS ? 1 : 0,
    pixelRatio,
    bearing: (camera.bearing * Math.PI) / 180,
  };
}

/** Bits of the third number of a sieve: where motion and trust begin, and that the mask counts. */
export const MOTION_BIT = 3;
export const TRUST_BIT = 5;
export const MASK_BIT = 7;

function sieveBits(shown: ShownVehicles | null): readonly [number, number, number, number] {
  const { states, kinds, ages, motion, trust } = shown?.sieve ?? PASS_ALL;
  const hasMask = shown !== null && shown.mask !== null;
  return [states, kinds, ages | (motion << MOTION_BIT) | (trust << TRUST_BIT) | (hasMask ? 1 << MASK_BIT : 0), 0];
}
