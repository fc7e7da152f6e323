import type { Format } from '../../i18n/index.ts';

const SQUARE_KILOMETRE = 1e6;

/** An area with its unit, three digits that count: `820 m²`, `1.25 km²`. */
export function areaText(squareMetres: number, { language }: Format): string {
  const isLarge = squareMetres >= SQUARE_KILOMETRE / 10;
  const value = isLarge ? squareMetres / SQUARE_KILOMETRE : squareMetres;
  const text = new Intl.NumberFormat(language, { maximumSignificantDigits: 3 }).format(value);
  return `${text}\u202f${isLarge ? 'km²' : 'm²'}`;
}
