import { describe, expect, it } from 'vitest';
import { FleetTable, MalformedFrameError, PartFrames, readFrameHeader } from '../../../shared/api/index.ts';
import { areaTest, DEGREES_PER_UNIT, type FleetArea, fleetArea, POSITION_FLAGS } from '../../../shared/domain/index.ts';
import { EPOCH_MS, recordOf, tableOf } from '../../support/fleet-records.ts';
import { fc } from '../../support/property.ts';

const LYON = { west: 4.7, south: 45.6, east: 5.1, north: 45.9 };
const LILLE = { west: 2.9, south: 50.5, east: 3.2, north: 50.8 };
const inLyon = { longitude: 4.85, latitude: 45.75 };
const inLille = { longitude: 3.06, latitude: 50.63 };

function areaOf(...boxes: FleetArea['boxes']): FleetArea {
  return { boxes, slots: [] };
}
function seen(table: FleetTable): number[] {
  return Array.from({ length: table.count }, (_, slot) => slot).filter(
    (slot) => ((table.read(slot)?.flags ?? POSITION_FLAGS.hidden) & POSITION_FLAGS.hidden) === 0,
  );
}

describe('the frames of a part of a fleet', () => {
  it('hold what is within the area, and no record of the rest', () => {
    const fleet = tableOf([recordOf(inLyon), recordOf(inLille), recordOf(inLyon)]);
    const part = new PartFrames(fleet, areaOf(LYON));
    const reader = new FleetTable({ streamId: 0, epochMs: 0 });
    const first = part.since(0);
    expect(readFrameHeader(first)).toMatchObject({ kind: 'part', count: 2, total: 3 });
    expect(reader.apply(first)).toBe('applied');
    expect(seen(reader)).toEqual([0, 2]);
    for (const slot of [0, 1]) fleet.write(slot, { ...recordOf(slot === 0 ? inLyon : inLille), velocityEast: 5 });
    fleet.publish(EPOCH_MS + 250);
    const next = part.since(reader.sequence);
    expect(readFrameHeader(next)).toMatchObject({ kind: 'delta', count: 1, baseSequence: 1 });
    expect(reader.apply(next)).toBe('applied');
    expect(reader.read(0)?.velocityEast).toBe(5);
  });

  it('tell once that a vehicle has left, and follow those that are wanted wherever they are', () => {
    const fleet = tableOf([recordOf(inLyon), recordOf(inLyon)]);
    const part = new PartFrames(fleet, { boxes: [LYON], slots: [1] });
    const reader = new FleetTable({ streamId: 0, epochMs: 0 });
    reader.apply(part.since(0));
    const counts: number[] = [];
    for (let step = 1; step <= 3; step++) {
      for (const slot of [0, 1]) fleet.write(slot, recordOf({ ...inLille, latitude: 50.6 + step / 100 }));
      fleet.publish(EPOCH_MS + step * 250);
      const frame = part.since(reader.sequence);
      counts.push(readFrameHeader(frame).count);
      reader.apply(frame);
    }
    expect(counts).toEqual([2, 1, 1]);
    expect(seen(reader)).toEqual([1]);
    expect(reader.read(0)?.flags).toBe(POSITION_FLAGS.hidden | POSITION_FLAGS.elsewhere);
    expect(reader.read(1)?.latitude).toBeCloseTo(50.63, 6);
  });

  it('answer another area with a part frame of it', () => {
    const fleet = tableOf([recordOf(inLyon), recordOf(inLille)]);
    const part = new PartFrames(fleet, areaOf(LYON));
    const reader = new FleetTable({ streamId: 0, epochMs: 0 });
    reader.apply(part.since(0));
    part.want(areaOf(LILLE));
    expect(reader.apply(part.since(reader.sequence))).toBe('applied');
    expect(seen(reader)).toEqual([1]);
  });

  it('show a reader at each moment exactly what is within, whatever moves, comes and is rebased', () => {
    const longitude = fc.double({ min: -180, max: 180, noNaN: true });
    const latitude = fc.double({ min: -90, max: 90, noNaN: true });
    const move = fc.record({ slot: fc.nat(30), longitude, latitude, publish: fc.boolean(), take: fc.boolean() });
    const boxes = fc
      .tuple(
        longitude,
        latitude,
        fc.double({ min: 0, max: 300, noNaN: true }),
        fc.double({ min: 0, max: 90, noNaN: true }),
      )
      .map(([west, south, width, height]) => ({
        west,
        south,
        east: west + width,
        north: Math.min(90, south + height),
      }));
    fc.assert(
      fc.property(fc.array(move, { maxLength: 60 }), boxes, fc.nat(60), (moves, box, rebaseAt) => {
        const fleet = tableOf([recordOf(inLyon)]);
        const isWithin = areaTest([box]);
        const part = new PartFrames(fleet, fleetArea.parse({ boxes: [box] }));
        const reader = new FleetTable({ streamId: 0, epochMs: 0 });
        const catchUp = () => expect(reader.apply(part.since(reader.sequence))).toBe('applied');
        catchUp();
        moves.forEach((to, index) => {
          fleet.write(to.slot, recordOf(to));
          if (index === rebaseAt) fleet.rebase(fleet.epochMs + 1000);
          if (!to.publish) return;
          fleet.publish(EPOCH_MS + index);
          if (to.take) catchUp();
        });
        fleet.publish(EPOCH_MS + 1_000);
        catchUp();
        const units = (degrees: number) => Math.round(degrees / DEGREES_PER_UNIT);
        const expected = seen(fleet).filter((slot) => {
          const at = fleet.read(slot);
          return at !== undefined && isWithin(units(at.longitude), units(at.latitude));
        });
        expect(seen(reader)).toEqual(expected);
        for (const slot of expected) expect(reader.read(slot)).toEqual(fleet.read(slot));
      }),
    );
  });

  it('are refused whole when they are damaged', () => {
    const reader = new FleetTable({ streamId: 0, epochMs: 0 });
    const frame = new PartFrames(tableOf([recordOf(inLyon), null]), areaOf(LYON)).since(0);
    new DataView(frame.buffer).setUint32(48, 2, true);
    expect(() => reader.apply(frame)).toThrow(MalformedFrameError);
    expect(reader.count).toBe(0);
  });

  it('need no object a vehicle: a hundred thousand make no more garbage than their bytes', () => {
    const fleet = new FleetTable({ streamId: 1, epochMs: EPOCH_MS }, 100_000);
    for (let slot = 0; slot < 100_000; slot++) fleet.write(slot, recordOf(slot % 2 === 0 ? inLyon : inLille));
    fleet.publish(EPOCH_MS);
    const part = new PartFrames(fleet, areaOf(LYON));
    const reader = new FleetTable({ streamId: 0, epochMs: 0 }, 100_000);
    for (let warm = 0; warm < 3; warm++) reader.apply(part.since(0));
    const before = process.memoryUsage().heapUsed;
    for (let turn = 0; turn < 5; turn++) reader.apply(part.since(0));
    // Buffers are outside of the heap: an object a vehicle and turn would be 500,000 of at least 16 bytes.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(2_000_000);
  });
});

describe('an area', () => {
  it('lies across the antimeridian, and covers the world', () => {
    const fiji = areaTest([{ west: 170, south: -20, east: 190, north: -10 }]);
    const units = (degrees: number) => Math.round(degrees / DEGREES_PER_UNIT);
    expect([175, -175, 165, -165].map((longitude) => fiji(units(longitude), units(-15)))).toEqual([
      ...[true, true, false, false],
    ]);
    const world = areaTest([{ west: -180, south: -90, east: 180, north: 90 }]);
    expect([-180, 0, 180].every((longitude) => world(units(longitude) | 0, 0))).toBe(true);
    expect(areaTest([])(0, 0)).toBe(false);
  });

  it('is refused with the field that is wrong', () => {
    const issue = (boxes: unknown[]) => fleetArea.safeParse({ boxes }).error?.issues[0]?.path.join('.');
    expect(issue([{ ...LYON, east: 4 }])).toBe('boxes.0.east');
    expect(issue([{ ...LYON, south: -91 }])).toBe('boxes.0.south');
    expect(issue(Array.from({ length: 17 }, () => LYON))).toBe('boxes');
    expect(issue([LYON])).toBeUndefined();
  });
});
