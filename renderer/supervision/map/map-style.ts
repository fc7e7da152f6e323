import type { StyleSpecification } from 'maplibre-gl';
import { archiveStyle } from './archive-style.ts';
import type { BaseMap } from './base-map.ts';
import { offlineStyle, type StyleChoice } from './offline-style.ts';

/** The style of a base map, in a theme, a language and a size. An online style is as its author made it. */
export function mapStyle(baseMap: BaseMap, choice: StyleChoice): StyleSpecification {
  switch (baseMap.kind) {
    case 'offline':
      return offlineStyle(choice);
    case 'archive':
      return archiveStyle(choice, baseMap.archive);
    case 'style':
      return baseMap.style;
  }
}
