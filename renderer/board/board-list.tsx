import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand/react';
import type { BoardRow } from '../../shared/contract/index.ts';
import { type Column, DataTable, HeldRows, StaleNotice, useListShown } from '../lists/index.ts';
import { useSelection, useServices } from '../stores/services.tsx';
import { BoardFigures, BoardFoot } from './board-head.tsx';
import {
  CustomerCell,
  ExpectedCell,
  LateCell,
  PlaceCell,
  PlannedCell,
  StateCell,
  VehicleCell,
} from './board-cells.tsx';
import type { BoardModel } from './board-model.ts';
import { BoardEmpty } from './board-empty.tsx';

/** The board on the console: a list of any length. */
export function BoardList({ model }: { model: BoardModel }) {
  const { t } = useTranslation();
  const { selection } = useServices();
  const selected = useSelection((state) => state.selected);
  const list = useStore(model.list.state);
  const shown = useListShown(list, false);
  const columns = useBoardColumns();
  const counts = model.list.answer()?.counts;
  const hasRows = shown.state === 'ready' || shown.state === 'loading';
  return (
    <div className="board" data-testid="mission-board" data-state={shown.state} data-total={list.total ?? undefined}>
      <div className="board__head">
        <BoardFigures counts={counts} />
      </div>
      <StaleNotice list={list} onRetry={model.list.retry} />
      {hasRows ? (
        <HeldRows list={model.list}>
          <DataTable
            label={t('board.title')}
            model={model}
            columns={columns}
            rowId={(row) => row.id}
            selectedId={selected?.panel === 'missions' ? selected.id : null}
            onSelect={(row) => selection.select({ panel: 'missions', id: row.id })}
          />
        </HeldRows>
      ) : (
        <BoardEmpty shown={shown} onRetry={model.list.retry} />
      )}
      <BoardFoot counts={counts} />
    </div>
  );
}

function useBoardColumns(): readonly Column<BoardRow, 'place'>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      { key: 'state', header: t('board.column.state'), width: '9.5rem', render: (row) => <StateCell row={row} /> },
      {
        key: 'late',
        header: t('board.column.late'),
        width: '6.25rem',
        align: 'end',
        render: (row) => <LateCell row={row} />,
      },
      {
        key: 'vehicle',
        header: t('board.column.vehicle'),
        width: '6.5rem',
        render: (row) => <VehicleCell row={row} />,
      },
      {
        key: 'customer',
        header: t('board.column.customer'),
        width: 'minmax(6rem, 1fr)',
        from: 40,
        render: (row) => <CustomerCell row={row} />,
      },
      {
        key: 'place',
        header: t('board.column.place'),
        width: 'minmax(7rem, 1.4fr)',
        render: (row) => <PlaceCell row={row} />,
      },
      {
        key: 'planned',
        header: t('board.column.planned'),
        width: '7rem',
        render: (row) => <PlannedCell row={row} />,
      },
      {
        key: 'expected',
        header: t('board.column.expected'),
        width: '5rem',
        from: 46,
        render: (row) => <ExpectedCell row={row} />,
      },
      {
        key: 'reference',
        header: t('board.column.reference'),
        width: 'minmax(7rem, 10rem)',
        from: 62,
        render: ({ reference }) => reference,
      },
    ],
    [t],
  );
}
