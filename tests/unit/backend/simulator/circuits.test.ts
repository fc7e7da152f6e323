import { describe, expect, it } from 'vitest';
import { buildCircuit, type Circuit } from '../../../../backend/simulator/circuit.ts';
import { metresBetween, pointAt, type Point, windingPath } from '../../../../backend/simulator/path.ts';
import { type Manner, speedsAlong } from '../../../../backend/simulator/speeds.ts';
import { distanceMetres } from '../../../../shared/domain/index.ts';
import { catalogueOf } from './parts.ts';

const LYON: Point = [4.8357, 45.764];
const MANNER: Manner = { cruise: 15, acceleration: 1, stopEvery: 500, dwellSeconds: 12 };
const style = { spacing: 50, wiggle: 80, wavelength: 1_500 };

describe('a way', () => {
  it('goes through its ends and close to its other points, without straight flights', () => {
    const controls = [LYON, pointAt(LYON, 60, 6_000), pointAt(LYON, 90, 14_000)];
    const path = windingPath(controls, style, 1, 2);
    expect(path[0]).toEqual(controls[0]);
    expect(path.at(-1)).toEqual(controls[2]);
    const middle = controls[1] ?? LYON;
    expect(Math.min(...path.map((point) => metresBetween(point, middle)))).toBeLessThan(style.wiggle + style.spacing);
    const gaps = path.slice(1).map((point, i) => metresBetween(path[i] ?? point, point));
    expect(Math.max(...gaps)).toBeLessThan(2 * style.spacing);
    const length = gaps.reduce((sum, gap) => sum + gap, 0);
    expect(length).toBeGreaterThan(14_300);
    expect(length).toBeLessThan(17_000);
    expect(windingPath(controls, style, 1, 2)).toEqual(path);
    expect(windingPath(controls, style, 1, 3)).not.toEqual(path);
  });

  it('is measured in metres and degrees from north', () => {
    const north = pointAt(LYON, 0, 1_000);
    const east = pointAt(LYON, 90, 1_000);
    expect(metresBetween(LYON, north)).toBeCloseTo(1_000, 0);
    expect(metresBetween(LYON, east)).toBeCloseTo(1_000, 0);
    expect(north[1]).toBeGreaterThan(LYON[1]);
    expect(east[0]).toBeGreaterThan(LYON[0]);
  });
});

describe('speeds along a way', () => {
  const path = windingPath([LYON, pointAt(LYON, 40, 6_000)], style, 1, 2);
  const { speed, stops } = speedsAlong(path, MANNER);

  it('start and end at rest, and rest at the stops', () => {
    expect(speed[0]).toBe(0);
    expect(speed.at(-1)).toBe(0);
    expect(stops.size).toBeGreaterThan(8);
    expect(stops.size).toBeLessThan(13);
    for (const stop of stops) expect(speed[stop]).toBe(0);
  });

  it('never ask for more than the vehicle can do', () => {
    for (let i = 1; i < path.length; i += 1) {
      const length = metresBetween(path[i - 1] ?? LYON, path[i] ?? LYON);
      const change = Math.abs((speed[i] ?? 0) ** 2 - (speed[i - 1] ?? 0) ** 2) / (2 * length);
      expect(change).toBeLessThan(MANNER.acceleration * 1.001);
      expect(speed[i]).toBeLessThanOrEqual(MANNER.cruise);
    }
    expect(Math.max(...speed)).toBeGreaterThan(MANNER.cruise * 0.9);
  });

  it('are lower in a bend', () => {
    const corner = [LYON, pointAt(LYON, 0, 300), pointAt(pointAt(LYON, 0, 300), 90, 300)];
    const { speed: slow } = speedsAlong(corner, { ...MANNER, stopEvery: 0 });
    expect(slow[1]).toBeGreaterThan(2);
    expect(slow[1]).toBeLessThan(MANNER.cruise * 0.95 + 3);
    const hairpin = [LYON, pointAt(LYON, 0, 30), LYON];
    expect(speedsAlong(hairpin, { ...MANNER, stopEvery: 0 }).speed[1]).toBeLessThan(4.5);
  });
});

describe('a circuit', () => {
  it('needs steps', () => {
    expect(() => buildCircuit([])).toThrow('at least one step');
  });

  it('waits where it is told, for as long', () => {
    const circuit = buildCircuit([{ wait: 60, at: LYON, state: 'out-of-service' }]);
    expect(circuit.periodSeconds).toBe(60);
    expect([...circuit.seconds]).toEqual([0, 60]);
    expect(circuit.trips).toEqual([]);
  });

  const everyCircuit = (): [string, Circuit][] =>
    Object.values(catalogueOf(1).duties)
      .flat()
      .filter((_, i) => i % 5 === 0)
      .map((duty) => [`${duty.kind} ${duty.home.name} ${duty.line}`, duty.circuit()]);

  it('ends where it began, and each knot is within reach of the one before', () => {
    for (const [name, circuit] of everyCircuit()) {
      const last = circuit.seconds.length - 1;
      const place = (knot: number): Point => [circuit.longitude[knot] ?? 0, circuit.latitude[knot] ?? 0];
      expect(metresBetween(place(0), place(last)), name).toBeLessThan(1);
      expect(circuit.seconds[last]).toBe(circuit.periodSeconds);
      for (let knot = 1; knot <= last; knot += 1) {
        const seconds = (circuit.seconds[knot] ?? 0) - (circuit.seconds[knot - 1] ?? 0);
        if (seconds < 0) throw new Error(`${name} goes back in time at ${knot}`);
        const metres = metresBetween(place(knot - 1), place(knot));
        if (metres > 30 * seconds + 0.001) throw new Error(`${name} jumps ${metres} m at ${knot}`);
      }
    }
  });

  it('has trips one after the other, with the length of their way', () => {
    for (const [name, { trips, periodSeconds, seconds, longitude, latitude, trip: tripOf }] of everyCircuit()) {
      expect(trips.length, name).toBeGreaterThan(0);
      let free = 0;
      for (const [index, trip] of trips.entries()) {
        expect(trip.startSeconds).toBeGreaterThanOrEqual(free);
        expect(trip.endSeconds).toBeGreaterThan(trip.startSeconds);
        // Two trips never begin in the same minute: their references would be the same.
        expect(trip.startSeconds - free).toBeGreaterThanOrEqual(index === 0 ? 0 : 20);
        free = trip.endSeconds;
        let metres = 0;
        for (let knot = 0; knot + 1 < seconds.length; knot += 1) {
          if (tripOf[knot] !== index) continue;
          metres += distanceMetres(
            longitude[knot] ?? 0,
            latitude[knot] ?? 0,
            longitude[knot + 1] ?? 0,
            latitude[knot + 1] ?? 0,
          );
        }
        expect(Math.abs(metres - trip.distanceMetres), name).toBeLessThan(1);
      }
      expect(free).toBeLessThanOrEqual(periodSeconds);
    }
  });

  it('of an interurban line follows the road, at the speed of the road', () => {
    const coach = catalogueOf(1).duties.coach.find(({ line }) => line === 'A7 Lyon – Valence');
    const [there, back] = coach?.circuit().trips ?? [];
    // 101 km by the motorway.
    expect(there?.distanceMetres).toBeGreaterThan(92_000);
    expect(there?.distanceMetres).toBeLessThan(108_000);
    expect(back?.from).toBe(there?.to);
    const speed = (there?.distanceMetres ?? 0) / ((there?.endSeconds ?? 0) - (there?.startSeconds ?? 0));
    expect(speed).toBeGreaterThan(18);
    expect(speed).toBeLessThan(24);
  });
});
