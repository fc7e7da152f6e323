import type { Thresholds } from './scenarios.ts';

/** What was measured, under the names of the thresholds. */
export type Measured = { readonly [Name in keyof Thresholds]: number };

export interface Judged {
  passed: boolean;
  thresholds: Record<keyof Thresholds, { limit: number; value: number; passed: boolean }>;
}

const NAMES = ['medianMs', 'p97Ms', 'p99Ms', 'failedPercent'] as const satisfies readonly (keyof Thresholds)[];

/** A figure that is none was not measured, and does not pass. */
export function judge(measured: Measured, limits: Thresholds): Judged {
  const one = (name: keyof Thresholds) => {
    const value = Math.round(measured[name] * 100) / 100;
    return { limit: limits[name], value, passed: value <= limits[name] };
  };
  const [medianMs, p97Ms, p99Ms, failedPercent] = NAMES.map(one);
  const thresholds = { medianMs, p97Ms, p99Ms, failedPercent } as Judged['thresholds'];
  return { passed: NAMES.every((name) => thresholds[name].passed), thresholds };
}

/** The value below which so many of 100 lie; NaN of none. */
export function percentile(sorted: readonly number[], percent: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}
