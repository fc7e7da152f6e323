import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand/react';
import { INCIDENT_VIEWS, type IncidentRow } from '../../shared/contract/index.ts';
import { useFormat } from '../i18n/index.ts';
import { type Column, ListPanel } from '../lists/index.ts';
import { useMayDo, useNow, useSelection, useServices } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import { ChoiceGroup } from '../ui/choice-group.tsx';
import { Icon } from '../ui/icons.tsx';
import { useShortcut } from '../ui/shortcuts.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { WithUnsent } from '../ui/unsent-mark.tsx';
import { IncidentForm } from './incident-form.tsx';
import type { IncidentList } from './incident-list.ts';
import { Priority, Status } from './marks.tsx';
import './shift.css';

/** The incident log. */
export function IncidentPanel({ model }: { model: IncidentList }) {
  const { t } = useTranslation();
  const { selection } = useServices();
  const selected = useSelection((state) => state.selected);
  const { view } = useStore(model.view, (asked) => asked.filter);
  const [isOpening, setOpening] = useState(false);
  const mayOpen = useMayDo('incident', 'edit');
  const open = () => setOpening(mayOpen);
  useShortcut('new', open);
  return (
    <>
      <ListPanel
        testId="incident-list"
        label={t('panel.incidents')}
        model={model}
        columns={useIncidentColumns()}
        rowId={(row) => row.id}
        selectedId={selected?.panel === 'incidents' ? selected.id : null}
        onSelect={(row) => selection.select({ panel: 'incidents', id: row.id })}
        searchLabel={t('incident.search')}
        countLabel={(count) => t('incident.count', { count })}
        emptyLabel={t(`incident.none.${view}`)}
        isFiltered={false}
        onClearFilters={() => model.setFilter({ view: 'all' })}
        actions={
          mayOpen ? (
            <TextButton onPress={open}>
              <Icon name="add" size="0.8125rem" />
              {t('incident.new')}
            </TextButton>
          ) : null
        }
        filters={
          <ChoiceGroup
            label={t('incident.views')}
            choices={INCIDENT_VIEWS.map((value) => ({ value, label: t(`incident.view.${value}`) }))}
            value={view}
            onChange={(next) => model.setFilter({ view: next })}
          />
        }
      />
      {isOpening ? <IncidentForm onClose={() => setOpening(false)} /> : null}
    </>
  );
}

function useIncidentColumns(): readonly Column<IncidentRow, never>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        key: 'title',
        header: t('incident.column.title'),
        width: 'minmax(9rem, 1.6fr)',
        render: ({ title, unsent }) => <WithUnsent state={unsent}>{title}</WithUnsent>,
      },
      {
        key: 'priority',
        header: t('incident.column.priority'),
        width: '7rem',
        render: ({ priority, status }) => <Priority priority={priority} isOver={status === 'closed'} />,
      },
      {
        key: 'status',
        header: t('incident.column.status'),
        width: '6.5rem',
        render: ({ status }) => <Status status={status} />,
      },
      {
        key: 'owner',
        header: t('incident.column.owner'),
        width: 'minmax(5rem, 0.8fr)',
        from: 46,
        render: ({ owner }) => owner,
      },
      {
        key: 'deadline',
        header: t('incident.column.deadline'),
        width: '7.75rem',
        render: (row) => <Deadline row={row} />,
      },
      {
        key: 'opened',
        header: t('incident.column.opened'),
        width: '7.75rem',
        from: 58,
        render: ({ openedAt }) => <Time at={openedAt} />,
      },
    ],
    [t],
  );
}

function Time({ at }: { at: string }) {
  const format = useFormat();
  return <>{format.time(Date.parse(at), useNow())}</>;
}

function Deadline({ row: { deadline, isOverdue } }: { row: IncidentRow }) {
  if (deadline === null) return null;
  return (
    <span className={isOverdue ? 'shift-overdue' : undefined}>
      {isOverdue ? <StatusMark severity="warning" size="0.8em" /> : null}
      <Time at={deadline} />
    </span>
  );
}
