import type { StyleSpecification } from 'maplibre-gl';
import { type Ground, groundStyle } from './ground.ts';
import type { StyleChoice } from './offline-style.ts';
import { knowArchive } from './tile-protocols.ts';

/** The style that a map of this ground shows now. The tiles of its archive can be read from then on. */
export function shownStyle(ground: Ground, choice: StyleChoice): StyleSpecification {
  const baseMap = ground.baseMap();
  if (baseMap.kind === 'archive') knowArchive(baseMap.archive);
  return groundStyle(ground, choice);
}
