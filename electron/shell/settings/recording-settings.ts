import { z } from 'zod';

/** `"off"`, or `{"hours": 24, "gigabytes": 4}`, of which either may be left out. */
export const recordingSetting = z.union([
  z.literal('off'),
  z.strictObject({
    hours: z
      .number()
      .min(1)
      .max(24 * 366)
      .optional(),
    gigabytes: z.number().min(0.1).max(10_000).optional(),
  }),
]);

/** How much of the positions is kept for replay; null: nothing is recorded. */
export type RecordingSetting = { hours: number; bytes: number } | null;

export const DEFAULT_HOURS = 24;
export const DEFAULT_GIGABYTES = 4;

/** The setting in force: that of the policy file, else of config.json, else the default. */
export function readRecordingSetting(
  ...sources: readonly (z.infer<typeof recordingSetting> | undefined)[]
): RecordingSetting {
  const setting = sources.find((source) => source !== undefined) ?? {};
  if (setting === 'off') return null;
  return { hours: setting.hours ?? DEFAULT_HOURS, bytes: (setting.gigabytes ?? DEFAULT_GIGABYTES) * 1e9 };
}
