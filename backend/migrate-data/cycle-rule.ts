import { z } from 'zod';
import { InputError } from '../backend-error.ts';

export const PERIODS = ['week', 'month', 'quarter', 'year'] as const;
export const MISSION_DATES = ['planned-start', 'planned-end', 'actual-start', 'actual-end'] as const;

const day = z.iso.date({ error: 'must be a day, as 2026-01-31' });

/** By what rule missions come into billing cycles. Every member can be given in a file (`--rule FILE`), most by an option as well. */
export const cycleRule = z.strictObject({
  /** A cycle each, for how long. */
  period: z.enum(PERIODS).default('month'),
  /** Of each third party, or one for all together. */
  per: z.enum(['third-party', 'all']).default('third-party'),
  /** Which of a mission's dates counts. */
  date: z.enum(MISSION_DATES).default('planned-start'),
  /** In whose calendar the days are counted. */
  timeZone: z.string().refine(isTimeZone, { error: 'must be a time zone, as Europe/Paris' }).default('Europe/Paris'),
  /** Missions of these statuses are billed. */
  statuses: z.array(z.string().min(1).max(100)).min(1).max(50).default(['completed']),
  /** First and last day; missions outside are left as they are. */
  from: day.optional(),
  until: day.optional(),
  /** State of the cycles that are made. */
  state: z.enum(['draft', 'open']).default('open'),
  /** Customers that stand for nobody in particular. */
  nobody: z
    .array(z.string().max(200))
    .max(10_000)
    .default(['Particulier', 'Particuliers', 'Divers', 'Client', 'Inconnu', 'Unknown', 'N/A', 'Test']),
  /** Third parties, by name, that are billed in other periods. */
  exceptions: z
    .array(z.strictObject({ thirdParty: z.string().min(1).max(200), period: z.enum(PERIODS) }))
    .max(10_000)
    .default([]),
});
export type CycleRule = z.infer<typeof cycleRule>;

export interface Period {
  /** First and last day, both within: `YYYY-MM-DD`. */
  start: string;
  end: string;
  /** `2026-03`, `2026-T1`, `2026-W07`, `2026`. */
  label: string;
}

/** The rule cannot be used. The message is one sentence that names the member. */
export class RuleError extends InputError {
  override name = 'RuleError';
}

/** @throws RuleError */
export function parseRule(value: unknown, from: string): CycleRule {
  const parsed = cycleRule.safeParse(value);
  if (parsed.success) {
    const { from: first, until } = parsed.data;
    if (first === undefined || until === undefined || first <= until) return parsed.data;
    throw new RuleError(`${from}: "from" (${first}) is after "until" (${until}).`);
  }
  const [issue] = parsed.error.issues;
  throw new RuleError(
    `${from}, at ${issue?.path.join('.') || 'its beginning'}: ${issue?.message ?? 'not understood'}.`,
  );
}

/** The period that a day belongs to. @param day `YYYY-MM-DD` in the operator's calendar */
export function periodOf(day: string, period: CycleRule['period']): Period {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  switch (period) {
    case 'week': {
      // ISO 8601: weeks begin on Monday, and belong to the year of their Thursday.
      const weekday = (new Date(Date.UTC(year, month - 1, date)).getUTCDay() + 6) % 7;
      const monday = Date.UTC(year, month - 1, date - weekday);
      const thursday = new Date(monday + 3 * DAY_MS);
      const week = 1 + Math.floor((thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / (7 * DAY_MS));
      return {
        start: dayOf(monday),
        end: dayOf(monday + 6 * DAY_MS),
        label: `${thursday.getUTCFullYear()}-W${twoDigits(week)}`,
      };
    }
    case 'month':
      return between(year, month - 1, 1, `${year}-${twoDigits(month)}`);
    case 'quarter': {
      const quarter = Math.ceil(month / 3);
      return between(year, quarter * 3 - 3, 3, `${year}-T${quarter}`);
    }
    case 'year':
      return between(year, 0, 12, String(year));
  }
}

const DAY_MS = 86_400_000;

function between(year: number, month: number, months: number, label: string): Period {
  return { start: dayOf(Date.UTC(year, month, 1)), end: dayOf(Date.UTC(year, month + months, 1) - DAY_MS), label };
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
