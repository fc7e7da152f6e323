import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BillingCycleRow, MissionRow, MissionSortBy } from '../../../shared/contract/index.ts';
import { isEditable } from '../../../shared/domain/index.ts';
import { useFormat } from '../../i18n/index.ts';
import { type Column, ListPanel, MarkedBar, Missing } from '../../lists/index.ts';
import { useMayEdit } from '../../stores/services.tsx';
import { TextButton } from '../../ui/button.tsx';
import { WithUnsent } from '../../ui/unsent-mark.tsx';
import { assignAll } from '../bulk/assign.ts';
import { DateCell } from '../date-cell.tsx';
import { useEditing } from '../editing/use-editing.ts';
import { MissionStatusCell } from '../mission-status.tsx';
import { LineExplained } from './line-explained.tsx';
import { useCycleMissions } from './use-cycle-missions.ts';

/** What is in a cycle: found, explained, taken out. */
export function CycleMissions({ cycle }: { cycle: BillingCycleRow }) {
  const { t } = useTranslation();
  const list = useCycleMissions(cycle.id);
  const columns = useColumns();
  const mayEdit = useMayEdit();
  const editing = useEditing();
  const [explained, setExplained] = useState<MissionRow | null>(null);
  const canTakeOut = mayEdit && isEditable(cycle.state);

  async function takeOut(): Promise<void> {
    const marked = [...list.marks.state.getState().rows.values()];
    const { refused } = await assignAll(
      editing,
      marked,
      { billingCycleId: null },
      () => undefined,
      new AbortController().signal,
    );
    list.marks.replace(refused.map(({ mission }) => mission));
  }

  return (
    <div className="cycle-missions">
      <ListPanel
        testId="cycle-missions"
        label={t('cycle.tab.missions')}
        model={list}
        columns={columns}
        {...(canTakeOut ? { marks: list.marks } : {})}
        notice={
          canTakeOut ? (
            <MarkedBar marks={list.marks}>
              <TextButton onPress={() => void takeOut()}>{t('cycle.missions.take-out')}</TextButton>
            </MarkedBar>
          ) : undefined
        }
        rowId={(row) => row.id}
        selectedId={explained?.id ?? null}
        onSelect={setExplained}
        searchLabel={t('cycle.missions.search')}
        countLabel={(count) => t('mission.count', { count })}
        emptyLabel={t('cycle.missions.none')}
        emptyDetail={canTakeOut ? t('cycle.missions.none-detail') : undefined}
        isFiltered={false}
        onClearFilters={() => undefined}
      />
      {explained === null ? null : (
        <LineExplained cycle={cycle} mission={explained} onClose={() => setExplained(null)} />
      )}
    </div>
  );
}

function useColumns(): readonly Column<MissionRow, MissionSortBy>[] {
  const { t } = useTranslation();
  const format = useFormat();
  return useMemo(() => {
    const orMissing = (value: string | null) =>
      value === null || value === '' ? <Missing label={t('detail.unknown')} /> : value;
    return [
      {
        ...{
          key: 'reference',
          header: t('mission.column.reference'),
          width: 'minmax(7rem, 12rem)',
          sort: 'reference',
        },
        render: ({ reference, unsent }) => <WithUnsent state={unsent}>{reference}</WithUnsent>,
      },
      {
        ...{ key: 'start', header: t('mission.column.planned-start'), width: '9rem', sort: 'plannedStartAt' },
        render: ({ plannedStartAt }) => <DateCell at={plannedStartAt} />,
      },
      {
        ...{
          key: 'customer',
          header: t('mission.column.customer'),
          width: 'minmax(7rem, 1.8fr)',
          sort: 'customerName',
        },
        render: ({ thirdPartyName, customerName }) => orMissing(thirdPartyName ?? customerName),
      },
      {
        ...{ key: 'status', header: t('mission.column.status'), width: '8.5rem', sort: 'status', from: 52 },
        render: (row) => <MissionStatusCell mission={row} />,
      },
      {
        ...{ key: 'distance', header: t('mission.column.distance'), width: '5.5rem', align: 'end' },
        ...{ sort: 'distanceMetres', from: 58 },
        render: ({ distanceMetres }) => orMissing(distanceMetres === null ? null : format.distance(distanceMetres)),
      },
      {
        ...{ key: 'amount', header: t('mission.column.amount'), width: '6.5rem', align: 'end', sort: 'amountCents' },
        render: ({ amountCents, currency }) =>
          orMissing(amountCents === null ? null : format.money(amountCents, currency)),
      },
    ];
  }, [t, format]);
}
