import type { BoardCounts, BoardRow, MissionRow, VigieContract } from '../../../shared/contract/index.ts';
import { BOARD_GROUPS, boardPlace } from '../../../shared/domain/index.ts';
import type { Handlers } from '../../../shared/rpc/index.ts';

type Answer = <T>(method: 'board.page' | 'board.counts', make: () => T) => Promise<T>;

/** The mission board over arrays, by the rule itself. */
export function boardHandlers(
  missions: () => readonly MissionRow[],
  revision: () => number,
  answer: Answer,
): Pick<Handlers<VigieContract>['methods'], 'board.page' | 'board.counts'> {
  return {
    'board.page': ({ nowMs, offset, limit }) =>
      answer('board.page', () => {
        const { rows, counts } = boardOf(missions(), nowMs);
        return { rows: rows.slice(offset, offset + limit), total: rows.length, counts, revision: revision() };
      }),
    'board.counts': ({ nowMs, dayStartMs }) =>
      answer('board.counts', () => ({
        ...boardOf(missions(), nowMs).counts,
        done: missions().filter(({ actualEndAt }) => actualEndAt !== null && Date.parse(actualEndAt) >= dayStartMs)
          .length,
        revision: revision(),
      })),
  };
}

/** The whole board, made without SQL. Missions that rank alike stay as they came. */
export function boardOf(missions: readonly MissionRow[], nowMs: number): { rows: BoardRow[]; counts: BoardCounts } {
  const placed = missions.map((mission) => ({ mission, place: boardPlace(mission, nowMs) }));
  const rows = placed
    .flatMap(({ mission, place }) => (place === null || place === 'forgotten' ? [] : [{ mission, place }]))
    .toSorted(
      (one, other) =>
        BOARD_GROUPS.indexOf(one.place.group) - BOARD_GROUPS.indexOf(other.place.group) ||
        one.place.rank - other.place.rank,
    )
    .map(({ mission, place: { group } }) => ({ ...mission, group }));
  const of = (group: BoardRow['group']) => rows.filter((row) => row.group === group);
  const counts = {
    late: of('late').length,
    unassigned: of('unassigned').length,
    underWay: of('under-way').length,
    running: rows.filter(({ status }) => status === 'in-progress').length,
    forgotten: placed.filter(({ place }) => place === 'forgotten').length,
  };
  return { rows, counts };
}
