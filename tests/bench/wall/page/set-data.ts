import type { GeoJSONSource, Map as MapLibreMap } from 'maplibre-gl';
import type { PositionObject } from '../scene.ts';
import type { Shown } from './shown.ts';

const CATEGORIES = ['default', 'bus', 'truck', 'van'];
const COLOURS = ['success', 'error', 'neutral', 'info'];
const FONT = ['Inter Variable', 'Segoe UI', 'DejaVu Sans', 'sans-serif'];
const ICON_SCALE = 0.75;

/**
 * The technique of Traccar's web client (6.14.5, `MapPositions` and the reducers of its store), with its settings: one object a
 * vehicle in a store by device, then for each change a feature of eight properties for every vehicle and one `setData`; a symbol
 * layer with icon and title, overlap allowed, and one with the direction. Without React, Redux and its search, which it adds.
 * @param cluster true is Traccar's default
 */
export async function showWithSetData(map: MapLibreMap, cluster: boolean): Promise<Shown> {
  for (const category of CATEGORIES)
    for (const [index, colour] of COLOURS.entries()) {
      map.addImage(`${category}-${colour}`, disc(44, ['#2e7d32', '#c62828', '#616161', '#1565c0'][index] ?? '#000000'));
    }
  map.addImage('direction', disc(20, '#ffb300'));
  map.addImage('background', disc(44, '#37474f'));
  map.addSource('fleet', {
    type: 'geojson',
    data: { type: 'FeatureCollection', features: [] },
    ...{ cluster, clusterMaxZoom: 14, clusterRadius: 50 },
  });
  map.addLayer({
    ...{ id: 'fleet', type: 'symbol', source: 'fleet', filter: ['!has', 'point_count'] },
    layout: {
      'icon-image': '{category}-{color}',
      'icon-size': ICON_SCALE,
      'icon-allow-overlap': true,
      'text-field': '{name}',
      'text-allow-overlap': true,
      'text-anchor': 'bottom',
      'text-offset': [0, -2 * ICON_SCALE],
      'text-font': FONT,
      'text-size': 12,
      'symbol-sort-key': ['get', 'id'],
    },
    paint: { 'text-halo-color': 'white', 'text-halo-width': 1 },
  });
  map.addLayer({
    ...{ id: 'direction', type: 'symbol', source: 'fleet' },
    filter: ['all', ['!has', 'point_count'], ['==', 'direction', true]],
    layout: {
      'icon-image': 'direction',
      'icon-size': ICON_SCALE,
      'icon-allow-overlap': true,
      'icon-rotate': ['get', 'rotation'],
      'icon-rotation-alignment': 'map',
    },
  });
  map.addLayer({
    ...{ id: 'clusters', type: 'symbol', source: 'fleet', filter: ['has', 'point_count'] },
    layout: {
      'icon-image': 'background',
      'icon-size': ICON_SCALE,
      'text-field': '{point_count_abbreviated}',
      'text-font': FONT,
      'text-size': 14,
    },
  });

  /** By device, as a store keeps them. */
  const positions: Record<number, PositionObject> = {};
  return {
    async show(news) {
      for (const position of news) positions[position.deviceId] = position;
      const source = map.getSource<GeoJSONSource>('fleet');
      if (source === undefined) throw new Error('the map has no fleet');
      const drawn = map.once('idle');
      const taken = source.setData({
        type: 'FeatureCollection',
        features: Object.values(positions).map((position) => ({
          type: 'Feature' as const,
          geometry: { type: 'Point' as const, coordinates: [position.longitude, position.latitude] },
          properties: propertiesOf(position),
        })),
      });
      await Promise.all([taken, drawn]);
    },
    redraw: () => map.triggerRepaint(),
  };
}

function propertiesOf({ id, deviceId, fixTime, course }: PositionObject) {
  return {
    ...{ id, deviceId, rotation: course, direction: false },
    name: `Vehicle ${deviceId}`,
    fixTime: new Date(fixTime).toLocaleString(),
    category: CATEGORIES[deviceId % CATEGORIES.length],
    color: COLOURS[deviceId % COLOURS.length],
  };
}

function disc(size: number, fill: string): ImageData {
  const context = new OffscreenCanvas(size, size).getContext('2d');
  if (context === null) throw new Error('this browser draws nothing');
  context.fillStyle = fill;
  context.beginPath();
  context.arc(size / 2, size / 2, size / 2 - 1, 0, 2 * Math.PI);
  context.fill();
  return context.getImageData(0, 0, size, size);
}
