type Numbers = Uint8Array | Uint32Array | Int32Array | Float64Array;

/** An array with room for so many, and for as many again; what is new holds `filler`. The same array where it is large enough. */
export function grown<A extends Numbers>(array: A, count: number, filler = 0): A {
  if (count <= array.length) return array;
  const Kind = array.constructor as new (length: number) => A;
  const larger = new Kind(Math.max(64, count, array.length * 2));
  larger.set(array);
  if (filler !== 0) larger.fill(filler, array.length);
  return larger;
}
