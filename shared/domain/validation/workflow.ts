import { z } from 'zod';
import { ROLES } from '../role.ts';

/** What can be validated. Others join this list: what they tell the validator, and what follows a decision, is theirs. */
export const VALIDATION_SUBJECTS = ['billing-cycle'] as const;
export const validationSubject = z.enum(VALIDATION_SUBJECTS);
export type ValidationSubject = z.infer<typeof validationSubject>;

/** Who may decide: whoever has one of the roles, and those who are named. */
export const deciders = z
  .strictObject({
    roles: z.array(z.enum(ROLES)).max(ROLES.length),
    /** Subjects of the sign-in. */
    subjects: z.array(z.string().trim().min(1).max(300)).max(50),
  })
  .refine(({ roles, subjects }) => roles.length + subjects.length > 0, 'names nobody: give a role or a person');
export type Deciders = z.infer<typeof deciders>;

/** No step waits for longer than a quarter of a year, hours. */
const MAX_HOURS = 24 * 92;

/** One step of a validation: its approvals must come before the next begins. */
export const workflowStep = z
  .strictObject({
    label: z.string().trim().min(1).max(100),
    deciders,
    /** How many different people must approve. */
    quorum: z.number().int().min(1).max(10),
    /** From the step's beginning until it is overdue. */
    dueHours: z.number().int().min(1).max(MAX_HOURS),
    /** So long before it is due, whoever may decide is reminded; 0: not before it is overdue. */
    remindHours: z.number().int().min(0).max(MAX_HOURS),
    /** Who may decide as well once it is overdue. Null: nobody else. */
    escalateTo: deciders.nullable(),
  })
  .refine(({ dueHours, remindHours }) => remindHours < dueHours, {
    path: ['remindHours'],
    message: 'must be less than dueHours',
  });
export type WorkflowStep = z.infer<typeof workflowStep>;

/** How something is validated: one of the operator's definitions. */
export const workflowDefinition = z.strictObject({
  id: z.guid(),
  label: z.string().trim().min(1).max(200),
  subjectKind: validationSubject,
  /** For the rows of this subsidiary alone; null: for those of every one that has none of its own. */
  subsidiary: z.string().trim().min(1).max(200).nullable(),
  /** Holds from this amount with tax on, integer cents; the definition with the highest that is reached holds. */
  fromCents: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  steps: z.array(workflowStep).min(1).max(5),
});
export type WorkflowDefinition = z.infer<typeof workflowDefinition>;

/** Where the operator has defined nothing: one validator who had no hand in it, within three days. */
export const DEFAULT_STEPS: readonly WorkflowStep[] = [
  {
    label: 'Validation',
    deciders: { roles: ['validator'], subjects: [] },
    quorum: 1,
    dueHours: 72,
    remindHours: 24,
    escalateTo: { roles: ['administrator'], subjects: [] },
  },
];

export interface WorkflowCase {
  subjectKind: ValidationSubject;
  subsidiary: string | null;
  /** With tax, integer cents; of a sum below 0 its size counts. */
  amountCents: number;
}

/** The steps that something has to go through. A subsidiary with definitions of its own goes by those alone. */
export function stepsFor(definitions: readonly WorkflowDefinition[], wanted: WorkflowCase): readonly WorkflowStep[] {
  const ofKind = definitions.filter(({ subjectKind }) => subjectKind === wanted.subjectKind);
  const own = wanted.subsidiary === null ? [] : ofKind.filter(({ subsidiary }) => subsidiary === wanted.subsidiary);
  const candidates = own.length > 0 ? own : ofKind.filter(({ subsidiary }) => subsidiary === null);
  const size = Math.abs(wanted.amountCents);
  const [best] = candidates
    .filter(({ fromCents }) => fromCents <= size)
    .toSorted((one, other) => other.fromCents - one.fromCents);
  return best?.steps ?? DEFAULT_STEPS;
}

/** Whether somebody with these roles is among those who may decide. */
export function isAmong({ roles, subjects }: Deciders, person: { subject: string; roles: readonly string[] }): boolean {
  return subjects.includes(person.subject) || roles.some((role) => person.roles.includes(role));
}
