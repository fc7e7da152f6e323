import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AlarmRow } from '../../shared/contract/index.ts';
import type { AlarmAction, FieldValues } from '../../shared/domain/index.ts';
import { type EditOutcome, reasonSentence } from '../billing/index.ts';
import { TextButton } from '../ui/button.tsx';
import { SHORTCUTS } from '../ui/shortcuts.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { HideSheet, NoteSheet } from './action-sheets.tsx';
import { useActOnAlarms, useAlarmRights } from './use-acting.ts';

type Asked = 'acknowledge' | 'note' | 'shelve' | 'suppress';

/** What can be done with one alarm as it stands. What is refused at once is said under the buttons. */
export function AlarmActions({ row }: { row: AlarmRow }) {
  const { t } = useTranslation();
  const { mayAct } = useAlarmRights();
  const act = useActOnAlarms();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [why, setWhy] = useState<Exclude<EditOutcome, { result: 'kept' }> | null>(null);
  const title = t('alarm.bar.newest', { kind: t(`alarm.kind.${row.kind}`), subject: row.subject });
  if (!mayAct)
    return (
      <p className="alarm__note" data-testid="not-offered">
        {t('alarm.act.not-allowed')}
      </p>
    );
  const can = (action: AlarmAction) => row.actions.includes(action);
  const doIt = (action: AlarmAction, parameters: FieldValues = {}) =>
    void act([row.id], action, parameters).then(([outcome]) =>
      setWhy(outcome === undefined || outcome.result === 'kept' ? null : outcome),
    );
  const close = () => setAsked(null);
  return (
    <>
      <div className="alarm__actions" data-testid="alarm-actions">
        {can('acknowledge') ? (
          <>
            <TextButton main onPress={() => doIt('acknowledge')}>
              {t('alarm.act.acknowledge')} <kbd>{SHORTCUTS.acknowledge[0].toUpperCase()}</kbd>
            </TextButton>
            <TextButton onPress={() => setAsked('acknowledge')}>{t('alarm.act.acknowledge-with')}</TextButton>
          </>
        ) : null}
        {can('reset') ? (
          <TextButton main onPress={() => doIt('reset')}>
            {t('alarm.act.reset')}
          </TextButton>
        ) : null}
        {can('unshelve') ? (
          <TextButton onPress={() => doIt('unshelve')}>{t('alarm.act.unshelve')}</TextButton>
        ) : can('shelve') ? (
          <TextButton onPress={() => setAsked('shelve')}>{t('alarm.act.shelve')}</TextButton>
        ) : null}
        {can('unsuppress') ? (
          <TextButton onPress={() => doIt('unsuppress')}>{t('alarm.act.unsuppress')}</TextButton>
        ) : can('suppress') ? (
          <TextButton onPress={() => setAsked('suppress')}>{t('alarm.act.suppress')}</TextButton>
        ) : null}
        {can('note') ? <TextButton onPress={() => setAsked('note')}>{t('alarm.act.note')}</TextButton> : null}
      </div>
      {/* Always there, so that what comes into it is read out. */}
      <div role="alert">
        {why === null ? null : (
          <p className="alarm__refused" data-testid="act-refused">
            <StatusMark severity="warning" />
            {reasonSentence(t, why)}
          </p>
        )}
      </div>
      {asked === 'shelve' || asked === 'suppress' ? (
        <HideSheet
          draftName={`alarm.${row.id}`}
          action={asked}
          title={title}
          onClose={close}
          onConfirm={(parameters) => doIt(asked, parameters)}
        />
      ) : null}
      {asked === 'note' || asked === 'acknowledge' ? (
        <NoteSheet
          draftName={`alarm.${row.id}`}
          action={asked}
          title={title}
          onClose={close}
          onConfirm={(parameters) => doIt(asked, parameters)}
        />
      ) : null}
    </>
  );
}
