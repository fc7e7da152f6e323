import type { MapArea } from '../../shared/domain/index.ts';

/** The console's own map: its element says where it looks (see supervision/map). */
const CONSOLE_MAP = '[data-testid="map"][data-camera]';

/** What the console's map shows now; undefined where it has not found the fleet yet, or is folded away. */
export function mapInView(page: ParentNode): MapArea | undefined {
  const map = page.querySelector<HTMLElement>(CONSOLE_MAP);
  if (map === null || map.clientWidth === 0 || map.clientHeight === 0) return undefined;
  const numbers = (map.dataset['camera'] ?? '').split(',').map(Number);
  const [longitude, latitude, zoom] = numbers;
  if (longitude === undefined || latitude === undefined || zoom === undefined || numbers.some(Number.isNaN))
    return undefined;
  return { longitude, latitude, zoom, width: map.clientWidth, height: map.clientHeight };
}
