import { RECORD_BYTES } from '../../../shared/domain/index.ts';
import { MASK_MATCHES, type ShownVehicles } from '../../workers/index.ts';
import type { FleetFrame } from '../fleet/index.ts';
import { type Attribute, bindAttributes } from './gl-program.ts';

/** The values of a record in its 24 bytes (shared/domain/position-record), from a shader's location on. */
const recordFrom = (location: number): readonly Attribute[] => [
  { location, type: 'int', size: 2, offset: 0 },
  { location: location + 1, type: 'float', size: 2, offset: 8 },
  { location: location + 2, type: 'float', size: 1, offset: 16 },
  { location: location + 3, type: 'unsigned-byte', size: 4, offset: 20 },
];
const RECORD = recordFrom(0);
const MASK: readonly Attribute[] = [{ location: 4, type: 'unsigned-byte', size: 1, offset: 0 }];
const EARLIER = recordFrom(5);

/**
 * The fleet on the GPU: the records of the last two frames, in two buffers that take turns, and a byte of mask a slot. A
 * frame is one write. While the GPU still works on the last one, the next is held back, and the newest of those wins: on
 * a slow GPU uploads would pile up in the driver's memory.
 */
export class FleetBuffers {
  readonly #gl: WebGL2RenderingContext;
  readonly #array: WebGLVertexArrayObject | null;
  #records: GrowingBuffer;
  #earlier: GrowingBuffer;
  readonly #masks: GrowingBuffer;
  readonly #indices: GrowingBuffer;
  #slots: Uint32Array | undefined;
  #mask: ShownVehicles['mask'] | undefined;
  #fence: WebGLSync | null = null;
  /** The frame that is drawn, and whether the one before it can be blended from. */
  drawn: { frame: FleetFrame; hasEarlier: boolean } | undefined;

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
    this.#array = gl.createVertexArray();
    // Everything that takes part in a draw belongs to this array, so that whatever is bound elsewhere is left alone.
    gl.bindVertexArray(this.#array);
    this.#records = new GrowingBuffer(gl, gl.ARRAY_BUFFER);
    this.#earlier = new GrowingBuffer(gl, gl.ARRAY_BUFFER);
    this.#masks = new GrowingBuffer(gl, gl.ARRAY_BUFFER);
    this.#indices = new GrowingBuffer(gl, gl.ELEMENT_ARRAY_BUFFER);
  }

  /** What is drawn from now on is drawn of these. */
  bind(): void {
    this.#gl.bindVertexArray(this.#array);
  }

  /** Whether the GPU is still at work on the last frame. */
  isBusy(): boolean {
    const gl = this.#gl;
    if (this.#fence === null) return false;
    // Says no as well when the context is lost, and then nothing matters any more.
    if (gl.getSyncParameter(this.#fence, gl.SYNC_STATUS) !== gl.SIGNALED && !gl.isContextLost()) return true;
    gl.deleteSync(this.#fence);
    this.#fence = null;
    return false;
  }

  /** Takes a frame. */
  upload(frame: FleetFrame): void {
    const before = this.drawn?.frame;
    this.bind();
    [this.#records, this.#earlier] = [this.#earlier, this.#records];
    this.#records.write(frame.records);
    const isNext = before !== undefined && before.streamId === frame.streamId && before.epochMs === frame.epochMs;
    // Every vehicle of the frame must have a place in the buffer before; vehicles that are new are rare.
    const hasEarlier = isNext && before.count === frame.count;
    this.drawn = { frame, hasEarlier };
    // Where nothing is read from it, an attribute has to reach as far as the vertices do all the same.
    if (!hasEarlier) this.#earlier.reach(this.#records.byteLength);
    bindAttributes(this.#gl, this.#records.buffer, RECORD_BYTES, RECORD);
    bindAttributes(this.#gl, this.#earlier.buffer, RECORD_BYTES, EARLIER);
    this.setMask(this.#mask ?? null);
  }

  /** Takes a mask, if it is another or too short for the fleet. Slots beyond its end do not match; null: all do. */
  setMask(mask: ShownVehicles['mask']): void {
    const slots = Math.ceil(this.#records.byteLength / RECORD_BYTES);
    if (this.#masks.byteLength >= slots && this.#mask === mask) return;
    this.#mask = mask;
    const bytes = new Uint8Array(slots);
    if (mask === null) bytes.fill(MASK_MATCHES);
    else bytes.set(mask.subarray(0, slots));
    this.bind();
    this.#masks.write(bytes);
    bindAttributes(this.#gl, this.#masks.buffer, 1, MASK);
  }

  /** Draws some slots as points, or all: null. */
  drawPoints(slots: Uint32Array | null, count: number): void {
    const gl = this.#gl;
    if (slots === null) return gl.drawArrays(gl.POINTS, 0, count);
    if (slots !== this.#slots) {
      this.#slots = slots;
      this.#indices.write(slots);
    }
    gl.drawElements(gl.POINTS, slots.length, gl.UNSIGNED_INT, 0);
  }

  drawOne(slot: number): void {
    this.#gl.drawArrays(this.#gl.POINTS, slot, 1);
  }

  /** To be called after a frame was drawn for the first time: the next waits until the GPU has done so. */
  fence(): void {
    this.#fence ??= this.#gl.fenceSync(this.#gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
  }

  destroy(): void {
    for (const one of [this.#records, this.#earlier, this.#masks, this.#indices]) one.destroy();
    this.#gl.deleteVertexArray(this.#array);
    this.#gl.deleteSync(this.#fence);
    this.#fence = null;
  }
}

/** A buffer that is made anew, with room to grow, when more is to be written than it holds. */
class GrowingBuffer {
  readonly #gl: WebGL2RenderingContext;
  readonly #target: GLenum;
  readonly buffer: WebGLBuffer | null;
  byteLength = 0;

  constructor(gl: WebGL2RenderingContext, target: GLenum) {
    this.#gl = gl;
    this.#target = target;
    this.buffer = gl.createBuffer();
  }

  write(bytes: ArrayBufferView): void {
    this.reach(bytes.byteLength);
    if (bytes.byteLength > 0) this.#gl.bufferSubData(this.#target, 0, bytes);
  }

  /** Binds it, as long as that at least: what it held is lost where it is too short. */
  reach(byteLength: number): void {
    this.#gl.bindBuffer(this.#target, this.buffer);
    if (this.byteLength >= byteLength) return;
    this.byteLength = Math.ceil((byteLength * 5) / 4);
    this.#gl.bufferData(this.#target, this.byteLength, this.#gl.DYNAMIC_DRAW);
  }

  destroy(): void {
    this.#gl.deleteBuffer(this.buffer);
  }
}
