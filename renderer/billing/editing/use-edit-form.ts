import { useMemo, useState } from 'react';
import type {
  BillingCycleState,
  EditableEntity,
  FieldValue,
  FieldValues,
  RowFields,
} from '../../../shared/domain/index.ts';
import { useServices } from '../../stores/services.tsx';
import type { Draft, Drafts } from './drafts.ts';
import type { EditOutcome } from './editing.ts';
import { type FormFaults, faultsOf } from './form-faults.ts';
import {
  acknowledge,
  beginForm,
  editsOf,
  enter,
  enterText,
  fieldsOfNew,
  follow,
  type FormState,
  isDirty,
  keepMine,
  takeTheirs,
} from './form-state.ts';
import { useArchived } from './use-archived.ts';
import { useDrafts, useEditing } from './use-editing.ts';

export interface EditFormOptions {
  entity: EditableEntity;
  /** Null: a new row. */
  id: string | null;
  /** The editable fields as the data host has them now; of a new row, what they begin with. */
  present: FieldValues;
  /** What people call the rows that those fields name, by id. */
  names: Readonly<Record<string, string>>;
  /** The row as it is, for the rules; empty for a new one. */
  row: RowFields;
  /** Of the cycle that a mission is in, and of the one it is to be in, as far as they are known. */
  cycleStates: (form: FormState) => readonly BillingCycleState[];
  /** What a person calls it. */
  title: (form: FormState) => string;
  /** It was kept; `id` is the new row's. */
  onKept: (id: string) => void;
  /** Reads the row again. */
  onStale: () => void;
}

export interface EditForm {
  readonly state: FormState;
  readonly faults: FormFaults;
  /** When what was entered before was kept, UTC ms; null when there was nothing. */
  readonly restoredFromMs: number | null;
  /** What is entered is not kept should the window close. */
  readonly isDraftLost: boolean;
  /** Saving was tried: fields that were not touched say what they lack, too. */
  readonly isAttempted: boolean;
  readonly isSaving: boolean;
  /** What came of the last try, where it was not kept. */
  readonly problem: Exclude<EditOutcome, { result: 'kept' }> | null;
  /** `name`: what people call the row that the value names. */
  enter(field: string, value: FieldValue, name?: string): void;
  enterText(field: string, text: string): void;
  keepMine(field: string): void;
  takeTheirs(field: string): void;
  acknowledge(field: string): void;
  /** Resolves to the fields that stand in the way, empty when it was tried. */
  save(): Promise<readonly string[]>;
  /** Forgets what was entered. */
  discard(): void;
}

/** What a person enters, kept as a draft at every step, over a row that may change meanwhile. */
export function useEditForm(options: EditFormOptions): EditForm {
  const { entity, id, present, names, row, cycleStates } = options;
  const { clock } = useServices();
  const editing = useEditing();
  const drafts = useDrafts();
  const [draft] = useState(() => drafts.get({ entity, id }));
  const [entered, setEntered] = useState<FormState>(() => restored(beginForm(entity, id, present, names), draft));
  const [isDraftLost, setDraftLost] = useState(false);
  const [isAttempted, setAttempted] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const [problem, setProblem] = useState<EditForm['problem']>(null);
  const state = useMemo(() => (id === null ? entered : follow(entered, present, names)), [entered, id, present, names]);
  const named = useArchived(state);
  const faults = faultsOf(state, { row, cycleStates: cycleStates(state), named });

  function change(next: FormState): void {
    setEntered(next);
    setProblem(null);
    setDraftLost(!keep(drafts, next, clock.nowMs()));
  }

  return {
    state,
    faults,
    restoredFromMs: draft?.savedAtMs ?? null,
    isDraftLost,
    isAttempted,
    isSaving,
    problem,
    enter(field, value, name) {
      const next = enter(state, field, value);
      const isNamed = name !== undefined && typeof value === 'string';
      change(isNamed ? { ...next, names: { ...next.names, [value]: name } } : next);
    },
    enterText: (field, text) => change(enterText(state, field, text)),
    keepMine: (field) => change(keepMine(state, field)),
    takeTheirs: (field) => change(takeTheirs(state, field)),
    acknowledge: (field) => change(acknowledge(state, field)),
    async save() {
      setAttempted(true);
      const inTheWay = [...Object.keys(faults.fields), ...faults.toSettle];
      if (inTheWay.length > 0 || faults.row !== undefined || isSaving) return inTheWay;
      // Nothing but blanks that are tidied away: it is as it was.
      if (id !== null && Object.keys(editsOf(state)).length === 0) {
        drafts.drop({ entity, id });
        options.onKept(id);
        return [];
      }
      setSaving(true);
      const title = options.title(state);
      const outcome =
        id === null
          ? await editing.create(entity, fieldsOfNew(state), title)
          : await editing.patch(entity, id, editsOf(state), title);
      setSaving(false);
      if (outcome.result === 'kept') {
        drafts.drop({ entity, id });
        options.onKept(outcome.id);
        return [];
      }
      setProblem(outcome);
      if (outcome.result === 'stale') options.onStale();
      return outcome.result === 'refused' && outcome.reason.field !== undefined ? [outcome.reason.field] : [];
    },
    discard: () => drafts.drop({ entity, id }),
  };
}

/** False: it could not be kept. */
function keep(drafts: Drafts, state: FormState, nowMs: number): boolean {
  if (isDirty(state)) return drafts.keep(state, nowMs);
  drafts.drop(state);
  return true;
}

/** What was entered before, by the values that were shown then: what changed since is marked as changed meanwhile. */
function restored(fresh: FormState, draft: Draft | undefined): FormState {
  if (draft === undefined) return fresh;
  const base = { ...fresh.base, ...draft.base };
  return {
    ...fresh,
    base,
    present: base,
    mine: draft.mine,
    texts: draft.texts,
    names: { ...draft.names, ...fresh.names },
  };
}
