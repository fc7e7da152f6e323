import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand/react';
import type { ThirdPartyRow } from '../../../shared/contract/index.ts';
import { SHOWN_STANDINGS } from '../../../shared/contract/index.ts';
import { THIRD_PARTY_TYPES } from '../../../shared/domain/index.ts';
import { ExportButton } from '../../exports/index.ts';
import { useFormat } from '../../i18n/index.ts';
import { type Column, ListPanel, Missing } from '../../lists/index.ts';
import { useMayEdit, useSelection, useServices } from '../../stores/services.tsx';
import { ToolButton } from '../../ui/button.tsx';
import { ChoiceGroup, FilterChips } from '../../ui/choice-group.tsx';
import { WithUnsent } from '../../ui/unsent-mark.tsx';
import type { BillingLists, ThirdPartySort } from '../billing-lists.ts';
import { useNewRow } from '../editing/new-row.tsx';
import { thirdPartySubjects } from '../export-subjects.ts';
import { ImportDialog } from './import/import-dialog.tsx';
import { DuplicatesDialog } from './duplicates-dialog.tsx';
import { ThirdPartyForm } from './third-party-form.tsx';

/** Every third party, who missions are billed to or bought from, and the way to add one. */
export function ThirdPartyManager({ model }: { model: BillingLists['thirdParties'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { selection } = useServices();
  const selected = useSelection((state) => state.selected);
  const { types, standing } = useStore(model.view, (view) => view.filter);
  const [isComparing, setComparing] = useState(false);
  const [isImporting, setImporting] = useState(false);
  const mayEdit = useMayEdit();
  const columns = useMemo<readonly Column<ThirdPartyRow, ThirdPartySort>[]>(() => {
    const orMissing = (value: string | undefined) =>
      value === undefined || value === '' ? <Missing label={t('detail.unknown')} /> : value;
    return [
      {
        key: 'name',
        header: t('third-party.column.name'),
        width: 'minmax(8rem, 2fr)',
        sort: 'name',
        render: (row) => (
          <WithUnsent state={row.unsent}>
            <bdi>{row.name}</bdi>
            {row.standing === 'active' ? null : (
              <span className="party-standing">{t(`party.standing.${row.standing}`)}</span>
            )}
          </WithUnsent>
        ),
      },
      {
        key: 'type',
        header: t('third-party.column.type'),
        width: '7.5rem',
        sort: 'type',
        render: ({ type }) => t(`third-party.type.${type}`),
      },
      {
        key: 'city',
        header: t('third-party.column.city'),
        width: 'minmax(6rem, 1fr)',
        render: ({ contactInfo }) => orMissing(contactInfo.city),
      },
      {
        key: 'email',
        header: t('third-party.column.email'),
        width: 'minmax(8rem, 1.5fr)',
        from: 54,
        render: ({ contactInfo }) => orMissing(contactInfo.email),
      },
      {
        key: 'phone',
        header: t('third-party.column.phone'),
        width: '9rem',
        from: 64,
        render: ({ contactInfo }) => orMissing(contactInfo.phone),
      },
      {
        key: 'created',
        header: t('third-party.column.created'),
        width: '8.5rem',
        sort: 'createdAt',
        from: 44,
        render: ({ createdAt }) => format.dayOf(Date.parse(createdAt)),
      },
      {
        key: 'missions',
        header: t('third-party.column.missions'),
        width: '6rem',
        align: 'end',
        sort: 'missionCount',
        render: ({ missionCount }) => format.integer(missionCount),
      },
    ];
  }, [t, format]);
  const added = useNewRow({
    entity: 'third-party',
    panel: 'third-parties',
    renderForm: (props) => <ThirdPartyForm row={null} {...props} />,
  });
  return (
    <ListPanel
      testId="third-party-list"
      label={t('panel.third-parties')}
      model={model}
      columns={columns}
      rowId={(row) => row.id}
      selectedId={selected?.panel === 'third-parties' ? selected.id : null}
      onSelect={(row) => selection.select({ panel: 'third-parties', id: row.id })}
      searchLabel={t('third-party.search')}
      countLabel={(count) => t('third-party.count', { count })}
      emptyLabel={t('third-party.none')}
      emptyDetail={mayEdit ? t('third-party.none-detail') : undefined}
      actions={
        <>
          <ExportButton isTool subjects={() => thirdPartySubjects(t, model)} />
          <ToolButton icon="twins" name={t('party.duplicates.open')} onPress={() => setComparing(true)} />
          {mayEdit ? (
            <ToolButton icon="import" name={t('party-import.open')} onPress={() => setImporting(true)} />
          ) : null}
          {added.button}
        </>
      }
      notice={
        <>
          {added.notice}
          {isImporting ? <ImportDialog onClose={() => setImporting(false)} /> : null}
          {isComparing ? <DuplicatesDialog onClose={() => setComparing(false)} /> : null}
        </>
      }
      isFiltered={types.length > 0 || standing !== 'active'}
      onClearFilters={() => model.setFilter({ types: [], standing: 'active' })}
      filters={
        <>
          <FilterChips
            label={t('third-party.column.type')}
            choices={THIRD_PARTY_TYPES.map((value) => ({ value, label: t(`third-party.type.${value}`) }))}
            values={types}
            onChange={(next) => model.setFilter({ types: next, standing })}
          />
          <ChoiceGroup
            label={t('party.filter.standing')}
            choices={SHOWN_STANDINGS.map((value) => ({ value, label: t(`party.filter.${value}`) }))}
            value={standing}
            onChange={(next) => model.setFilter({ types, standing: next })}
          />
        </>
      }
    />
  );
}
