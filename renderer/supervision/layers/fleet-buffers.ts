import { Buffer, type Device } from '@luma.gl/core';
import { RECORD_BYTES } from '../../../shared/domain/index.ts';
import { MASK_MATCHES, type ShownVehicles } from '../../workers/index.ts';
import type { FleetFrame } from '../fleet/index.ts';

/** What the models of a fleet are given as attributes. */
export type FleetAttributes = { records: Buffer; earlier: Buffer; masks: Buffer };

/**
 * The fleet on the GPU: the records of the last two frames, in two buffers that take turns, and a byte of mask a slot. A
 * frame is one write. While the GPU still works on the last one, the next is held back, and the newest of those wins: on
 * a slow GPU uploads would pile up in the driver's memory.
 */
export class FleetBuffers {
  readonly #device: Device;
  #records: Buffer;
  #earlier: Buffer;
  #masks: Buffer;
  #indices: Buffer;
  #slots: Uint32Array | undefined;
  #mask: ShownVehicles['mask'] | undefined;
  #fence: WebGLSync | null = null;
  /** The frame that is drawn, and whether the one before it can be blended from. */
  drawn: { frame: FleetFrame; hasEarlier: boolean } | undefined;

  constructor(device: Device) {
    this.#device = device;
    this.#records = this.#create(RECORD_BYTES);
    this.#earlier = this.#create(RECORD_BYTES);
    this.#masks = this.#create(4);
    this.#indices = this.#createIndices(1);
  }

  attributes(): FleetAttributes {
    return { records: this.#records, earlier: this.#earlier, masks: this.#masks };
  }

  /** Whether the GPU is still at work on the last frame. */
  isBusy(): boolean {
    const { gl } = this;
    if (this.#fence === null || gl === undefined) return false;
    // Says no as well when the context is lost, and then nothing matters any more.
    if (gl.getSyncParameter(this.#fence, gl.SYNC_STATUS) !== gl.SIGNALED && !gl.isContextLost()) return true;
    gl.deleteSync(this.#fence);
    this.#fence = null;
    return false;
  }

  /** Takes a frame. The attributes are others afterwards. */
  upload(frame: FleetFrame): void {
    const { byteLength } = frame.records;
    const before = this.drawn?.frame;
    [this.#records, this.#earlier] = [this.#earlier, this.#records];
    if (this.#records.byteLength < byteLength) {
      this.#records.destroy();
      this.#records = this.#create(Math.ceil((frame.count * 5) / 4) * RECORD_BYTES);
    }
    if (byteLength > 0) this.#records.write(frame.records);
    const isNext = before !== undefined && before.streamId === frame.streamId && before.epochMs === frame.epochMs;
    // Every vehicle of the frame must have a place in the buffer before; vehicles that are new are rare.
    const hasEarlier = isNext && before.count === frame.count;
    this.drawn = { frame, hasEarlier };
    if (!hasEarlier && this.#earlier.byteLength < this.#records.byteLength) {
      // Nothing reads it, but an attribute has to reach as far as the vertices do.
      this.#earlier.destroy();
      this.#earlier = this.#create(this.#records.byteLength);
    }
    this.setMask(this.#mask ?? null);
  }

  /** Takes a mask, if it is another or too short for the fleet. Slots beyond its end do not match; null: all do. */
  setMask(mask: ShownVehicles['mask']): void {
    const slots = this.#records.byteLength / RECORD_BYTES;
    const fits = this.#masks.byteLength >= slots;
    if (fits && this.#mask === mask) return;
    this.#mask = mask;
    const length = Math.ceil(slots / 4) * 4;
    if (!fits) {
      this.#masks.destroy();
      this.#masks = this.#create(length);
    }
    const bytes = new Uint8Array(length);
    if (mask === null) bytes.fill(MASK_MATCHES);
    else bytes.set(mask.subarray(0, length));
    this.#masks.write(bytes);
  }

  /** The slots to draw, as an index over the records; written when they are others. */
  indices(slots: Uint32Array): Buffer {
    if (slots === this.#slots) return this.#indices;
    this.#slots = slots;
    if (this.#indices.byteLength < slots.byteLength) {
      this.#indices.destroy();
      this.#indices = this.#createIndices(Math.ceil((slots.length * 5) / 4));
    }
    if (slots.length > 0) this.#indices.write(slots);
    return this.#indices;
  }

  /** To be called after a frame was drawn for the first time: the next waits until the GPU has done so. */
  fence(): void {
    const { gl } = this;
    if (this.#fence === null && gl !== undefined) this.#fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
  }

  destroy(): void {
    for (const buffer of [this.#records, this.#earlier, this.#masks, this.#indices]) buffer.destroy();
    this.gl?.deleteSync(this.#fence);
    this.#fence = null;
  }

  get gl(): WebGL2RenderingContext | undefined {
    const { handle } = this.#device;
    return handle instanceof WebGL2RenderingContext ? handle : undefined;
  }

  #createIndices(length: number): Buffer {
    return this.#device.createBuffer({
      byteLength: length * 4,
      usage: Buffer.INDEX | Buffer.COPY_DST,
      indexType: 'uint32',
    });
  }

  #create(byteLength: number): Buffer {
    return this.#device.createBuffer({ byteLength, usage: Buffer.VERTEX | Buffer.COPY_DST });
  }
}
