import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand/react';
import { ALARM_VIEWS, type AlarmRow } from '../../shared/contract/index.ts';
import { ListPanel } from '../lists/index.ts';
import { useSelection, useServices } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import { ChoiceGroup } from '../ui/choice-group.tsx';
import { AcknowledgeKey } from './acknowledge-key.tsx';
import { useAlarmColumns } from './alarm-columns.tsx';
import { AlarmFilters } from './alarm-filters.tsx';
import type { AlarmList } from './alarm-list.ts';
import { useAlarmNews } from './alarms-provider.tsx';
import { BulkActions } from './bulk-actions.tsx';
import { FiguresPart } from './figures/figures-part.tsx';
import { FloodList } from './flood-list.tsx';
import { PartSwitch } from './part-switch.tsx';
import { RuleList } from './rules/rule-list.tsx';
import './alarm-panel.css';

/** Alarms, the rules that raise them, and the figures that tell whether they are worth having. */
export function AlarmPanel({ model }: { model: AlarmList }) {
  const part = useStore(model.shown, (shown) => shown.part);
  switch (part) {
    case 'list':
      return <Alarms model={model} />;
    case 'rules':
      return <RuleList model={model} />;
    case 'figures':
      return <FiguresPart model={model} />;
  }
}

/** What stands, the most urgent first; in a flood by what explains it. */
function Alarms({ model }: { model: AlarmList }) {
  const { t } = useTranslation();
  const { selection } = useServices();
  const selected = useSelection((state) => state.selected);
  const filter = useStore(model.view, (view) => view.filter);
  const text = useStore(model.view, (view) => view.text);
  const wantsGroups = useStore(model.shown, (shown) => shown.isGrouped);
  const isFlood = useAlarmNews(({ counts }) => counts?.isFlood ?? false);
  const { view, priorities = [], kinds = [], of } = filter;
  const columns = useAlarmColumns(view);
  const select = (row: AlarmRow) => selection.select({ panel: 'alarms', id: row.id });
  const isAnnounced = view === 'announced' || view === 'unacknowledged';
  const isGrouped = isFlood && wantsGroups && isAnnounced && of === undefined && text === '';
  return (
    <>
      <AcknowledgeKey model={model} />
      <ListPanel
        testId="alarm-list"
        label={t('panel.alarms')}
        model={model}
        columns={columns}
        marks={model.marks}
        notice={<BulkActions marks={model.marks} />}
        rowId={(row) => row.id}
        selectedId={selected?.panel === 'alarms' ? selected.id : null}
        onSelect={select}
        searchLabel={t('alarm.search')}
        countLabel={(count) => t('alarm.count', { count })}
        emptyLabel={t(`alarm.none.${view}`)}
        isFiltered={priorities.length > 0 || kinds.length > 0 || of !== undefined}
        onClearFilters={() => model.setFilter({ view })}
        actions={<PartSwitch model={model} />}
        filters={
          <>
            <ChoiceGroup
              label={t('alarm.folders')}
              choices={ALARM_VIEWS.map((value) => ({ value, label: t(`alarm.folder.${value}`) }))}
              value={view}
              onChange={(next) => {
                model.marks.clear();
                model.setFilter({ ...filter, view: next });
              }}
            />
            <AlarmFilters model={model} />
            {isFlood && isAnnounced && of === undefined ? (
              <TextButton data-testid="grouping" onPress={() => model.shown.setState({ isGrouped: !wantsGroups })}>
                {t(wantsGroups ? 'alarm.flood.one-by-one' : 'alarm.grouped')}
              </TextButton>
            ) : null}
          </>
        }
        {...(isGrouped ? { table: <FloodList model={model} onSelect={select} /> } : {})}
      />
    </>
  );
}
