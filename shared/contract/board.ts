import { z } from 'zod';
import { BOARD_GROUPS } from '../domain/mission-progress.ts';
import { method } from '../rpc/index.ts';
import { missionRow } from './missions.ts';
import { rowsOf, windowOf } from './page.ts';

/** A mission in its part of the board: see `boardPlace` in shared/domain. */
export const boardRow = missionRow.extend({ group: z.enum(BOARD_GROUPS) });
export type BoardRow = z.infer<typeof boardRow>;

const count = z.number().int().nonnegative();
export const boardCounts = z.object({
  /** Late to begin, late to end, or under way with a delay. */
  late: count,
  /** Begin soon and have no vehicle. */
  unassigned: count,
  /** In progress and not late. */
  underWay: count,
  /** In progress, late ones included. */
  running: count,
  /** More than a day late: not on the board. */
  forgotten: count,
});
export type BoardCounts = z.infer<typeof boardCounts>;

/** UTC ms, of the feed's own day where it replays one. */
const nowMs = z.number().int();

export const boardMethods = {
  /** The missions that need a look at `nowMs`, the latest first, then those without a vehicle, then those under way. */
  'board.page': method(z.strictObject({ nowMs, ...windowOf }), rowsOf(boardRow).extend({ counts: boardCounts })),
  /** The same in figures alone, and how many missions have ended since `dayStartMs` (UTC ms). */
  'board.counts': method(
    z.strictObject({ nowMs, dayStartMs: z.number().int() }),
    boardCounts.extend({ done: count, revision: z.number().int() }),
  ),
};
