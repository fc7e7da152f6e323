import { type DefaultProps, Layer, type LayerProps, type UpdateParameters, WebMercatorViewport } from '@deck.gl/core';
import { Buffer, type Device } from '@luma.gl/core';
import { Model } from '@luma.gl/engine';
import { RECORD_BYTES } from '../../../shared/domain/index.ts';
import type { FleetFrame } from '../fleet/index.ts';
import { fleetFragmentShader, fleetVertexShader } from './fleet-shader.ts';
import type { FleetStyle } from './fleet-style.ts';
import {
  DRAW_FLEET,
  DRAW_HOVERED,
  DRAW_SELECTED,
  type FleetUniforms,
  fleetUniforms,
  uniformsOf,
} from './fleet-uniforms.ts';
import { cameraOf } from './projection.ts';
import { frameSeconds } from './vehicle-place.ts';

interface FleetLayerOwnProps {
  /** The records go to the GPU as they are, when the frame is another than before. */
  frame: FleetFrame;
  style: FleetStyle;
  /** The server's clock, asked at every draw: motion is a uniform. The same function every time. */
  serverNowMs: () => number;
  /** Device pixels in a CSS pixel. The same function every time. */
  pixelRatio: () => number;
  selectedSlot: number | null;
  hoveredSlot: number | null;
}
export type FleetLayerProps = LayerProps & FleetLayerOwnProps;

/** Attributes of a record in its 24 bytes: see shared/domain/position-record. */
const RECORD_LAYOUT = {
  name: 'records',
  byteStride: RECORD_BYTES,
  attributes: [
    { attribute: 'location', format: 'sint32x2', byteOffset: 0 },
    { attribute: 'velocity', format: 'float32x2', byteOffset: 8 },
    { attribute: 'observedAt', format: 'float32', byteOffset: 16 },
    { attribute: 'status', format: 'uint8x4', byteOffset: 20 },
  ],
} as const;

type FleetLayerState = {
  vehicles: Model;
  /** The same shader and records, for the one vehicle that is selected or hovered, over the others. */
  highlight: Model;
  records: Buffer | undefined;
};

/**
 * A fleet as point sprites, one a record, in one buffer that holds the wire records themselves. Between two frames
 * nothing changes but uniforms: what it costs does not depend on how many vehicles there are. It is not pickable: see
 * pick-vehicle.ts.
 */
export class FleetLayer extends Layer<FleetLayerOwnProps> {
  static override layerName = 'FleetLayer';
  static override defaultProps: DefaultProps<FleetLayerOwnProps> = {
    serverNowMs: { type: 'function', value: Date.now, compare: false },
    pixelRatio: { type: 'function', value: () => 1, compare: false },
    selectedSlot: { type: 'object', value: null, compare: 0 },
    hoveredSlot: { type: 'object', value: null, compare: 0 },
  };
  declare state: FleetLayerState;

  override initializeState(): void {
    const { device } = this.context;
    this.setState({
      vehicles: createModel(device, `${this.props.id}-vehicles`),
      highlight: createModel(device, `${this.props.id}-highlight`),
    });
  }

  override updateState({ props, oldProps }: UpdateParameters<Layer<FleetLayerOwnProps>>): void {
    if (props.frame !== oldProps.frame) this.#upload(props.frame);
  }

  #upload(frame: FleetFrame): void {
    const { vehicles, highlight } = this.state;
    const { records } = frame;
    let buffer = this.state.records;
    if (buffer === undefined || buffer.byteLength < records.byteLength) {
      buffer?.destroy();
      const byteLength = Math.max(RECORD_BYTES, Math.ceil((frame.count * 5) / 4) * RECORD_BYTES);
      buffer = this.context.device.createBuffer({ byteLength, usage: Buffer.VERTEX | Buffer.COPY_DST });
      vehicles.setAttributes({ records: buffer });
      highlight.setAttributes({ records: buffer });
      this.setState({ records: buffer });
    }
    if (records.byteLength > 0) buffer.write(records);
  }

  override draw(): void {
    const { frame, style, serverNowMs, pixelRatio, selectedSlot, hoveredSlot } = this.props;
    const { viewport } = this.context;
    // Another projection (a globe) has no such camera: nothing is better than vehicles in wrong places.
    if (frame.count === 0 || !(viewport instanceof WebMercatorViewport)) return;
    const camera = cameraOf(viewport);
    const uniforms = uniformsOf(frame, frameSeconds(frame, serverNowMs()), camera, style, pixelRatio());
    const { vehicles, highlight } = this.state;
    this.#drawRange(vehicles, { ...uniforms, purpose: DRAW_FLEET }, 0, frame.count);
    for (const [slot, purpose] of [
      [hoveredSlot, DRAW_HOVERED],
      [selectedSlot, DRAW_SELECTED],
    ] as const) {
      if (slot !== null && slot < frame.count) this.#drawRange(highlight, { ...uniforms, purpose }, slot, 1);
    }
  }

  #drawRange(model: Model, fleet: FleetUniforms, firstVertex: number, vertexCount: number): void {
    model.shaderInputs.setProps({ fleet });
    model.setDrawOffsets({ firstVertex, firstIndex: 0 });
    model.setVertexCount(vertexCount);
    model.draw(this.context.renderPass);
  }

  override finalizeState(): void {
    this.state.vehicles.destroy();
    this.state.highlight.destroy();
    this.state.records?.destroy();
  }
}

function createModel(device: Device, id: string): Model {
  return new Model(device, {
    id,
    vs: fleetVertexShader,
    fs: fleetFragmentShader,
    modules: [fleetUniforms],
    topology: 'point-list',
    bufferLayout: [
      {
        ...RECORD_LAYOUT,
        attributes: [...RECORD_LAYOUT.attributes],
      },
    ],
    vertexCount: 0,
    parameters: {
      depthCompare: 'always',
      depthWriteEnabled: false,
      blend: true,
      blendColorOperation: 'add',
      blendColorSrcFactor: 'one',
      blendColorDstFactor: 'one-minus-src-alpha',
      blendAlphaOperation: 'add',
      blendAlphaSrcFactor: 'one',
      blendAlphaDstFactor: 'one-minus-src-alpha',
    },
  });
}
