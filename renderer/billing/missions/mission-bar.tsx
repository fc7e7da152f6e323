import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { ExportButton } from '../../exports/index.ts';
import { useServices } from '../../stores/services.tsx';
import { TextButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icons.tsx';
import type { BillingLists } from '../billing-lists.ts';
import { missionSubjects } from '../export-subjects.ts';

interface MissionBarProps {
  model: BillingLists['missions'];
  /** Of the view that was opened last. */
  viewName: string | undefined;
  onOpen: (dialog: { what: 'filter' | 'views' | 'columns' }) => void;
}

function PlainMissionBar({ model, viewName, onOpen }: MissionBarProps) {
  const { t } = useTranslation();
  const { clock } = useServices();
  return (
    <div className="mission-bar">
      <ExportButton isTool subjects={() => missionSubjects(t, model, clock.nowMs())} />
      <TextButton quiet onPress={() => onOpen({ what: 'views' })}>
        <Icon name="list" size="0.875rem" />
        {viewName ?? t('views.button')}
      </TextButton>
      <TextButton quiet onPress={() => onOpen({ what: 'filter' })}>
        <Icon name="filter" size="0.875rem" />
        {t('mission-filter.button')}
      </TextButton>
      <TextButton quiet onPress={() => onOpen({ what: 'columns' })}>
        <Icon name="panels" size="0.875rem" />
        {t('columns.button')}
      </TextButton>
    </div>
  );
}

/** What can be done with the table as a whole. Drawn again only where its words are others: not with each choice in it. */
export const MissionBar = memo(PlainMissionBar);
