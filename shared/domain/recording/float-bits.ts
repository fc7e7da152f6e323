const float = new Float32Array(1);
const word = new Int32Array(float.buffer);

/** The bits of a float32, as an int32. */
export function bitsOf(value: number): number {
  float[0] = value;
  return word[0] ?? 0;
}

/** The float32 that has these bits. */
export function floatOf(bits: number): number {
  word[0] = bits;
  return float[0] ?? 0;
}

/**
 * Turns the bits of float32 into int32 that are ordered as the numbers are, so that two floats that are close differ by a small
 * integer; and such an integer back into bits.
 */
export function ordered(bits: number): number {
  return bits ^ ((bits >> 31) & 0x7fff_ffff);
}

/** How many bits an int32 takes without its sign. */
export function sizeOf(value: number): number {
  return 32 - Math.clz32(value ^ (value >> 31));
}
