import { type KeyboardEvent, useState } from 'react';
import type { FieldProps } from './field.tsx';
import { TextField } from './text-field.tsx';

/** A value that is typed as text. What does not parse stays as it was typed, and is no value. */
export interface ParsedProps<Value> extends FieldProps {
  value: Value | null;
  /** Typed text that is no value yet, as the form keeps it; undefined when there is none. */
  typed: string | undefined;
  onChange: (value: Value | null) => void;
  /** What was typed is no value. */
  onTyped: (text: string) => void;
}

interface Reading<Value> {
  /** Undefined: no value. */
  parse: (text: string) => Value | undefined;
  write: (value: Value) => string;
  inputMode: 'decimal' | 'numeric';
  align?: 'end';
  placeholder?: string;
  unit?: string;
  /** The value at an arrow key. */
  step?: (value: Value, by: 1 | -1) => Value;
}

/** Shows a value as people write it, and takes what they type: while they type it stays as it is, after that it is set in order. */
export function ParsedField<Value>({
  value,
  typed,
  onChange,
  onTyped,
  parse,
  write,
  step,
  ...others
}: ParsedProps<Value> & Reading<Value>) {
  // What is typed at present: only while the field has the focus.
  const [draft, setDraft] = useState<{ text: string; value: Value | null } | null>(null);
  const written = typed ?? (value === null ? '' : write(value));
  // The value changed underneath: what was typed is of another one.
  const text = draft !== null && (typed !== undefined || draft.value === value) ? draft.text : written;

  function change(next: string): void {
    const parsed = next.trim() === '' ? null : parse(next);
    setDraft({ text: next, value: parsed ?? null });
    if (parsed === undefined) onTyped(next);
    else onChange(parsed);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (step === undefined || value === null || typed !== undefined) return;
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    setDraft(null);
    onChange(step(value, event.key === 'ArrowUp' ? 1 : -1));
  }

  return <TextField {...others} value={text} onChange={change} onBlur={() => setDraft(null)} onKeyDown={onKeyDown} />;
}
