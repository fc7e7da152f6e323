import type { ShownVehicles } from '../../workers/index.ts';
import type { FleetFrame } from '../fleet/index.ts';
import { FleetBuffers } from './fleet-buffers.ts';
import { fleetDotsFragmentShader, fleetDotsVertexShader } from './fleet-dots.ts';
import { fleetFragmentShader } from './fleet-fragment.ts';
import type { FleetStyle } from './fleet-style.ts';
import {
  DRAW_FLEET,
  DRAW_HOVERED,
  DRAW_OUTSIDE,
  DRAW_SELECTED,
  FLEET_FIELDS,
  type FleetUniforms,
  uniformsOf,
} from './fleet-uniforms.ts';
import { fleetVertexShader } from './fleet-vertex.ts';
import { createProgram } from './gl-program.ts';
import type { Camera } from './projection.ts';
import { UniformBlock } from './uniform-block.ts';
import { frameSeconds } from './vehicle-place.ts';

/** What a picture shows of a fleet. */
export interface FleetDrawing {
  /** The records go to the GPU as they are, when the frame is another than before and the GPU has done with that. */
  readonly frame: FleetFrame;
  readonly style: FleetStyle;
  /** The server's clock: motion is a uniform. */
  readonly serverNowMs: number;
  /** How far the vehicles have come from the frame before, 0 to 1 (see blend.ts). */
  readonly blend: number;
  /** Device pixels in a CSS pixel. */
  readonly pixelRatio: number;
  /** The slots to draw of a frame, those that can be seen with a camera; null: all. */
  readonly slotsOf: (frame: FleetFrame, camera: Camera) => Uint32Array | null;
  readonly selectedSlot: number | null;
  readonly hoveredSlot: number | null;
  /** What a filter lets through; null: all. Other bits are other uniforms, another mask one upload of a byte a slot. */
  readonly shown: ShownVehicles | null;
  /** False where cells stand for the vehicles: only the one selected or pointed at is drawn. */
  readonly crowd: boolean;
  /** What becomes of the others. */
  readonly outside: 'dim' | 'hide';
}

/**
 * Draws a fleet as point sprites, one a record, out of buffers that hold the wire records themselves. Between two frames nothing
 * changes but uniforms: what it costs does not depend on how many vehicles there are. Pointing is another matter: see
 * pick-vehicle.ts.
 */
export class FleetPainter {
  readonly #gl: WebGL2RenderingContext;
  readonly #symbols: WebGLProgram;
  /** The same vehicles where there is room for no more than dots. */
  readonly #dots: WebGLProgram;
  readonly #uniforms: UniformBlock<keyof FleetUniforms>;
  readonly #buffers: FleetBuffers;
  readonly #onHeld: (isBusy: () => boolean) => void;
  /** The frame was uploaded and not drawn yet. */
  #isFresh = false;

  /** @param onHeld a frame is held back while the GPU is at work on the last: draw again when it is not busy any more */
  constructor(gl: WebGL2RenderingContext, onHeld: (isBusy: () => boolean) => void) {
    this.#gl = gl;
    this.#onHeld = onHeld;
    this.#symbols = createProgram(gl, 'vehicles', fleetVertexShader, fleetFragmentShader);
    this.#dots = createProgram(gl, 'vehicles far away', fleetDotsVertexShader, fleetDotsFragmentShader);
    this.#uniforms = new UniformBlock(gl, FLEET_FIELDS);
    this.#buffers = new FleetBuffers(gl);
  }

  /** @param cameras one for each copy of the world that is on the screen, that of the middle first */
  draw(drawing: FleetDrawing, cameras: readonly Camera[]): void {
    const buffers = this.#buffers;
    if (buffers.drawn?.frame !== drawing.frame) this.#upload(drawing.frame);
    const [middle] = cameras;
    if (buffers.drawn === undefined || buffers.drawn.frame.count === 0 || middle === undefined) return;
    buffers.setMask(drawing.shown?.mask ?? null);
    buffers.bind();
    const slots = drawing.slotsOf(buffers.drawn.frame, middle);
    for (const camera of cameras) this.#drawWorld(drawing, buffers.drawn, camera, slots);
    if (this.#isFresh) buffers.fence();
    this.#isFresh = false;
  }

  #upload(frame: FleetFrame): void {
    if (this.#buffers.isBusy()) return this.#onHeld(() => this.#buffers.isBusy());
    this.#buffers.upload(frame);
    this.#isFresh = true;
  }

  #drawWorld(
    drawing: FleetDrawing,
    { frame, hasEarlier }: NonNullable<FleetBuffers['drawn']>,
    camera: Camera,
    slots: Uint32Array | null,
  ): void {
    const { style, shown, pixelRatio, selectedSlot, hoveredSlot } = drawing;
    const nowSeconds = frameSeconds(frame, drawing.serverNowMs);
    const blend = hasEarlier ? drawing.blend : 1;
    const uniforms = uniformsOf({ frame, nowSeconds, camera, blend, style, shown, pixelRatio });
    if (drawing.crowd) {
      this.#gl.useProgram(uniforms.detail === 1 ? this.#symbols : this.#dots);
      const purposes = shown !== null && drawing.outside === 'dim' ? [DRAW_OUTSIDE, DRAW_FLEET] : [DRAW_FLEET];
      for (const purpose of purposes) {
        this.#uniforms.use({ ...uniforms, purpose });
        this.#buffers.drawPoints(slots, frame.count);
      }
    }
    this.#highlight(uniforms, frame, hoveredSlot, DRAW_HOVERED);
    this.#highlight(uniforms, frame, selectedSlot, DRAW_SELECTED);
  }

  /** One vehicle over the others. */
  #highlight(uniforms: Omit<FleetUniforms, 'purpose'>, frame: FleetFrame, slot: number | null, purpose: number): void {
    if (slot === null || slot >= frame.count) return;
    this.#gl.useProgram(this.#symbols);
    this.#uniforms.use({ ...uniforms, purpose });
    this.#buffers.drawOne(slot);
  }

  destroy(): void {
    for (const program of [this.#symbols, this.#dots]) this.#gl.deleteProgram(program);
    this.#uniforms.destroy();
    this.#buffers.destroy();
  }
}
