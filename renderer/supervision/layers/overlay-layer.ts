import { type DefaultProps, Layer, type LayerProps, type UpdateParameters, WebMercatorViewport } from '@deck.gl/core';
import { Buffer, type Device } from '@luma.gl/core';
import { Model } from '@luma.gl/engine';
import { CELL_BYTES, cellsAcross, WAY_BYTES } from '../../workers/index.ts';
import { densityFragmentShader, densityVertexShader } from './density-shader.ts';
import { FLAT_BLENDING } from './fleet-model.ts';
import type { FleetStyle } from './fleet-style.ts';
import { fleetUniforms, uniformsOf } from './fleet-uniforms.ts';
import { cameraOf } from './projection.ts';
import { trailFragmentShader, trailVertexShader } from './trail-shader.ts';

interface OverlayLayerOwnProps {
  kind: 'trails' | 'density';
  /** Ways (trail-lines.ts) or cells (density-grid.ts) of renderer/workers, as they are. */
  bytes: ArrayBuffer;
  style: FleetStyle;
  /** Device pixels in a CSS pixel. The same function every time. */
  pixelRatio: () => number;
  /** The zoom level of the cells. */
  cellZoom: number;
}
export type OverlayLayerProps = LayerProps & OverlayLayerOwnProps;
/** Not by the name of `model`, to which deck.gl would give modules that these shaders do not have. */
type OverlayLayerState = { items: Model; buffer: Buffer | undefined };

/** Trails beneath the vehicles, or cells instead of them: one buffer as the worker made it, one draw. */
export class OverlayLayer extends Layer<OverlayLayerOwnProps> {
  static override layerName = 'OverlayLayer';
  static override defaultProps: DefaultProps<OverlayLayerOwnProps> = {
    pixelRatio: { type: 'function', value: () => 1, compare: false },
    cellZoom: 0,
  };
  declare state: OverlayLayerState;

  override initializeState(): void {
    const { device } = this.context;
    const make = this.props.kind === 'trails' ? createTrailModel : createDensityModel;
    this.setState({ items: make(device, this.props.id), buffer: undefined });
  }

  override updateState({ props, oldProps }: UpdateParameters<Layer<OverlayLayerOwnProps>>): void {
    if (props.bytes === oldProps.bytes && this.state.buffer !== undefined) return;
    this.state.buffer?.destroy();
    const usage = Buffer.VERTEX | Buffer.COPY_DST;
    const buffer = this.context.device.createBuffer({ byteLength: Math.max(4, props.bytes.byteLength), usage });
    if (props.bytes.byteLength > 0) buffer.write(new Uint8Array(props.bytes));
    this.state.items.setAttributes({ items: buffer });
    this.setState({ buffer });
  }

  override draw(): void {
    const { kind, bytes, style, pixelRatio, cellZoom } = this.props;
    const { viewport } = this.context;
    if (bytes.byteLength === 0 || !(viewport instanceof WebMercatorViewport)) return;
    const camera = cameraOf(viewport);
    const frame = { timeScale: 1 };
    const uniforms = uniformsOf({
      frame,
      nowSeconds: 0,
      camera,
      blend: 1,
      style,
      pixelRatio: pixelRatio(),
      shown: null,
    });
    const { items: model } = this.state;
    if (kind === 'trails') {
      model.shaderInputs.setProps({ fleet: { ...uniforms, purpose: 0 } });
      model.setInstanceCount(bytes.byteLength / WAY_BYTES);
    } else {
      const radius = (256 * 2 ** camera.zoom) / cellsAcross(cellZoom);
      model.shaderInputs.setProps({ fleet: { ...uniforms, radius, purpose: 0 } });
      model.setVertexCount(bytes.byteLength / CELL_BYTES);
    }
    model.draw(this.context.renderPass);
  }

  override finalizeState(): void {
    this.state.items.destroy();
    this.state.buffer?.destroy();
  }
}

function createTrailModel(device: Device, id: string): Model {
  return new Model(device, {
    ...{ id, vs: trailVertexShader, fs: trailFragmentShader, modules: [fleetUniforms] },
    ...{ topology: 'triangle-strip', vertexCount: 4, instanceCount: 0, parameters: FLAT_BLENDING },
    bufferLayout: [
      {
        name: 'items',
        byteStride: WAY_BYTES,
        stepMode: 'instance',
        attributes: [
          { attribute: 'newer', format: 'sint32x2', byteOffset: 0 },
          { attribute: 'older', format: 'sint32x2', byteOffset: 8 },
          { attribute: 'freshness', format: 'float32x2', byteOffset: 16 },
        ],
      },
    ],
  });
}

function createDensityModel(device: Device, id: string): Model {
  return new Model(device, {
    ...{ id, vs: densityVertexShader, fs: densityFragmentShader, modules: [fleetUniforms] },
    ...{ topology: 'point-list', vertexCount: 0, parameters: FLAT_BLENDING },
    bufferLayout: [
      {
        name: 'items',
        byteStride: CELL_BYTES,
        attributes: [
          { attribute: 'location', format: 'sint32x2', byteOffset: 0 },
          { attribute: 'strength', format: 'float32', byteOffset: 8 },
        ],
      },
    ],
  });
}
