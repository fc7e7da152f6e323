import type { ProblemType } from '../../shared/api/index.ts';
import type { Refusal } from '../../shared/domain/index.ts';
import { ProblemError } from './problem.ts';

const REMEDIES: Partial<Record<Refusal['code'], string>> = {
  'four-eyes': 'Somebody who had no hand in it must do this.',
  forbidden: 'Ask somebody who has that role.',
  decided: 'Read the validation again: nothing is left to decide, or another step waits.',
  'not-delegated': 'Decide for yourself, or ask for a delegation for these days.',
  incomplete: 'Complete what the field names, then try again.',
  'would-flood': 'Narrow the rule, or send the number as confirmedAlarms.',
  'reference-missing': 'Read the list of what it names again, and name one that is there.',
  overlapping: 'Change the period of one of the two.',
};

const TYPES: Partial<Record<Refusal['code'], ProblemType>> = {
  forbidden: 'forbidden',
  'invalid-value': 'invalid-request',
  'not-found': 'not-found',
};

/** The answer that says why a rule did not let it pass. */
export function refused({ code, field, detail }: Refusal): ProblemError {
  return new ProblemError(TYPES[code] ?? 'conflict', {
    ...{ detail, code },
    ...(field === undefined ? {} : { field }),
    remedy: REMEDIES[code] ?? 'Read it again: its state says what is possible.',
  });
}
