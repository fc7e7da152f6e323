import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { type EditOutcome, reasonSentence, RestoredNote, useEditing, useKeptEntry } from '../billing/index.ts';
import { useServices } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import { DateField } from '../ui/date-field.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { TextField } from '../ui/text-field.tsx';

const DAY_MS = 24 * 3_600_000;

/** What is entered, and as its draft is kept. `typed`: what is no day yet, by its field. */
const entered = z.object({
  toSubject: z.string(),
  first: z.string().nullable(),
  last: z.string().nullable(),
  typed: z.record(z.string(), z.string()),
  note: z.string(),
});

/** Has somebody decide in one's place, from the first day to the last, both included, by this computer's calendar. */
export function DelegationForm({ me }: { me: string }) {
  const { t } = useTranslation();
  const { clock } = useServices();
  const editing = useEditing();
  const entry = useKeptEntry('delegation', entered, {
    ...{ toSubject: '', first: dayOf(clock.nowMs()), last: dayOf(clock.nowMs() + 7 * DAY_MS) },
    ...{ typed: {}, note: '' },
  });
  const { toSubject, first, last, typed, note } = entry.values;
  const [outcome, setOutcome] = useState<EditOutcome | null>(null);
  const field = outcome?.result === 'refused' ? outcome.reason.field : undefined;
  const isReady = toSubject.trim() !== '' && first !== null && last !== null;

  /** What is typed and is no day yet stays as it was typed, and is none. */
  const day = (name: 'first' | 'last') => ({
    typed: typed[name],
    onChange(value: string | null) {
      const { [name]: _, ...others } = typed;
      entry.change({ [name]: value, typed: others });
    },
    onTyped: (text: string) => entry.change({ [name]: null, typed: { ...typed, [name]: text } }),
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
    if (made.result === 'kept') entry.drop();
  }

  return (
    <div className="delegation-form" data-testid="delegation-form">
      <RestoredNote form={entry} isNew />
      <TextField
        field="toSubject"
        label={t('delegation.to')}
        hint={t('delegation.to-hint')}
        isRequired
        value={toSubject}
        onChange={(next) => entry.change({ toSubject: next })}
        {...(field === 'toSubject' ? { error: t('delegation.wrong-person') } : {})}
      />
      <DateField field="startsAt" label={t('edit.field.period-start')} value={first} {...day('first')} />
      <DateField
        field="endsAt"
        label={t('edit.field.period-end')}
        value={last}
        {...day('last')}
        {...(field === 'endsAt' ? { error: t('delegation.wrong-days') } : {})}
      />
      <TextField
        field="note"
        label={t('delegation.note')}
        value={note}
        onChange={(next) => entry.change({ note: next })}
      />
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
