import { useTranslation } from 'react-i18next';
import { TextArea, TextField as AriaTextField } from 'react-aria-components';
import { FieldFoot, FieldLabel } from '../../ui/field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { FieldKind } from './spec-form.ts';
import type { SpecForm } from './use-spec-form.ts';

const UNITS: Partial<Record<FieldKind, string>> = { kilometres: 'km', percent: '%', minutes: 'min' };

/** One field of such a form. */
export function SpecField({
  form,
  path,
  kind,
  label,
  hint,
  half = false,
  isDisabled = false,
}: {
  form: SpecForm;
  path: string;
  kind: FieldKind;
  label: string;
  hint?: string | undefined;
  half?: boolean;
  isDisabled?: boolean;
}) {
  const { t } = useTranslation();
  const error = form.isWrong(path) ? t(`rates.wrong.${kind}`) : undefined;
  const value = form.typed[path] ?? '';
  const common = { field: path, label, hint, error, isDisabled, isRequired: kind === 'required' };
  const isNumber = kind !== 'text' && kind !== 'required' && kind !== 'lines' && kind !== 'day' && kind !== 'clock';
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
