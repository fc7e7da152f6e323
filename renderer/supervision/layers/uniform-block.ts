import { BLOCK_BINDING } from './gl-program.ts';

/** How a field of a block is declared in GLSL. */
export type FieldType = 'mat4' | 'vec4' | 'ivec4' | 'vec2' | 'ivec2' | 'float';

/** Numbers of a field; in std140 each begins at a multiple of its own length, a matrix at one of a column's (OpenGL ES 3.0, 2.12.6.4). */
const LENGTHS: Readonly<Record<FieldType, number>> = { mat4: 16, vec4: 4, ivec4: 4, vec2: 2, ivec2: 2, float: 1 };
const HIGHEST_ALIGNMENT = 4;

/** Where each field of a block begins, in 4-byte words, and how many words the block has. */
export function std140<Name extends string>(fields: Readonly<Record<Name, FieldType>>) {
  let words = 0;
  const places = (Object.entries(fields) as [Name, FieldType][]).map(([name, type]) => {
    const align = Math.min(LENGTHS[type], HIGHEST_ALIGNMENT);
    const at = Math.ceil(words / align) * align;
    words = at + LENGTHS[type];
    return { name, at, isWhole: type.startsWith('i') };
  });
  return { places, words: Math.ceil(words / HIGHEST_ALIGNMENT) * HIGHEST_ALIGNMENT };
}

/** The uniforms of draws on the GPU: one small write a draw. */
export class UniformBlock<Name extends string> {
  readonly #gl: WebGL2RenderingContext;
  readonly #layout: ReturnType<typeof std140<Name>>;
  readonly #floats: Float32Array<ArrayBuffer>;
  readonly #ints: Int32Array<ArrayBuffer>;
  readonly #buffer: WebGLBuffer | null;

  constructor(gl: WebGL2RenderingContext, fields: Readonly<Record<Name, FieldType>>) {
    this.#gl = gl;
    this.#layout = std140(fields);
    this.#floats = new Float32Array(this.#layout.words);
    this.#ints = new Int32Array(this.#floats.buffer);
    this.#buffer = gl.createBuffer();
    gl.bindBuffer(gl.UNIFORM_BUFFER, this.#buffer);
    gl.bufferData(gl.UNIFORM_BUFFER, this.#floats.byteLength, gl.DYNAMIC_DRAW);
  }

  /** What the next draw reads. */
  use(uniforms: Readonly<Record<Name, number | readonly number[]>>): void {
    for (const { name, at, isWhole } of this.#layout.places) {
      const value = uniforms[name];
      const words = isWhole ? this.#ints : this.#floats;
      if (typeof value === 'number') words[at] = value;
      else words.set(value, at);
    }
    this.#gl.bindBufferBase(this.#gl.UNIFORM_BUFFER, BLOCK_BINDING, this.#buffer);
    this.#gl.bufferSubData(this.#gl.UNIFORM_BUFFER, 0, this.#floats);
  }

  destroy(): void {
    this.#gl.deleteBuffer(this.#buffer);
  }
}
