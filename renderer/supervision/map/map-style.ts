import type { StyleSpecification } from 'maplibre-gl';
import { archiveStyle } from './archive-style.ts';
import type { BaseMap } from './base-map.ts';
import { offlineStyle, type StyleChoice } from './offline-style.ts';

/** What maplibre is given for a choice of base map: a style, or the address of one. */
export function mapStyle(baseMap: BaseMap, choice: StyleChoice): StyleSpecification | string {
  switch (baseMap.kind) {
    case 'offline':
      return offlineStyle(choice);
    case 'archive':
      return archiveStyle(choice, baseMap.url, baseMap.maxZoom);
    case 'style':
      return baseMap.url;
  }
}
