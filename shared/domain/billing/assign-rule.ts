import { z } from 'zod';
import { missionStatus } from '../mission.ts';
import type { TimeZone } from './local-time.ts';

/**
 * Which missions are brought into a cycle together. The currency is always the cycle's: a mission in another one has no amount there.
 */
export const assignRule = z
  .strictObject({
    /** Null: whoever is named, and nobody. */
    thirdPartyIds: z.array(z.guid()).min(1).max(200).nullable(),
    /** Those that name nobody, too: the cycle's third party is billed for them. */
    withoutParty: z.boolean(),
    /** First and last day on which they were driven, by the operator's clock. */
    from: z.iso.date(),
    to: z.iso.date(),
    statuses: z.array(missionStatus).min(1).max(10),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'is before from' });
export type AssignRule = z.infer<typeof assignRule>;

/** Why a mission of those days is not brought in; the first that holds. */
export const LEFT_OUT = ['in-this-cycle', 'in-another-cycle', 'other-party', 'no-party', 'status', 'currency'] as const;
export const leftOut = z.enum(LEFT_OUT);
export type LeftOut = z.infer<typeof leftOut>;

export interface JudgedMission {
  thirdPartyId: string | null;
  billingCycleId: string | null;
  status: string;
  currency: string;
}

/** Why a mission that was driven in the days of the rule stays out of a cycle; undefined: it comes in. */
export function leftOutBy(
  { thirdPartyIds, withoutParty, statuses }: AssignRule,
  cycle: { id: string; currency: string },
  mission: JudgedMission,
): LeftOut | undefined {
  if (mission.billingCycleId === cycle.id) return 'in-this-cycle';
  if (mission.billingCycleId !== null) return 'in-another-cycle';
  if (mission.thirdPartyId === null) {
    if (!withoutParty) return 'no-party';
  } else if (thirdPartyIds !== null && !thirdPartyIds.includes(mission.thirdPartyId)) return 'other-party';
  if (!statuses.some((status) => status === mission.status)) return 'status';
  return mission.currency.trim() === cycle.currency ? undefined : 'currency';
}

/** What a cycle itself says: its third party, its period, what was driven to its end. */
export function ruleOfCycle({
  thirdPartyId,
  periodStart,
  periodEnd,
}: {
  thirdPartyId: string | null;
  periodStart: string;
  periodEnd: string;
}): AssignRule {
  return {
    thirdPartyIds: thirdPartyId === null ? null : [thirdPartyId],
    withoutParty: false,
    ...{ from: periodStart, to: periodEnd },
    statuses: ['completed'],
  };
}

/** Where nobody has said yet by whose clock the operator's days are. */
export const DEFAULT_TIME_ZONE = 'Europe/Paris';

/** From when to when a rule looks, UTC ms: from the first midnight, before the last one. */
export function spanOfRule(
  { from, to }: Pick<AssignRule, 'from' | 'to'>,
  zone: TimeZone,
): { fromMs: number; beforeMs: number } {
  return { fromMs: midnight(from, 0, zone), beforeMs: midnight(to, 1, zone) };
}

function midnight(day: string, daysOn: number, zone: TimeZone): number {
  const wallMs = Date.parse(`${day}T00:00:00Z`) + daysOn * 24 * 3600 * 1000;
  const near = wallMs - zone.offsetMs(wallMs);
  return wallMs - zone.offsetMs(near);
}

export interface TalliedMission extends JudgedMission {
  reference: string;
  amountCents: number | null;
}

const MOST_REFERENCES = 5;

/** Counts what a rule brings in and leaves out. */
export class AssignTally {
  missions = 0;
  amountCents = 0;
  withoutAmount = 0;
  readonly #leftOut = new Map<LeftOut, { missions: number; references: string[] }>();

  comesIn({ amountCents }: Pick<TalliedMission, 'amountCents'>): void {
    this.missions += 1;
    if (amountCents === null) this.withoutAmount += 1;
    else this.amountCents += amountCents;
  }

  staysOut(why: LeftOut, references: readonly string[], missions = references.length): void {
    const known = this.#leftOut.get(why) ?? { missions: 0, references: [] };
    known.missions += missions;
    known.references.push(...references.slice(0, MOST_REFERENCES - known.references.length));
    this.#leftOut.set(why, known);
  }

  /** In the order of the reasons. */
  result() {
    const staying = LEFT_OUT.flatMap((why) => {
      const known = this.#leftOut.get(why);
      return known === undefined ? [] : [{ why, ...known }];
    });
    const { missions, amountCents, withoutAmount } = this;
    return { missions, amountCents, withoutAmount, leftOut: staying };
  }
}
