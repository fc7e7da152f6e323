import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand/react';
import type { ValidationRow } from '../../shared/contract/index.ts';
import { INBOX_FOLDERS } from '../../shared/domain/index.ts';
import { useFormat } from '../i18n/index.ts';
import { type Column, ListPanel } from '../lists/index.ts';
import { useNow, useSelection, useServices } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import { ChoiceGroup } from '../ui/choice-group.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { WithUnsent } from '../ui/unsent-mark.tsx';
import { BulkDecisions } from './bulk-decisions.tsx';
import { DelegationsSheet } from './delegations-sheet.tsx';
import type { InboxList } from './inbox-list.ts';
import { StateOfValidation } from './state-of-validation.tsx';
import { WorkflowsSheet } from './workflows/workflows-sheet.tsx';
import './validation.css';

/** The validation inbox: what waits for the person, what is overdue, all of it, and what they have put off or away. */
export function ValidationPanel({ model }: { model: InboxList }) {
  const { t } = useTranslation();
  const { selection } = useServices();
  const selected = useSelection((state) => state.selected);
  const { folder } = useStore(model.view, (view) => view.filter);
  const [isDelegating, setDelegating] = useState(false);
  const [isDefining, setDefining] = useState(false);
  const columns = useValidationColumns();
  return (
    <>
      <ListPanel
        testId="validation-list"
        label={t('panel.validations')}
        model={model}
        columns={columns}
        marks={model.marks}
        notice={<BulkDecisions marks={model.marks} />}
        rowId={(row) => row.id}
        selectedId={selected?.panel === 'validations' ? selected.id : null}
        onSelect={(row) => selection.select({ panel: 'validations', id: row.id })}
        searchLabel={t('validation.search')}
        countLabel={(count) => t('validation.count', { count })}
        emptyLabel={t(`validation.none.${folder}`)}
        emptyDetail={t('validation.none-detail')}
        isFiltered={false}
        onClearFilters={() => model.setFilter({ folder: 'all' })}
        actions={
          <>
            <TextButton onPress={() => setDelegating(true)}>{t('delegation.title')}</TextButton>
            <TextButton onPress={() => setDefining(true)}>{t('workflow.open')}</TextButton>
          </>
        }
        filters={
          <ChoiceGroup
            label={t('validation.folders')}
            choices={INBOX_FOLDERS.map((value) => ({ value, label: t(`validation.folder.${value}`) }))}
            value={folder}
            onChange={(next) => {
              model.marks.clear();
              model.setFilter({ folder: next });
            }}
          />
        }
      />
      {isDefining ? <WorkflowsSheet onClose={() => setDefining(false)} /> : null}
      {isDelegating ? <DelegationsSheet onClose={() => setDelegating(false)} /> : null}
    </>
  );
}

function useValidationColumns(): readonly Column<ValidationRow, never>[] {
  const { t } = useTranslation();
  const format = useFormat();
  return useMemo(
    () => [
      {
        key: 'label',
        header: t('validation.column.subject'),
        width: 'minmax(8.5rem, 1.4fr)',
        render: ({ facts, unsent, isUnread }) => (
          <WithUnsent state={unsent}>
            {isUnread ? (
              <>
                <span className="validation-unread" aria-hidden="true" />
                <span className="visually-hidden">{t('validation.unread')} </span>
              </>
            ) : null}
            {facts.label}
          </WithUnsent>
        ),
      },
      {
        key: 'state',
        header: t('validation.column.state'),
        width: 'minmax(10.5rem, 1fr)',
        render: (row) => <StateOfValidation row={row} />,
      },
      {
        key: 'due',
        header: t('validation.column.due'),
        width: '9rem',
        render: (row) => <Due row={row} />,
      },
      {
        key: 'by',
        header: t('validation.column.by'),
        width: 'minmax(6rem, 0.8fr)',
        from: 58,
        render: ({ openedBy }) => openedBy,
      },
      {
        key: 'amount',
        header: t('validation.column.amount'),
        width: '7.5rem',
        align: 'end',
        render: ({ facts }) => format.money(facts.taxInclusiveCents, facts.currency),
      },
    ],
    [t, format],
  );
}

function Due({ row: { state, dueAt, closedAt, isOverdue } }: { row: ValidationRow }) {
  const format = useFormat();
  const now = useNow();
  if (state !== 'pending') return closedAt === null ? null : <>{format.time(Date.parse(closedAt), now)}</>;
  return (
    <span className={isOverdue ? 'validation-overdue' : undefined}>
      {isOverdue ? <StatusMark severity="warning" size="0.8em" /> : null}
      {format.time(Date.parse(dueAt), now)}
    </span>
  );
}
