import { type DefaultProps, Layer, type LayerProps, type UpdateParameters, WebMercatorViewport } from '@deck.gl/core';
import type { Model } from '@luma.gl/engine';
import type { ShownVehicles } from '../../workers/index.ts';
import type { FleetFrame } from '../fleet/index.ts';
import { FleetBuffers } from './fleet-buffers.ts';
import { fleetDotsFragmentShader } from './fleet-dots.ts';
import { fleetFragmentShader } from './fleet-fragment.ts';
import { createFleetModel } from './fleet-model.ts';
import type { FleetStyle } from './fleet-style.ts';
import {
  DRAW_FLEET,
  DRAW_HOVERED,
  DRAW_OUTSIDE,
  DRAW_SELECTED,
  type FleetUniforms,
  uniformsOf,
} from './fleet-uniforms.ts';
import { type Camera, cameraOf } from './projection.ts';
import { frameSeconds } from './vehicle-place.ts';

interface FleetLayerOwnProps {
  /** The records go to the GPU as they are, when the frame is another than before and the GPU has done with that. */
  frame: FleetFrame;
  style: FleetStyle;
  /** The server's clock, asked at every draw: motion is a uniform. The same function every time. */
  serverNowMs: () => number;
  /** How far the vehicles have come from the frame before, 0 to 1 (see blend.ts). The same function every time. */
  blend: () => number;
  /** Device pixels in a CSS pixel. The same function every time. */
  pixelRatio: () => number;
  /** The slots to draw of a frame, those that can be seen with a camera; null: all. The same function every time. */
  slotsOf: (frame: FleetFrame, camera: Camera) => Uint32Array | null;
  selectedSlot: number | null;
  hoveredSlot: number | null;
  /** What a filter lets through; null: all. Other bits are other uniforms, another mask one upload of a byte a slot. */
  shown: ShownVehicles | null;
  /** False where cells stand for the vehicles: only the one selected or pointed at is drawn. */
  crowd: boolean;
  /** What becomes of the others. */
  outside: 'dim' | 'hide';
  /** A frame is held back while the GPU is at work on the last: draw again when it is not busy any more. The same function every time. */
  onHeld: (isBusy: () => boolean) => void;
}
/** What has a default need not be said. */
export type FleetLayerProps = LayerProps &
  Pick<FleetLayerOwnProps, 'frame' | 'style'> &
  Partial<Omit<FleetLayerOwnProps, 'frame' | 'style'>>;

type FleetLayerState = {
  vehicles: Model;
  /** The same vehicles where there is room for no more than dots. */
  dots: Model;
  /** The same shader and records, for the one vehicle that is selected or hovered, over the others. */
  highlight: Model;
  buffers: FleetBuffers;
  /** The frame was uploaded and not drawn yet. */
  isFresh: boolean;
};

/**
 * A fleet as point sprites, one a record, in buffers that hold the wire records themselves. Between two frames nothing
 * changes but uniforms: what it costs does not depend on how many vehicles there are. It is not pickable: see
 * pick-vehicle.ts.
 */
export class FleetLayer extends Layer<FleetLayerOwnProps> {
  static override layerName = 'FleetLayer';
  static override defaultProps: DefaultProps<FleetLayerOwnProps> = {
    serverNowMs: { type: 'function', value: Date.now, compare: false },
    blend: { type: 'function', value: () => 1, compare: false },
    pixelRatio: { type: 'function', value: () => 1, compare: false },
    slotsOf: { type: 'function', value: () => null, compare: false },
    selectedSlot: { type: 'object', value: null, compare: 0 },
    hoveredSlot: { type: 'object', value: null, compare: 0 },
    shown: { type: 'object', value: null, compare: 0 },
    crowd: true,
    outside: 'hide',
    onHeld: { type: 'function', value: () => undefined, compare: false },
  };
  declare state: FleetLayerState;

  override initializeState(): void {
    const { device } = this.context;
    this.setState({
      vehicles: createFleetModel(device, `${this.props.id}-vehicles`, fleetFragmentShader),
      dots: createFleetModel(device, `${this.props.id}-dots`, fleetDotsFragmentShader),
      highlight: createFleetModel(device, `${this.props.id}-highlight`, fleetFragmentShader),
      buffers: new FleetBuffers(device),
      isFresh: false,
    });
  }

  override updateState({ props, oldProps }: UpdateParameters<Layer<FleetLayerOwnProps>>): void {
    if (props.frame !== this.state.buffers.drawn?.frame) this.#upload();
    if (props.shown?.mask !== oldProps.shown?.mask) {
      this.state.buffers.setMask(props.shown?.mask ?? null);
      this.#bind();
    }
  }

  #upload(): void {
    const { buffers } = this.state;
    if (buffers.isBusy()) return this.props.onHeld(() => buffers.isBusy());
    buffers.upload(this.props.frame);
    this.state.isFresh = true;
    this.#bind();
  }

  #bind(): void {
    const { vehicles, dots, highlight, buffers } = this.state;
    const attributes = buffers.attributes();
    for (const model of [vehicles, dots, highlight]) model.setAttributes(attributes);
  }

  override draw(): void {
    const { buffers, highlight } = this.state;
    if (buffers.drawn?.frame !== this.props.frame) this.#upload();
    const { style, serverNowMs, blend, pixelRatio, selectedSlot, hoveredSlot, shown, outside, crowd } = this.props;
    const { viewport } = this.context;
    // Another projection (a globe) has no such camera: nothing is better than vehicles in wrong places.
    if (buffers.drawn === undefined || !(viewport instanceof WebMercatorViewport)) return;
    const { frame, hasEarlier } = buffers.drawn;
    if (frame.count === 0) return;
    const camera = cameraOf(viewport);
    const uniforms = uniformsOf({
      frame,
      nowSeconds: frameSeconds(frame, serverNowMs()),
      camera,
      blend: hasEarlier ? blend() : 1,
      ...{ style, shown, pixelRatio: pixelRatio() },
    });
    if (crowd) {
      const vehicles = uniforms.detail === 1 ? this.state.vehicles : this.state.dots;
      const slots = this.props.slotsOf(frame, camera);
      const indices = slots === null ? null : buffers.indices(slots);
      if (vehicles.indexBuffer !== indices) vehicles.setIndexBuffer(indices);
      const count = slots?.length ?? frame.count;
      if (shown !== null && outside === 'dim')
        this.#drawRange(vehicles, { ...uniforms, purpose: DRAW_OUTSIDE }, 0, count);
      this.#drawRange(vehicles, { ...uniforms, purpose: DRAW_FLEET }, 0, count);
    }
    for (const [slot, purpose] of [
      [hoveredSlot, DRAW_HOVERED],
      [selectedSlot, DRAW_SELECTED],
    ] as const) {
      if (slot !== null && slot < frame.count) this.#drawRange(highlight, { ...uniforms, purpose }, slot, 1);
    }
    if (this.state.isFresh) buffers.fence();
    this.state.isFresh = false;
  }

  #drawRange(model: Model, fleet: FleetUniforms, firstVertex: number, vertexCount: number): void {
    if (vertexCount === 0) return;
    model.shaderInputs.setProps({ fleet });
    model.setDrawOffsets({ firstVertex, firstIndex: 0 });
    model.setVertexCount(vertexCount);
    model.draw(this.context.renderPass);
  }

  override finalizeState(): void {
    for (const model of [this.state.vehicles, this.state.dots, this.state.highlight]) model.destroy();
    this.state.buffers.destroy();
  }
}
