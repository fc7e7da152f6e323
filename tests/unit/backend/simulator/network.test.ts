import { describe, expect, it } from 'vitest';
import { depotName, mapTown, townRadius } from '../../../../backend/simulator/town-map.ts';
import { metresBetween, type Point } from '../../../../backend/simulator/path.ts';
import { bearingDegrees } from '../../../../shared/domain/index.ts';
import { catalogueOf, network, vocabulary } from './parts.ts';

const isInFrance = ([longitude, latitude]: Point) =>
  longitude > -5 && longitude < 8.3 && latitude > 42.4 && latitude < 51;

describe('the network', () => {
  it('has some 40 towns of metropolitan France, each with codes of its own', () => {
    expect(network.towns.length).toBeGreaterThanOrEqual(40);
    expect(network.towns.length).toBeLessThanOrEqual(50);
    expect(new Set(network.towns.map(({ code }) => code)).size).toBe(network.towns.length);
    expect(new Set(network.towns.map(({ name }) => name)).size).toBe(network.towns.length);
    for (const { longitude, latitude } of network.towns) expect(isInFrance([longitude, latitude])).toBe(true);
    for (const place of Object.values(network.places)) expect(isInFrance(place)).toBe(true);
  });

  it('lays its towns where they are', () => {
    // Distances as the crow flies between the town halls, kilometres.
    const known: [string, string, number][] = [
      ['Paris', 'Lyon', 392],
      ['Paris', 'Marseille', 661],
      ['Lille', 'Perpignan', 883],
      ['Brest', 'Strasbourg', 901],
      ['Bordeaux', 'Nice', 637],
    ];
    for (const [from, to, kilometres] of known) {
      const [a, b] = [from, to].map((name): Point => {
        const town = network.towns.find((one) => one.name === name);
        return [town?.longitude ?? 0, town?.latitude ?? 0];
      });
      expect(metresBetween(a ?? [0, 0], b ?? [0, 0]) / 1000).toBeGreaterThan(kilometres * 0.99);
      expect(metresBetween(a ?? [0, 0], b ?? [0, 0]) / 1000).toBeLessThan(kilometres * 1.01);
    }
  });

  it('connects all towns by roads whose places lie on the way', () => {
    const reached = new Set(['Paris']);
    for (let size = 0; size !== reached.size; ) {
      size = reached.size;
      for (const { from, to } of network.roads) if (reached.has(from) || reached.has(to)) reached.add(from).add(to);
    }
    expect([...reached].sort()).toEqual(network.towns.map(({ name }) => name).sort());
    const placeOf = (name: string): Point => {
      const town = network.towns.find((one) => one.name === name);
      return town === undefined ? (network.places[name] ?? [0, 0]) : [town.longitude, town.latitude];
    };
    for (const { from, to, via } of network.roads) {
      const points = [from, ...via, to].map(placeOf);
      const straight = metresBetween(placeOf(from), placeOf(to));
      const along = points.slice(1).reduce((sum, point, i) => sum + metresBetween(points[i] ?? point, point), 0);
      expect(along / straight, `${from} – ${to}`).toBeLessThan(1.75);
    }
  });

  it('uses every place that it knows', () => {
    const used = new Set(network.roads.flatMap(({ via }) => via));
    expect(Object.keys(network.places).filter((name) => !used.has(name))).toEqual([]);
  });

  it('has work for every kind of vehicle, in every town that may have it', () => {
    const { duties } = catalogueOf(1);
    for (const town of network.towns) {
      for (const kind of ['bus', 'taxi', 'van'] as const) {
        expect(
          duties[kind].some(({ home }) => home === town),
          `${kind} of ${town.name}`,
        ).toBe(true);
      }
      expect(duties.tram.filter(({ home }) => home === town)).toHaveLength(town.tramLines);
    }
    expect(duties.coach).toHaveLength(network.roads.length);
    expect(duties.truck).toHaveLength(2 * network.roads.length);
    for (const { weight } of Object.values(duties).flat()) expect(weight).toBeGreaterThan(0);
  });
});

describe('a town', () => {
  it('is larger for more people', () => {
    expect(townRadius(2_100_000)).toBeGreaterThan(7_000);
    expect(townRadius(60_000)).toBeLessThan(2_500);
  });

  it('keeps its vehicles out of the sea', () => {
    for (const [index, town] of network.towns.entries()) {
      if (town.sea === undefined) continue;
      const { sea } = town;
      const wet = (sea[1] - sea[0] + 360) % 360;
      const maps = [1, 2, 3, 4].map((seed) => mapTown(town, index, vocabulary, seed));
      const points = maps.flatMap((map) =>
        [0, 1, 2, 3, 4, 5].flatMap((i) => [...map.line(i), ...map.way(map.depot, map.place(i, 0.2, 2), i)]),
      );
      const { centre, radius } = mapTown(town, index, vocabulary, 1);
      for (const point of points) {
        const bearing = bearingDegrees(centre[0], centre[1], point[0], point[1]);
        const isWet = (bearing - sea[0] + 360) % 360 < wet;
        // Close to the centre the way bends around it.
        if (isWet)
          expect(metresBetween(centre, point), `${town.name} ${point.join()}`).toBeLessThan(0.4 * radius + 150);
      }
    }
  });

  it('has places, addresses and stops that stay the same', () => {
    const town = network.towns[2];
    if (town === undefined) throw new Error('no third town');
    const [one, other] = [mapTown(town, 2, vocabulary, 1), mapTown(town, 2, vocabulary, 1)];
    expect(one.address(7)).toBe(other.address(7));
    expect(one.address(7)).toMatch(/^\d+ \D+, 69002 Lyon$/);
    expect(one.stop(3)).toMatch(/, Lyon$/);
    expect(one.place(4, 0, 1)).toEqual(other.place(4, 0, 1));
    expect(mapTown(town, 2, vocabulary, 2).place(4, 0, 1)).not.toEqual(one.place(4, 0, 1));
  });

  it('names its depot in French', () => {
    expect(['Lyon', 'Angers', 'Le Havre', 'Orléans'].map((name) => depotName({ name }))).toEqual([
      'Dépôt de Lyon',
      "Dépôt d'Angers",
      'Dépôt du Havre',
      "Dépôt d'Orléans",
    ]);
  });
});
