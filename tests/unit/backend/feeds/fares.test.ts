import { describe, expect, it } from 'vitest';
import type { CsvRow } from '../../../../backend/feeds/csv/csv-rows.ts';
import { createFareBook, fareReference, stateOf } from '../../../../backend/feeds/csv/fares.ts';
import { addToMileage, createMileage } from '../../../../backend/feeds/csv/mileage.ts';
import type { FeedMission } from '../../../../backend/feeds/feed.ts';
import { distanceMetres } from '../../../../shared/domain/index.ts';

const DAY = 1_211_439_600;
/** About 1,112 m northwards. */
const STEP = 0.01;

const row = (second: number, latitude: number, occupied: boolean | undefined, vehicle = 'cab'): CsvRow => ({
  seconds: DAY + second,
  vehicle,
  longitude: -122.4,
  latitude,
  occupied,
});

function follow(rows: readonly CsvRow[]): FeedMission[] {
  const book = createFareBook();
  return rows.map((one) => book.follow(one)).filter((mission) => mission !== undefined);
}

describe('fares', () => {
  it('are the runs of occupied rows, with their real times, places and distance', () => {
    const [begun, ended, ...rest] = follow([
      row(0, 37.7, false),
      row(60, 37.71, true),
      row(120, 37.72, true),
      row(180, 37.73, true),
      row(240, 37.74, false),
    ]);
    expect(rest).toEqual([]);
    expect(begun).toEqual({
      reference: 'cab-20080522T070100Z',
      vehicleCode: 'cab',
      driver: null,
      customerName: null,
      originAddress: '37.71, -122.4',
      destinationAddress: null,
      plannedStartAt: '2008-05-22T07:01:00.000Z',
      // Nobody plans a fare: it is worth a look when it lasts longer than this.
      plannedEndAt: '2008-05-22T09:01:00.000Z',
      actualStartAt: '2008-05-22T07:01:00.000Z',
      actualEndAt: null,
      status: 'in-progress',
      distanceMetres: null,
      amountCents: null,
    });
    expect(ended).toEqual({
      ...begun,
      destinationAddress: '37.73, -122.4',
      plannedEndAt: '2008-05-22T07:03:00.000Z',
      actualEndAt: '2008-05-22T07:03:00.000Z',
      status: 'completed',
      distanceMetres: Math.round(distanceMetres(-122.4, 37.71, -122.4, 37.73)),
      amountCents: 800,
    });
  });

  it('of several vehicles do not mix', () => {
    const missions = follow([
      row(0, 37.7, true, 'a'),
      row(1, 37.7, true, 'b'),
      row(60, 37.71, false, 'a'),
      row(61, 37.71, false, 'b'),
    ]);
    expect(missions.map(({ reference, status }) => `${reference} ${status}`)).toEqual([
      'a-20080522T070000Z in-progress',
      'b-20080522T070001Z in-progress',
      'a-20080522T070000Z completed',
      'b-20080522T070001Z completed',
    ]);
  });

  it('may be a single row, and go on over rows that do not say', () => {
    const [, single] = follow([row(0, 37.7, true), row(60, 37.71, false)]);
    expect(single).toMatchObject({ distanceMetres: 0, actualEndAt: '2008-05-22T07:00:00.000Z', amountCents: 800 });
    const [, open] = follow([
      row(0, 37.7, true),
      row(60, 37.71, undefined),
      row(120, 37.72, true),
      row(180, 37.7, false),
    ]);
    expect(open).toMatchObject({ actualEndAt: '2008-05-22T07:02:00.000Z' });
  });

  it('are not lengthened by a jump that no cab can make', () => {
    const straight = [0, 1, 2, 3, 4, 5].map((i) => row(60 * i, 37.7 + STEP * i, true));
    const jumping = straight.with(3, row(180, 39, true));
    const end = row(400, 37.75, false);
    const [, expected] = follow([...straight, end]);
    const [, actual] = follow([...jumping, end]);
    expect(actual?.distanceMetres).toBe(expected?.distanceMetres);
    expect(actual?.destinationAddress).toBe('37.75, -122.4');
  });

  it('begin at the first place that can be believed', () => {
    const [begun, ended] = follow([
      row(0, 37.7, false),
      row(60, 39, true),
      row(120, 37.71, true),
      row(180, 37.72, false),
    ]);
    expect(begun?.originAddress).toBe('39, -122.4');
    expect(ended).toMatchObject({
      originAddress: '37.71, -122.4',
      destinationAddress: '37.71, -122.4',
      distanceMetres: 0,
    });
  });

  it('show on the map as what the vehicle does', () => {
    expect([true, false, undefined].map((occupied) => stateOf(row(0, 1, occupied)))).toEqual([
      'on-mission',
      'idle',
      undefined,
    ]);
  });

  it('have the same reference each time, to the second', () => {
    expect(fareReference('abboip', DAY + 0.25)).toBe('abboip-20080522T070000Z');
  });
});

describe('mileage', () => {
  const at = (second: number, latitude: number) => ({ longitude: -122.4, latitude, observedAtMs: second * 1000 });
  const sum = (fixes: ReturnType<typeof at>[]) => {
    const mileage = createMileage();
    return fixes.reduce((metres, fix) => metres + addToMileage(mileage, fix).metres, 0);
  };
  const metres = (degrees: number) => distanceMetres(0, 0, 0, degrees);

  it('goes on from a new place once three fixes agree on it, with the way between those', () => {
    const carried = [at(0, 37.7), at(60, 37.71), at(120, 39), at(180, 39.01), at(240, 39.02), at(300, 39.03)];
    expect(sum(carried)).toBeCloseTo(metres(STEP * 4), 0);
  });

  it('does not believe fixes that jump about', () => {
    expect(sum([at(0, 37.7), at(60, 39), at(120, 36), at(180, 40), at(240, 37.71)])).toBeCloseTo(metres(STEP), 0);
  });

  it('bears the noise of a receiver however short the time', () => {
    expect(sum([at(0, 37.7), at(0.1, 37.7008)])).toBeCloseTo(metres(0.0008), 1);
    expect(sum([at(0, 37.7), at(0.1, 37.705)])).toBe(0);
  });
});
