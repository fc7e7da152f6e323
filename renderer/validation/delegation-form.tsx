import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type EditOutcome, reasonSentence, useEditing } from '../billing/index.ts';
import { useServices } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import { DateField } from '../ui/date-field.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { TextField } from '../ui/text-field.tsx';

const DAY_MS = 24 * 3_600_000;

/** Has somebody decide in one's place, from the first day to the last, both included, by this computer's calendar. */
export function DelegationForm({ me }: { me: string }) {
  const { t } = useTranslation();
  const { clock } = useServices();
  const editing = useEditing();
  const [toSubject, setTo] = useState('');
  const [first, setFirst] = useState<string | null>(() => dayOf(clock.nowMs()));
  const [last, setLast] = useState<string | null>(() => dayOf(clock.nowMs() + 7 * DAY_MS));
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [note, setNote] = useState('');
  const [outcome, setOutcome] = useState<EditOutcome | null>(null);
  const field = outcome?.result === 'refused' ? outcome.reason.field : undefined;
  const isReady = toSubject.trim() !== '' && first !== null && last !== null;

  /** What is typed and is no day yet stays as it was typed, and is none. */
  const day = (name: string, set: (value: string | null) => void) => ({
    typed: typed[name],
    onChange(value: string | null) {
      set(value);
      setTyped((before) => Object.fromEntries(Object.entries(before).filter(([other]) => other !== name)));
    },
    onTyped(text: string) {
      set(null);
      setTyped((before) => ({ ...before, [name]: text }));
    },
  });

  async function give(): Promise<void> {
    if (!isReady || first === null || last === null) return;
    const fields = {
      ...{ fromSubject: me, toSubject: toSubject.trim(), subjectKind: null },
      ...{ startsAt: startOf(first).toISOString(), endsAt: new Date(startOf(last, 1)).toISOString() },
      note: note.trim() === '' ? null : note.trim(),
    };
    const made = await editing.create('delegation', fields, toSubject.trim());
    setOutcome(made);
    if (made.result === 'kept') setTo('');
  }

  return (
    <div className="delegation-form" data-testid="delegation-form">
      <TextField
        field="toSubject"
        label={t('delegation.to')}
        hint={t('delegation.to-hint')}
        isRequired
        value={toSubject}
        onChange={setTo}
        {...(field === 'toSubject' ? { error: t('delegation.wrong-person') } : {})}
      />
      <DateField field="startsAt" label={t('edit.field.period-start')} value={first} {...day('first', setFirst)} />
      <DateField
        field="endsAt"
        label={t('edit.field.period-end')}
        value={last}
        {...day('last', setLast)}
        {...(field === 'endsAt' ? { error: t('delegation.wrong-days') } : {})}
      />
      <TextField field="note" label={t('delegation.note')} value={note} onChange={setNote} />
      <TextButton main isDisabled={!isReady} onPress={() => void give()}>
        {t('delegation.give')}
      </TextButton>
      {outcome !== null && outcome.result !== 'kept' && field === undefined ? (
        <p role="alert">
          <StatusMark severity="warning" /> {reasonSentence(t, outcome)}
        </p>
      ) : null}
    </div>
  );
}

/** The day of this computer's calendar, `YYYY-MM-DD`. */
function dayOf(atMs: number): string {
  return new Intl.DateTimeFormat('en-CA').format(atMs);
}

/** When a day of this computer's calendar begins, or one some days later. */
function startOf(day: string, daysLater = 0): Date {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + daysLater);
}
