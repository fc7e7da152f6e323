import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type EditOutcome, reasonSentence } from '../billing/index.ts';
import { useSelection } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import { useShortcut } from '../ui/shortcuts.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import type { AlarmList } from './alarm-list.ts';
import { useActOnAlarms, useAlarmRights } from './use-acting.ts';

/** One key acknowledges what is selected. What is marked goes first: its bar has the key then. Why it was not done is said here. */
export function AcknowledgeKey({ model }: { model: AlarmList }) {
  const { t } = useTranslation();
  const { mayAct } = useAlarmRights();
  const selected = useSelection((state) => (state.selected?.panel === 'alarms' ? state.selected.id : null));
  const act = useActOnAlarms();
  const [why, setWhy] = useState<Exclude<EditOutcome, { result: 'kept' }> | null>(null);
  useShortcut('acknowledge', () => {
    if (!mayAct || selected === null || model.marks.state.getState().rows.size > 0) return;
    void act([selected], 'acknowledge').then(([outcome]) =>
      setWhy(outcome === undefined || outcome.result === 'kept' ? null : outcome),
    );
  });
  if (why === null) return null;
  return (
    <p className="list-panel__notice" role="alert">
      <StatusMark severity="warning" />
      {reasonSentence(t, why)}
      <TextButton quiet onPress={() => setWhy(null)}>
        {t('edit.close')}
      </TextButton>
    </p>
  );
}
