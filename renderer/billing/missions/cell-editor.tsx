import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MissionColumnKey, MissionRow } from '../../../shared/contract/index.ts';
import { type FieldValue, refuseFields } from '../../../shared/domain/index.ts';
import { currencyStyle, formatDecimal, type Language, refusalSentence, useFormat } from '../../i18n/index.ts';
import { reasonSentence } from '../editing/reason-sentence.ts';
import { useEditing } from '../editing/use-editing.ts';
import { readCell } from './read-cell.ts';
import { FIELD_OF_COLUMN } from './columns.tsx';

interface CellEditorProps {
  row: MissionRow;
  column: MissionColumnKey;
  /** What was typed to begin with; null: the value is edited as it is. */
  typed: string | null;
  /** Where to go from here; null: nowhere. */
  onEnd: (step: { down: number; right: number } | null) => void;
}

/** One cell as a field. Enter keeps it, Tab keeps it and goes on, Escape leaves it as it was. What the rules refuse is said beside it. */
export function CellEditor({ row, column, typed, onEnd }: CellEditorProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const editing = useEditing();
  const errorId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(() => typed ?? written(row, column, format.language));
  const [error, setError] = useState<string | null>(null);
  const isEnding = useRef(false);
  const field = FIELD_OF_COLUMN[column];

  useEffect(() => {
    input.current?.focus();
    if (typed === null) input.current?.select();
  }, [typed]);

  async function keep(step: { down: number; right: number } | null): Promise<void> {
    if (field === undefined || isEnding.current) return;
    const value = readCell(text, field, row.currency, format.language);
    if (value === undefined) return setError(t('refusal.invalid-value'));
    const from: FieldValue = row[field];
    const refused = refuseFields('mission', { [field]: value });
    if (refused !== undefined) return setError(refusalSentence(t, refused));
    isEnding.current = true;
    if (from !== value) {
      const outcome = await editing.patch('mission', row.id, { [field]: { from, to: value } }, row.reference);
      if (outcome.result !== 'kept') {
        isEnding.current = false;
        return setError(outcome.result === 'stale' ? t('bulk.stale') : reasonSentence(t, outcome));
      }
    }
    onEnd(step);
  }

  function onKeyDown(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      isEnding.current = true;
      onEnd(null);
    } else if (event.key === 'Enter') void keep({ down: event.shiftKey ? -1 : 1, right: 0 });
    else if (event.key === 'Tab') void keep({ down: 0, right: event.shiftKey ? -1 : 1 });
    else return;
    event.preventDefault();
  }

  return (
    <span className="cell-editor" data-editor="">
      <input
        ref={input}
        className="cell-editor__input"
        aria-label={t(
          `mission-table.edit.${column === 'amountCents' || column === 'distanceMetres' ? column : 'customerName'}`,
          {
            reference: row.reference,
          },
        )}
        aria-invalid={error !== null}
        aria-describedby={error === null ? undefined : errorId}
        value={text}
        spellCheck={false}
        autoComplete="off"
        maxLength={500}
        inputMode={column === 'customerName' ? 'text' : 'decimal'}
        onChange={(event) => {
          setText(event.target.value);
          setError(null);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => {
          if (error === null) void keep(null);
        }}
      />
      {error === null ? null : (
        <span id={errorId} className="cell-editor__error" role="alert">
          {error}
        </span>
      )}
    </span>
  );
}

/** The value as it is written in a field. */
function written(row: MissionRow, column: MissionColumnKey, language: Language): string {
  if (column === 'amountCents') {
    const { digits } = currencyStyle(language, row.currency);
    return row.amountCents === null ? '' : formatDecimal(row.amountCents, language, digits);
  }
  if (column === 'distanceMetres')
    return row.distanceMetres === null ? '' : formatDecimal(row.distanceMetres, language, 3, 0);
  return row.customerName ?? '';
}
