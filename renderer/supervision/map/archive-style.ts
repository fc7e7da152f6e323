import { type Flavor, layers, namedFlavor } from '@protomaps/basemaps';
import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { TileArchive } from './base-map.ts';
import type { StyleChoice } from './offline-style.ts';
import { type MapPalette, PALETTES } from './palette.ts';
import { archiveTiles } from './tile-addresses.ts';

const ATTRIBUTION = '© OpenStreetMap contributors, Protomaps';

/**
 * The style of an operator's PMTiles archive with the Protomaps layers, in the colours of the base map. Names are drawn
 * with local fonts and no icons, so nothing but the archive is fetched.
 */
export function archiveStyle(choice: StyleChoice, archive: TileArchive): StyleSpecification {
  const name = `Vigie archive ${choice.theme}`;
  const range = { tiles: [archiveTiles(archive.key)], minzoom: archive.minZoom, maxzoom: archive.maxZoom };
  if (archive.tiles === 'raster') {
    const { land } = PALETTES[choice.theme];
    return {
      ...{ version: 8, name, sources: { archive: { type: 'raster', ...range, tileSize: 256 } } },
      layers: [
        { id: 'background', type: 'background', paint: { 'background-color': land } },
        { id: 'pictures', type: 'raster', source: 'archive', paint: { 'raster-fade-duration': 0 } },
      ],
    };
  }
  return {
    ...{ version: 8, name, sources: { archive: { type: 'vector', ...range, attribution: ATTRIBUTION } } },
    layers: layers('archive', quietFlavor(choice.theme), { lang: choice.language }).flatMap(withoutIcons),
  };
}

/** Icons would need a sprite sheet from the network. A layer of icons alone is left out. */
function withoutIcons(layer: LayerSpecification): LayerSpecification[] {
  if (layer.type !== 'symbol' || layer.layout === undefined) return [layer];
  if (layer.layout['text-field'] === undefined) return [];
  const layout = Object.entries(layer.layout).filter(([name]) => !name.startsWith('icon-'));
  const font = { 'text-font': ['Inter Variable', 'sans-serif'] };
  return [{ ...layer, layout: { ...Object.fromEntries(layout), ...font } }];
}

function quietFlavor(theme: 'dark' | 'light'): Flavor {
  const palette: MapPalette = PALETTES[theme];
  const { land, sea, lake, road, roadMinor, building, green, halo, place, country } = palette;
  return {
    ...namedFlavor(theme === 'dark' ? 'black' : 'white'),
    ...{ background: sea, earth: land, water: lake, buildings: building },
    ...{ park_a: green, park_b: green, wood_a: green, wood_b: green, scrub_a: green, scrub_b: green },
    ...{ highway: road, major: road, minor_a: roadMinor, minor_b: roadMinor, minor_service: roadMinor },
    ...{ highway_casing_early: land, highway_casing_late: land, major_casing_early: land, major_casing_late: land },
    ...{ minor_casing: land, link: road, link_casing: land, other: roadMinor, railway: palette.division },
    ...{ boundaries: palette.border, city_label: place, city_label_halo: halo, country_label: country },
    ...{ state_label: country, state_label_halo: halo, subplace_label: place, subplace_label_halo: halo },
    ...{ roads_label_major: place, roads_label_major_halo: halo, roads_label_minor: country },
    ...{ roads_label_minor_halo: halo, ocean_label: country, address_label: country, address_label_halo: halo },
  };
}
