import type { Town, Vocabulary } from './network.ts';
import { type Path, type Point, type PathStyle, pointAt, windingPath } from './path.ts';
import { fraction, hash, pick, PURPOSE } from './random.ts';

const STREETS: PathStyle = { spacing: 50, wiggle: 90, wavelength: 1_500 };
/** Degrees kept clear on either side of the sea. */
const SHORE = 12;

/** How far the built-up area reaches from its centre, metres: grows with the population as French towns do, roughly. */
export function townRadius(population: number): number {
  return 1_100 * (population / 10_000) ** 0.38;
}

/** Where things are in one town, by numbers that always answer the same. */
export interface TownMap {
  town: Town;
  centre: Point;
  depot: Point;
  radius: number;
  /** A place on dry land, at some share of the radius. */
  place(number: number, least: number, most: number): Point;
  /** A way by streets, through the centre where the sea is between. */
  way(from: Point, to: Point, number: number): Path;
  /** A line right across the town, from one terminus to the other. */
  line(number: number): Path;
  address(number: number): string;
  stop(number: number): string;
}

export function mapTown(town: Town, index: number, vocabulary: Vocabulary, seed: number): TownMap {
  const centre: Point = [town.longitude, town.latitude];
  const radius = townRadius(town.population);
  const random = (number: number, use: number) => fraction(seed, PURPOSE.place, index, number, use);
  const chosen = (number: number, use: number) => hash(seed, PURPOSE.address, index, number, use);
  const salt = (number: number) => index * 65_536 + number;
  const bearing = (number: number, use: number) => dryBearing(town, random(number, use));
  const place = (number: number, least: number, most: number) =>
    pointAt(centre, bearing(number, 0), radius * (least + (most - least) * Math.sqrt(random(number, 1))));

  const line = (number: number): Path => {
    const out = bearing(number, 2);
    // Of a few directions, the one most nearly opposite.
    const back =
      [3, 4, 5, 6, 7].map((use) => bearing(number, use)).sort((a, b) => between(out, b) - between(out, a))[0] ?? out;
    const lengths = [8, 9].map((use) => radius * (0.8 + 0.45 * random(number, use)));
    const half = (direction: number, length: number, use: number): Point[] => [
      pointAt(centre, direction, length),
      pointAt(centre, dryNear(town, direction + 30 * (random(number, use) - 0.5)), length * 0.55),
    ];
    const middle = pointAt(centre, bearing(number, 10), radius * 0.12 * random(number, 11));
    const controls = [
      ...half(out, lengths[0] ?? radius, 12),
      middle,
      ...half(back, lengths[1] ?? radius, 13).reverse(),
    ];
    return windingPath(controls, STREETS, seed, salt(number));
  };

  const way = (from: Point, to: Point, number: number): Path => {
    const controls =
      town.sea === undefined ? [from, to] : [from, pointAt(centre, bearing(number, 14), radius * 0.1), to];
    return windingPath(controls, STREETS, seed, salt(number));
  };

  return {
    town,
    centre,
    radius,
    depot: pointAt(centre, bearing(0, 15), radius * 0.85),
    place,
    way,
    line,
    address: (number) =>
      `${1 + (chosen(number, 0) % 148)} ${pick(vocabulary.streets, chosen(number, 1))}, ${town.postalCode} ${town.name}`,
    stop: (number) => `${pick(vocabulary.stops, chosen(0, 2) + number)}, ${town.name}`,
  };
}

/** The depot of a town, in French: "Dépôt de Lyon", "Dépôt d'Angers", "Dépôt du Havre". */
export function depotName({ name }: Pick<Town, 'name'>): string {
  if (name.startsWith('Le ')) return `Dépôt du ${name.slice(3)}`;
  return /^[AEIOUYÉÈ]/.test(name) ? `Dépôt d'${name}` : `Dépôt de ${name}`;
}

/** A bearing where there is land, for a fraction from 0 to 1. */
function dryBearing({ sea }: Town, share: number): number {
  if (sea === undefined) return share * 360;
  const wet = (sea[1] - sea[0] + 360) % 360;
  return (sea[1] + SHORE + share * (360 - wet - 2 * SHORE)) % 360;
}

/** The bearing itself, or the nearest one with land. */
function dryNear({ sea }: Town, bearing: number): number {
  if (sea === undefined) return bearing;
  const wet = (sea[1] - sea[0] + 360) % 360;
  const into = (bearing - sea[0] + SHORE + 720) % 360;
  if (into > wet + 2 * SHORE) return bearing;
  return into < wet / 2 + SHORE ? sea[0] - SHORE : sea[1] + SHORE;
}

/** The angle between two bearings, 0 to 180. */
function between(a: number, b: number): number {
  return Math.abs(((a - b + 540) % 360) - 180);
}
