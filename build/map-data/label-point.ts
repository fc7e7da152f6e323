import type { Position } from './geojson.ts';

/** Signed area of a ring on the Web Mercator plane, whose unit is a degree at the equator. */
export function ringArea(ring: readonly Position[]): number {
  let twice = 0;
  ring.forEach(([x, y], index) => {
    const [nextX, nextY] = ring[(index + 1) % ring.length] ?? [x, y];
    twice += x * mercator(nextY) - nextX * mercator(y);
  });
  return twice / 2;
}

/**
 * Where a polygon's name fits best: of a grid of points in it, the one farthest from its outer ring (a coarse form of
 * the pole of inaccessibility, D. Garcia-Castellanos and U. Lombardo, 2007).
 */
export function labelPoint(ring: readonly Position[]): Position {
  const xs = ring.map(([x]) => x);
  const ys = ring.map(([, y]) => y);
  const [west, east, south, north] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const steps = 40;
  let best: Position = ring[0] ?? [0, 0];
  let bestDistance = -1;
  for (let column = 1; column < steps; column++) {
    for (let row = 1; row < steps; row++) {
      const point: Position = [west + ((east - west) * column) / steps, south + ((north - south) * row) / steps];
      if (!contains(ring, point)) continue;
      const distance = distanceToRing(ring, point);
      if (distance <= bestDistance) continue;
      best = point;
      bestDistance = distance;
    }
  }
  return best;
}

function contains(ring: readonly Position[], [px, py]: Position): boolean {
  let inside = false;
  let [x0, y0] = ring.at(-1) ?? [0, 0];
  for (const [x, y] of ring) {
    if (y > py !== y0 > py && px < ((x0 - x) * (py - y)) / (y0 - y) + x) inside = !inside;
    [x0, y0] = [x, y];
  }
  return inside;
}

function distanceToRing(ring: readonly Position[], [px, py]: Position): number {
  const shrink = Math.cos((py * Math.PI) / 180);
  let least = Number.POSITIVE_INFINITY;
  let [x0, y0] = ring.at(-1) ?? [0, 0];
  for (const [x, y] of ring) {
    const [dx, dy] = [(x - x0) * shrink, y - y0];
    const [ex, ey] = [(px - x0) * shrink, py - y0];
    const along = Math.max(0, Math.min(1, (ex * dx + ey * dy) / (dx * dx + dy * dy || 1)));
    least = Math.min(least, Math.hypot(ex - along * dx, ey - along * dy));
    [x0, y0] = [x, y];
  }
  return least;
}

function mercator(latitude: number): number {
  const clamped = Math.max(-85, Math.min(85, latitude));
  return (Math.log(Math.tan(Math.PI / 4 + (clamped * Math.PI) / 360)) * 180) / Math.PI;
}
