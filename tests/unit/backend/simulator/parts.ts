import { buildCatalogue, type Catalogue } from '../../../../backend/simulator/catalogue.ts';
import { buildFleet, type Fleet } from '../../../../backend/simulator/fleet.ts';
import { loadNetwork, loadVocabulary } from '../../../../backend/simulator/network.ts';

export const network = loadNetwork();
export const vocabulary = loadVocabulary();

/** 1 January 2026, 07:30 UTC: seconds since the Unix epoch. */
export const MORNING = Date.UTC(2026, 0, 1, 7, 30) / 1000;

const catalogues = new Map<number, Catalogue>();

/** Circuits are built once a seed for all tests of a file. */
export function catalogueOf(seed: number): Catalogue {
  const known = catalogues.get(seed) ?? buildCatalogue(network, vocabulary, seed);
  catalogues.set(seed, known);
  return known;
}

export function fleetOf(count: number, seed = 1): Fleet {
  return buildFleet(catalogueOf(seed), count, seed);
}
