import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HandoverRow } from '../../shared/contract/index.ts';
import { useFormat } from '../i18n/index.ts';
import { type Column, ListPanel } from '../lists/index.ts';
import { useMayDo, useNow, useSelection, useServices } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { useShortcut } from '../ui/shortcuts.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { WithUnsent } from '../ui/unsent-mark.tsx';
import { DraftForm } from './draft-form.tsx';
import type { HandoverList } from './handover-list.ts';
import './shift.css';

/** Changes of shift: the draft of whoever leaves, what waits for a signature, and all before. */
export function HandoverPanel({ model }: { model: HandoverList }) {
  const { t } = useTranslation();
  const { selection } = useServices();
  const selected = useSelection((state) => state.selected);
  const [isDrafting, setDrafting] = useState(false);
  const mayDraft = useMayDo('handover', 'edit');
  const draft = () => setDrafting(mayDraft);
  useShortcut('new', draft);
  return (
    <>
      <ListPanel
        testId="handover-list"
        label={t('panel.handovers')}
        model={model}
        columns={useHandoverColumns()}
        rowId={(row) => row.id}
        selectedId={selected?.panel === 'handovers' ? selected.id : null}
        onSelect={(row) => selection.select({ panel: 'handovers', id: row.id })}
        searchLabel={t('handover.search')}
        countLabel={(count) => t('handover.count', { count })}
        emptyLabel={t('handover.none')}
        isFiltered={false}
        onClearFilters={() => model.setFilter({})}
        actions={
          mayDraft ? (
            <TextButton onPress={draft}>
              <Icon name="add" size="0.8125rem" />
              {t('handover.new')}
            </TextButton>
          ) : null
        }
      />
      {isDrafting ? <DraftForm onClose={() => setDrafting(false)} /> : null}
    </>
  );
}

function useHandoverColumns(): readonly Column<HandoverRow, never>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        key: 'shift',
        header: t('handover.column.shift'),
        width: 'minmax(11rem, 1.2fr)',
        render: (row) => (
          <WithUnsent state={row.unsent}>
            <Shift row={row} />
          </WithUnsent>
        ),
      },
      {
        key: 'leaving',
        header: t('handover.column.leaving'),
        width: 'minmax(5rem, 0.8fr)',
        render: ({ leavingBy }) => leavingBy,
      },
      {
        key: 'state',
        header: t('handover.column.state'),
        width: 'minmax(8.5rem, 1fr)',
        render: (row) => <State row={row} />,
      },
      {
        key: 'items',
        header: t('handover.column.items'),
        width: '5rem',
        align: 'end',
        render: ({ items, state }) => (state === 'draft' ? null : items),
      },
      {
        key: 'signed',
        header: t('handover.column.signed'),
        width: 'minmax(5rem, 0.8fr)',
        from: 52,
        render: ({ signedBy }) => signedBy,
      },
    ],
    [t],
  );
}

function Shift({ row: { shiftFrom, shiftTo } }: { row: HandoverRow }) {
  const format = useFormat();
  const now = useNow();
  return (
    <>
      {format.time(Date.parse(shiftFrom), now)} – {format.time(Date.parse(shiftTo), now)}
    </>
  );
}

function State({ row: { state, awaiting } }: { row: HandoverRow }) {
  const { t } = useTranslation();
  if (awaiting !== null) return <span className="shift-awaiting">{t('handover.awaiting')}</span>;
  return (
    <span className="shift-mark" data-state={state}>
      {state === 'handed-over' ? <StatusMark severity="notice" size="0.8em" /> : null}
      {t(`handover.state.${state}`)}
    </span>
  );
}
