import { randomUUID } from 'node:crypto';
import { type AskedTrial, ruleTrial } from '../../shared/api/index.ts';
import type { RuleTrialOutcome } from '../../shared/contract/index.ts';
import type { Clock, EngineRule, PastMission } from '../../shared/domain/index.ts';
import { RpcError } from '../../shared/rpc/index.ts';
import type { Server } from './books/ask-server.ts';
import { refusalOfServer } from './books/assign.ts';
import { NO_SERVER } from './no-server.ts';
import type { Recordings } from './recording/recordings.ts';
import type { RuleOnRecording } from './recording/rule-trial.ts';
import { RefusedError } from './remote/remote-error.ts';
import type { CacheReads } from './store/cache.ts';
import type { Store } from './store/store.ts';

const MINUTE_MS = 60_000;
/** As much of the past as the server keeps where it is not told to keep more, minutes: a recording that has less is no better. */
const SERVER_MINUTES = 60;
/** Missions count from so long before they are planned to start, and until so long after, ms. */
const BEFORE_MS = 48 * 3_600_000;
const AHEAD_MS = 6 * 3_600_000;
/** More than these are no day of a fleet. */
const MOST_MISSIONS = 50_000;
const PAGE = 5_000;

export interface RuleTrying {
  store: Store;
  clock: Clock;
  server: Server;
  recordings: Pick<Recordings, 'span' | 'tryRule'>;
}

/**
 * What a rule would have done: on this desktop's own recording, where it has as much of the time that is asked for as the server, and else on
 * the server's last hour; on what is recorded here also where the server is away.
 * @throws RpcError, RemoteError
 */
export async function tryRuleAnywhere(
  { store, clock, server, recordings }: RuleTrying,
  { rule, minutes, on }: AskedTrial & { on: 'any' | 'server' },
  signal: AbortSignal,
): Promise<RuleTrialOutcome> {
  const nowMs = clock.nowMs();
  const fromMs = nowMs - minutes * MINUTE_MS;
  const { stretches } = on === 'server' ? { stretches: [] } : await recordings.span();
  const recordedMs = stretches.reduce((sum, span) => sum + Math.max(0, span.toMs - Math.max(fromMs, span.fromMs)), 0);
  const here = async (): Promise<RuleTrialOutcome | undefined> => {
    const engineRule = {
      rule: { ...rule, id: randomUUID(), createdAt: new Date(nowMs).toISOString() },
      subsidiary: null,
    };
    const asked = store.read((cache) => lookedAt(cache, engineRule, fromMs, nowMs));
    const told = await recordings.tryRule({ ...asked, fromMs }, signal);
    return told && { result: 'tried', source: 'recording', trial: told.trial, recordedMs: told.recordedMs };
  };
  const rest = server();
  const isEnough = recordedMs >= 0.9 * Math.min(minutes, SERVER_MINUTES) * MINUTE_MS;
  if (isEnough || (rest === undefined && recordedMs > 0)) {
    const told = await here();
    if (told !== undefined) return told;
  }
  if (rest === undefined) throw new RpcError(NO_SERVER.code, NO_SERVER.message);
  try {
    const trial = await rest.post('/alarm-rule-trials', { rule, minutes }, ruleTrial, signal);
    return { result: 'tried', source: 'server', trial, recordedMs: trial.toMs - trial.fromMs };
  } catch (error) {
    if (error instanceof RefusedError) return { result: 'refused', reason: refusalOfServer(error) };
    const told = recordedMs > 0 && !signal.aborted ? await here() : undefined;
    if (told === undefined) throw error;
    return told;
  }
}

/** All that a rule looks at beside positions, as the cache has it. */
function lookedAt(cache: CacheReads, rule: EngineRule, fromMs: number, toMs: number): Omit<RuleOnRecording, 'fromMs'> {
  const { parameters } = rule.rule;
  const asksMissions =
    parameters.kind === 'late-mission' || (parameters.kind === 'long-stop' && parameters.onMissionOnly);
  const byCode = { by: 'code', direction: 'ascending' } as const;
  const byName = { by: 'name', direction: 'ascending' } as const;
  return {
    rule,
    vehicles: allOf((window) => cache.vehicles.page({ filter: {}, ...byCode, ...window })).map((vehicle) => ({
      ...vehicle,
      subsidiary: null,
    })),
    geofences: allOf((window) => cache.geofences.page({ filter: {}, sort: byName, ...window })),
    missions: asksMissions ? pastMissions(cache, fromMs, toMs) : [],
  };
}

function pastMissions({ missions }: CacheReads, fromMs: number, toMs: number): PastMission[] {
  const start = { fromMs: fromMs - BEFORE_MS, beforeMs: toMs + AHEAD_MS };
  const byStart = { by: 'plannedStartAt', direction: 'ascending' } as const;
  const rows = allOf((window) => missions.page({ filter: { start }, sort: byStart, ...window }), MOST_MISSIONS);
  return rows.flatMap(({ id, vehicleId, status, plannedStartAt, plannedEndAt, actualStartAt, actualEndAt }) =>
    status === 'cancelled'
      ? []
      : {
          ...{ id, vehicleId, subsidiary: null },
          ...{ plannedStartMs: Date.parse(plannedStartAt), plannedEndMs: Date.parse(plannedEndAt ?? plannedStartAt) },
          ...{ actualStartMs: msOf(actualStartAt), actualEndMs: msOf(actualEndAt) },
        },
  );
}

const msOf = (time: string | null): number | null => (time === null ? null : Date.parse(time));

function allOf<Row>(
  read: (window: { offset: number; limit: number }) => { rows: Row[]; total: number },
  most = Number.POSITIVE_INFINITY,
): Row[] {
  const rows: Row[] = [];
  for (;;) {
    const page = read({ offset: rows.length, limit: PAGE });
    rows.push(...page.rows);
    if (page.rows.length === 0 || rows.length >= Math.min(page.total, most)) return rows;
  }
}
