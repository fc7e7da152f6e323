import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type FieldValues, LONGEST_ALARM_TEXT } from '../../shared/domain/index.ts';
import { RestoredNote, useKeptText } from '../billing/index.ts';
import { useFormat } from '../i18n/index.ts';
import { useNow, useServices } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import { ChoiceGroup } from '../ui/choice-group.tsx';
import { Sheet } from '../ui/dialog.tsx';
import { TextArea } from '../ui/text-area.tsx';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** For how long it can be hidden: a shelf for a day at most, maintenance for a month (alarm-actions.ts). */
const SPANS = {
  shelve: [10 * MINUTE, 30 * MINUTE, HOUR, 4 * HOUR, 8 * HOUR, 24 * HOUR - MINUTE],
  suppress: [HOUR, 8 * HOUR, DAY, 7 * DAY, 30 * DAY],
} as const;
/** What is chosen at first. */
const FIRST = { shelve: 30 * MINUTE, suppress: 8 * HOUR } as const;

interface SheetProps {
  /** Of what it is, for what is typed to be back after a crash. */
  draftName: string;
  /** What it is about. */
  title: string;
  onClose: () => void;
  onConfirm: (parameters: FieldValues) => void;
}

/** Until when an alarm is hidden, and why: both are asked for, and everybody can read them. */
export function HideSheet({
  draftName,
  action,
  title,
  onClose,
  onConfirm,
}: SheetProps & { action: 'shelve' | 'suppress' }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { clock } = useServices();
  const [spanMs, setSpan] = useState<number>(FIRST[action]);
  const entry = useKeptText(`${draftName}.${action}`);
  const reason = entry.values.text;
  const [isMissing, setMissing] = useState(false);
  const send = () => {
    if (reason.trim() === '') return setMissing(true);
    close();
    onConfirm({ until: new Date(clock.nowMs() + spanMs).toISOString(), reason: reason.trim() });
  };
  const close = () => {
    entry.drop();
    onClose();
  };
  const spanText = (ms: number) => {
    if (ms < HOUR) return t('alarm.hide.minutes', { count: ms / MINUTE });
    return ms < DAY
      ? t('alarm.hide.hours', { count: Math.round(ms / HOUR) })
      : t('alarm.hide.days', { count: ms / DAY });
  };
  return (
    <Sheet
      testId="hide-alarm"
      title={t(`alarm.hide.${action}`)}
      kind={title}
      isOpen
      onClose={close}
      foot={
        <>
          <TextButton onPress={close}>{t('edit.cancel')}</TextButton>
          <TextButton main onPress={send}>
            {t(`alarm.hide.${action}`)}
          </TextButton>
        </>
      }
    >
      <form
        className="alarm-form"
        noValidate
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <p className="dialog__detail">{t(`alarm.hide.${action}-detail`)}</p>
        <ChoiceGroup
          label={t('alarm.hide.for')}
          choices={SPANS[action].map((ms) => ({ value: String(ms), label: spanText(ms) }))}
          value={String(spanMs)}
          onChange={(value) => setSpan(Number(value))}
        />
        <p data-testid="hide-until">{t('alarm.hide.until', { time: format.dateTime(now + spanMs) })}</p>
        <RestoredNote form={entry} />
        <TextArea
          field="reason"
          label={t('alarm.hide.reason')}
          isRequired
          value={reason}
          onChange={(text) => {
            entry.change({ text: text.slice(0, LONGEST_ALARM_TEXT) });
            setMissing(false);
          }}
          {...(isMissing ? { error: t('alarm.hide.reason-missing') } : {})}
        />
      </form>
    </Sheet>
  );
}

/** A note by itself, which cannot be empty, or one that goes with an acknowledge. */
export function NoteSheet({
  draftName,
  action,
  title,
  onClose,
  onConfirm,
}: SheetProps & { action: 'acknowledge' | 'note' }) {
  const { t } = useTranslation();
  const entry = useKeptText(`${draftName}.${action}`);
  const { text } = entry.values;
  const [isMissing, setMissing] = useState(false);
  const send = () => {
    if (text.trim() === '') return setMissing(true);
    close();
    onConfirm({ [action === 'note' ? 'text' : 'note']: text.trim() });
  };
  const close = () => {
    entry.drop();
    onClose();
  };
  return (
    <Sheet
      testId="alarm-note"
      title={t(action === 'note' ? 'alarm.note.title' : 'alarm.note.acknowledge')}
      kind={title}
      isOpen
      onClose={close}
      foot={
        <>
          <TextButton onPress={close}>{t('edit.cancel')}</TextButton>
          <TextButton main onPress={send}>
            {t(action === 'note' ? 'alarm.note.keep' : 'alarm.act.acknowledge')}
          </TextButton>
        </>
      }
    >
      <RestoredNote form={entry} />
      <TextArea
        field="note"
        label={t('alarm.note.text')}
        isRequired
        value={text}
        onChange={(next) => {
          entry.change({ text: next.slice(0, LONGEST_ALARM_TEXT) });
          setMissing(false);
        }}
        {...(isMissing ? { error: t('alarm.note.missing') } : {})}
      />
    </Sheet>
  );
}
