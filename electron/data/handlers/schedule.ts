import {
  MOST_DIAGRAM_MS,
  MOST_PUNCTUALITY_MS,
  type ScheduleDiagram,
  type scheduleMethods,
} from '../../../shared/contract/index.ts';
import type { MissionPunctuality } from '../../../shared/domain/index.ts';
import { RpcError } from '../../../shared/rpc/index.ts';
import { countMissions } from '../schedule/count-missions.ts';
import type { Schedule } from '../schedule/schedule.ts';
import type { Store } from '../store/store.ts';
import type { MethodHandlers } from './method-handlers.ts';

export function createScheduleHandlers(schedule: Schedule, store: Store): MethodHandlers<typeof scheduleMethods> {
  return {
    'schedule.lines': async () => ({ lines: await schedule.lines() }),
    async 'schedule.diagram'(asked): Promise<ScheduleDiagram> {
      checkSpan(asked, MOST_DIAGRAM_MS);
      return schedule.diagram(asked);
    },
    async 'schedule.punctuality'(asked) {
      checkSpan(asked, MOST_PUNCTUALITY_MS);
      try {
        return asPlain(await countMissions(store, asked));
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        throw new RpcError('invalid-request', `'${asked.timeZone}' is no time zone`, { field: 'timeZone' });
      }
    },
  };
}

function checkSpan({ fromMs, toMs }: { fromMs: number; toMs: number }, mostMs: number): void {
  if (toMs > fromMs && toMs - fromMs <= mostMs) return;
  const detail = `the time that is asked for must be longer than nothing, and ${mostMs / 3_600_000} hours at most`;
  throw new RpcError('invalid-request', detail, { field: 'toMs' });
}

/** As the contract has it: lists that may be changed. */
function asPlain({ all, distribution, byLine, byDriver, byDay }: MissionPunctuality) {
  return { all, distribution: [...distribution], byLine: [...byLine], byDriver: [...byDriver], byDay: [...byDay] };
}
