import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand/react';
import type { MissionRow } from '../../shared/contract/index.ts';
import { MISSION_STATUSES } from '../../shared/domain/index.ts';
import { useFormat } from '../i18n/index.ts';
import { type Column, ListPanel, MarkedBar, Missing } from '../lists/index.ts';
import { useMayEdit, useSelection, useServices } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import { FilterChips } from '../ui/choice-group.tsx';
import { ScopeChip } from '../ui/scope-chip.tsx';
import { useShortcut } from '../ui/shortcuts.tsx';
import { WithUnsent } from '../ui/unsent-mark.tsx';
import { ALL_MISSIONS, type BillingLists, type MissionList, type MissionSort } from './billing-lists.ts';
import { AssignDialog } from './bulk/assign-dialog.tsx';
import { DateCell } from './date-cell.tsx';
import { MissionStatusCell } from './mission-status.tsx';

/** Every mission, late ones marked. Several can be marked and assigned together. */
export function MissionPanel({ model }: { model: BillingLists['missions'] }) {
  const { t } = useTranslation();
  const { selection } = useServices();
  const selected = useSelection((state) => state.selected);
  const { statuses, scope } = useStore(model.view, (view) => view.filter);
  const columns = useMissionColumns();
  const choices = MISSION_STATUSES.map((value) => ({ value, label: t(`mission.status.${value}`) }));
  return (
    <ListPanel
      testId="mission-list"
      label={t('panel.missions')}
      model={model}
      columns={columns}
      marks={model.marks}
      notice={<MarkedMissions marks={model.marks} />}
      rowId={(row) => row.id}
      selectedId={selected?.panel === 'missions' ? selected.id : null}
      onSelect={(row) => selection.select({ panel: 'missions', id: row.id })}
      searchLabel={t('mission.search')}
      countLabel={(count) => t('mission.count', { count })}
      emptyLabel={t('mission.none')}
      isFiltered={statuses.length > 0 || scope !== null}
      onClearFilters={() => model.setFilter(ALL_MISSIONS)}
      filters={
        <>
          <FilterChips
            label={t('mission.column.status')}
            choices={choices}
            values={statuses}
            onChange={(next) => model.setFilter({ statuses: next, scope })}
          />
          {scope === null ? null : (
            <ScopeChip
              label={t(`mission.scope.${scope.by}`, { name: scope.label })}
              removeLabel={t('mission.scope.remove')}
              onRemove={() => model.setFilter({ statuses, scope: null })}
            />
          )}
        </>
      }
    />
  );
}

function MarkedMissions({ marks }: Pick<MissionList, 'marks'>) {
  const { t } = useTranslation();
  const mayEdit = useMayEdit();
  const [assigned, setAssigned] = useState<readonly MissionRow[] | null>(null);
  const assign = () => {
    const marked = [...marks.state.getState().rows.values()];
    if (mayEdit && marked.length > 0) setAssigned(marked);
  };
  useShortcut('assign', assign);
  return (
    <>
      <MarkedBar marks={marks}>
        {mayEdit ? <TextButton onPress={assign}>{t('bulk.assign')}</TextButton> : null}
      </MarkedBar>
      {assigned === null ? null : (
        <AssignDialog marked={assigned} onDone={marks.replace} onClose={() => setAssigned(null)} />
      )}
    </>
  );
}

function useMissionColumns(): readonly Column<MissionRow, MissionSort>[] {
  const { t } = useTranslation();
  const format = useFormat();
  return useMemo(() => {
    const orMissing = (value: string | null) =>
      value === null || value === '' ? <Missing label={t('detail.unknown')} /> : value;
    return [
      {
        key: 'reference',
        header: t('mission.column.reference'),
        width: 'minmax(9rem, 12.5rem)',
        sort: 'reference',
        render: ({ reference, unsent }) => <WithUnsent state={unsent}>{reference}</WithUnsent>,
      },
      {
        key: 'status',
        header: t('mission.column.status'),
        width: '8.5rem',
        sort: 'status',
        render: (row) => <MissionStatusCell mission={row} />,
      },
      {
        key: 'customer',
        header: t('mission.column.customer'),
        width: 'minmax(7rem, 1.8fr)',
        sort: 'customerName',
        render: ({ thirdPartyName, customerName }) => orMissing(thirdPartyName ?? customerName),
      },
      {
        key: 'vehicle',
        header: t('mission.column.vehicle'),
        width: '7.25rem',
        sort: 'vehicleCode',
        render: ({ vehicleCode }) => orMissing(vehicleCode),
      },
      {
        key: 'driver',
        header: t('mission.column.driver'),
        width: 'minmax(6rem, 1fr)',
        from: 70,
        render: ({ driver }) => orMissing(driver),
      },
      {
        key: 'destination',
        header: t('mission.column.destination'),
        width: 'minmax(7rem, 1.4fr)',
        from: 82,
        render: ({ destinationAddress }) => orMissing(destinationAddress),
      },
      {
        key: 'start',
        header: t('mission.column.planned-start'),
        width: '7rem',
        sort: 'plannedStartAt',
        render: ({ plannedStartAt }) => <DateCell at={plannedStartAt} />,
      },
      {
        key: 'distance',
        header: t('mission.column.distance'),
        width: '5.5rem',
        align: 'end',
        sort: 'distanceMetres',
        from: 58,
        render: ({ distanceMetres }) => orMissing(distanceMetres === null ? null : format.distance(distanceMetres)),
      },
      {
        key: 'amount',
        header: t('mission.column.amount'),
        width: '6.5rem',
        align: 'end',
        sort: 'amountCents',
        from: 50,
        render: ({ amountCents, currency }) =>
          orMissing(amountCents === null ? null : format.money(amountCents, currency)),
      },
    ];
  }, [t, format]);
}
