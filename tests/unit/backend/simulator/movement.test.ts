import { describe, expect, it } from 'vitest';
import { describeVehicle } from '../../../../backend/simulator/fleet.ts';
import { createMovement, nowhere, type Whereabouts } from '../../../../backend/simulator/movement.ts';
import { fraction, hash, pick } from '../../../../backend/simulator/random.ts';
import { aheadSeconds, buildTraffic, paceAt, timeOf } from '../../../../backend/simulator/traffic.ts';
import { distanceMetres, VEHICLE_KINDS } from '../../../../shared/domain/index.ts';
import { fleetOf, MORNING } from './parts.ts';

const fleet = fleetOf(500);
const locate = (movement: ReturnType<typeof createMovement>, vehicle: number, time: number): Whereabouts => {
  const found = nowhere();
  movement.locate(vehicle, time, found);
  return found;
};

describe('numbers that look random', () => {
  it('depend on all that they are asked for, and on nothing else', () => {
    const numbers = [hash(1, 2, 3), hash(2, 2, 3), hash(1, 3, 3), hash(1, 2, 4), hash(1, 2, 3, 1), hash(1, 2, 3, 0, 1)];
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(hash(1, 2, 3)).toBe(numbers[0]);
  });

  it('are spread evenly', () => {
    const buckets = new Uint32Array(16);
    for (let i = 0; i < 16_000; i += 1)
      buckets[Math.floor(fraction(7, 1, i) * 16)] = (buckets[Math.floor(fraction(7, 1, i) * 16)] ?? 0) + 1;
    expect(Math.min(...buckets)).toBeGreaterThan(850);
    expect(Math.max(...buckets)).toBeLessThan(1_150);
  });

  it('choose from what there is', () => {
    expect(pick(['a', 'b'], 5)).toBe('b');
    expect(() => pick([], 5)).toThrow('nothing to choose from');
  });
});

describe('the fleet', () => {
  it('is the same for the same seed, another for another', () => {
    const all = (count: number, seed: number) => {
      const one = fleetOf(count, seed);
      return Array.from({ length: count }, (_, i) => describeVehicle(one, i));
    };
    expect(all(200, 1)).toEqual(all(200, 1));
    expect(all(200, 1)).not.toEqual(all(200, 2));
  });

  it('keeps its vehicles when it grows', () => {
    const small = fleetOf(40);
    expect(fleet.codes.slice(0, 40)).toEqual(small.codes);
    expect(fleet.phaseSeconds.slice(0, 40)).toEqual(small.phaseSeconds);
    const [one, other] = [createMovement(small), createMovement(fleet)];
    for (let i = 0; i < 40; i += 1) expect(locate(one, i, MORNING)).toEqual(locate(other, i, MORNING));
  });

  it('has the kinds and the towns that people need', () => {
    const described = fleet.codes.map((_, i) => describeVehicle(fleet, i));
    expect(new Set(fleet.codes).size).toBe(500);
    const count = (kind: string) => described.filter((vehicle) => vehicle.kind === kind).length;
    expect(count('bus')).toBeGreaterThan(160);
    for (const kind of ['tram', 'coach', 'van', 'truck', 'taxi']) expect(count(kind), kind).toBeGreaterThan(20);
    expect(described.every((vehicle, i) => vehicle.kind === VEHICLE_KINDS[fleet.kinds[i] ?? 0])).toBe(true);
    expect(new Set(described.map(({ depot }) => depot)).size).toBeGreaterThan(38);
    expect(described.filter(({ depot }) => depot === 'Dépôt de Paris').length).toBeGreaterThan(described.length / 25);
    expect(() => describeVehicle(fleet, 500)).toThrow('no vehicle 500');
  });

  it('may be as small as one', () => {
    expect(fleetOf(1).codes).toHaveLength(1);
  });
});

describe('traffic', () => {
  const traffic = buildTraffic(50, 3);

  it('never turns time back, and slows down to half at most', () => {
    for (let vehicle = 0; vehicle < 50; vehicle += 1) {
      for (let k = 0; k < 200; k += 1) {
        const time = MORNING + k * 431;
        const pace = paceAt(traffic, vehicle, time);
        expect(pace).toBeGreaterThan(0.45);
        expect(pace).toBeLessThan(1.35);
        const slope = (aheadSeconds(traffic, vehicle, time + 1) - aheadSeconds(traffic, vehicle, time - 1)) / 2;
        expect(1 + slope).toBeCloseTo(pace, 2);
      }
    }
  });

  it('delays by minutes, not hours', () => {
    for (let vehicle = 0; vehicle < 50; vehicle += 1)
      expect(Math.abs(aheadSeconds(traffic, vehicle, MORNING))).toBeLessThan(900);
  });

  it('tells when a second of a round is reached', () => {
    for (let vehicle = 0; vehicle < 50; vehicle += 1) {
      const time = timeOf(traffic, vehicle, MORNING + 77 * vehicle);
      expect(time + aheadSeconds(traffic, vehicle, time)).toBeCloseTo(MORNING + 77 * vehicle, 3);
    }
  });
});

describe('movement', () => {
  it('is a function of the time alone, in whatever order it is asked for', () => {
    const [forwards, backwards] = [createMovement(fleet), createMovement(fleet)];
    const times = Array.from({ length: 40 }, (_, k) => MORNING + k * 397.3);
    for (let vehicle = 0; vehicle < 100; vehicle += 1) {
      const there = times.map((time) => locate(forwards, vehicle, time));
      const back = times.toReversed().map((time) => locate(backwards, vehicle, time));
      expect(back.toReversed()).toEqual(there);
    }
  });

  it('is as fast as it says, without a jump', () => {
    const movement = createMovement(fleet);
    let fastest = 0;
    for (let vehicle = 0; vehicle < fleet.count; vehicle += 1) {
      let before = locate(movement, vehicle, MORNING);
      for (let second = 1; second < 240; second += 1) {
        const now = locate(movement, vehicle, MORNING + second);
        const metres = distanceMetres(before.longitude, before.latitude, now.longitude, now.latitude);
        const mean = (before.speedMetresPerSecond + now.speedMetresPerSecond) / 2;
        if (Math.abs(metres - mean) > 6)
          throw new Error(`vehicle ${vehicle} went ${metres} m in a second at ${mean} m/s`);
        fastest = Math.max(fastest, now.speedMetresPerSecond);
        before = now;
      }
    }
    expect(fastest).toBeGreaterThan(22);
    expect(fastest).toBeLessThan(32);
  });

  it('goes the way that it heads for', () => {
    const movement = createMovement(fleet);
    let moving = 0;
    for (let vehicle = 0; vehicle < fleet.count; vehicle += 1) {
      const now = locate(movement, vehicle, MORNING);
      if (now.speedMetresPerSecond < 3) continue;
      moving += 1;
      const next = locate(movement, vehicle, MORNING + 0.2);
      const east = (next.longitude - now.longitude) * Math.cos((now.latitude * Math.PI) / 180);
      const heading = (Math.atan2(east, next.latitude - now.latitude) * 180) / Math.PI;
      const off = Math.abs(((heading - now.headingDegrees + 540) % 360) - 180);
      expect(off, `vehicle ${vehicle}`).toBeLessThan(45);
    }
    expect(moving).toBeGreaterThan(300);
  });

  it('keeps at least seven vehicles in ten moving at any hour', () => {
    for (const seed of [1, 2]) {
      const movement = createMovement(fleetOf(500, seed));
      for (let hour = 0; hour < 24; hour += 2) {
        const found = Array.from({ length: 500 }, (_, vehicle) => locate(movement, vehicle, MORNING + hour * 3_600));
        const moving = found.filter(({ speedMetresPerSecond }) => speedMetresPerSecond > 0.5).length;
        expect(moving, `seed ${seed}, hour ${hour}`).toBeGreaterThanOrEqual(350);
      }
    }
  });

  it('stops at stops, waits at depots, and rests in reserve', () => {
    const movement = createMovement(fleet);
    const states = new Set<number>();
    let resting = 0;
    for (let vehicle = 0; vehicle < fleet.count; vehicle += 1) {
      const found = [0, 900, 1_800, 2_700, 5_400].map((later) => locate(movement, vehicle, MORNING + later));
      for (const { state } of found) states.add(state);
      if (found.every(({ speedMetresPerSecond, state }) => speedMetresPerSecond === 0 && state === 3)) resting += 1;
    }
    expect(states).toEqual(new Set([1, 2, 3]));
    expect(resting).toBeGreaterThan(4);
    expect(resting).toBeLessThan(40);
  });

  it('knows only its own vehicles', () => {
    expect(() => locate(createMovement(fleet), 500, MORNING)).toThrow('no vehicle 500');
  });
});
