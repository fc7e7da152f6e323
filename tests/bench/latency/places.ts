/** Where the fleet of the benchmark is: on a ring around one vehicle that stands alone, so that its pixels are its own. */
export const ALONE = { longitude: 2.5, latitude: 46.8 } as const;

const METRES_PER_DEGREE = 111_195;
const SPEED = 10;

/** A vehicle of the ring on its round, as it is posted. Number 1 is the lone one's, so these begin at 2. */
export function fixOf(vehicle: number, atMs: number) {
  const reach = 120_000 + ((vehicle * 7919) % 230_000);
  const radius = 2_000;
  const angle = vehicle * 2.399963;
  const round = ((atMs / 1000) * SPEED) / radius + vehicle;
  const east = reach * Math.cos(angle) + radius * Math.cos(round);
  const north = reach * Math.sin(angle) + radius * Math.sin(round);
  const heading = (-(round * 180) / Math.PI) % 360;
  return {
    vehicle: `LYO-${vehicle}`,
    longitude: ALONE.longitude + east / (METRES_PER_DEGREE * Math.cos((ALONE.latitude * Math.PI) / 180)),
    latitude: ALONE.latitude + north / METRES_PER_DEGREE,
    observedAtMs: atMs,
    headingDegrees: (heading + 360) % 360,
    speedMetresPerSecond: SPEED,
  };
}
