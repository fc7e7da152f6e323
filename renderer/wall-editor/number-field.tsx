import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from '../ui/text-field.tsx';

interface NumberFieldProps {
  field: string;
  label: string;
  hint?: string;
  unit: string;
  range: { readonly least: number; readonly most: number };
  /** Null: not said. */
  value: number | null;
  onChange: (value: number | null) => void;
}

/** A whole number, kept when the field is left or Enter is pressed. Empty: not said. */
export function NumberField({ value, ...props }: NumberFieldProps) {
  // Another value from elsewhere begins another text.
  return <Text key={String(value)} {...props} value={value} />;
}

function Text({ field, label, hint, unit, range, value, onChange }: NumberFieldProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(value === null ? '' : String(value));
  const trimmed = text.trim();
  const number = trimmed === '' ? null : Number(trimmed);
  const isWrong = number !== null && !(Number.isInteger(number) && number >= range.least && number <= range.most);
  const keep = () => {
    if (!isWrong && number !== value) onChange(number);
  };
  return (
    <TextField
      {...{ field, label, hint, unit }}
      align="end"
      inputMode="numeric"
      value={text}
      onChange={setText}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep();
      }}
      error={isWrong ? t('walls.number', { least: range.least, most: range.most }) : undefined}
    />
  );
}
