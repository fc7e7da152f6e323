import { z } from 'zod';
import { InputError } from '../backend-error.ts';

/** What a person says of two names. */
export interface Decision {
  first: string;
  second: string;
  same: boolean;
}

/** A pair for a person to decide, as it stands in the report and comes back in a file: `same` is what they fill in. */
export const reviewItem = z.strictObject({
  /** The name that stays. */
  keep: z.string().min(1).max(500),
  /** The name whose missions wait. */
  other: z.string().min(1).max(500),
  reason: z.string().max(500).optional(),
  missions: z.number().int().min(0).optional(),
  /** True: one customer. False: two. Null: not decided. */
  same: z.boolean().nullable(),
});
export type ReviewItem = z.infer<typeof reviewItem>;

const decisionsFile = z.looseObject({ review: z.array(reviewItem).max(200_000) });

/** The file cannot be used. The message is one sentence that names the place in it. */
export class DecisionsError extends InputError {
  override name = 'DecisionsError';
}

/**
 * Reads a file of decisions: a report of migrate-data in which people have filled in `same`.
 * @throws DecisionsError
 */
export function readDecisions(text: string, file: string): Decision[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new DecisionsError(
      `${file} is not JSON (${error instanceof Error ? error.message : ''}): give the file that --report wrote, with "same" filled in.`,
      { cause: error },
    );
  }
  const parsed = decisionsFile.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = issue?.path.join('.') || 'its beginning';
    throw new DecisionsError(
      `${file}, at ${place}: ${issue?.message ?? 'not understood'}; give the file that --report wrote, with "same" set to true or false.`,
    );
  }
  return parsed.data.review.flatMap(({ keep, other, same }) =>
    same === null ? [] : [{ first: keep, second: other, same }],
  );
}
