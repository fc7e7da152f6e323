import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand/react';
import type { AlarmRow } from '../../shared/contract/index.ts';
import type { AlarmAction, FieldValues } from '../../shared/domain/index.ts';
import { type EditOutcome, reasonSentence } from '../billing/index.ts';
import { MarkedBar, type Marks } from '../lists/index.ts';
import { useServices } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import { Sheet } from '../ui/dialog.tsx';
import { SHORTCUTS, useShortcut } from '../ui/shortcuts.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { HideSheet, NoteSheet } from './action-sheets.tsx';
import { useActOnAlarms, useAlarmRights } from './use-acting.ts';

interface Told {
  readonly row: AlarmRow;
  /** Undefined: it could not be done with it as it stands, and nothing was asked. */
  readonly outcome: EditOutcome | undefined;
}

/** What can be done with all that are marked: each is answered by itself, and one that is refused stops none of the others. */
export function BulkActions({ marks }: { marks: Marks<AlarmRow> }) {
  const { t } = useTranslation();
  const { mayAct } = useAlarmRights();
  const act = useActOnAlarms();
  const [asked, setAsked] = useState<'acknowledge' | 'shelve' | 'suppress' | null>(null);
  const [report, setReport] = useState<readonly Told[] | null>(null);

  async function doWith(action: AlarmAction, parameters: FieldValues = {}): Promise<void> {
    const rows = [...marks.state.getState().rows.values()];
    const able = rows.filter(({ actions }) => actions.includes(action));
    const outcomes = await act(
      able.map(({ id }) => id),
      action,
      parameters,
    );
    const outcomeOf = new Map(able.map(({ id }, index) => [id, outcomes[index]]));
    const told = rows.map((row) => ({ row, outcome: outcomeOf.get(row.id) }));
    const left = told.filter(({ outcome }) => outcome?.result !== 'kept');
    marks.replace(left.map(({ row }) => row));
    setReport(left.length === 0 ? null : told);
  }
  const hasMarks = useStore(marks.state, ({ rows }) => rows.size > 0);
  const titleOf = (count: number) => t('mark.count', { count });
  return (
    <>
      {hasMarks && mayAct ? <BulkKey onAcknowledge={() => void doWith('acknowledge')} /> : null}
      <MarkedBar marks={marks}>
        {mayAct ? (
          <>
            <TextButton main onPress={() => void doWith('acknowledge')}>
              {t('alarm.act.acknowledge')} <kbd>{SHORTCUTS.acknowledge[0].toUpperCase()}</kbd>
            </TextButton>
            <TextButton onPress={() => setAsked('acknowledge')}>{t('alarm.act.acknowledge-with')}</TextButton>
            <TextButton onPress={() => void doWith('reset')}>{t('alarm.act.reset')}</TextButton>
            <TextButton onPress={() => setAsked('shelve')}>{t('alarm.act.shelve')}</TextButton>
            <TextButton onPress={() => setAsked('suppress')}>{t('alarm.act.suppress')}</TextButton>
          </>
        ) : null}
      </MarkedBar>
      {asked === 'shelve' || asked === 'suppress' ? (
        <HideSheet
          draftName="alarms"
          action={asked}
          title={titleOf(marks.state.getState().rows.size)}
          onClose={() => setAsked(null)}
          onConfirm={(parameters) => void doWith(asked, parameters)}
        />
      ) : null}
      {asked === 'acknowledge' ? (
        <NoteSheet
          draftName="alarms"
          action="acknowledge"
          title={titleOf(marks.state.getState().rows.size)}
          onClose={() => setAsked(null)}
          onConfirm={(parameters) => void doWith('acknowledge', parameters)}
        />
      ) : null}
      {report === null ? null : <Report report={report} onClose={() => setReport(null)} />}
    </>
  );
}

function BulkKey({ onAcknowledge }: { onAcknowledge: () => void }) {
  useShortcut('acknowledge', onAcknowledge);
  return null;
}

function Report({ report, onClose }: { report: readonly Told[]; onClose: () => void }) {
  const { t } = useTranslation();
  const { selection } = useServices();
  const done = report.filter(({ outcome }) => outcome?.result === 'kept').length;
  return (
    <Sheet
      testId="alarm-report"
      title={t('alarm.bulk.title')}
      isOpen
      onClose={onClose}
      foot={<TextButton onPress={onClose}>{t('edit.close')}</TextButton>}
    >
      <p>{t('alarm.bulk.done', { count: done })}</p>
      <ul className="alarm-report">
        {report.map(({ row, outcome }) => (
          <li key={row.id} data-result={outcome?.result ?? 'not-offered'}>
            <StatusMark severity={outcome?.result === 'kept' ? 'notice' : 'warning'} />
            <TextButton
              quiet
              onPress={() => {
                selection.select({ panel: 'alarms', id: row.id });
                onClose();
              }}
            >
              {t('alarm.bar.newest', { kind: t(`alarm.kind.${row.kind}`), subject: row.subject })}
            </TextButton>
            <span>
              {outcome === undefined
                ? t('alarm.bulk.not-offered')
                : outcome.result === 'kept'
                  ? t('alarm.bulk.kept')
                  : reasonSentence(t, outcome)}
            </span>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
