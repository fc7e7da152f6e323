import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { MOST_TRIAL_MINUTES } from '../../../shared/api/index.ts';
import type { AlarmRuleRow } from '../../../shared/contract/index.ts';
import { MOST_AT_ONCE } from '../../../shared/domain/index.ts';
import { useEditing } from '../../billing/index.ts';
import { TextButton } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { TrialAnswer } from './trial-answer.tsx';
import { useTrial, writtenRule } from './use-trial.ts';

/** As long back as the server keeps. */
const SERVER_MINUTES = 60;

/** Before a rule goes live: what it would have done, and how many alarms it would raise at once. Too many are confirmed by their number. */
export function GoLiveSheet({ rule, onClose }: { rule: AlarmRuleRow; onClose: () => void }) {
  const { t } = useTranslation();
  const editing = useEditing();
  const trial = useTrial();
  const { run, answer } = trial;
  useEffect(() => run(writtenRule(rule), SERVER_MINUTES, 'server'), [run, rule]);
  const { run: runDay, answer: ofDay } = useTrial();
  useEffect(() => runDay(writtenRule(rule), MOST_TRIAL_MINUTES), [runDay, rule]);
  const atOnce = answer.state === 'tried' ? answer.trial.atOnce : 0;
  const isMany = atOnce > MOST_AT_ONCE;
  const goLive = () => {
    onClose();
    void editing.act('alarm-rule', rule.id, 'go-live', rule.name, isMany ? { confirmedAlarms: atOnce } : {});
  };
  return (
    <Sheet
      testId="go-live"
      title={t('alarm.rule.go-live')}
      kind={rule.name}
      isOpen
      onClose={onClose}
      foot={
        <>
          <TextButton onPress={onClose}>{t('edit.cancel')}</TextButton>
          <TextButton main={!isMany} isDisabled={answer.state === 'trying'} onPress={goLive}>
            {isMany ? t('alarm.rule.go-live-all-the-same', { count: atOnce }) : t('alarm.rule.go-live')}
          </TextButton>
        </>
      }
    >
      {/* The day that this workstation has recorded; how many it would raise at once, the server says. */}
      {ofDay.state === 'trying' || (ofDay.state === 'tried' && ofDay.source === 'recording') ? (
        <TrialAnswer answer={ofDay} withAtOnce={false} />
      ) : null}
      <TrialAnswer answer={answer} />
    </Sheet>
  );
}
