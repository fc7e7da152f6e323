import type { LngLat } from '../../../shared/domain/index.ts';

/** Six decimals are a tenth of a metre. */
const DECIMALS = 6;

/** Latitude first, as people write places: `48.85837, 2.29448`. With points in every language, since a comma parts the two. */
export function placeText([longitude, latitude]: LngLat): string {
  const text = (degrees: number) => String(Math.round(degrees * 10 ** DECIMALS) / 10 ** DECIMALS);
  return `${text(latitude)}, ${text(longitude)}`;
}

/**
 * A place that a person typed: latitude and longitude in degrees, parted by a comma, a semicolon or a blank; or in either order with
 * `N`, `S`, `E`, `W`, `O` (ouest) before or behind each. Undefined for what is no place.
 */
export function readPlace(typed: string): LngLat | undefined {
  const [one, other, ...more] = partsOf(typed).map(readDegrees);
  if (one === undefined || other === undefined || more.length > 0) return undefined;
  const isSwapped = one.axis === 'longitude' || other.axis === 'latitude';
  if (isSwapped && (one.axis === 'latitude' || other.axis === 'longitude')) return undefined;
  const [latitude, longitude] = isSwapped ? [other.degrees, one.degrees] : [one.degrees, other.degrees];
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? [longitude, latitude] : undefined;
}

/** The two halves, each with its letter. */
function partsOf(typed: string): string[] {
  const text = typed.trim().toUpperCase().replaceAll('\u2212', '-').replaceAll('°', '');
  // The letters stand all before the numbers or all behind them.
  const joined = /^[NSEWO]/.test(text)
    ? text.replaceAll(/([NSEWO])\s+/g, '$1')
    : text.replaceAll(/\s+([NSEWO])/g, '$1');
  return joined.split(separatorOf(joined)).filter((part) => part !== '');
}

/** A comma parts the two, unless it stands for the decimal point: then there are more of them, and no point. */
function separatorOf(text: string): RegExp {
  if (text.includes(';')) return /\s*;\s*/;
  const commas = text.split(',').length - 1;
  const isDecimalComma = commas > 0 && !text.includes('.') && (commas > 1 || /\d,\d+\s+[-+\d]/.test(text));
  return isDecimalComma ? /,?\s+/ : /\s*,\s*|\s+/;
}

interface Degrees {
  degrees: number;
  axis: 'latitude' | 'longitude' | undefined;
}

function readDegrees(part: string): Degrees | undefined {
  const [, before = '', number = '', behind = ''] = /^([NSEWO]?)([-+]?\d+(?:[.,]\d*)?)([NSEWO]?)$/.exec(part) ?? [];
  if (number === '' || (before !== '' && behind !== '')) return undefined;
  const letter = before === '' ? behind : before;
  const value = Number(number.replace(',', '.'));
  if (letter === '') return { degrees: value, axis: undefined };
  return { degrees: 'SWO'.includes(letter) ? -value : value, axis: 'NS'.includes(letter) ? 'latitude' : 'longitude' };
}
