import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand/react';
import type { BoardRow } from '../../shared/contract/index.ts';
import { StaleNotice, useListShown } from '../lists/index.ts';
import { useNow } from '../stores/services.tsx';
import {
  CustomerCell,
  ExpectedCell,
  LateCell,
  PlaceCell,
  PlannedCell,
  StateCell,
  VehicleCell,
} from './board-cells.tsx';
import { BoardEmpty } from './board-empty.tsx';
import { BoardFigures, BoardFoot } from './board-head.tsx';
import type { BoardModel } from './board-model.ts';
import { type BoardSection, layOutPages, pageAt } from './board-pages.ts';

/** Each column, and the width of the board in em from which there is room for it. */
const COLUMNS = [
  { name: 'state', from: 0, Cell: StateCell },
  { name: 'late', from: 0, Cell: LateCell },
  { name: 'vehicle', from: 0, Cell: VehicleCell },
  { name: 'customer', from: 62, Cell: CustomerCell },
  { name: 'place', from: 32, Cell: PlaceCell },
  { name: 'planned', from: 40, Cell: PlannedCell },
  { name: 'expected', from: 48, Cell: ExpectedCell },
] as const;
type BoardColumn = (typeof COLUMNS)[number];

/** The board on a wall: large, without a pointer, turning its pages by the clock where they do not fit on one. */
export function BoardWall({ model, scale }: { model: BoardModel; scale: number }) {
  const { t } = useTranslation();
  const list = useStore(model.list.state);
  const shown = useListShown(list, false);
  const counts = model.list.answer()?.counts;
  const body = useRef<HTMLDivElement>(null);
  const { lines, widthEm } = useRoom(body);
  const columns = COLUMNS.filter(({ from }) => widthEm >= from);
  const now = useNow();
  const { pages, left } = counts === undefined ? { pages: [], left: 0 } : layOutPages(counts, lines);
  const index = pageAt(now, pages.length);
  const sections = pages[index] ?? [];
  const first = sections[0]?.first ?? 0;
  const last = (sections.at(-1)?.first ?? 0) + (sections.at(-1)?.count ?? 1) - 1;
  useLayoutEffect(() => model.list.show(first, Math.max(first, last)), [model, first, last]);
  const hasRows = shown.state === 'ready' || shown.state === 'loading';
  return (
    <div
      className="board board--wall"
      data-testid="mission-board"
      data-state={shown.state}
      data-total={list.total ?? undefined}
      style={{ ['--board-scale' as string]: scale }}
    >
      <div className="board__head">
        <BoardFigures counts={counts} />
        {pages.length > 1 ? (
          <p className="board__page" data-testid="board-page">
            {t('board.page', { page: index + 1, pages: pages.length })}
          </p>
        ) : null}
      </div>
      <StaleNotice list={list} onRetry={model.list.retry} />
      <div ref={body} className="board__body">
        {hasRows ? (
          <table className="board-table" aria-label={t('board.title')}>
            <colgroup>
              {columns.map(({ name }) => (
                <col key={name} className={`board-column--${name}`} />
              ))}
            </colgroup>
            <thead>
              <tr className="board-line">
                {columns.map(({ name }) => (
                  <th key={name} scope="col" className={`board-cell board-cell--${name}`}>
                    {t(`board.column.${name}`)}
                  </th>
                ))}
              </tr>
            </thead>
            {sections.map((section) => (
              <Section key={section.group} section={section} columns={columns} row={model.list.row} />
            ))}
          </table>
        ) : (
          <BoardEmpty shown={shown} />
        )}
      </div>
      <BoardFoot counts={counts} left={left} />
    </div>
  );
}

interface SectionProps {
  section: BoardSection;
  columns: readonly BoardColumn[];
  row: (index: number) => BoardRow | undefined;
}

function Section({ section, columns, row }: SectionProps) {
  const { t } = useTranslation();
  const { group, isContinued, first, count } = section;
  const name = t(`board.group.${group}`);
  return (
    <tbody>
      <tr className="board-line board-line--group">
        <th scope="rowgroup" colSpan={columns.length} className={`board-cell board-group--${group}`}>
          {isContinued ? t('board.continued', { group: name }) : name}
        </th>
      </tr>
      {Array.from({ length: count }, (_, offset) => (
        <Line key={first + offset} columns={columns} row={row(first + offset)} />
      ))}
    </tbody>
  );
}

function Line({ row, columns }: { row: BoardRow | undefined; columns: readonly BoardColumn[] }) {
  if (row === undefined) return <Awaited columns={columns} />;
  return (
    <tr className="board-line" data-group={row.group}>
      {columns.map(({ name, Cell }) => (
        <td key={name} className={`board-cell board-cell--${name}`}>
          <Cell row={row} />
        </td>
      ))}
    </tr>
  );
}

/** A row that is on its way. */
function Awaited({ columns }: { columns: readonly BoardColumn[] }) {
  const { t } = useTranslation();
  return (
    <tr className="board-line" aria-busy="true">
      <td className="board-cell" colSpan={columns.length}>
        <span className="skeleton" />
        <span className="visually-hidden">{t('board.loading')}</span>
      </td>
    </tr>
  );
}

/** Height of a line in em of the board's own type, as the style sheet sets it. */
const LINE_EM = 1.9;

/** How many lines fit under the head of the table, and how wide it is in em. */
function useRoom(body: { readonly current: HTMLElement | null }): { lines: number; widthEm: number } {
  const [room, setRoom] = useState({ lines: 12, widthEm: 80 });
  useLayoutEffect(() => {
    const element = body.current;
    if (element === null) return undefined;
    const measure = () => {
      const size = Number.parseFloat(getComputedStyle(element).fontSize) || 16;
      const lines = Math.max(2, Math.floor(element.clientHeight / (size * LINE_EM)) - 1);
      const widthEm = Math.floor(element.clientWidth / size);
      setRoom((before) => (before.lines === lines && before.widthEm === widthEm ? before : { lines, widthEm }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [body]);
  return room;
}
