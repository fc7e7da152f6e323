import type { KeyboardEvent, RefObject } from 'react';
import { Button, Input, SearchField } from 'react-aria-components';
import { Icon } from './icons.tsx';
import './search-box.css';

interface SearchBoxProps {
  label: string;
  clearLabel: string;
  value: string;
  onChange: (value: string) => void;
  inputRef?: RefObject<HTMLInputElement | null>;
  /** The key that leads here, shown while it is empty. */
  shortcut?: string | undefined;
  /** Enter or an arrow down: on to what was found. */
  onLeave: () => void;
}

/** A field that filters while one types. Escape empties it, Enter and the arrow down lead to what was found. */
export function SearchBox({
  label,
  clearLabel,
  value,
  onChange,
  inputRef,
  shortcut,

  onLeave,
}: SearchBoxProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    onLeave();
  };
  return (
    <SearchField className="search-box" aria-label={label} value={value} onChange={onChange}>
      <Icon name="search" size="0.9375rem" />
      <Input
        className="search-box__input"
        placeholder={label}
        onKeyDown={onKeyDown}
        {...(inputRef === undefined ? {} : { ref: inputRef })}
      />
      {value !== '' || shortcut === undefined ? null : <kbd aria-hidden="true">{shortcut}</kbd>}
      <Button className="search-box__clear" aria-label={clearLabel}>
        <Icon name="close" size="0.75rem" />
      </Button>
    </SearchField>
  );
}
