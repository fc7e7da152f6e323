import type { Health } from '../../shared/contract/index.ts';
import type { Severity } from '../ui/status-mark.tsx';
import { type Fault, type Observed, positionsShown } from './faults.ts';

/** The chain that positions and rows come along, nearest first, and what goes the other way. */
export const PARTS = ['host', 'server', 'sync', 'outbox', 'positions', 'feed'] as const;
export type Part = (typeof PARTS)[number];

/** Machine names of a part's state: they key the sentences, `status.<part>.<state>`. */
export type PartState =
  | { part: 'host'; state: 'connecting' | 'open' | 'lost' | 'muted' }
  | { part: 'server'; state: 'connecting' | 'online' | 'offline' | 'refused' | 'incompatible' | 'unknown' }
  | { part: 'sync'; state: 'first' | 'pulling' | 'idle' | 'waiting' | 'unknown' }
  | { part: 'outbox'; state: 'empty' | 'waiting' | 'sending' | 'paused' | 'unknown' }
  | { part: 'positions'; state: 'connecting' | 'live' | 'silent' | 'failed' }
  | { part: 'feed'; state: 'starting' | 'live' | 'replay' | 'silent' | 'ended' | 'failed' | 'unknown' };

export type PartShown = PartState & { readonly severity: Severity };

/** The state of each part. Behind a host that is lost nothing is known. */
export function partsOf(observed: Observed): PartShown[] {
  const { host, health, mutedSinceMs } = observed;
  const hostState = host.state === 'open' && mutedSinceMs !== null ? 'muted' : host.state;
  const known = hostState === 'open' ? health : undefined;
  const positions = positionsShown(observed).state;
  return [
    { part: 'host', state: hostState, severity: severityOfHost(hostState) },
    { part: 'server', state: known?.server.state ?? 'unknown', severity: severityOfServer(known?.server.state) },
    {
      part: 'sync',
      state: known?.sync.phase ?? 'unknown',
      severity: known === undefined ? 'unknown' : known.sync.fault === null ? 'normal' : 'warning',
    },
    outboxPart(known),
    { part: 'positions', state: positions, severity: severityOfPositions(positions) },
    { part: 'feed', state: known?.feed?.state ?? 'unknown', severity: severityOfFeed(known?.feed?.state) },
  ];
}

/** The whole in one word: `data-state` of the status line. */
export function overallOf(observed: Observed, faults: readonly Fault[]): 'connecting' | 'live' | 'degraded' | 'lost' {
  const { host, health, fleet } = observed;
  if (faults.some(({ name }) => name.startsWith('host-'))) return 'lost';
  if (host.state !== 'open' || health === undefined) return 'connecting';
  // What waits to be sent makes nothing that is seen old.
  const harmful = faults.filter(({ name, severity }) => severity !== 'notice' && name !== 'sending-paused');
  if (harmful.length > 0) return 'degraded';
  return health.server.state === 'connecting' || fleet.state === 'connecting' ? 'connecting' : 'live';
}

function outboxPart(health: Observed['health']): PartShown {
  if (health === undefined) return { part: 'outbox', state: 'unknown', severity: 'unknown' };
  const { notSent, fault, isSending } = health.outbox;
  const isAbnormal = fault !== null || countToSettle(health) > 0;
  const severity = isAbnormal ? 'warning' : 'normal';
  if (notSent === 0) return { part: 'outbox', state: 'empty', severity };
  if (fault !== null) return { part: 'outbox', state: 'paused', severity };
  return { part: 'outbox', state: isSending ? 'sending' : 'waiting', severity };
}

/** What waits for a person: conflicts, refusals, and what cannot be sent as it is. */
export function countToSettle({ outbox }: Pick<Health, 'outbox'>): number {
  return outbox.conflicts + outbox.rejected + outbox.others;
}

function severityOfHost(state: 'connecting' | 'open' | 'lost' | 'muted'): Severity {
  if (state === 'open') return 'normal';
  return state === 'connecting' ? 'unknown' : 'alarm';
}

function severityOfServer(state: string | undefined): Severity {
  if (state === undefined || state === 'connecting') return 'unknown';
  return state === 'online' ? 'normal' : 'alarm';
}

function severityOfPositions(state: 'connecting' | 'live' | 'silent' | 'failed'): Severity {
  if (state === 'live') return 'normal';
  return state === 'connecting' ? 'unknown' : 'alarm';
}

function severityOfFeed(state: string | undefined): Severity {
  if (state === undefined || state === 'starting') return 'unknown';
  if (state === 'failed' || state === 'silent') return 'alarm';
  return state === 'ended' ? 'notice' : 'normal';
}
