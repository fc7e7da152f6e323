import type { ImportRefusal } from '../../../../shared/contract/index.ts';
import { type LayerFeature, pointsOf, rounded } from './layer-features.ts';
import { simplify } from './simplify.ts';

/** Coarser than this no line is where it runs, metres. */
const COARSEST_METRES = 160;

/**
 * A drawing of a network that windows can draw: one with too many points is drawn more coarsely, and what is still too much is left out, stops first.
 * The network is worth importing for its timetable, whatever becomes of its drawing.
 * @param tolerance to which lines are simplified already, metres
 * @param most points of a drawing
 */
export function fitDrawing(
  lines: readonly LayerFeature[],
  stops: readonly LayerFeature[],
  tolerance: number,
  most: number,
): { features: LayerFeature[]; notices: ImportRefusal[] } {
  const count = pointsOf(lines) + pointsOf(stops);
  if (count <= most) return { features: [...lines, ...stops], notices: [] };
  let [drawn, metres] = [lines, tolerance];
  while (pointsOf(drawn) + pointsOf(stops) > most && metres < COARSEST_METRES) {
    metres *= 2;
    drawn = drawn.map((feature) => coarser(feature, metres));
  }
  const notices: ImportRefusal[] = [];
  if (drawn !== lines && pointsOf(drawn) <= most) {
    const detail = `the drawing has ${count} points and may have ${most}: its lines are drawn to ${metres} m`;
    notices.push({ code: 'drawn-coarsely', file: 'shapes.txt', detail });
  }
  const features: LayerFeature[] = [];
  for (const [file, part] of [
    ['shapes.txt', drawn],
    ['stops.txt', stops],
  ] as const) {
    if (pointsOf(features) + pointsOf(part) <= most) features.push(...part);
    else {
      const detail = `it has ${pointsOf(part)} points, even simplified, and a drawing may have ${most}: it is not drawn`;
      notices.push({ code: 'not-drawn', file, detail });
    }
  }
  return { features, notices };
}

function coarser(feature: LayerFeature, metres: number): LayerFeature {
  const { geometry } = feature;
  if (geometry.type !== 'MultiLineString') return feature;
  const coordinates = geometry.coordinates.map((line) => simplify(line, metres).map(rounded));
  return { ...feature, geometry: { ...geometry, coordinates } };
}
