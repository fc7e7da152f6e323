import { useTranslation } from 'react-i18next';
import { TextArea, TextField as AriaTextField } from 'react-aria-components';
import { refusalSentence, useFormat } from '../../i18n/index.ts';
import { FieldFoot, FieldLabel } from '../../ui/field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { FieldKind } from './spec-form.ts';
import type { FieldFault, SpecForm } from './use-spec-form.ts';

const NUMBERS: ReadonlySet<FieldKind> = new Set([
  ...(['money', 'unit-price', 'kilometres', 'percent', 'minutes', 'days', 'whole'] as const),
]);
const UNITS: Partial<Record<FieldKind, string>> = { kilometres: 'km', percent: '%', minutes: 'min' };

/** Why a field cannot be taken as it is, with the remedy. */
export function useFaultSentence(): (fault: FieldFault, kind: FieldKind) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (fault, kind) => {
    if (fault.kind === 'rate') return t(`rates.wrong.rate-${fault.state}`, { date: format.date(fault.day) });
    if (fault.kind === 'refused' && fault.refusal.code !== 'invalid-value') return refusalSentence(t, fault.refusal);
    return t(`rates.wrong.${kind}`);
  };
}

/** It is the value that cannot be, rather than something around it. */
function isOfValue(fault: FieldFault): boolean {
  return (
    fault.kind === 'form' || (fault.kind === 'refused' && ['invalid-value', 'exists'].includes(fault.refusal.code))
  );
}

/** One field of such a form. */
export function SpecField({
  form,
  path,
  kind,
  label,
  hint,
  half = false,
  isDisabled = false,
  wrong,
}: {
  form: SpecForm;
  path: string;
  kind: FieldKind;
  label: string;
  hint?: string | undefined;
  half?: boolean;
  isDisabled?: boolean;
  /** Why it cannot be taken, where the kind of the field does not say enough. */
  wrong?: string;
}) {
  const write = useFaultSentence();
  const fault = form.faultOf(path);
  const isSaid = wrong !== undefined && fault !== undefined && isOfValue(fault);
  const error = fault === undefined ? undefined : isSaid ? wrong : write(fault, kind);
  const value = form.typed[path] ?? '';
  const common = { field: path, label, hint, error, isDisabled, isRequired: kind === 'required' };
  const isNumber = NUMBERS.has(kind);
  return (
    <div className={half ? 'edit-form__half' : undefined}>
      {kind === 'lines' ? (
        <AriaTextField
          className="field"
          data-field={path}
          value={value}
          onChange={(text) => form.type(path, text)}
          isInvalid={error !== undefined}
          isDisabled={isDisabled}
          validationBehavior="aria"
        >
          <FieldLabel label={label} />
          <div className="field__box">
            <TextArea className="field__input rates__lines" rows={4} />
          </div>
          <FieldFoot error={error} hint={hint} note={undefined} />
        </AriaTextField>
      ) : (
        <TextField
          {...common}
          value={value}
          onChange={(text) => form.type(path, text)}
          {...(isNumber ? { inputMode: 'decimal' as const, align: 'end' as const } : {})}
          {...(UNITS[kind] === undefined ? {} : { unit: UNITS[kind] })}
        />
      )}
    </div>
  );
}
