import { describe, expect, it } from 'vitest';
import { FLEET_FIELDS } from '../../../../renderer/supervision/layers/fleet-uniforms.ts';
import { std140 } from '../../../../renderer/supervision/layers/uniform-block.ts';

describe('a block of uniforms', () => {
  it('lies in memory as OpenGL ES 3.0 lays out std140', () => {
    const { places, words } = std140({ a: 'float', b: 'vec2', c: 'float', d: 'ivec4', e: 'mat4', f: 'float' });
    expect(places.map(({ name, at, isWhole }) => [name, at, isWhole])).toEqual([
      ['a', 0, false],
      ['b', 2, false],
      ['c', 4, false],
      ['d', 8, true],
      ['e', 12, false],
      ['f', 28, false],
    ]);
    expect(words).toBe(32);
  });

  it('holds the fleet in 320 bytes, whole numbers where the shader reads such', () => {
    const { places, words } = std140(FLEET_FIELDS);
    expect(words * 4).toBe(320);
    expect(places.filter(({ isWhole }) => isWhole).map(({ name }) => name)).toEqual(['sieve', 'centre']);
  });
});
