import { useTranslation } from 'react-i18next';
import type { BoardRow, MissionRow } from '../../shared/contract/index.ts';
import { boardPlace } from '../../shared/domain/index.ts';
import { useMissionTime } from '../stores/mission-clock.ts';
import {
  CustomerCell,
  ExpectedCell,
  LateCell,
  PlaceCell,
  PlannedCell,
  StateCell,
  VehicleCell,
} from './board-cells.tsx';
import type { BoardSection } from './board-pages.ts';

/** Each column of a wall's board, and the width of the board in em from which there is room for it. */
const COLUMNS = [
  { name: 'state', from: 0, Cell: StateCell },
  { name: 'late', from: 0, Cell: LateCell },
  { name: 'vehicle', from: 0, Cell: VehicleCell },
  { name: 'customer', from: 62, Cell: CustomerCell },
  { name: 'place', from: 32, Cell: PlaceCell },
  { name: 'planned', from: 40, Cell: PlannedCell },
  { name: 'expected', from: 48, Cell: ExpectedCell },
] as const;
export type BoardColumn = (typeof COLUMNS)[number];

/** The columns for which a board of this width, in em of its own type, has room. */
export function columnsIn(widthEm: number): readonly BoardColumn[] {
  return COLUMNS.filter(({ from }) => widthEm >= from);
}

interface SectionProps {
  section: BoardSection;
  columns: readonly BoardColumn[];
  row: (index: number) => BoardRow | undefined;
  isSent: (row: MissionRow) => boolean;
}

/** The rows of one group on a page, under its name. */
export function Section({ section, columns, row, isSent }: SectionProps) {
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
      {Array.from({ length: count }, (_, offset) => {
        const shown = row(first + offset);
        if (shown === undefined) return <Awaited key={first + offset} columns={columns} />;
        return <Line key={first + offset} columns={columns} row={shown} isSent={isSent(shown)} />;
      })}
    </tbody>
  );
}

/** How many lines the part above the pages takes where a mission was sent. */
export const SENT_LINES = 2;

/**
 * The mission that was sent to this screen, above the pages: they go on turning, and it is not searched for. One that the board
 * does not hold says why.
 */
export function SentMission({ mission, columns }: { mission: MissionRow; columns: readonly BoardColumn[] }) {
  const { t } = useTranslation();
  const place = boardPlace(mission, useMissionTime());
  const { reference, status } = mission;
  return (
    <tbody className="board-sent" data-testid="board-sent">
      <tr className="board-line board-line--group">
        <th scope="rowgroup" colSpan={columns.length} className="board-cell">
          <span className="board-sent__mark" aria-hidden="true" />
          {t('board.sent', { reference })}
        </th>
      </tr>
      {place === null || place === 'forgotten' ? (
        <tr className="board-line" data-sent="true">
          <td className="board-cell" colSpan={columns.length}>
            {place === null
              ? t('board.sent-not-here', { status: t(`mission.status.${status}`) })
              : t('board.sent-forgotten')}
          </td>
        </tr>
      ) : (
        <Line columns={columns} row={{ ...mission, group: place.group }} isSent />
      )}
    </tbody>
  );
}

interface LineProps {
  row: BoardRow;
  columns: readonly BoardColumn[];
  isSent: boolean;
}

function Line({ row, columns, isSent }: LineProps) {
  return (
    <tr className="board-line" data-group={row.group} data-mission={row.id} data-sent={isSent}>
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
