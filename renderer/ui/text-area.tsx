import type { KeyboardEvent } from 'react';
import { TextArea as AriaTextArea, TextField as AriaTextField } from 'react-aria-components';
import { FieldFoot, FieldLabel, type FieldProps } from './field.tsx';

interface TextAreaProps extends FieldProps {
  value: string;
  onChange: (value: string) => void;
  rows?: number;
  onKeyDown?: (event: KeyboardEvent) => void;
}

/** Several lines of text. Enter goes to the next line. */
export function TextArea({ value, onChange, rows = 2, onKeyDown, ...props }: TextAreaProps) {
  const { field, label, isRequired, isDisabled, error, hint, note } = props;
  return (
    <AriaTextField
      className="field"
      data-field={field}
      value={value}
      onChange={onChange}
      isInvalid={error !== undefined}
      isDisabled={isDisabled ?? false}
      isRequired={isRequired ?? false}
      validationBehavior="aria"
    >
      <FieldLabel label={label} isRequired={isRequired} />
      <div className="field__box">
        <AriaTextArea
          className="field__input field__input--lines"
          rows={rows}
          spellCheck={false}
          {...(onKeyDown === undefined ? {} : { onKeyDown })}
        />
      </div>
      <FieldFoot error={error} hint={hint} note={note} />
    </AriaTextField>
  );
}
