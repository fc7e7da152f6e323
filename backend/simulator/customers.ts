import type { CustomerKind, Vocabulary } from './network.ts';
import { pick } from './random.ts';

/*
 * Customers as years of typing leave them in a legacy database: one customer under many spellings. Of 20 names, 11 are
 * written well.
 */
const SPELLINGS: readonly ((name: string, chosen: number) => string | null)[] = [
  ...Array.from({ length: 11 }, () => (name: string) => name),
  (name) => name.toUpperCase(),
  (name) => withoutAccents(name).toUpperCase(),
  (name) => withoutAccents(name),
  (name) => ` ${name.replace(' ', '  ')} `,
  (name) => movedLegalForm(name),
  (name, chosen) => swappedLetters(name, chosen),
  (name) => name.toLowerCase().replaceAll(',', ''),
  (name, chosen) => `${name} (réf. ${1_000 + (chosen % 9_000)})`,
  (_, chosen) => pick([null, 'DIVERS', '?', 'voir avec Mme Petit', 'comptant'], chosen),
];

/** The customer of a trip in a town, as someone typed it, or null. */
export function customerName(vocabulary: Vocabulary, kind: CustomerKind, town: string, chosen: number): string | null {
  const name = pick(vocabulary.customers[kind], chosen).replace('{town}', town);
  const spelling = pick(SPELLINGS, (chosen >>> 8) % SPELLINGS.length);
  return spelling(name, chosen >>> 14);
}

/** A driver of a vehicle: three share it in shifts. Some programs write the last name first. */
export function driverName({ firstNames, lastNames }: Vocabulary, chosen: number): string | null {
  const [first, last] = [pick(firstNames, chosen), pick(lastNames, chosen >>> 8)];
  if (chosen % 97 === 0) return null;
  return chosen % 5 === 0 ? `${last.toUpperCase()} ${first}` : `${first} ${last}`;
}

function withoutAccents(name: string): string {
  return name.normalize('NFD').replaceAll(/\p{Diacritic}/gu, '');
}

/** "Meubles Bonnet SARL" becomes "SARL Meubles Bonnet", or "Sté …" where there is no legal form. */
function movedLegalForm(name: string): string {
  const form = /^(.*) (SARL|SAS|SA|SCA)$/.exec(name);
  return form === null ? `Sté ${name}` : `${form[2] ?? ''} ${form[1] ?? ''}`;
}

function swappedLetters(name: string, chosen: number): string {
  const at = 1 + (chosen % Math.max(1, name.length - 3));
  return name.slice(0, at) + name.slice(at + 1, at + 2) + name.slice(at, at + 1) + name.slice(at + 2);
}
