import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Column, ListPanel, Missing } from '../../lists/index.ts';
import { useSelection, useServices } from '../../stores/services.tsx';
import { FilterChip } from '../filter/index.ts';
import { useIsReplay } from '../fleet-context.tsx';
import { ReplayMark } from '../replay/index.ts';
import { AgeCell, NewsCell, SpeedCell, StateCell } from './live-cells.tsx';
import { useListFilter } from './use-list-filter.ts';
import type { VehicleEntry, VehicleListModel, VehicleSort } from './vehicle-list-model.ts';

/** Every vehicle of the fleet. Age, speed and state follow the position stream for the rows in view, once a second. */
export function VehiclePanel({ model }: { model: VehicleListModel }) {
  const { t } = useTranslation();
  const { selection } = useServices();
  const { isFiltered, clear } = useListFilter(model);
  const selected = useSelection((state) => state.selected);
  const isReplay = useIsReplay();
  const columns = useMemo<readonly Column<VehicleEntry, VehicleSort>[]>(() => {
    const orMissing = (value: string | null) =>
      value === null || value === '' ? <Missing label={t('detail.unknown')} /> : value;
    return [
      {
        key: 'news',
        header: '',
        name: t('vehicle.column.news'),
        width: '2rem',
        render: ({ id, place }) => <NewsCell id={id} place={place} />,
      },
      {
        key: 'code',
        header: t('vehicle.column.code'),
        width: 'minmax(6rem, 1fr)',
        sort: 'code',
        render: ({ code }) => <strong>{code}</strong>,
      },
      {
        key: 'label',
        header: t('vehicle.column.label'),
        width: 'minmax(6rem, 1.6fr)',
        sort: 'label',
        from: 66,
        render: ({ label }) => orMissing(label),
      },
      {
        key: 'kind',
        header: t('vehicle.column.kind'),
        width: '5rem',
        sort: 'kind',
        from: 58,
        render: ({ kind }) => t(`vehicle.kind.${kind}`),
      },
      {
        key: 'line',
        header: t('vehicle.column.line'),
        width: 'minmax(5rem, 1.6fr)',
        sort: 'line',
        render: ({ line }) => orMissing(line),
      },
      {
        key: 'depot',
        header: t('vehicle.column.depot'),
        width: 'minmax(5rem, 1.2fr)',
        sort: 'depot',
        from: 50,
        render: ({ depot }) => orMissing(depot),
      },
      {
        key: 'state',
        header: t('vehicle.column.state'),
        width: '7.5rem',
        render: ({ id, place }) => <StateCell id={id} place={place} />,
      },
      {
        key: 'speed',
        header: t('vehicle.column.speed'),
        width: '5.5rem',
        align: 'end',
        sort: 'speed',
        render: ({ id, place }) => <SpeedCell id={id} place={place} />,
      },
      {
        key: 'age',
        header: t('vehicle.column.age'),
        width: '5rem',
        align: 'end',
        sort: 'lastHeard',
        render: ({ id, place }) => <AgeCell id={id} place={place} />,
      },
    ];
  }, [t]);
  return (
    <ListPanel
      testId="vehicle-list"
      notice={
        isReplay ? (
          <p className="replay-line">
            <ReplayMark />
            <span className="replay-line__note">{t('replay.list-note')}</span>
          </p>
        ) : undefined
      }
      label={t('panel.vehicles')}
      model={model}
      columns={columns}
      rowId={(row) => row.id}
      selectedId={selected?.panel === 'vehicles' ? selected.id : null}
      onSelect={(row) => selection.select({ panel: 'vehicles', id: row.id })}
      searchLabel={t('vehicle.search')}
      countLabel={(count) => t('vehicle.count', { count })}
      emptyLabel={t('vehicle.none')}
      filters={isFiltered ? <FilterChip /> : undefined}
      isFiltered={isFiltered}
      onClearFilters={clear}
    />
  );
}
