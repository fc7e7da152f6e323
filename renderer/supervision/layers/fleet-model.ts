import type { Device } from '@luma.gl/core';
import { Model } from '@luma.gl/engine';
import { RECORD_BYTES } from '../../../shared/domain/index.ts';
import { fleetUniforms } from './fleet-uniforms.ts';
import { fleetVertexShader } from './fleet-vertex.ts';

/** Premultiplied colours over what is there, and nothing hidden by depth. */
export const FLAT_BLENDING = {
  depthCompare: 'always',
  depthWriteEnabled: false,
  blend: true,
  blendColorOperation: 'add',
  blendColorSrcFactor: 'one',
  blendColorDstFactor: 'one-minus-src-alpha',
  blendAlphaOperation: 'add',
  blendAlphaSrcFactor: 'one',
  blendAlphaDstFactor: 'one-minus-src-alpha',
} as const;

/** The attributes of a record in its 24 bytes: see shared/domain/position-record. */
function recordLayout(name: string, attributes: readonly [string, string, string, string]) {
  const [location, velocity, observedAt, status] = attributes;
  return {
    name,
    byteStride: RECORD_BYTES,
    attributes: [
      { attribute: location, format: 'sint32x2' as const, byteOffset: 0 },
      { attribute: velocity, format: 'float32x2' as const, byteOffset: 8 },
      { attribute: observedAt, format: 'float32' as const, byteOffset: 16 },
      { attribute: status, format: 'uint8x4' as const, byteOffset: 20 },
    ],
  };
}

/** @param fragmentShader how a vehicle looks in its square of pixels: `fleetFragmentShader`, or `fleetDotsFragmentShader` */
export function createFleetModel(device: Device, id: string, fragmentShader: string): Model {
  return new Model(device, {
    id,
    vs: fleetVertexShader,
    fs: fragmentShader,
    modules: [fleetUniforms],
    topology: 'point-list',
    bufferLayout: [
      recordLayout('records', ['location', 'velocity', 'observedAt', 'status']),
      recordLayout('earlier', ['earlierLocation', 'earlierVelocity', 'earlierObservedAt', 'earlierStatus']),
      { name: 'masks', byteStride: 1, attributes: [{ attribute: 'mask', format: 'uint8', byteOffset: 0 }] },
    ],
    vertexCount: 0,
    parameters: FLAT_BLENDING,
  });
}
