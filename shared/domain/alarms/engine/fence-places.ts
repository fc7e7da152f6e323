/** By a geofence's place among all: its place among those of a rule, or -1. */
export function fencePlaces(all: readonly string[], ofRule: readonly string[]): Int32Array<ArrayBuffer> {
  const places = new Map(ofRule.map((id, place) => [id, place]));
  return Int32Array.from(all, (id) => places.get(id) ?? -1);
}
