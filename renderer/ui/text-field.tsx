import type { KeyboardEvent, ReactNode } from 'react';
import { Input, TextField as AriaTextField } from 'react-aria-components';
import { FieldFoot, FieldLabel, type FieldProps } from './field.tsx';

interface TextFieldProps extends FieldProps {
  value: string;
  onChange: (value: string) => void;
  onBlur?: () => void;
  onKeyDown?: (event: KeyboardEvent) => void;
  inputMode?: 'text' | 'decimal' | 'email' | 'tel' | 'numeric';
  align?: 'end';
  placeholder?: string;
  /** What stands behind the value, such as `km`. */
  unit?: ReactNode;
}

/** One line of text. */
export function TextField(props: TextFieldProps) {
  const { field, label, isRequired, isDisabled, error, hint, note, unit, align, inputMode, placeholder } = props;
  return (
    <AriaTextField
      className="field"
      data-field={field}
      value={props.value}
      onChange={props.onChange}
      isInvalid={error !== undefined}
      isDisabled={isDisabled ?? false}
      isRequired={isRequired ?? false}
      validationBehavior="aria"
      autoComplete="off"
    >
      <FieldLabel label={label} isRequired={isRequired} />
      <div className="field__box">
        <Input
          className={align === 'end' ? 'field__input field__input--end' : 'field__input'}
          spellCheck={false}
          {...(inputMode === undefined ? {} : { inputMode })}
          {...(placeholder === undefined ? {} : { placeholder })}
          {...(props.onBlur === undefined ? {} : { onBlur: props.onBlur })}
          {...(props.onKeyDown === undefined ? {} : { onKeyDown: props.onKeyDown })}
        />
        {unit === undefined ? null : (
          <span className="field__unit" aria-hidden="true">
            {unit}
          </span>
        )}
      </div>
      <FieldFoot error={error} hint={hint} note={note} />
    </AriaTextField>
  );
}
