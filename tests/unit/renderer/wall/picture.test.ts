import { describe, expect, it } from 'vitest';
import { focusInPicture } from '../../../../renderer/wall/focus/focus-camera.ts';
import { cameraOfArea, partCamera, partUnder, wholeCamera } from '../../../../renderer/wall/span/part-camera.ts';
import { layOutPicture, type PictureScreen } from '../../../../renderer/wall/span/picture.ts';
import { fc } from '../../../support/property.ts';

const NONE = { across: 0, down: 0 };
const screen = (
  id: string,
  x: number,
  y: number,
  width = 1_920,
  height = 1_080,
  widthMillimetres: number | null = null,
): PictureScreen => ({
  ...{ id, bounds: { x, y, width, height }, widthMillimetres },
});

describe('the picture of several screens', () => {
  it('is the desktop where nothing is hidden between them', () => {
    const picture = layOutPicture([screen('a', 100, 50), screen('b', 2_020, 50), screen('c', 100, 1_130)], NONE);
    expect(picture).toMatchObject({ width: 3_840, height: 2_160 });
    expect(picture.places.get('b')).toMatchObject({ x: 1_920, y: 0, unit: 1 });
    expect(picture.places.get('c')).toMatchObject({ x: 0, y: 1_080 });
  });

  it('goes on behind the frames: two by two with gaps', () => {
    const four = [screen('a', 0, 0), screen('b', 1_920, 0), screen('c', 0, 1_080), screen('d', 1_920, 1_080)];
    const picture = layOutPicture(four, { across: 40, down: 60 });
    expect(picture).toMatchObject({ width: 3_880, height: 2_220 });
    expect(picture.places.get('d')).toMatchObject({ x: 1_960, y: 1_140 });
  });

  it('counts what panels measure: one with half as many pixels on as many millimetres has larger ones', () => {
    const picture = layOutPicture(
      [screen('a', 0, 0, 3_840, 2_160, 1_200), screen('b', 3_840, 0, 1_920, 1_080, 1_200)],
      NONE,
    );
    expect(picture.places.get('b')).toMatchObject({ x: 3_840, y: 0, width: 3_840, height: 2_160, unit: 2 });
    expect(picture).toMatchObject({ width: 7_680, height: 2_160 });
  });

  it('finds its way whatever the first screen is, and to the left and up', () => {
    const picture = layOutPicture([screen('c', 0, 0), screen('b', -1_920, 0), screen('a', -1_920, -1_080)], {
      across: 10,
      down: 20,
    });
    expect(picture.places.get('a')).toMatchObject({ x: 0, y: 0 });
    expect(picture.places.get('b')).toMatchObject({ x: 0, y: 1_100 });
    expect(picture.places.get('c')).toMatchObject({ x: 1_930, y: 1_100 });
  });

  it('takes a screen apart from all others where the desktop has it', () => {
    const picture = layOutPicture([screen('a', 0, 0), screen('far', 5_000, 200)], { across: 40, down: 0 });
    expect(picture.places.get('far')).toMatchObject({ x: 5_000, y: 200 });
  });
});

const camera = fc.record({
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
  latitude: fc.double({ min: -70, max: 70, noNaN: true }),
  zoom: fc.double({ min: 6, max: 19, noNaN: true }),
});
const size = fc.record({ width: fc.integer({ min: 200, max: 4_000 }), height: fc.integer({ min: 200, max: 2_500 }) });
/** From the dense panel of a laptop to a large one that is read from afar. */
const millimetresPerPixel = fc.option(fc.double({ min: 0.1, max: 0.8, noNaN: true }), { nil: null });
const widthOf = (pixels: number, perPixel: number | null) => (perPixel === null ? null : pixels * perPixel);

/** World pixels at a zoom: what MapLibre projects with. */
function project(
  { longitude, latitude }: { longitude: number; latitude: number },
  zoom: number,
): { x: number; y: number } {
  const world = 512 * 2 ** zoom;
  const radians = (latitude * Math.PI) / 180;
  return { x: ((longitude + 180) / 360) * world, y: (0.5 - Math.asinh(Math.tan(radians)) / (2 * Math.PI)) * world };
}

describe('a part of a picture', () => {
  it('continues its neighbour: the ground at an edge is the ground at the other, less the gap', () => {
    fc.assert(
      fc.property(
        camera,
        size,
        size,
        fc.integer({ min: 0, max: 300 }),
        millimetresPerPixel,
        millimetresPerPixel,
        (whole, left, right, across, one, other) => {
          const screens = [
            screen('a', 0, 0, left.width, left.height, widthOf(left.width, one)),
            screen('b', left.width, 0, right.width, right.height, widthOf(right.width, other)),
          ];
          const picture = layOutPicture(screens, { across, down: 0 });
          const [a, b] = screens.map(({ id, bounds }) => {
            const element = { x: 0, y: 0, width: bounds.width, height: bounds.height };
            const part = partUnder(element, picture, id);
            if (part === undefined) throw new Error('the screen is in the picture');
            const at = partCamera(whole, picture, part);
            const middle = project(at, at.zoom);
            // World pixels of this screen's own zoom, brought to those of the whole.
            const scale = 2 ** (whole.zoom - at.zoom);
            return {
              left: (middle.x - bounds.width / 2) * scale,
              right: (middle.x + bounds.width / 2) * scale,
              top: (middle.y - bounds.height / 2) * scale,
            };
          });
          expect((b?.left ?? 0) - (a?.right ?? 0)).toBeCloseTo(across, 2);
          expect((b?.top ?? 0) - (a?.top ?? 0)).toBeCloseTo(0, 2);
        },
      ),
    );
  });

  it('is the whole where it is all of it, and says where the whole is', () => {
    fc.assert(
      fc.property(
        camera,
        size,
        fc.double({ min: 0.25, max: 4, noNaN: true }),
        fc.integer({ min: -3_000, max: 3_000 }),
        (whole, { width, height }, unit, x) => {
          const all = partCamera(whole, { width, height }, { x: 0, y: 0, width, height, unit: 1 });
          expect(all.longitude).toBeCloseTo(whole.longitude, 9);
          expect(all.latitude).toBeCloseTo(whole.latitude, 9);
          const part = { x, y: x / 3, width: width / 2, height: height / 3, unit };
          const back = wholeCamera(partCamera(whole, { width, height }, part), { width, height }, part);
          expect(back.longitude).toBeCloseTo(whole.longitude, 6);
          expect(back.latitude).toBeCloseTo(whole.latitude, 6);
          expect(back.zoom).toBeCloseTo(whole.zoom, 9);
        },
      ),
    );
  });

  it('is where its element is on its screen, in the picture’s pixels', () => {
    const picture = layOutPicture(
      [screen('a', 0, 0, 3_840, 2_160, 1_200), screen('b', 3_840, 0, 1_920, 1_080, 1_200)],
      NONE,
    );
    expect(partUnder({ x: 100, y: 50, width: 400, height: 300 }, picture, 'b')).toEqual({
      x: 4_040,
      y: 100,
      width: 800,
      height: 600,
      unit: 2,
    });
    expect(partUnder({ x: 0, y: 0, width: 1, height: 1 }, picture, 'none')).toBeUndefined();
  });
});

describe('a vehicle that is sent to a picture', () => {
  it('is in the middle of a screen, whatever the screens are', () => {
    fc.assert(
      fc.property(camera, fc.array(millimetresPerPixel, { minLength: 1, maxLength: 5 }), (at, pitches) => {
        const screens = pitches.map((pitch, index) =>
          screen(String(index), index * 1_000, 0, 1_000, 700, widthOf(1_000, pitch)),
        );
        const picture = layOutPicture(screens, { across: 33, down: 0 });
        const whole = focusInPicture({ kind: 'vehicle', id: '1', camera: at }, picture);
        if (whole === null) throw new Error('there is a place to go to');
        expect(whole.zoom).toBeCloseTo(at.zoom, 9);
        const middles = screens.map(({ id, bounds }) => {
          const part = partUnder({ x: 0, y: 0, width: bounds.width, height: bounds.height }, picture, id);
          return part === undefined ? undefined : partCamera(whole, picture, part);
        });
        const nearest = Math.min(...middles.map((one) => Math.abs((one?.longitude ?? 0) - at.longitude)));
        expect(nearest).toBeCloseTo(0, 6);
      }),
    );
  });

  it('leaves an area in the middle of all screens', () => {
    const picture = layOutPicture([screen('a', 0, 0), screen('b', 1_920, 0)], NONE);
    const area = { longitude: 2, latitude: 48, zoom: 10, width: 3_840, height: 1_080 };
    expect(focusInPicture({ kind: 'area', area }, picture)).toEqual({ longitude: 2, latitude: 48, zoom: 10 });
    expect(focusInPicture({ kind: 'vehicle', id: '1', camera: null }, picture)).toBeNull();
    expect(focusInPicture(null, picture)).toBeNull();
  });
});

describe('an area', () => {
  it('is shown at least whole on a map of another size', () => {
    const area = { longitude: 2, latitude: 48, zoom: 10, width: 1_000, height: 500 };
    expect(cameraOfArea(area, { width: 2_000, height: 1_000 }).zoom).toBe(11);
    expect(cameraOfArea(area, { width: 500, height: 5_000 }).zoom).toBe(9);
    expect(cameraOfArea({ ...area, zoom: 0 }, { width: 10, height: 10 }).zoom).toBe(0);
  });
});
