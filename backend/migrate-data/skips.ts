/** Why a mission was left as it is, or in part. In the order of the report. */
export const SKIP_REASONS = {
  'no-name': 'no customer is written',
  nobody: 'the customer stands for nobody in particular',
  'name-too-long': 'the customer is longer than a name can be',
  review: 'the customer waits for a decision',
  cleared: 'somebody took away what had been assigned',
  frozen: 'its billing cycle is closed',
  'not-billed': 'its status is not one that is billed',
  'no-date': 'it lacks the date that counts',
  outside: 'its date is outside of the rule',
  'closed-cycle': 'the billing cycle of its date is closed',
  'other-party': 'its billing cycle is another third party’s',
  locked: 'another program kept it locked, or changed it meanwhile',
  refused: 'the database refused it',
} as const;
export type SkipReason = keyof typeof SKIP_REASONS;

const MOST_EXAMPLES = 10;

export interface Skip {
  reason: SkipReason;
  meaning: string;
  missions: number;
  /** Ids of some, and what the database said where it refused. */
  examples: string[];
}

/** Counts what is skipped, with some examples of each reason. */
export class Skips {
  readonly #byReason = new Map<SkipReason, { missions: number; examples: string[] }>();

  add(reason: SkipReason, missionId: string, detail?: string): void {
    const known = this.#byReason.get(reason) ?? { missions: 0, examples: [] };
    known.missions += 1;
    if (known.examples.length < MOST_EXAMPLES)
      known.examples.push(detail === undefined ? missionId : `${missionId}: ${detail}`);
    this.#byReason.set(reason, known);
  }

  list(): Skip[] {
    return (Object.keys(SKIP_REASONS) as SkipReason[]).flatMap((reason) => {
      const known = this.#byReason.get(reason);
      return known === undefined ? [] : [{ reason, meaning: SKIP_REASONS[reason], ...known }];
    });
  }
}
