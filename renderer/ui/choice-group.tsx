import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import './choice-group.css';

export interface Choice<Value extends string> {
  value: Value;
  label: string;
  /** What is said instead of a label that is only an abbreviation. */
  name?: string;
}

interface GroupProps<Value extends string> {
  label: string;
  choices: readonly Choice<Value>[];
}

/** One of a few values, all seen at once. */
export function ChoiceGroup<Value extends string>(
  props: GroupProps<Value> & { value: Value; onChange: (value: Value) => void },
) {
  const { label, choices, value, onChange } = props;
  return (
    <ToggleButtonGroup
      className="choices"
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const chosen = choices.find((choice) => keys.has(choice.value));
        if (chosen !== undefined) onChange(chosen.value);
      }}
    >
      {choices.map((choice) => (
        <ToggleButton key={choice.value} id={choice.value} className="choice" aria-label={choice.name ?? choice.label}>
          {choice.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}

/** Any of a few values, each on or off: filters. None on means all. */
export function FilterChips<Value extends string>(
  props: GroupProps<Value> & { values: readonly Value[]; onChange: (values: Value[]) => void },
) {
  const { label, choices, values, onChange } = props;
  return (
    <ToggleButtonGroup
      className="chips"
      aria-label={label}
      selectionMode="multiple"
      selectedKeys={values}
      onSelectionChange={(keys) => onChange(choices.map(({ value }) => value).filter((value) => keys.has(value)))}
    >
      {choices.map((choice) => (
        <ToggleButton key={choice.value} id={choice.value} className="chip">
          {choice.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
