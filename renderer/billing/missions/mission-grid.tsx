/* oxlint-disable jsx-a11y/prefer-tag-over-role -- the rows in view of a list of any length stand where they belong, as in lists/data-table.tsx */
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type MouseEvent,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand/react';
import type { MissionColumnKey, MissionRow, ShownColumn } from '../../../shared/contract/index.ts';
import {
  layoutRows,
  MarkAll,
  rowsPerPage,
  scrollTopFor,
  useLate,
  useMarked,
  useMarking,
  useTableSize,
} from '../../lists/index.ts';
import { usePreferences } from '../../stores/services.tsx';
import type { MissionList } from '../billing-lists.ts';
import { CellEditor } from './cell-editor.tsx';
import { movedColumn, resized } from './column-steps.ts';
import { FIELD_OF_COLUMN, useMissionColumns } from './columns.tsx';
import { type GridPlace, placeAfter } from './grid-keys.ts';
import { GridHead } from './grid-head.tsx';
import { GridRow } from './grid-row.tsx';
import './mission-grid.css';

interface MissionGridProps {
  label: string;
  model: MissionList;
  columns: readonly ShownColumn[];
  onColumns: (columns: readonly ShownColumn[]) => void;
  selectedId: string | null;
  onSelect: (row: MissionRow) => void;
  mayEdit: boolean;
  /** Every row that matches is chosen, loaded or not. */
  isEverything: boolean;
  onEverything: (isEverything: boolean) => void;
  /** `columns`: those that are marked, or all. */
  onCopy: (event: ClipboardEvent, at: { row: number; columns: readonly MissionColumnKey[] }) => void;
  onPaste: (text: string, at: { row: number; columns: readonly MissionColumnKey[] }) => void;
  /** Third parties and cycles are chosen in a form of their own. */
  onEditReference: (row: MissionRow, field: 'thirdPartyId' | 'billingCycleId') => void;
}

/** Of the boxes that show which rows are marked. */
const MARK_WIDTH_REM = 1.75;

/**
 * Missions as a spreadsheet has them: one active cell that the keyboard moves, rows that are marked, a block that is copied. The focus
 * stays on the grid itself, so that rows may change under it; rows out of view do not exist.
 */
export function MissionGrid(props: MissionGridProps) {
  const { label, model, columns, selectedId, onSelect, mayEdit } = props;
  const { list, marks } = model;
  const { t } = useTranslation();
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const size = useTableSize(scroller);
  const [scrollTop, setScrollTop] = useState(model.place().scrollTop);
  /** Scrolled sideways, if by a pixel. */
  const [isAside, setAside] = useState(false);
  const [place, setPlace] = useState<GridPlace>({ row: model.place().activeIndex, column: 0 });
  /** The other end of the columns that are marked. */
  const [from, setFrom] = useState<number | null>(null);
  const [editing, setEditing] = useState<{ row: MissionRow; column: number; typed: string | null } | null>(null);
  const { total, outdated, loadingSinceMs } = useStore(list.state);
  const isLate = useLate(total === null || loadingSinceMs !== null);
  const view = useStore(model.view);
  const marked = useMarked(marks);
  const marking = useMarking(marks, list.row, total);
  const singleKeys = usePreferences((preferences) => preferences.singleKeys);
  const known = useMissionColumns();
  const shown = useMemo(() => columns.map(({ key }) => known[key]), [columns, known]);
  const template = useMemo(
    () => [`${MARK_WIDTH_REM}rem`, ...columns.map(({ width }) => `${width}rem`)].join(' '),
    [columns],
  );
  const widthRem = columns.reduce((sum, { width }) => sum + width, MARK_WIDTH_REM + 1);
  const count = total ?? rowsPerPage(size);
  const geometry = useMemo(() => ({ total: count, ...size }), [count, size]);
  const layout = layoutRows(geometry, scrollTop);
  const column = Math.min(place.column, columns.length - 1);
  const row = Math.min(place.row, count - 1);
  const cells = from === null ? null : { first: Math.min(from, column), last: Math.max(from, column) };

  useLayoutEffect(
    () => list.show(layout.first, Math.max(layout.first, layout.last)),
    [list, layout.first, layout.last],
  );
  useLayoutEffect(() => {
    if (scroller.current !== null) scroller.current.scrollTop = model.place().scrollTop;
  }, [model]);
  const asked = useRef(view);
  useEffect(() => {
    const before = asked.current;
    if (before.filter === view.filter && before.sort === view.sort && before.text === view.text) return;
    asked.current = view;
    // The head stays where it is: one may sort on.
    setPlace((now) => (now.row < 0 ? now : { ...now, row: 0 }));
    scroller.current?.scrollTo({ top: 0 });
  }, [view]);

  function moveTo(next: GridPlace): void {
    const element = scroller.current;
    setPlace(next);
    if (element === null) return;
    if (next.row >= 0) {
      model.keepPlace({ activeIndex: next.row });
      element.scrollTop = scrollTopFor(geometry, scrollTop, next.row);
    }
    revealColumn(element, columns, next.column);
  }

  function begin(typed: string | null): boolean {
    const current = list.row(row);
    const key = columns[column]?.key;
    const field = key === undefined ? undefined : FIELD_OF_COLUMN[key];
    if (!mayEdit || current === undefined || field === undefined) return false;
    if (field === 'thirdPartyId' || field === 'billingCycleId') props.onEditReference(current, field);
    else setEditing({ row: current, column, typed });
    return true;
  }

  function endEditing(then: GridPlace | null): void {
    setEditing(null);
    scroller.current?.focus();
    if (then !== null)
      moveTo({
        row: Math.max(0, Math.min(count - 1, then.row)),
        column: Math.max(0, Math.min(columns.length - 1, then.column)),
      });
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    if (event.target !== event.currentTarget) return;
    if (row < 0 && onHeadKey(event)) return event.preventDefault();
    const next = placeAfter(
      event,
      { row, column },
      { rows: count, columns: columns.length, page: rowsPerPage(geometry) },
    );
    if (next !== undefined) {
      if (event.shiftKey && next.column !== column) setFrom(from ?? column);
      else if (!event.shiftKey) setFrom(null);
      if (next.row !== row && row >= 0 && next.row >= 0) marking.onMove(event, row, next.row);
      if (event.shiftKey && next.row !== row) props.onEverything(false);
      moveTo(next);
      return event.preventDefault();
    }
    if (onRowKey(event)) event.preventDefault();
  }

  function onHeadKey(event: KeyboardEvent): boolean {
    const key = columns[column]?.key;
    if (key === undefined) return false;
    const by = event.key === 'ArrowLeft' ? -1 : 1;
    const isSideways = event.key === 'ArrowLeft' || event.key === 'ArrowRight';
    if ((event.key === 'Enter' || event.key === ' ') && !event.altKey) model.sortBy(key);
    else if (isSideways && event.altKey && event.shiftKey) props.onColumns(resized(columns, column, by));
    else if (isSideways && event.altKey) {
      props.onColumns(movedColumn(columns, column, column + by));
      setPlace({ row: -1, column: Math.max(0, Math.min(columns.length - 1, column + by)) });
    } else return false;
    return true;
  }

  function onRowKey(event: KeyboardEvent): boolean {
    if (row < 0 || count === 0) return false;
    const far = event.ctrlKey || event.metaKey;
    const { rows } = marks.state.getState();
    if (event.key === 'Escape' && (from !== null || props.isEverything || rows.size > 0)) {
      setFrom(null);
      props.onEverything(false);
      marks.clear();
      return true;
    }
    if (far && event.key.toLowerCase() === 'a' && total !== null) {
      chooseAll();
      return true;
    }
    if (far || event.altKey) return false;
    if (event.key === ' ') props.onEverything(false);
    if (marking.onKey(event, row)) return true;
    if (event.key === 'F2') return begin(null);
    if (event.key === 'Enter') {
      const current = list.row(row);
      if (!begin(null) && current !== undefined) onSelect(current);
      return true;
    }
    // A digit begins an amount, where digits are no shortcuts.
    if (!singleKeys && /^[\d-]$/.test(event.key)) return begin(event.key);
    return false;
  }

  /** More than can be marked one by one are chosen as what they are: all that match. */
  function chooseAll(): void {
    if (total === null) return;
    if (total > marks.most) {
      marks.clear();
      props.onEverything(true);
    } else marks.markAll(total);
  }

  function onClick(event: MouseEvent<HTMLDivElement>): void {
    const element = event.target instanceof Element ? event.target : null;
    const line = element?.closest<HTMLElement>('[data-index]');
    if (line === null || line === undefined || element?.closest('[data-editor]')) return;
    const index = Number(line.dataset['index']);
    const cell = element?.closest<HTMLElement>('[data-column]');
    const clicked = cell === null || cell === undefined ? column : Number(cell.dataset['column']);
    if (event.shiftKey && clicked !== column) setFrom(from ?? column);
    else if (!event.shiftKey) setFrom(null);
    props.onEverything(false);
    model.keepPlace({ activeIndex: index });
    setPlace({ row: index, column: clicked });
    if (marking.onClick(event, index)) return;
    const current = list.row(index);
    if (event.detail < 2 && current !== undefined) onSelect(current);
  }

  function onDoubleClick(event: MouseEvent<HTMLDivElement>): void {
    if (event.target instanceof Element && event.target.closest('[data-index]') !== null) begin(null);
  }

  const block = columns.filter((_, index) => cells === null || (index >= cells.first && index <= cells.last));
  const at = { row, columns: block.map(({ key }) => key) };
  const lines = [];
  for (let index = layout.first; index <= layout.last; index++) {
    const current = list.row(index);
    const isMarked = props.isEverything || (current !== undefined && marked.has(current.id));
    const isActive = index === row;
    lines.push(
      <GridRow
        key={index}
        id={`${id}-${index}`}
        index={index}
        row={current}
        columns={shown}
        activeColumn={isActive ? column : null}
        first={(isActive || isMarked) && cells !== null ? cells.first : null}
        last={(isActive || isMarked) && cells !== null ? cells.last : null}
        isSelected={current !== undefined && current.id === selectedId}
        isMarked={isMarked}
        editor={
          editing !== null && editing.row.id === current?.id ? (
            <CellEditor
              row={editing.row}
              column={columns[editing.column]?.key ?? 'reference'}
              typed={editing.typed}
              onEnd={(step) =>
                endEditing(step === null ? null : { row: index + step.down, column: editing.column + step.right })
              }
            />
          ) : null
        }
        editorColumn={editing !== null && editing.row.id === current?.id ? editing.column : null}
      />,
    );
  }
  const isInView = row < 0 || (row >= layout.first && row <= layout.last);

  return (
    <div
      ref={scroller}
      className="data-table mission-grid"
      role="grid"
      aria-label={label}
      aria-rowcount={total === null ? -1 : total + 1}
      aria-colcount={columns.length + 1}
      aria-multiselectable
      aria-busy={total === null}
      aria-activedescendant={isInView ? `${id}-${row < 0 ? 'head' : row}-${column}` : undefined}
      tabIndex={0}
      data-outdated={outdated}
      data-late={isLate}
      data-everything={props.isEverything}
      data-aside={isAside}
      onScroll={() => {
        const top = scroller.current?.scrollTop ?? 0;
        model.keepPlace({ scrollTop: top });
        setScrollTop(top);
        setAside((scroller.current?.scrollLeft ?? 0) > 0);
      }}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onDoubleClick={onDoubleClick}
      onCopy={(event) => {
        if (event.target === event.currentTarget || !isTyping(event.target)) props.onCopy(event, at);
      }}
      onPaste={(event) => {
        if (isTyping(event.target) || !mayEdit || row < 0) return;
        event.preventDefault();
        const pasted = columns.slice(cells?.first ?? column).map(({ key }) => key);
        props.onPaste(event.clipboardData.getData('text/plain'), { row, columns: pasted });
      }}
    >
      <GridHead
        id={`${id}-head`}
        columns={columns}
        shown={shown}
        template={template}
        widthRem={widthRem}
        sort={view.sort}
        activeColumn={row < 0 ? column : null}
        onSort={model.sortBy}
        onColumns={props.onColumns}
        box={
          <MarkAll
            marks={marks}
            total={total}
            everything={{
              isChosen: props.isEverything,
              choose: chooseAll,
              leave: () => props.onEverything(false),
            }}
          />
        }
      />
      <div
        className="data-table__body"
        role="rowgroup"
        style={{ height: layout.contentHeight, width: `max(100%, ${widthRem}rem)` }}
      >
        <div
          className="data-table__window"
          role="presentation"
          style={{ transform: `translateY(${layout.top}px)`, ['--columns' as string]: template }}
        >
          {lines}
        </div>
      </div>
      <span className="visually-hidden">{t('mission-table.keys')}</span>
    </div>
  );
}

/** Scrolls sideways by the least that brings a column into view. */
function revealColumn(element: HTMLElement, columns: readonly ShownColumn[], column: number): void {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
  const fixed = (MARK_WIDTH_REM + (columns[0]?.width ?? 0)) * rem;
  const left = columns.slice(0, column).reduce((sum, { width }) => sum + width, MARK_WIDTH_REM) * rem;
  const right = left + ((columns[column]?.width ?? 0) + 1) * rem;
  if (column === 0) element.scrollLeft = 0;
  else if (left < element.scrollLeft + fixed) element.scrollLeft = left - fixed;
  else if (right > element.scrollLeft + element.clientWidth) element.scrollLeft = right - element.clientWidth;
}

function isTyping(target: EventTarget): boolean {
  return target instanceof Element && target.matches('input, textarea');
}
