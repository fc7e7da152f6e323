import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand/react';
import { ChoiceGroup } from '../ui/choice-group.tsx';
import { ALARM_PARTS, type AlarmList } from './alarm-list.ts';

/** The way between the alarms, their rules and their figures. */
export function PartSwitch({ model }: { model: AlarmList }) {
  const { t } = useTranslation();
  const part = useStore(model.shown, (shown) => shown.part);
  return (
    <ChoiceGroup
      label={t('alarm.parts')}
      choices={ALARM_PARTS.map((value) => ({ value, label: t(`alarm.part.${value}`) }))}
      value={part}
      onChange={(next) => model.shown.setState({ part: next })}
    />
  );
}
