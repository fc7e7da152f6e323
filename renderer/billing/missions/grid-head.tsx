/* oxlint-disable jsx-a11y/prefer-tag-over-role -- cells of a grid that is made of elements: the keys and the focus are the grid's, see mission-grid.tsx */
import { type PointerEvent, type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { MissionSortBy, ShownColumn } from '../../../shared/contract/index.ts';
import type { Sort } from '../../stores/list-model.ts';
import { Icon } from '../../ui/icons.tsx';
import { withWidth } from './column-steps.ts';
import type { MissionColumn } from './columns.tsx';

interface GridHeadProps {
  id: string;
  columns: readonly ShownColumn[];
  shown: readonly MissionColumn[];
  template: string;
  widthRem: number;
  sort: Sort<MissionSortBy>;
  activeColumn: number | null;
  onSort: (by: MissionSortBy) => void;
  onColumns: (columns: readonly ShownColumn[]) => void;
  /** Marks all rows. */
  box: ReactNode;
}

/** The heads of the columns: a press sorts, an edge is drawn to make a column wider. */
export function GridHead({
  id,
  columns,
  shown,
  template,
  widthRem,
  sort,
  activeColumn,
  onSort,
  onColumns,
  box,
}: GridHeadProps) {
  const { t } = useTranslation();
  const drag = useRef<{ index: number; x: number; width: number } | null>(null);

  function onPointerMove(event: PointerEvent): void {
    const now = drag.current;
    if (now === null) return;
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
    onColumns(withWidth(columns, now.index, now.width + (event.clientX - now.x) / rem));
  }

  return (
    <div className="data-table__head" role="rowgroup" style={{ width: `max(100%, ${widthRem}rem)` }}>
      <div className="data-table__row" role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
        {box}
        {shown.map(({ key, header, align }, index) => {
          const isSorted = sort.by === key;
          return (
            <div
              key={key}
              id={`${id}-${index}`}
              className={`data-table__cell mission-head${align === 'end' ? ' data-table__cell--end' : ''}`}
              role="columnheader"
              aria-sort={isSorted ? sort.direction : undefined}
              aria-colindex={index + 2}
              data-active={index === activeColumn}
              data-key={key}
            >
              <button type="button" className="data-table__sort" tabIndex={-1} onClick={() => onSort(key)}>
                <span>{header}</span>
                {isSorted ? <Icon name={sort.direction} size="0.75rem" /> : null}
              </button>
              <span
                className="mission-head__edge"
                aria-hidden="true"
                title={t('mission-table.resize')}
                onPointerDown={(event) => {
                  event.currentTarget.setPointerCapture(event.pointerId);
                  drag.current = { index, x: event.clientX, width: columns[index]?.width ?? 0 };
                }}
                onPointerMove={onPointerMove}
                onPointerUp={() => {
                  drag.current = null;
                }}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}
