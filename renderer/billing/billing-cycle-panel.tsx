import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand/react';
import type { BillingCycleRow } from '../../shared/contract/index.ts';
import { BILLING_CYCLE_STATES } from '../../shared/domain/index.ts';
import { ExportButton } from '../exports/index.ts';
import { useFormat } from '../i18n/index.ts';
import { type Column, ListPanel } from '../lists/index.ts';
import { useMayEdit, useSelection, useServices } from '../stores/services.tsx';
import { FilterChips } from '../ui/choice-group.tsx';
import { WithUnsent } from '../ui/unsent-mark.tsx';
import { BillingCycleForm } from './billing-cycle-form.tsx';
import type { BillingCycleSort, BillingLists } from './billing-lists.ts';
import { CyclePage } from './cycle/cycle-page.tsx';
import { useNewRow } from './editing/new-row.tsx';
import { billingCycleSubjects } from './export-subjects.ts';

interface BillingCyclePanelProps {
  model: BillingLists['billingCycles'];
  place: BillingLists['cyclePlace'];
}

/** The billing cycles, or the page of the one that was opened. */
export function BillingCyclePanel({ model, place }: BillingCyclePanelProps) {
  const opened = useStore(place.state, ({ id }) => id);
  if (opened === null) return <BillingCycleList model={model} />;
  // Mostly it was opened from where the keyboard is in the list.
  const known = model.list.row(model.place().activeIndex);
  return <CyclePage key={opened} id={opened} known={known?.id === opened ? known : null} onBack={place.close} />;
}

/** Every billing cycle with what it amounts to, and the way to add one. */
function BillingCycleList({ model }: Pick<BillingCyclePanelProps, 'model'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const { selection } = useServices();
  const selected = useSelection((state) => state.selected);
  const { states } = useStore(model.view, (view) => view.filter);
  const mayEdit = useMayEdit();
  const columns = useMemo<readonly Column<BillingCycleRow, BillingCycleSort>[]>(
    () => [
      {
        key: 'label',
        header: t('billing-cycle.column.label'),
        width: 'minmax(8.5rem, 1.2fr)',
        sort: 'label',
        render: ({ label, unsent }) => <WithUnsent state={unsent}>{label}</WithUnsent>,
      },
      {
        key: 'thirdParty',
        header: t('billing-cycle.column.third-party'),
        width: 'minmax(7rem, 1.6fr)',
        render: ({ thirdPartyName }) => thirdPartyName ?? t('billing-cycle.all-third-parties'),
      },
      {
        key: 'period',
        header: t('billing-cycle.column.period'),
        width: 'minmax(9.5rem, 1fr)',
        sort: 'periodStart',
        render: ({ periodStart, periodEnd }) => format.period(periodStart, periodEnd),
      },
      {
        key: 'state',
        header: t('billing-cycle.column.state'),
        width: '7rem',
        sort: 'state',
        render: ({ state }) => t(`billing-cycle.state.${state}`),
      },
      {
        key: 'missions',
        header: t('billing-cycle.column.missions'),
        width: '5.5rem',
        align: 'end',
        sort: 'missionCount',
        from: 52,
        render: ({ missionCount }) => format.integer(missionCount),
      },
      {
        key: 'amount',
        header: t('billing-cycle.column.amount'),
        width: '7.5rem',
        align: 'end',
        sort: 'amountCents',
        render: ({ amountCents, currency }) => format.money(amountCents, currency),
      },
    ],
    [t, format],
  );
  const added = useNewRow({
    entity: 'billing-cycle',
    panel: 'billing-cycles',
    renderForm: (props) => <BillingCycleForm row={null} {...props} />,
  });
  return (
    <ListPanel
      testId="billing-cycle-list"
      label={t('panel.billing-cycles')}
      model={model}
      columns={columns}
      rowId={(row) => row.id}
      selectedId={selected?.panel === 'billing-cycles' ? selected.id : null}
      onSelect={(row) => selection.select({ panel: 'billing-cycles', id: row.id })}
      searchLabel={t('billing-cycle.search')}
      countLabel={(count) => t('billing-cycle.count', { count })}
      emptyLabel={t('billing-cycle.none')}
      emptyDetail={mayEdit ? t('billing-cycle.none-detail') : undefined}
      actions={
        <>
          <ExportButton isTool subjects={() => billingCycleSubjects(t, model)} />
          {added.button}
        </>
      }
      notice={added.notice}
      isFiltered={states.length > 0}
      onClearFilters={() => model.setFilter({ states: [] })}
      filters={
        <FilterChips
          label={t('billing-cycle.column.state')}
          choices={BILLING_CYCLE_STATES.map((value) => ({ value, label: t(`billing-cycle.state.${value}`) }))}
          values={states}
          onChange={(next) => model.setFilter({ states: next })}
        />
      }
    />
  );
}
