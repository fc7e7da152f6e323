import { readFileSync } from 'node:fs';
import { z } from 'zod';

const degrees = z.number().min(-180).max(180);
const names = z.array(z.string().min(1)).min(1);

/** A town of the network: its true place (WGS 84 degrees) and its population, which weighs its traffic. */
const town = z.strictObject({
  name: z.string().min(1),
  /** Three letters, first part of the codes of its vehicles. */
  code: z.string().length(3),
  postalCode: z.string().length(5),
  longitude: degrees,
  latitude: degrees,
  population: z.number().int().positive(),
  tramLines: z.number().int().nonnegative(),
  /** Bearings, clockwise from the first to the second, where there is sea or lake: nothing drives there. */
  sea: z.tuple([z.number(), z.number()]).optional(),
});
export type Town = z.infer<typeof town>;

const network = z.strictObject({
  towns: z.array(town).min(1),
  /** Longitude and latitude of the places that roads pass. */
  places: z.record(z.string(), z.tuple([degrees, degrees])),
  roads: z.array(z.strictObject({ from: z.string(), to: z.string(), name: z.string(), via: z.array(z.string()) })),
});
export type Network = z.infer<typeof network>;
export type Road = Network['roads'][number];

/** The kinds of customers, by the work that they order. */
export const CUSTOMER_KINDS = ['line', 'interurban', 'taxi', 'delivery', 'freight'] as const;
export type CustomerKind = (typeof CUSTOMER_KINDS)[number];

const vocabulary = z.strictObject({
  firstNames: names,
  lastNames: names,
  streets: names,
  stops: names,
  customers: z.strictObject({ line: names, interurban: names, taxi: names, delivery: names, freight: names }),
});
export type Vocabulary = z.infer<typeof vocabulary>;

/** Towns, places and roads of metropolitan France. Throws when the file is absent or does not fit. */
export function loadNetwork(): Network {
  return network.parse(readResource('france.json'));
}

/** Names of people, streets, stops and customers: all invented. */
export function loadVocabulary(): Vocabulary {
  return vocabulary.parse(readResource('names.json'));
}

function readResource(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../resources/network/${name}`, import.meta.url), 'utf8'));
}
