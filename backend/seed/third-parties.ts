import type { ContactInfo, ThirdPartyType } from '../../shared/domain/index.ts';
import { CUSTOMER_KINDS, type Town, type Vocabulary } from '../simulator/network.ts';
import { hash, pick } from '../simulator/random.ts';
import { NOBODY, PARTNERS } from './names.ts';

export interface SeededThirdParty {
  id: string;
  name: string;
  type: ThirdPartyType;
  contactInfo: ContactInfo;
  createdAt: string;
}

/** Customers that carry a town's name are made for so many of the largest towns. */
const TOWNS = 2;
const DAY_MS = 86_400_000;
/** Beyond the purposes of the simulator, so that no numbers are shared with it. */
const PURPOSE = { uuid: 1001, street: 1002, town: 1003, phone: 1004, age: 1005 };
/** First digits of numbers that are kept for works of fiction in France (ARCEP, decision 2018-0881), by region. */
const FICTIONAL_NUMBERS = ['01 99 00', '02 61 91', '03 53 01', '04 65 71', '05 36 49'];

/** About 60 third parties: the customers of the simulated missions, and partners. The same for the same seed. */
export function inventThirdParties(
  vocabulary: Vocabulary,
  towns: readonly Town[],
  seed: number,
  nowMs: number,
): SeededThirdParty[] {
  const largest = [...towns].sort((a, b) => b.population - a.population).slice(0, TOWNS);
  const templates = CUSTOMER_KINDS.flatMap((kind) => vocabulary.customers[kind]).filter((name) => !NOBODY.has(name));
  const customers = templates.flatMap((template): { name: string; town: Town | undefined }[] =>
    template.includes('{town}')
      ? largest.map((town) => ({ name: template.replace('{town}', town.name), town }))
      : [{ name: template, town: undefined }],
  );
  const wanted = [
    ...customers.map((customer) => ({ ...customer, type: 'customer' as const })),
    ...PARTNERS.map((partner) => ({ ...partner, town: undefined })),
  ];
  return wanted.map(({ name, type, town }, index) => {
    const place = town ?? pick(towns, hash(seed, PURPOSE.town, index));
    return {
      id: uuidOf(seed, PURPOSE.uuid, index),
      name,
      type,
      contactInfo: contactOf(name, place, vocabulary, seed, index),
      createdAt: new Date(nowMs - DAY_MS * (400 + (hash(seed, PURPOSE.age, index) % 1500))).toISOString(),
    };
  });
}

function contactOf(name: string, town: Town, vocabulary: Vocabulary, seed: number, index: number): ContactInfo {
  const number = hash(seed, PURPOSE.phone, index);
  const slug = name
    .normalize('NFD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z\d]+/g, '-');
  return {
    email: `facturation@${slug}.example`,
    phone: `${pick(FICTIONAL_NUMBERS, number)} ${twoDigits(number >>> 8)} ${twoDigits(number >>> 16)}`,
    address: `${1 + (number % 180)} ${pick(vocabulary.streets, hash(seed, PURPOSE.street, index))}`,
    city: town.name,
    postalCode: town.postalCode,
    country: 'FR',
  };
}

function twoDigits(value: number): string {
  return String(value % 100).padStart(2, '0');
}

/** A UUID of version 4 whose bits follow from the seed. */
export function uuidOf(seed: number, purpose: number, index: number): string {
  const hex = [0, 1, 2, 3].map((part) => hash(seed, purpose, index, part).toString(16).padStart(8, '0')).join('');
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-a$4-$5');
}
