import { type Language, LOCALES } from './language.ts';

const MINUS = /^[-\u2212]/;
const SPACES = '\u0020\u00a0\u202f\u2009';
/** What stands between thousands, and before decimals, as people type it. French keyboards have a dot on their number pad. */
const STYLES: Readonly<Record<Language, { groups: string; points: string }>> = {
  fr: { groups: SPACES, points: ',.' },
  en: { groups: `${SPACES},`, points: '.' },
};

/**
 * The number that a person typed, as an integer of `10^-digits` (12,50 with two digits is 1250): exact, never through a
 * fraction. Undefined for what is no number, is ambiguous (thousands that are not three digits), has more decimals than
 * `digits`, or is too large to be exact. `units` may stand before or after it.
 */
export function parseDecimal(
  text: string,
  language: Language,
  digits: number,
  units: readonly string[] = [],
): number | undefined {
  const { groups, points } = STYLES[language];
  const [sign, unsigned] = signOf(withoutUnits(text, units));
  const parts = new RegExp(`^([\\d${groups}]*)(?:[${points}](\\d*))?$`).exec(unsigned);
  const whole = parts?.[1] ?? '';
  const fraction = parts?.[2] ?? '';
  if (parts === null || whole + fraction === '' || fraction.length > digits) return undefined;
  if (!new RegExp(`^(?:\\d*|\\d{1,3}(?:[${groups}]\\d{3})+)$`).test(whole)) return undefined;
  const scaled = Number(whole.replaceAll(/\D/g, '') + fraction.padEnd(digits, '0'));
  return Number.isSafeInteger(scaled) ? scaled * (scaled === 0 ? 1 : sign) : undefined;
}

/** The same the other way round, with thousands set apart. `leastDecimals`: those that are written though they are zero. */
export function formatDecimal(scaled: number, language: Language, digits: number, leastDecimals = digits): string {
  const text = String(Math.abs(scaled)).padStart(digits + 1, '0');
  const split = text.length - digits;
  const exact = `${scaled < 0 ? '-' : ''}${text.slice(0, split)}.${text.slice(split)}0` as `${number}`;
  return new Intl.NumberFormat(LOCALES[language], {
    minimumFractionDigits: leastDecimals,
    maximumFractionDigits: digits,
  }).format(exact);
}

/** How many decimals a currency has, and what may stand for it: its sign and its code. */
export function currencyStyle(language: Language, currency: string): { digits: number; units: string[] } {
  if (!/^[A-Za-z]{3}$/.test(currency)) return { digits: 2, units: [currency] };
  const format = new Intl.NumberFormat(LOCALES[language], { style: 'currency', currency });
  const sign = format.formatToParts(0).find(({ type }) => type === 'currency')?.value ?? currency;
  return { digits: format.resolvedOptions().maximumFractionDigits ?? 2, units: [sign, currency] };
}

function signOf(text: string): [-1 | 1, string] {
  return MINUS.test(text) ? [-1, text.replace(MINUS, '').trim()] : [1, text];
}

/** A sign may stand before the unit, as in `-€5`. */
function withoutUnits(text: string, units: readonly string[]): string {
  let rest = text.trim();
  const minus = MINUS.test(rest) ? '-' : '';
  rest = rest.replace(MINUS, '').trim();
  for (const unit of units) {
    if (unit === '') continue;
    if (rest.startsWith(unit)) rest = rest.slice(unit.length).trim();
    else if (rest.endsWith(unit)) rest = rest.slice(0, -unit.length).trim();
  }
  return MINUS.test(rest) && minus !== '' ? 'twice negative' : minus + rest;
}
