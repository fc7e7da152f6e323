import { Checkbox } from 'react-aria-components';
import './choice-box.css';

/** One choice that is on or off. */
export function ChoiceBox(props: { label: string; isSelected: boolean; onChange: (isSelected: boolean) => void }) {
  return (
    <Checkbox className="choice-box" isSelected={props.isSelected} onChange={props.onChange}>
      <span className="choice-box__box" aria-hidden="true" />
      {props.label}
    </Checkbox>
  );
}
