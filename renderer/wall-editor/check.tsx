import type { ReactNode } from 'react';
import { Checkbox } from 'react-aria-components';

/** Something that is on or off. */
export function Check({
  isOn,
  onChange,
  children,
}: {
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  children: ReactNode;
}) {
  return (
    <Checkbox className="walls__check" isSelected={isOn} onChange={onChange}>
      <span className="walls__box" aria-hidden="true" />
      {children}
    </Checkbox>
  );
}
