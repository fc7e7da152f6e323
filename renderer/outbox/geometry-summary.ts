import type { TFunction } from 'i18next';
import { cornersOf, geometryArea, geometryBox, readGeometryText } from '../../shared/domain/index.ts';
import { type Format, formatDecimal } from '../i18n/index.ts';

/** A geometry as a person can tell it from another: what it is, how large, where; and a mark, since the rest may be the same. */
export function geometrySummary(t: TFunction, format: Format, text: string): string {
  const geometry = readGeometryText(text);
  if (geometry === undefined) return text;
  const [west, south, east, north] = geometryBox(geometry);
  const degrees = (value: number) => formatDecimal(Math.round(value * 1e4), format.language, 4);
  const facts = {
    area: squareKilometres(geometryArea(geometry), format),
    place: `${degrees((south + north) / 2)} ${degrees((west + east) / 2)}`,
    mark: markOf(text),
  };
  return geometry.type === 'Circle'
    ? t('geofence.circle-summary', {
        ...facts,
        radius: formatDecimal(Math.round(geometry.radiusMetres), format.language, 0),
      })
    : t('geofence.polygon-summary', { ...facts, count: cornersOf(geometry).length });
}

/** Three digits that count: `1.25`, `0.00312`. */
export function squareKilometres(squareMetres: number, format: Format): string {
  const value = Number((squareMetres / 1e6).toPrecision(3));
  return new Intl.NumberFormat(format.language, { maximumSignificantDigits: 3 }).format(value);
}

/** Four letters that other geometries rarely have (FNV-1a, 16 bits of it). */
function markOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return ((hash >>> 16) ^ (hash & 0xffff)).toString(16).padStart(4, '0');
}
