import {
  type BillingCycleState,
  type FieldValues,
  type Refusal,
  refuseCreation,
  refuseFields,
  refusePatch,
  type RowFields,
} from '../../../shared/domain/index.ts';
import { changedFields, editsOf, fieldsOfNew, type FormState, tidy, valueOf } from './form-state.ts';

/** Why a form cannot be saved as it is. */
export interface FormFaults {
  /** By field. */
  readonly fields: Readonly<Record<string, Refusal>>;
  /** Of the row as a whole. */
  readonly row: Refusal | undefined;
  /** Fields that somebody must look at first: changed meanwhile, or beside the edit. */
  readonly toSettle: readonly string[];
}

/** What the rules look at besides the form: the row as it is, and the cycles that a mission is in and is to be in. */
export interface RowAround {
  readonly row: RowFields;
  readonly cycleStates: readonly BillingCycleState[];
  /** By field: the row that it names may not be named any more. */
  readonly named?: Readonly<Record<string, Refusal>>;
}

/** The rules of the server, as far as this machine can tell. */
export function faultsOf(state: FormState, { row, cycleStates, named = {} }: RowAround): FormFaults {
  const fields: Record<string, Refusal> = { ...named };
  for (const field of Object.keys(state.texts)) fields[field] = noValue(field);
  for (const field of state.id === null ? Object.keys(state.base) : Object.keys(state.mine)) {
    const refused = refuseFields(state.entity, { [field]: tidy(state, field, valueOf(state, field)) });
    if (refused !== undefined && fields[field] === undefined) fields[field] = refused;
  }
  const whole = Object.keys(fields).length === 0 ? refuseWhole(state, row, cycleStates) : refusePeriod(state, fields);
  if (whole?.field !== undefined) fields[whole.field] = whole;
  return {
    fields,
    row: whole?.field === undefined ? whole : undefined,
    toSettle: [...new Set([...changedFields(state), ...Object.keys(state.beside)])],
  };
}

function refuseWhole(state: FormState, row: RowFields, cycleStates: readonly BillingCycleState[]): Refusal | undefined {
  if (state.id === null) return refuseCreation(state.entity, fieldsOfNew(state));
  const edits: FieldValues = Object.fromEntries(Object.entries(editsOf(state)).map(([field, { to }]) => [field, to]));
  return Object.keys(edits).length === 0 ? undefined : refusePatch(state.entity, row, edits, cycleStates);
}

/** What two fields must hold together is said though others are not right yet. */
function refusePeriod(state: FormState, faults: FormFaults['fields']): Refusal | undefined {
  if (state.entity !== 'billing-cycle' || PERIOD.some((field) => faults[field] !== undefined)) return undefined;
  const period = Object.fromEntries(PERIOD.map((field) => [field, valueOf(state, field)]));
  return refusePatch('billing-cycle', {}, period, []);
}

const PERIOD = ['periodStart', 'periodEnd'] as const;

function noValue(field: string): Refusal {
  return { code: 'invalid-value', field, detail: `${field}: what was typed is no value` };
}
