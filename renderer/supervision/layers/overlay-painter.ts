import { CELL_BYTES, cellsAcross, WAY_BYTES } from '../../workers/index.ts';
import { densityFragmentShader, densityVertexShader } from './density-shader.ts';
import type { FleetStyle } from './fleet-style.ts';
import { FLEET_FIELDS, type FleetUniforms, uniformsOf } from './fleet-uniforms.ts';
import { type Attribute, bindAttributes, createProgram } from './gl-program.ts';
import type { Camera } from './projection.ts';
import { trailFragmentShader, trailVertexShader } from './trail-shader.ts';
import { UniformBlock } from './uniform-block.ts';

/** What lies beneath the vehicles, or stands for them. */
export interface OverlayDrawing {
  /** Ways (trail-lines.ts) or cells (density-grid.ts) of renderer/workers, as they are. */
  readonly bytes: ArrayBuffer;
  readonly style: FleetStyle;
  readonly pixelRatio: number;
  /** The zoom level of the cells; for trails of no account. */
  readonly cellZoom: number;
}

const WAY: readonly Attribute[] = [
  { location: 0, type: 'int', size: 2, offset: 0 },
  { location: 1, type: 'int', size: 2, offset: 8 },
  { location: 2, type: 'float', size: 2, offset: 16 },
];
const CELL: readonly Attribute[] = [
  { location: 0, type: 'int', size: 2, offset: 0 },
  { location: 1, type: 'float', size: 1, offset: 8 },
];

/** Draws trails or cells: one buffer as the worker made it, one draw. */
export class OverlayPainter {
  readonly #gl: WebGL2RenderingContext;
  readonly #kind: 'trails' | 'density';
  readonly #program: WebGLProgram;
  readonly #uniforms: UniformBlock<keyof FleetUniforms>;
  readonly #array: WebGLVertexArrayObject | null;
  readonly #items: WebGLBuffer | null;
  #bytes: ArrayBuffer | undefined;

  constructor(gl: WebGL2RenderingContext, kind: 'trails' | 'density') {
    this.#gl = gl;
    this.#kind = kind;
    const isTrails = kind === 'trails';
    const vertex = isTrails ? trailVertexShader : densityVertexShader;
    this.#program = createProgram(gl, kind, vertex, isTrails ? trailFragmentShader : densityFragmentShader);
    this.#uniforms = new UniformBlock(gl, FLEET_FIELDS);
    this.#array = gl.createVertexArray();
    this.#items = gl.createBuffer();
    gl.bindVertexArray(this.#array);
    bindAttributes(gl, this.#items, isTrails ? WAY_BYTES : CELL_BYTES, isTrails ? WAY : CELL, isTrails);
  }

  /** @param cameras one for each copy of the world that is on the screen */
  draw({ bytes, style, pixelRatio, cellZoom }: OverlayDrawing, cameras: readonly Camera[]): void {
    if (bytes.byteLength === 0) return;
    const gl = this.#gl;
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      gl.bindBuffer(gl.ARRAY_BUFFER, this.#items);
      gl.bufferData(gl.ARRAY_BUFFER, bytes, gl.DYNAMIC_DRAW);
    }
    gl.useProgram(this.#program);
    gl.bindVertexArray(this.#array);
    for (const camera of cameras) {
      const frame = { timeScale: 1 };
      const uniforms = uniformsOf({ frame, nowSeconds: 0, camera, blend: 1, style, pixelRatio, shown: null });
      this.#drawWorld({ ...uniforms, purpose: 0 }, bytes.byteLength, (256 * 2 ** camera.zoom) / cellsAcross(cellZoom));
    }
  }

  #drawWorld(uniforms: FleetUniforms, byteLength: number, cellRadius: number): void {
    const gl = this.#gl;
    if (this.#kind === 'trails') {
      this.#uniforms.use(uniforms);
      gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, byteLength / WAY_BYTES);
    } else {
      this.#uniforms.use({ ...uniforms, radius: cellRadius });
      gl.drawArrays(gl.POINTS, 0, byteLength / CELL_BYTES);
    }
  }

  destroy(): void {
    this.#gl.deleteProgram(this.#program);
    this.#gl.deleteVertexArray(this.#array);
    this.#gl.deleteBuffer(this.#items);
    this.#uniforms.destroy();
  }
}
