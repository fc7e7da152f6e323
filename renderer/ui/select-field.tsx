import { Button, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components';
import type { Choice } from './choice-group.tsx';
import { FieldFoot, FieldLabel, type FieldProps } from './field.tsx';
import { Icon } from './icons.tsx';

interface SelectFieldProps<Value extends string> extends FieldProps {
  choices: readonly Choice<Value>[];
  value: Value | null;
  onChange: (value: Value) => void;
}

/** One of some known values. */
export function SelectField<Value extends string>(props: SelectFieldProps<Value>) {
  const { field, label, isRequired, isDisabled, error, hint, note, choices, value, onChange } = props;
  return (
    <Select
      className="field"
      data-field={field}
      value={value}
      onChange={(key) => {
        const chosen = choices.find((choice) => choice.value === key);
        if (chosen !== undefined) onChange(chosen.value);
      }}
      isInvalid={error !== undefined}
      isDisabled={isDisabled ?? false}
      isRequired={isRequired ?? false}
      validationBehavior="aria"
    >
      <FieldLabel label={label} isRequired={isRequired} isLabelHidden={props.isLabelHidden} />
      <div className="field__box">
        <Button className="field__choice">
          <SelectValue />
          <Icon name="open" size="0.75rem" />
        </Button>
      </div>
      <FieldFoot error={error} hint={hint} note={note} />
      <Popover className="options" offset={4}>
        <ListBox className="options__list">
          {choices.map((choice) => (
            <ListBoxItem key={choice.value} id={choice.value} className="option">
              {choice.label}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}
