/** Longitude and latitude, WGS 84 degrees. */
export type Position = [number, number];

const METRES_PER_DEGREE = 111_195;

/**
 * The line with fewer points: none of those left out was farther than `tolerance` metres from what is left (D. Douglas, T. Peucker,
 * "Algorithms for the reduction of the number of points", 1973). Without recursion: a line may have a million points.
 */
export function simplify(line: readonly Position[], tolerance: number): Position[] {
  const last = line.length - 1;
  if (last < 2) return [...line];
  const keep = new Uint8Array(line.length);
  keep[0] = 1;
  keep[last] = 1;
  const limit = (tolerance / METRES_PER_DEGREE) ** 2;
  const parts: [number, number][] = [[0, last]];
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    const [from, to] = part;
    const farthest = farthestFrom(line, from, to);
    if (farthest.squared <= limit) continue;
    keep[farthest.at] = 1;
    if (farthest.at - from > 1) parts.push([from, farthest.at]);
    if (to - farthest.at > 1) parts.push([farthest.at, to]);
  }
  return line.filter((_, at) => keep[at] === 1);
}

/** A ring keeps four points at least, its ends being the same: less is no area. */
export function simplifyRing(ring: readonly Position[], tolerance: number): Position[] {
  // From its farthest corner, since both ends of a ring are one point and every other is far from that.
  const far = farthestFrom(ring, 0, ring.length - 1).at;
  if (far <= 0) return [...ring];
  const result = [...simplify(ring.slice(0, far + 1), tolerance), ...simplify(ring.slice(far), tolerance).slice(1)];
  return result.length < 4 ? [...ring] : result;
}

/** The point between two of a line that is farthest from the segment between them, and its squared distance in degrees of latitude. */
function farthestFrom(line: readonly Position[], from: number, to: number): { at: number; squared: number } {
  const [startX = 0, startY = 0] = line[from] ?? [];
  const [endX = 0, endY = 0] = line[to] ?? [];
  // Degrees of longitude shrink towards the poles.
  const narrow = Math.cos((((startY + endY) / 2) * Math.PI) / 180);
  const alongX = (endX - startX) * narrow;
  const alongY = endY - startY;
  const length = alongX * alongX + alongY * alongY;
  let at = -1;
  let squared = 0;
  for (let index = from + 1; index < to; index++) {
    const [x = 0, y = 0] = line[index] ?? [];
    let awayX = (x - startX) * narrow;
    let awayY = y - startY;
    if (length > 0) {
      const share = Math.max(0, Math.min(1, (awayX * alongX + awayY * alongY) / length));
      awayX -= share * alongX;
      awayY -= share * alongY;
    }
    const distance = awayX * awayX + awayY * awayY;
    if (distance > squared) {
      squared = distance;
      at = index;
    }
  }
  return { at, squared };
}
