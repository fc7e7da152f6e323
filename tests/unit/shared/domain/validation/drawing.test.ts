import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { afterDecision, DECISIONS, DEFAULT_STEPS, VALIDATION_STATES } from '../../../../../shared/domain/index.ts';

const page = readFileSync(path.join(import.meta.dirname, '../../../../../docs/validation.md'), 'utf8');

it('the drawing of docs/validation.md is the way of a validation', () => {
  const drawn = [...page.matchAll(/^ {2}(\S+) --> (\S+): (\w+)/gm)].map(([, from, to, by]) => `${from} ${by} ${to}`);
  const steps = [...DEFAULT_STEPS, ...DEFAULT_STEPS];
  const made = DECISIONS.flatMap((kind) =>
    [0, 1].map((step) => `pending ${kind} ${afterDecision({ step, steps, decisions: [] }, { kind }).state}`),
  );
  expect(drawn.filter((line) => /approve|reject|abstain/.test(line)).toSorted()).toEqual([...new Set(made)].toSorted());
  const named = new Set(drawn.flatMap((line) => [line.split(' ')[0], line.split(' ')[2]]));
  named.delete('[*]');
  expect(named).toEqual(new Set(VALIDATION_STATES));
});
