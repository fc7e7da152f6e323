import { type RefObject, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxEntry } from '../../shared/contract/index.ts';
import type { EditableEntity } from '../../shared/domain/index.ts';
import { refusalSentence, useFormat } from '../i18n/index.ts';
import { TextButton } from '../ui/button.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { refusedBecause } from './entry-names.ts';
import { fieldName, fieldText, type Writing } from './field-text.ts';
import { ChoiceLine, ContextLine, MendLine, SameLine } from './settlement-lines.tsx';
import { choiceOf, type FormFault, linesOf, resultOf } from './settlement.ts';
import { useCurrency } from './use-currency.ts';
import { type Settlement, useSettlement } from './use-settlement.ts';
import './settlement.css';

interface SettlementFormProps {
  entry: OutboxEntry & { entity: EditableEntity };
  /** Reads the entry again. */
  onStale: () => void;
  /** The ways out besides settling it. */
  actions: React.ReactNode;
}

/** Where a conflict is settled or a refused change mended: field by field, with what comes of it. */
export function SettlementForm({ entry, onStale, actions }: SettlementFormProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useCurrency(entry);
  const settlement = useSettlement(entry, onStale);
  const form = useRef<HTMLFormElement>(null);
  const writing = { t, format, currency };
  const lines = linesOf(entry);
  const isMended = entry.state === 'rejected';
  const choosable = lines.filter(({ kind }) => kind === 'choice');
  const areAllTheirs = choosable.every(({ field }) => choiceOf(entry, settlement.choices, field).side === 'theirs');
  const errorOf = (field: string) => faultSentence(writing, settlement, entry, field);

  return (
    <form
      ref={form}
      className="settlement"
      data-testid="settlement"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void settlement.send().then((field) => focusField(form, field));
      }}
    >
      <output className="settlement__news" data-testid="stale">
        {settlement.isStale ? (
          <>
            <StatusMark severity="warning" />
            {t('settle.stale')}
          </>
        ) : null}
      </output>
      {isMended || choosable.length < 2 ? null : (
        <div className="settlement__all">
          <TextButton onPress={() => settlement.chooseAll('mine')}>{t('settle.all-mine')}</TextButton>
          <TextButton onPress={() => settlement.chooseAll('theirs')}>{t('settle.all-theirs')}</TextButton>
        </div>
      )}
      <div className="settlement__lines">
        {lines.map(({ kind, field }) => {
          const common = { entry, field, writing, label: fieldName(t, field.field) };
          if (kind === 'same') return <SameLine key={field.field} {...common} />;
          if (kind === 'context') return <ContextLine key={field.field} {...common} />;
          const Line = isMended ? MendLine : ChoiceLine;
          return <Line key={field.field} {...common} settlement={settlement} error={errorOf(field.field)} />;
        })}
      </div>
      {settlement.refusal === null ? null : (
        <p className="settlement__refusal" role="alert" data-testid="refusal">
          <StatusMark severity="alarm" />
          {refusedBecause(t, settlement.refusal)}
        </p>
      )}
      {isMended || choosable.length === 0 ? null : <Preview {...{ entry, writing, settlement }} />}
      <div className="settlement__actions">
        <TextButton type="submit" main isDisabled={settlement.isBusy}>
          {isMended ? t('settle.mend') : areAllTheirs ? t('settle.give-up') : t('settle.do')}
        </TextButton>
        {actions}
      </div>
    </form>
  );
}

/** What the record will have once this is sent. */
function Preview({ entry, writing, settlement }: { entry: OutboxEntry; writing: Writing; settlement: Settlement }) {
  const { t } = writing;
  return (
    <dl className="preview" data-testid="preview" aria-label={t('settle.result')} aria-live="polite">
      <dt className="preview__title">{t('settle.result')}</dt>
      {linesOf(entry).map(({ kind, field }) => {
        if (kind === 'context') return null;
        const choice = choiceOf(entry, settlement.choices, field);
        const value = kind === 'same' ? field.theirs : resultOf(field, choice);
        const named = { ...field, names: { ...field.names, ...settlement.names } };
        return (
          <dd key={field.field} className="preview__value" data-field={field.field}>
            {fieldName(t, field.field)}{' '}
            {value === undefined ? (
              <em className="preview__open">{t('settle.undecided')}</em>
            ) : (
              <strong>{fieldText(writing, entry.entity, named, value)}</strong>
            )}
          </dd>
        );
      })}
    </dl>
  );
}

function faultSentence(
  writing: Writing,
  settlement: Settlement,
  entry: OutboxEntry,
  field: string,
): string | undefined {
  const { t } = writing;
  const fault: FormFault | undefined = settlement.faults[field];
  if (fault?.code === 'undecided') return t('settle.choose');
  if (fault !== undefined) return refusalSentence(t, fault);
  const refusal = settlement.refusal ?? (entry.state === 'rejected' ? entry.reason : null);
  if (refusal?.field !== field) return undefined;
  // What the person has changed since is not what was refused.
  const line = entry.fields.find((candidate) => candidate.field === field);
  if (settlement.refusal === null && line !== undefined) {
    if (choiceOf(entry, settlement.choices, line).hand !== line.mine) return undefined;
  }
  return refusalSentence(t, refusal);
}

/** Puts the focus where something is missing. */
function focusField(form: RefObject<HTMLFormElement | null>, field: string | undefined): void {
  if (field === undefined) return;
  const line = form.current?.querySelector(`[data-line="${CSS.escape(field)}"]`);
  const target =
    line?.querySelector<HTMLElement>('input[type="text"], input:not([type]), input[type="radio"]:checked') ??
    line?.querySelector<HTMLElement>('input, button');
  target?.focus();
}
