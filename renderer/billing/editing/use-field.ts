import { useTranslation } from 'react-i18next';
import type { FieldValue } from '../../../shared/domain/index.ts';
import { formatDecimal, refusalSentence, useFormat } from '../../i18n/index.ts';
import type { FieldNote, FieldProps } from '../../ui/field.tsx';
import { isTouched, valueOf } from './form-state.ts';
import type { EditForm } from './use-edit-form.ts';

/** How the value of a field is written where it is spoken of. */
export type Written = 'text' | 'date' | 'money' | 'distance' | 'third-party-type' | 'price-source' | 'row';

interface FieldOptions {
  as?: Written;
  /** Of money. */
  currency?: string;
  isRequired?: boolean;
  isDisabled?: boolean;
  hint?: string;
  warning?: string | undefined;
}

/** What a field of a form is given: its label, what is wrong with it, and what changed underneath. */
export function useField(form: EditForm) {
  const { t } = useTranslation();
  const write = useWrite(form);
  return (field: string, label: string, options: FieldOptions = {}): FieldProps => {
    const { isRequired, isDisabled, hint } = options;
    return {
      field,
      label,
      isRequired,
      isDisabled,
      hint,
      error: errorOf(form, field, (refusal) => refusalSentence(t, refusal)),
      note: noteOf(field, options),
    };
  };

  function noteOf(field: string, options: FieldOptions): FieldNote | undefined {
    const { state, faults } = form;
    const beside = state.beside[field];
    if (!faults.toSettle.includes(field))
      return options.warning === undefined ? undefined : { text: options.warning, actions: [] };
    if (beside !== undefined) {
      return {
        text: t('edit.changed-beside', { value: write(beside, options) }),
        actions: [{ label: t('edit.seen'), onPress: () => form.acknowledge(field) }],
      };
    }
    return {
      text: t('edit.changed', { value: write(state.present[field] ?? null, options) }),
      actions: [
        { label: t('edit.keep-mine'), onPress: () => form.keepMine(field) },
        { label: t('edit.take-theirs'), onPress: () => form.takeTheirs(field) },
      ],
    };
  }
}

type RefusalOfField = EditForm['faults']['fields'][string];

/** A field that was not touched says what it lacks once saving was tried. */
function errorOf(form: EditForm, field: string, sentence: (refusal: RefusalOfField) => string): string | undefined {
  const { state, faults, isAttempted, problem } = form;
  const local = faults.fields[field];
  const isPeriod = local?.code === 'period-reversed';
  if (local !== undefined && (isAttempted || isPeriod || isTouched(state, field))) return sentence(local);
  if (problem?.result === 'refused' && problem.reason.field === field) return sentence(problem.reason);
  return undefined;
}

function useWrite({ state }: EditForm) {
  const { t } = useTranslation();
  const format = useFormat();
  return (value: FieldValue, { as = 'text', currency = 'EUR' }: FieldOptions): string => {
    if (value === null || value === '') return t('edit.none');
    if (typeof value === 'number') {
      return as === 'money' ? format.money(value, currency) : `${formatDecimal(value, format.language, 3, 0)}\u202fkm`;
    }
    const text = String(value);
    if (as === 'date') return format.date(text);
    if (as === 'row') return state.names[text] ?? text;
    if (as === 'price-source') return t(`billing-cycle.price-by.${text as 'amount'}`);
    if (as === 'third-party-type') return t(`third-party.type.${text as 'other'}`);
    return text;
  };
}

/** The value of a field as text, for what is typed as it is. */
export function textOf(form: EditForm, field: string): string {
  const value = valueOf(form.state, field);
  // Another program may have written a number where Vigie has a text.
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

export function numberOf(form: EditForm, field: string): number | null {
  const value = valueOf(form.state, field);
  return typeof value === 'number' ? value : null;
}

/** The row that a field names, with what people call it. */
export function rowOf(form: EditForm, field: string): { id: string; label: string } | null {
  const value = valueOf(form.state, field);
  return typeof value === 'string' && value !== '' ? { id: value, label: form.state.names[value] ?? value } : null;
}
