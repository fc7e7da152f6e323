import { describe, expect, it } from 'vitest';
import { change, missionsQuery, pageQuery, postPositionsBody, problem, pullQuery } from '../../../shared/api/index.ts';

const missionRow = {
  id: '12',
  reference: 'M-12',
  vehicleId: null,
  driver: null,
  customerName: 'SARL Dupont & Fils',
  originAddress: null,
  destinationAddress: null,
  plannedStartAt: '2026-03-01T06:30:00.000Z',
  plannedEndAt: '2026-03-01T07:30:00Z',
  actualStartAt: null,
  actualEndAt: null,
  status: 'planned',
  distanceMetres: 1200,
  amountCents: -5,
  currency: 'EUR',
  billingCycleId: null,
  thirdPartyId: null,
};

describe('pages', () => {
  it('defaults and bounds the size', () => {
    expect(pageQuery.parse({})).toEqual({ limit: 100 });
    expect(pageQuery.parse({ limit: '7' })).toEqual({ limit: 7 });
  });
  it.each([{ limit: '0' }, { limit: '1001' }, { limit: 'ten' }, { limit: '1.5' }, { offset: '3' }])(
    'refuses %o',
    (query) => {
      expect(pageQuery.safeParse(query).success).toBe(false);
    },
  );
  it('refuses a vehicle id that is not one, before SQL sees it', () => {
    expect(missionsQuery.safeParse({ vehicleId: '1; drop table missions' }).success).toBe(false);
    expect(missionsQuery.safeParse({ vehicleId: '42' }).success).toBe(true);
  });
});

describe('pull', () => {
  it('bounds limit and cursor', () => {
    expect(pullQuery.parse({ limit: '10000' }).limit).toBe(10_000);
    expect(pullQuery.safeParse({ limit: '10001' }).success).toBe(false);
    expect(pullQuery.safeParse({ cursor: 'x'.repeat(201) }).success).toBe(false);
  });
  it('takes a change of each kind, and a tombstone', () => {
    expect(change.safeParse({ op: 'upsert', entity: 'mission', id: '12', version: 3, row: missionRow }).success).toBe(
      true,
    );
    expect(change.safeParse({ op: 'delete', entity: 'third-party', id: 'x', version: 4 }).success).toBe(true);
  });
  it.each([
    ['money with a fraction', { amountCents: 12.5 }],
    ['a local time', { plannedStartAt: '2026-03-01T06:30:00' }],
    ['an unknown status', { status: 'lost' }],
    ['a negative distance', { distanceMetres: -1 }],
  ])('refuses %s', (_name, part) => {
    const row = { ...missionRow, ...part };
    expect(change.safeParse({ op: 'upsert', entity: 'mission', id: '12', version: 3, row }).success).toBe(false);
  });
  it('refuses a row under another entity', () => {
    expect(change.safeParse({ op: 'upsert', entity: 'vehicle', id: '12', version: 3, row: missionRow }).success).toBe(
      false,
    );
  });
});

describe('posted positions', () => {
  const fix = { vehicle: 'A', longitude: 500, latitude: 0, observedAtMs: 1 };
  it('leaves places outside the world to be counted, and refuses what is no fix', () => {
    expect(postPositionsBody.safeParse({ positions: [fix] }).success).toBe(true);
    expect(postPositionsBody.safeParse({ positions: [] }).success).toBe(false);
    expect(postPositionsBody.safeParse({ positions: [{ ...fix, colour: 'red' }] }).success).toBe(false);
    expect(postPositionsBody.safeParse({ positions: [{ ...fix, longitude: '5' }] }).success).toBe(false);
  });
});

it('keeps unknown members of a problem document, as RFC 9457 asks', () => {
  expect(problem.parse({ type: 'about:blank', title: 'x', status: 400, balance: 3 })).toMatchObject({ balance: 3 });
});
