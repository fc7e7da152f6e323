import { z } from 'zod';
import type { FieldSpec } from '../../billing/index.ts';
import {
  DEFAULT_STEPS,
  type Deciders,
  type WorkflowDefinition,
  workflowDefinition,
  type WorkflowStep,
} from '../../../shared/domain/index.ts';

/** A step as the form has it: whom it is escalated to is never null there, but names nobody. */
export type EnteredStep = Omit<WorkflowStep, 'escalateTo'> & { escalateTo: Deciders };
export type EnteredWorkflow = Omit<WorkflowDefinition, 'steps'> & { steps: EnteredStep[] };

const NOBODY: Deciders = { roles: [], subjects: [] };

export function enteredStep({ escalateTo, ...step }: WorkflowStep): EnteredStep {
  return { ...step, escalateTo: escalateTo ?? NOBODY };
}

export function enteredWorkflow({ steps, ...others }: WorkflowDefinition): EnteredWorkflow {
  return { ...others, steps: steps.map(enteredStep) };
}

/** A new one begins as things are where nothing is defined. `label`: of its step. */
export function newStep(label: string): EnteredStep {
  const [step] = DEFAULT_STEPS;
  if (step === undefined) throw new Error('there is no step by default');
  return { ...enteredStep(step), label };
}

/** As the server takes it. */
export const enteredDefinition = z.preprocess((value) => {
  const { steps, ...others } = value as EnteredWorkflow;
  const isNobody = ({ roles, subjects }: Deciders) => roles.length + subjects.length === 0;
  return {
    ...others,
    steps: steps.map(({ escalateTo, ...step }) => ({ ...step, escalateTo: isNobody(escalateTo) ? null : escalateTo })),
  };
}, workflowDefinition);

/** All fields that are typed, for as many steps as there are. */
export function specsOf(base: object): readonly FieldSpec[] {
  const { steps } = base as EnteredWorkflow;
  return [
    { path: 'label', kind: 'required' },
    { path: 'subsidiary', kind: 'optional' },
    { path: 'fromCents', kind: 'money' },
    ...steps.flatMap((_, index): FieldSpec[] => [
      { path: `steps.${index}.label`, kind: 'required' },
      { path: `steps.${index}.deciders.subjects`, kind: 'lines' },
      { path: `steps.${index}.quorum`, kind: 'whole' },
      { path: `steps.${index}.dueHours`, kind: 'whole' },
      { path: `steps.${index}.remindHours`, kind: 'whole' },
      { path: `steps.${index}.escalateTo.subjects`, kind: 'lines' },
    ]),
  ];
}

/** Where what is typed belongs once the step of this place is gone. */
export function withoutStep(gone: number): (path: string) => string | undefined {
  return (path) => {
    const [list, place, ...rest] = path.split('.');
    if (list !== 'steps' || Number(place) < gone) return path;
    return Number(place) === gone ? undefined : ['steps', Number(place) - 1, ...rest].join('.');
  };
}
