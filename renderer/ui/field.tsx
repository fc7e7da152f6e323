import { useTranslation } from 'react-i18next';
import { FieldError, Label, Text } from 'react-aria-components';
import { TextButton } from './button.tsx';
import { StatusMark } from './status-mark.tsx';
import './field.css';

/** Something that a person must see before the field can be relied on, with what can be done about it. */
export interface FieldNote {
  readonly text: string;
  readonly actions: readonly { readonly label: string; readonly onPress: () => void }[];
}

/** What every field of a form is given, besides its value. */
export interface FieldProps {
  /** Its name in the row, such as `amountCents`: what a form looks for to put the focus on it. */
  readonly field: string;
  readonly label: string;
  readonly isRequired?: boolean | undefined;
  readonly isDisabled?: boolean | undefined;
  /** Why it cannot be taken as it is. */
  readonly error?: string | undefined;
  readonly hint?: string | undefined;
  readonly note?: FieldNote | undefined;
  /** Where what stands beside it says it to the eye. */
  readonly isLabelHidden?: boolean | undefined;
}

export function FieldLabel({
  label,
  isRequired,
  isLabelHidden,
}: Pick<FieldProps, 'label' | 'isRequired' | 'isLabelHidden'>) {
  const { t } = useTranslation();
  return (
    <Label className={isLabelHidden === true ? 'visually-hidden' : 'field__label'}>
      {label}
      {/* The field itself says it to the ear. */}
      {isRequired === true ? (
        <span className="field__required" aria-hidden="true">
          {t('edit.required')}
        </span>
      ) : null}
    </Label>
  );
}

/** Under a field: why it cannot be taken, what changed underneath, or how it is filled in. Read out with the field. */
export function FieldFoot({ error, hint, note }: Pick<FieldProps, 'error' | 'hint' | 'note'>) {
  return (
    <>
      {error === undefined ? null : (
        <FieldError className="field__error">
          <StatusMark severity="alarm" />
          {error}
        </FieldError>
      )}
      {note === undefined ? null : (
        <div className="field__note">
          <StatusMark severity="warning" />
          <Text slot="description" className="field__note-text">
            {note.text}
          </Text>
          <span className="field__note-actions">
            {note.actions.map(({ label, onPress }) => (
              <TextButton key={label} slot={null} onPress={onPress}>
                {label}
              </TextButton>
            ))}
          </span>
        </div>
      )}
      {hint === undefined || note !== undefined || error !== undefined ? null : (
        <Text slot="description" className="field__hint">
          {hint}
        </Text>
      )}
    </>
  );
}
