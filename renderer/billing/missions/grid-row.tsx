/* oxlint-disable jsx-a11y/prefer-tag-over-role -- cells of a grid that is made of elements, see mission-grid.tsx */
import { memo, type ReactNode } from 'react';
import type { MissionRow } from '../../../shared/contract/index.ts';
import { MarkBox } from '../../lists/index.ts';
import type { MissionColumn } from './columns.tsx';

interface GridRowProps {
  id: string;
  index: number;
  /** Undefined: not loaded yet. */
  row: MissionRow | undefined;
  columns: readonly MissionColumn[];
  /** Where the keyboard is, if it is in this row. */
  activeColumn: number | null;
  /** The columns of the block that is marked, where this row is in it. */
  first: number | null;
  last: number | null;
  /** Its detail is shown. */
  isSelected: boolean;
  isMarked: boolean;
  editor: ReactNode;
  editorColumn: number | null;
}

function PlainGridRow(props: GridRowProps) {
  const { id, index, row, columns, activeColumn, first, last, isSelected, isMarked, editor, editorColumn } = props;
  return (
    <div
      className="data-table__row"
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isMarked}
      aria-current={isSelected ? 'true' : undefined}
      aria-busy={row === undefined}
      data-index={index}
      data-active={activeColumn !== null}
    >
      <MarkBox isMarked={isMarked} />
      {columns.map((column, place) => {
        const isInBlock = first !== null && last !== null && place >= first && place <= last;
        const align = column.align === 'end' ? ' data-table__cell--end' : '';
        return (
          <div
            key={column.key}
            id={`${id}-${place}`}
            className={`data-table__cell${align}`}
            role="gridcell"
            aria-colindex={place + 2}
            data-column={place}
            data-key={column.key}
            data-active={place === activeColumn}
            data-block={isInBlock}
          >
            {place === editorColumn ? editor : row === undefined ? <span className="skeleton" /> : column.render(row)}
          </div>
        );
      })}
    </div>
  );
}

/** One mission. Drawn again only where something of it is another than before. */
export const GridRow = memo(PlainGridRow);
