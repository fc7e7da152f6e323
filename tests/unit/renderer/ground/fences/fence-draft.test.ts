import { describe, expect, it } from 'vitest';
import {
  changeDraft,
  type DraftChange,
  draftOf,
  type FenceDraft,
  geometryOf,
  newDraft,
  outlineFault,
} from '../../../../../renderer/ground/fences/fence-draft.ts';
import { draftFeatures, fenceFeatures } from '../../../../../renderer/ground/fences/fence-features.ts';
import {
  type GeofenceGeometry,
  type LngLat,
  MAX_GEOFENCE_CORNERS,
  polygonOf,
} from '../../../../../shared/domain/index.ts';
import { fc } from '../../../../support/property.ts';

const apply = (draft: FenceDraft, ...changes: DraftChange[]) => changes.reduce(changeDraft, draft);
const add = (...places: LngLat[]): DraftChange[] => places.map((at) => ({ type: 'add', at }));
const corners = ({ outline }: FenceDraft) => (outline.shape === 'polygon' ? outline.corners : []);
const undo: DraftChange = { type: 'undo' };

describe('a polygon that is drawn', () => {
  const triangle = apply(newDraft('polygon'), ...add([0, 0], [1, 0], [1, 1]));

  it('says what is missing until it can be kept', () => {
    expect(outlineFault(newDraft('polygon').outline)).toBe('too-few-corners');
    expect(outlineFault(triangle.outline)).toBeUndefined();
    expect(geometryOf(triangle.outline)).toEqual(
      polygonOf([
        [0, 0],
        [1, 0],
        [1, 1],
      ]),
    );
    expect(outlineFault(apply(triangle, ...add([0, 1], [0.5, -1])).outline)).toBe('self-intersecting');
  });

  it('is moved, gets a corner between two, and loses one', () => {
    const changed = apply(
      triangle,
      { type: 'move', index: 2, to: [2, 2], isNew: true },
      { type: 'insert', index: 1, at: [0.5, -0.5] },
      { type: 'remove', index: 0 },
    );
    expect(corners(changed)).toEqual([
      [0.5, -0.5],
      [1, 0],
      [2, 2],
    ]);
  });

  it('goes back step by step, a drag being one step', () => {
    const dragged = apply(
      triangle,
      { type: 'move', index: 0, to: [0.1, 0], isNew: true },
      { type: 'move', index: 0, to: [0.2, 0], isNew: false },
      { type: 'move', index: 0, to: [0.3, 0], isNew: false },
    );
    expect(corners(dragged)[0]).toEqual([0.3, 0]);
    expect(corners(apply(dragged, undo))).toEqual(corners(triangle));
    expect(corners(apply(dragged, undo, undo, undo, undo, undo))).toEqual([]);
  });

  it('is undone to just what it was, whatever was done', () => {
    const place = fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 }));
    const changes = fc.array(
      fc.oneof(
        place.map((at): DraftChange => ({ type: 'add', at })),
        fc.tuple(fc.nat(6), place).map(([index, to]): DraftChange => ({ type: 'move', index, to, isNew: true })),
        fc.nat(6).map((index): DraftChange => ({ type: 'remove', index })),
        fc.constant<DraftChange>({ type: 'close' }),
      ),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(changes, (all) => {
        const states = [newDraft('polygon').outline];
        let draft = newDraft('polygon');
        for (const change of all) {
          const next = changeDraft(draft, change);
          if (next.before.length > draft.before.length) states.push(next.outline);
          draft = next;
        }
        for (const expected of states.toReversed().slice(1)) {
          draft = changeDraft(draft, undo);
          expect(draft.outline).toEqual(expected);
        }
        expect(draft.before).toEqual([]);
      }),
    );
  });

  it('closes with three corners at least, and opens again below that', () => {
    const two = apply(newDraft('polygon'), ...add([0, 0], [1, 0]), { type: 'close' });
    expect(two.outline).toMatchObject({ isClosed: false });
    const closed = changeDraft(triangle, { type: 'close' });
    expect(closed.outline).toMatchObject({ isClosed: true });
    expect(changeDraft(closed, { type: 'remove', index: 1 }).outline).toMatchObject({ isClosed: false });
  });

  it('takes no more corners than a geofence may have', () => {
    const many = draftOf({
      ...{ id: 'a', name: 'A', kind: 'zone' },
      geometry: polygonOf(
        Array.from({ length: MAX_GEOFENCE_CORNERS }, (_, at): LngLat => [Math.cos(at / 80), Math.sin(at / 80)]),
      ),
    });
    expect(changeDraft(many, { type: 'add', at: [5, 5] })).toBe(many);
  });
});

describe('a circle that is drawn', () => {
  it('has a centre, then a radius', () => {
    const empty = newDraft('circle');
    expect(outlineFault(empty.outline)).toBe('no-center');
    const centred = changeDraft(empty, { type: 'center', at: [2, 48], isNew: true });
    expect(outlineFault(centred.outline)).toBe('no-radius');
    const whole = changeDraft(centred, { type: 'radius', metres: 250, isNew: true });
    expect(geometryOf(whole.outline)).toEqual({ type: 'Circle', center: [2, 48], radiusMetres: 250 });
    expect(outlineFault(changeDraft(whole, { type: 'radius', metres: 2e6, isNew: true }).outline)).toBe('bad-radius');
    expect(changeDraft(whole, undo).outline).toEqual(centred.outline);
  });
});

describe('what is drawn of a draft', () => {
  const parts = (draft: FenceDraft) =>
    draftFeatures(draft).features.map(({ properties }) => properties['part'] ?? 'area');

  it('has a handle for each corner and one between each two, the last and the first being two only once it is closed', () => {
    const open = apply(newDraft('polygon'), ...add([0, 0], [1, 0], [1, 1]));
    expect(parts(open)).toEqual(['area', 'between', 'between', 'corner', 'corner', 'corner']);
    expect(parts(changeDraft(open, { type: 'close' })).filter((part) => part === 'between')).toHaveLength(3);
    const handles = draftFeatures(changeDraft(open, { type: 'close' })).features;
    // The one between the last and the first puts its corner behind the last.
    expect(handles.filter(({ properties }) => properties['part'] === 'between').at(-1)?.properties['index']).toBe(3);
  });

  it('has what the next click would add', () => {
    const open = apply(newDraft('polygon'), ...add([0, 0], [1, 0], [1, 1]));
    const lineTo = (draft: FenceDraft, pointer: LngLat) =>
      draftFeatures(draft, pointer).features.slice(draftFeatures(draft).features.length);
    expect(lineTo(open, [5, 5])).toMatchObject([
      {
        geometry: {
          type: 'LineString',
          coordinates: [
            [1, 1],
            [5, 5],
          ],
        },
      },
    ]);
    expect(lineTo(changeDraft(open, { type: 'close' }), [5, 5])).toEqual([]);
    expect(lineTo(newDraft('polygon'), [5, 5])).toEqual([]);
    const centred = apply(newDraft('circle'), { type: 'center', at: [2, 48], isNew: true });
    expect(lineTo(centred, [2.1, 48])).toMatchObject([{ geometry: { type: 'Polygon' } }]);
    expect(lineTo(changeDraft(centred, { type: 'radius', metres: 9, isNew: true }), [2.1, 48])).toEqual([]);
  });

  it('goes the short way where it lies across the antimeridian, as what was drawn before does', () => {
    const corners: LngLat[] = [
      [179, 0],
      [-179, 0],
      [-179, 1],
    ];
    const ringsOf = (features: ReturnType<typeof draftFeatures>['features']) =>
      features.flatMap(({ geometry }) => (geometry.type === 'Polygon' ? geometry.coordinates : []));
    const across = [
      [179, 0],
      [181, 0],
      [181, 1],
      [179, 0],
    ];
    const drawn = changeDraft(apply(newDraft('polygon'), ...add(...corners)), { type: 'close' });
    expect(ringsOf(draftFeatures(drawn).features)).toEqual([across]);
    const between = draftFeatures(drawn).features.filter(({ properties }) => properties['part'] === 'between');
    expect(between.map(({ geometry }) => geometry.coordinates[0])).toEqual([180, 181, 180]);
    const row = { id: 'a', name: 'a', kind: 'zone' as const, createdAt: '2026-01-01T00:00:00.000Z', unsent: null };
    expect(ringsOf(fenceFeatures([{ ...row, geometry: polygonOf(corners) }], null).features)).toEqual([across]);
  });

  it('has a centre and a place on the edge of a circle', () => {
    const circle = apply(newDraft('circle'), { type: 'center', at: [2, 48], isNew: true });
    expect(parts(circle)).toEqual(['center']);
    expect(parts(changeDraft(circle, { type: 'radius', metres: 100, isNew: true }))).toEqual([
      'area',
      'center',
      'edge',
    ]);
  });
});

it('geofences are drawn but for the one that is being changed', () => {
  const row = (id: string, geometry: GeofenceGeometry) => ({
    ...{ id, name: id, kind: 'zone' as const, geometry, createdAt: '2026-01-01T00:00:00.000Z', unsent: null },
  });
  const rows = [
    row(
      'a',
      polygonOf([
        [0, 0],
        [1, 0],
        [1, 1],
      ]),
    ),
    row('b', { type: 'Circle', center: [2, 48], radiusMetres: 500 }),
  ];
  const { features } = fenceFeatures(rows, 'a');
  expect(features.map(({ geometry }) => geometry.type)).toEqual(['Polygon', 'Point']);
  const [area, name] = features;
  const ring = area?.geometry.type === 'Polygon' ? (area.geometry.coordinates[0] ?? []) : [];
  expect(ring[0]).toEqual(ring.at(-1));
  // Its name stands at its northern end.
  expect(name?.geometry.coordinates[1]).toBe(Math.max(...ring.map(([, latitude]) => latitude)));
});
