import { describe, expect, it } from 'vitest';
import { type Colour, colour, fleetStyle, radiusAtZoom } from '../../../../renderer/supervision/layers/index.ts';
import { fleetVertexShader } from '../../../../renderer/supervision/layers/fleet-vertex.ts';
import { fleetBlock, FLEET_FIELDS, uniformsOf } from '../../../../renderer/supervision/layers/fleet-uniforms.ts';
import { DEFAULT_AGE_THRESHOLDS, FULL_SPEED_SECONDS, STOPPED_SECONDS } from '../../../../shared/domain/index.ts';

/** How far a colour is from grey, 0 to 1. */
const saturation = ([red, green, blue]: Colour) => Math.max(red, green, blue) - Math.min(red, green, blue);

describe('the look of vehicles', () => {
  it('grows with the zoom and never jumps', () => {
    for (let zoom = 0; zoom < 22; zoom += 0.1) {
      const step = radiusAtZoom(zoom + 0.1) - radiusAtZoom(zoom);
      expect(step).toBeGreaterThanOrEqual(0);
      expect(step).toBeLessThan(0.2);
    }
  });

  it.each(['dark', 'light'] as const)('is grey at rest and coloured when abnormal (%s)', (theme) => {
    const style = fleetStyle(theme, DEFAULT_AGE_THRESHOLDS);
    for (const name of ['onMission', 'idle', 'outOfService', 'unknown', 'silent'] as const) {
      expect(saturation(style[name]), name).toBeLessThan(0.15);
    }
    for (const name of ['late', 'suspect', 'selected'] as const) {
      expect(saturation(style[name]), name).toBeGreaterThan(0.2);
    }
  });

  it('reads colours, and says which one it cannot read', () => {
    expect(colour('#ff0080', 0.5)).toEqual([1, 0, 128 / 255, 0.5]);
    expect(() => colour('red')).toThrow("'red' is not of the form #rrggbb");
  });

  it('is given to the shader in the order of its uniform block', () => {
    const declared = [...fleetBlock.matchAll(/highp (?:mat4|i?vec[24]|float) (\w+);/g)].map(([, name]) => name);
    expect(declared).toEqual(Object.keys(FLEET_FIELDS));
    const style = fleetStyle('dark', { lateMs: 1500, silentMs: 3000 }, 2);
    const identity = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] as const;
    const camera = {
      longitudeUnits: 0,
      latitudeUnits: 0,
      matrix: identity,
      width: 1,
      height: 1,
      zoom: 13,
      bearing: 90,
    };
    const uniforms = uniformsOf({
      ...{ frame: { timeScale: 60 }, nowSeconds: 12, camera, blend: 0.25, style, pixelRatio: 1.5 },
      shown: { sieve: { states: 1, kinds: 2, ages: 4, motion: 1, trust: 2 }, mask: new Uint8Array(1) },
    });
    expect(uniforms).toMatchObject({ lateAfter: 1.5, silentAfter: 3, now: 12, timeScale: 60, radius: 13, detail: 1 });
    // Ages in bits 0 to 2, moving in 3, suspect in 6, the mask in 7.
    expect(uniforms).toMatchObject({ blend: 0.25, sieve: [1, 2, 4 + 8 + 64 + 128, 0] });
    expect(uniforms.bearing).toBeCloseTo(Math.PI / 2, 12);
    expect(new Set([...Object.keys(uniforms), 'purpose'])).toEqual(new Set(declared));
  });

  it('moves vehicles by the bounds that the rest of the window uses', () => {
    expect(fleetVertexShader).toContain(`clamp(ageSeconds, 0.0, ${STOPPED_SECONDS}.0)`);
    expect(fleetVertexShader).toContain(`age - ${FULL_SPEED_SECONDS}.0`);
  });
});
