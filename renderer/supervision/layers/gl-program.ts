/** The uniform block of every shader here: see fleet-uniforms.ts. */
const BLOCK = 'fleetUniforms';
export const BLOCK_BINDING = 0;

/**
 * A program out of two shaders, with their uniform block bound. On a context that the driver has taken away nothing works and
 * nothing is complained of: whoever made it hears of that loss.
 * @throws Error with the driver's words when a shader is not understood
 */
export function createProgram(gl: WebGL2RenderingContext, name: string, vertex: string, fragment: string) {
  const program = gl.createProgram();
  const shaders = [
    [gl.VERTEX_SHADER, vertex],
    [gl.FRAGMENT_SHADER, fragment],
  ] as const;
  for (const [kind, source] of shaders) {
    const shader = gl.createShader(kind);
    if (shader === null) continue;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
    // It lives as long as the program that it is attached to.
    gl.deleteShader(shader);
  }
  gl.linkProgram(program);
  if (gl.getProgramParameter(program, gl.LINK_STATUS) !== true && !gl.isContextLost()) {
    const words = (gl.getAttachedShaders(program) ?? []).map((shader) => gl.getShaderInfoLog(shader));
    throw new Error([`the shaders of ${name} do not work`, gl.getProgramInfoLog(program), ...words].join('\n'));
  }
  const block = gl.getUniformBlockIndex(program, BLOCK);
  if (block !== gl.INVALID_INDEX) gl.uniformBlockBinding(program, block, BLOCK_BINDING);
  return program;
}

/** Premultiplied colours over what is there, and nothing hidden by depth: what every layer here draws with. */
export function drawFlat(gl: WebGL2RenderingContext): void {
  gl.disable(gl.DEPTH_TEST);
  gl.enable(gl.BLEND);
  gl.blendEquation(gl.FUNC_ADD);
  gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
}

/** A value of an item in a buffer: where it lies, and how it is read. */
export interface Attribute {
  /** As the shader says: `layout(location = ...)`. */
  readonly location: number;
  readonly type: 'int' | 'float' | 'unsigned-byte';
  readonly size: 1 | 2 | 3 | 4;
  readonly offset: number;
}

/** Binds the values of items to the shader's attributes, for the vertex array that is bound. @param perInstance one item for all vertices of an instance */
export function bindAttributes(
  gl: WebGL2RenderingContext,
  buffer: WebGLBuffer | null,
  stride: number,
  attributes: readonly Attribute[],
  perInstance = false,
): void {
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  for (const { location, type, size, offset } of attributes) {
    gl.enableVertexAttribArray(location);
    if (type === 'float') gl.vertexAttribPointer(location, size, gl.FLOAT, false, stride, offset);
    else gl.vertexAttribIPointer(location, size, type === 'int' ? gl.INT : gl.UNSIGNED_BYTE, stride, offset);
    gl.vertexAttribDivisor(location, perInstance ? 1 : 0);
  }
}
