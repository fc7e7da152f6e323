import type { ScheduleDiagram, ScheduleLine, VigieContract } from '../../../shared/contract/index.ts';
import type { MissionPunctuality } from '../../../shared/domain/index.ts';
import { type Handlers, RpcError } from '../../../shared/rpc/index.ts';

type Method = 'schedule.lines' | 'schedule.diagram' | 'schedule.punctuality';
type Answer = <T>(method: Method, make: () => T) => Promise<T>;
type AskedDiagram = Parameters<Handlers<VigieContract>['methods']['schedule.diagram']>[0];

/** The schedule of a data host, as a test sets it. */
export interface MemorySchedule {
  lines: ScheduleLine[];
  diagram: (asked: AskedDiagram) => ScheduleDiagram;
  punctuality: MissionPunctuality;
}

const NOBODY = {
  name: null,
  counts: { onTime: 0, early: 0, late: 0, outstanding: 0, cancelled: 0, open: 0 },
  medianMs: null,
};

/** No line, and no mission that was counted. */
export function createMemorySchedule(): MemorySchedule {
  return {
    lines: [],
    diagram() {
      throw new RpcError('not-found', 'there is no such line', { field: 'line' });
    },
    punctuality: { all: NOBODY, distribution: [], byLine: [], byDriver: [], byDay: [] },
  };
}

export function scheduleHandlers(
  schedule: () => MemorySchedule,
  answer: Answer,
): Pick<Handlers<VigieContract>['methods'], Method> {
  return {
    'schedule.lines': () => answer('schedule.lines', () => ({ lines: schedule().lines })),
    'schedule.diagram': (asked) => answer('schedule.diagram', () => schedule().diagram(asked)),
    'schedule.punctuality': () =>
      answer('schedule.punctuality', () => {
        const { all, distribution, byLine, byDriver, byDay } = schedule().punctuality;
        return {
          all,
          distribution: [...distribution],
          byLine: [...byLine],
          byDriver: [...byDriver],
          byDay: [...byDay],
        };
      }),
  };
}
