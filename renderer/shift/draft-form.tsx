import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncEntity } from '../../shared/api/index.ts';
import { shiftFault } from '../../shared/domain/index.ts';
import { type EditOutcome, reasonSentence, useEditing } from '../billing/index.ts';
import { useRecord } from '../lists/index.ts';
import { useClient, useServices } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import { Sheet } from '../ui/dialog.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { type Moment, MomentField, momentOf, msOfMoment } from './moment-field.tsx';

const ENTITIES: readonly SyncEntity[] = ['handover'];
const HOUR_MS = 3_600_000;
/** A shift where nobody has handed over before, ms. */
const USUAL_MS = 8 * HOUR_MS;

/** Begins a handover: from when to when the shift was. What is handed over is gathered by itself. */
export function DraftForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { clock, selection } = useServices();
  const client = useClient();
  const editing = useEditing();
  const read = useCallback((signal: AbortSignal) => client.request('handovers.now', {}, { signal }), [client]);
  const { record } = useRecord('now', read, ENTITIES);
  const [from, setFrom] = useState<Moment | null>(null);
  const [to, setTo] = useState<Moment>(() => momentOf(Math.ceil(clock.nowMs() / HOUR_MS) * HOUR_MS));
  const [isTried, setTried] = useState(false);
  const [outcome, setOutcome] = useState<EditOutcome | null>(null);
  const now = record.state === 'ready' ? record.value : null;
  const toMs = msOfMoment(to);
  const begins = from ?? momentOf(beginningOf(now?.lastShiftTo ?? null, toMs ?? clock.nowMs()));
  const fromMs = msOfMoment(begins);
  const isWrong =
    fromMs == null ||
    toMs == null ||
    shiftFault({ shiftFrom: new Date(fromMs).toISOString(), shiftTo: new Date(toMs).toISOString() }) !== undefined;

  async function draft(): Promise<void> {
    setTried(true);
    if (isWrong || now?.subject == null) return;
    const fields = {
      ...{ shiftFrom: new Date(fromMs).toISOString(), shiftTo: new Date(toMs).toISOString() },
      leavingBy: now.subject,
    };
    const made = await editing.create('handover', fields, t('handover.kind-of-record'));
    setOutcome(made);
    if (made.result !== 'kept') return;
    selection.select({ panel: 'handovers', id: made.id });
    onClose();
  }

  return (
    <Sheet
      testId="handover-form"
      title={t('handover.new')}
      isOpen
      onClose={onClose}
      foot={
        <>
          <TextButton onPress={onClose}>{t('edit.cancel')}</TextButton>
          <TextButton main isDisabled={now === null || now.subject === null} onPress={() => void draft()}>
            {t('handover.begin')}
          </TextButton>
        </>
      }
    >
      <div className="shift-form">
        {now !== null && now.subject === null ? <p>{t('handover.unknown')}</p> : null}
        <MomentField
          field="shiftFrom"
          label={t('handover.from-day')}
          timeLabel={t('handover.from-time')}
          isRequired
          value={begins}
          onChange={setFrom}
        />
        <MomentField
          field="shiftTo"
          label={t('handover.to-day')}
          timeLabel={t('handover.to-time')}
          isRequired
          value={to}
          onChange={setTo}
          error={isTried && isWrong ? t('handover.wrong-shift') : undefined}
        />
        {outcome !== null && outcome.result !== 'kept' ? (
          <p role="alert">
            <StatusMark severity="warning" /> {reasonSentence(t, outcome)}
          </p>
        ) : null}
      </div>
    </Sheet>
  );
}

/** Where the last shift ended, if that is a shift ago at the most. */
function beginningOf(lastShiftTo: string | null, toMs: number): number {
  const lastMs = lastShiftTo === null ? Number.NEGATIVE_INFINITY : Date.parse(lastShiftTo);
  return lastMs < toMs && toMs - lastMs <= 2 * USUAL_MS ? lastMs : toMs - USUAL_MS;
}
