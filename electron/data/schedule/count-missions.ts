import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type MissionPunctuality,
  type PunctualityEnd,
  tallyPunctuality,
  TimeZone,
} from '../../../shared/domain/index.ts';
import type { Store } from '../store/store.ts';

/** Rows that are counted at a time: others get their turn in between. */
const AT_A_TIME = 2_000;

/** Counts the missions of a span of time by how punctual they were. */
export async function countMissions(
  store: Pick<Store, 'read'>,
  asked: {
    fromMs: number;
    toMs: number;
    nowMs: number;
    line: string | null;
    end: PunctualityEnd;
    timeZone: string;
    earlyMs: number;
    lateMs: number;
  },
): Promise<MissionPunctuality> {
  const { fromMs, toMs, nowMs, line, end, earlyMs, lateMs } = asked;
  const zone = new TimeZone(asked.timeZone);
  const tally = tallyPunctuality(end, nowMs, { earlyMs, lateMs });
  let after = { startMs: fromMs, rowKey: -1 };
  for (;;) {
    const from = after;
    const rows = store.read(({ schedule }) => schedule.counted(from, toMs, line, AT_A_TIME));
    for (const row of rows) tally.add({ ...row, day: zone.dayOf(row.plannedStartMs) });
    const last = rows.at(-1);
    if (last === undefined || rows.length < AT_A_TIME) return tally.result();
    after = { startMs: last.plannedStartMs, rowKey: last.rowKey };
    await nextTurn();
  }
}
