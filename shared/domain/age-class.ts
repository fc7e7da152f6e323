/** How a vehicle's age reads: `heard` lately, `late`, or `silent`. Said by the map, the list and the counts alike. */
export const AGE_CLASSES = ['heard', 'late', 'silent'] as const;
export type AgeClass = (typeof AGE_CLASSES)[number];

/** From which age, in milliseconds, a vehicle is late, and silent. The operator sets them. */
export interface AgeThresholds {
  readonly lateMs: number;
  readonly silentMs: number;
}

export const DEFAULT_AGE_THRESHOLDS: AgeThresholds = { lateMs: 60_000, silentMs: 300_000 };

export function ageClassOf(ageMs: number, thresholds: AgeThresholds): AgeClass {
  if (ageMs >= thresholds.silentMs) return 'silent';
  return ageMs >= thresholds.lateMs ? 'late' : 'heard';
}

/** Why the thresholds cannot be used, as a sentence, or undefined when they can. */
export function thresholdsFault({ lateMs, silentMs }: AgeThresholds): string | undefined {
  if (!(Number.isFinite(lateMs) && lateMs > 0)) return `lateMs ${lateMs} is not a positive number of milliseconds`;
  if (!(Number.isFinite(silentMs) && silentMs > lateMs)) return `silentMs ${silentMs} is not above lateMs ${lateMs}`;
  return undefined;
}
