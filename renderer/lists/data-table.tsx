/* oxlint-disable jsx-a11y/prefer-tag-over-role -- the rows in view of a list of any length stand where they belong: a table element would lay them out by itself */
import {
  type KeyboardEvent,
  memo,
  type MouseEvent,
  useCallback,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useStore } from 'zustand/react';
import type { ListModel } from '../stores/list-model.ts';
import type { Window } from '../stores/paged-list.ts';
import { Icon } from '../ui/icons.tsx';
import { type Column, columnsFor } from './columns.ts';
import { MarkAll, MarkBox, useMarked } from './mark-cells.tsx';
import type { Marks } from './marks.ts';
import { useLate } from './use-late.ts';
import { useMarking } from './use-marking.ts';
import { layoutRows, rowsPerPage, scrollTopFor } from './row-layout.ts';
import { useTableSize } from './use-table-size.ts';
import './data-table.css';

export interface DataTableProps<Row, Filter, By extends string, Answer extends Window<Row>> {
  label: string;
  model: ListModel<Row, Filter, By, Answer>;
  columns: readonly Column<Row, By>[];
  rowId: (row: Row) => string;
  selectedId: string | null;
  onSelect: (row: Row) => void;
  /** Where several rows can be marked. */
  marks?: Marks<Row>;
}

/** Of the boxes that show which rows are marked. */
const MARK_WIDTH = '1.75rem';

/**
 * A list of any length as a grid (WAI-ARIA Authoring Practices, "Grid"): only the rows in view exist. The keyboard moves
 * one active row, Enter or a click selects it; arrows, Page, Home and End work over rows that are not loaded yet. Where rows
 * can be marked, Space or Ctrl with a click marks one, Shift goes on to another, Ctrl+A marks all.
 */
export function DataTable<Row, Filter, By extends string, Answer extends Window<Row>>(
  props: DataTableProps<Row, Filter, By, Answer>,
) {
  const { label, model, rowId, selectedId, onSelect, marks } = props;
  const { list } = model;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const size = useTableSize(scroller);
  const [scrollTop, setScrollTop] = useState(model.place().scrollTop);
  const [active, setActive] = useState(model.place().activeIndex);
  const { total, outdated, loadingSinceMs } = useStore(list.state);
  const isLate = useLate(total === null || loadingSinceMs !== null);
  const sort = useStore(model.view, (view) => view.sort);
  const columns = useMemo(() => columnsFor(props.columns, size.widthRem), [props.columns, size.widthRem]);
  const template = useMemo(
    () => [...(marks === undefined ? [] : [MARK_WIDTH]), ...columns.map(({ width }) => width)].join(' '),
    [columns, marks],
  );
  const marked = useMarked(marks);
  const marking = useMarking(marks, list.row, total);
  // Before the first answer the table is as long as it is high, of rows that have not come.
  const count = total ?? rowsPerPage(size);
  const geometry = useMemo(() => ({ total: count, ...size }), [count, size]);
  const layout = layoutRows(geometry, scrollTop);

  useLayoutEffect(
    () => list.show(layout.first, Math.max(layout.first, layout.last)),
    [list, layout.first, layout.last],
  );
  useLayoutEffect(() => {
    if (scroller.current !== null) scroller.current.scrollTop = model.place().scrollTop;
  }, [model]);
  const query = useStore(model.view);
  useBackToTop(query.filter, query.sort, query.text, () => {
    setActive(0);
    scroller.current?.scrollTo({ top: 0 });
  });

  const onScroll = useCallback(() => {
    const top = scroller.current?.scrollTop ?? 0;
    model.keepPlace({ scrollTop: top });
    setScrollTop(top);
  }, [model]);

  function moveTo(index: number): void {
    const next = Math.max(0, Math.min(count - 1, index));
    model.keepPlace({ activeIndex: next });
    setActive(next);
    if (scroller.current !== null) scroller.current.scrollTop = scrollTopFor(geometry, scrollTop, next);
  }

  function selectIndex(index: number): void {
    const row = list.row(index);
    if (row !== undefined) onSelect(row);
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    // The header's buttons have their own keys.
    if (event.target !== event.currentTarget || event.altKey || count === 0) return;
    if (marking.onKey(event, active)) return event.preventDefault();
    if (event.metaKey) return;
    const page = rowsPerPage(geometry);
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: count - 1,
    };
    const target = targets[event.key];
    if (target !== undefined) {
      marking.onMove(event, active, Math.max(0, Math.min(count - 1, target)));
      moveTo(target);
    } else if (event.key === 'Enter' || event.key === ' ') selectIndex(active);
    else return;
    event.preventDefault();
  }

  function onClick(event: MouseEvent<HTMLDivElement>): void {
    const row = event.target instanceof Element ? event.target.closest('[data-index]') : null;
    if (!(row instanceof HTMLElement)) return;
    const index = Number(row.dataset['index']);
    model.keepPlace({ activeIndex: index });
    setActive(index);
    if (!marking.onClick(event, index)) selectIndex(index);
  }

  const rows = [];
  for (let index = layout.first; index <= layout.last; index++) {
    const row = list.row(index);
    rows.push(
      <TableRow
        key={index}
        id={`${id}-${index}`}
        index={index}
        row={row}
        columns={columns}
        isActive={index === active}
        isSelected={row !== undefined && rowId(row) === selectedId}
        isMarked={marks === undefined ? null : row !== undefined && marked.has(rowId(row))}
      />,
    );
  }

  return (
    <div
      ref={scroller}
      className="data-table"
      role="grid"
      aria-label={label}
      aria-rowcount={total === null ? -1 : total + 1}
      aria-busy={total === null}
      aria-colcount={columns.length + (marks === undefined ? 0 : 1)}
      aria-multiselectable={marks === undefined ? undefined : true}
      aria-activedescendant={active >= layout.first && active <= layout.last ? `${id}-${active}` : undefined}
      tabIndex={0}
      data-outdated={outdated}
      data-late={isLate}
      onScroll={onScroll}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      <div className="data-table__head" role="rowgroup">
        <div className="data-table__row" role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
          {marks === undefined ? null : <MarkAll marks={marks} total={total} />}
          {columns.map((column) => (
            <HeaderCell key={column.key} column={column} sort={sort} onSort={model.sortBy} />
          ))}
        </div>
      </div>
      <div className="data-table__body" role="rowgroup" style={{ height: layout.contentHeight }}>
        <div
          className="data-table__window"
          role="presentation"
          style={{ transform: `translateY(${layout.top}px)`, ['--columns' as string]: template }}
        >
          {rows}
        </div>
      </div>
    </div>
  );
}

/** Runs when the question changes, not when the table appears: it comes back where it was. */
function useBackToTop(filter: unknown, sort: unknown, text: string, action: () => void): void {
  const before = useRef({ filter, sort, text });
  useLayoutEffect(() => {
    const last = before.current;
    if (last.filter === filter && last.sort === sort && last.text === text) return;
    before.current = { filter, sort, text };
    action();
  });
}

interface HeaderCellProps<Row, By extends string> {
  column: Column<Row, By>;
  sort: { by: By; direction: 'ascending' | 'descending' };
  onSort: (by: By) => void;
}

function HeaderCell<Row, By extends string>({ column, sort, onSort }: HeaderCellProps<Row, By>) {
  const { sort: by, header, name } = column;
  const isSorted = by !== undefined && sort.by === by;
  const align = column.align === 'end' ? ' data-table__cell--end' : '';
  return (
    <div
      className={`data-table__cell${align}`}
      role="columnheader"
      aria-sort={isSorted ? sort.direction : undefined}
      aria-label={name}
    >
      {by === undefined ? (
        header
      ) : (
        <button type="button" className="data-table__sort" aria-label={name} onClick={() => onSort(by)}>
          <span>{header}</span>
          {isSorted ? <Icon name={sort.direction} size="0.75rem" /> : null}
        </button>
      )}
    </div>
  );
}

interface TableRowProps<Row, By extends string> {
  id: string;
  index: number;
  row: Row | undefined;
  columns: readonly Column<Row, By>[];
  isActive: boolean;
  /** Its detail is shown. */
  isSelected: boolean;
  /** Null: rows of this list cannot be marked. */
  isMarked: boolean | null;
}

function PlainTableRow<Row, By extends string>({
  id,
  index,
  row,
  columns,
  isActive,
  isSelected,
  isMarked,
}: TableRowProps<Row, By>) {
  return (
    <div
      id={id}
      className="data-table__row"
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isMarked ?? isSelected}
      aria-current={isSelected ? 'true' : undefined}
      aria-busy={row === undefined}
      data-index={index}
      data-active={isActive}
    >
      {isMarked === null ? null : <MarkBox isMarked={isMarked} />}
      {columns.map((column) => (
        <div
          key={column.key}
          className={column.align === 'end' ? 'data-table__cell data-table__cell--end' : 'data-table__cell'}
          role="gridcell"
        >
          {row === undefined ? <span className="skeleton" /> : column.render(row)}
        </div>
      ))}
    </div>
  );
}
const TableRow = memo(PlainTableRow) as typeof PlainTableRow;
