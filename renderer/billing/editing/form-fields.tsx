import { DateField } from '../../ui/date-field.tsx';
import { DistanceField, MoneyField } from '../../ui/number-fields.tsx';
import { RowCombo } from '../../ui/row-combo.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { Chosen } from '../../ui/use-row-search.ts';
import type { EditForm } from './use-edit-form.ts';
import { numberOf, rowOf, textOf, useField } from './use-field.ts';

interface FormFieldProps {
  form: EditForm;
  field: string;
  label: string;
  isRequired?: boolean;
  isDisabled?: boolean;
  hint?: string;
  /** What the person should know of the value as it is, though it can be saved. */
  warning?: string | undefined;
}

/** The fields of the toolkit, each bound to a field of a form. */
export function FormText({
  form,
  field,
  label,
  inputMode,
  toValue = (text) => text,
  ...options
}: FormFieldProps & { inputMode?: 'email' | 'tel'; toValue?: (text: string) => string }) {
  const fieldProps = useField(form);
  return (
    <TextField
      {...fieldProps(field, label, options)}
      {...(inputMode === undefined ? {} : { inputMode })}
      value={textOf(form, field)}
      onChange={(text) => form.enter(field, toValue(text))}
    />
  );
}

export function FormDate({ form, field, label, ...options }: FormFieldProps) {
  const fieldProps = useField(form);
  const value = textOf(form, field);
  return (
    <DateField
      {...fieldProps(field, label, { as: 'date', ...options })}
      value={value === '' ? null : value}
      typed={form.state.texts[field]}
      onChange={(next) => form.enter(field, next)}
      onTyped={(text) => form.enterText(field, text)}
    />
  );
}

export function FormMoney({ form, field, label, currency, ...options }: FormFieldProps & { currency: string }) {
  const fieldProps = useField(form);
  return (
    <MoneyField
      {...fieldProps(field, label, { as: 'money', currency, ...options })}
      currency={currency}
      value={numberOf(form, field)}
      typed={form.state.texts[field]}
      onChange={(next) => form.enter(field, next)}
      onTyped={(text) => form.enterText(field, text)}
    />
  );
}

export function FormDistance({ form, field, label, ...options }: FormFieldProps) {
  const fieldProps = useField(form);
  return (
    <DistanceField
      {...fieldProps(field, label, { as: 'distance', ...options })}
      value={numberOf(form, field)}
      typed={form.state.texts[field]}
      onChange={(next) => form.enter(field, next)}
      onTyped={(text) => form.enterText(field, text)}
    />
  );
}

export function FormRow({
  form,
  field,
  label,
  search,
  ...options
}: FormFieldProps & { search: (text: string, signal: AbortSignal) => Promise<readonly Chosen[]> }) {
  const fieldProps = useField(form);
  return (
    <RowCombo
      {...fieldProps(field, label, { as: 'row', ...options })}
      value={rowOf(form, field)}
      onChange={(chosen) => form.enter(field, chosen?.id ?? null, chosen?.label)}
      search={search}
    />
  );
}
