import { Checkbox } from 'react-aria-components';
import './choice-box.css';

/** One choice that is on or off. */
export function ChoiceBox(props: {
  label: string;
  isSelected: boolean;
  isDisabled?: boolean;
  onChange: (isSelected: boolean) => void;
}) {
  const { label, isSelected, isDisabled = false, onChange } = props;
  return (
    <Checkbox className="choice-box" isSelected={isSelected} isDisabled={isDisabled} onChange={onChange}>
      <span className="choice-box__box" aria-hidden="true" />
      {label}
    </Checkbox>
  );
}
