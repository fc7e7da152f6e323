import type { Health } from '../../shared/contract/index.ts';
import type { HostState } from '../connection/index.ts';
import type { FleetStatus } from '../supervision/index.ts';
import type { Severity } from '../ui/status-mark.tsx';

/** What is wrong now. The name stands in `data-state`; the sentence comes from the texts. */
export interface Fault {
  readonly name: FaultName;
  readonly severity: Severity;
  /** UTC ms by this machine's clock; null where nobody knows. */
  readonly sinceMs: number | null;
  /** One of shared/contract/errors.ts, where there is one. */
  readonly code?: string;
  /** What the text needs besides: where a file is, what a feed says. */
  readonly detail?: string;
}

export const FAULT_NAMES = [
  'host-refused',
  'host-stopped',
  'host-lost',
  'host-muted',
  'cache-failed',
  'cache-full',
  'cache-read-only',
  'unauthorized',
  'server-incompatible',
  'server-unreachable',
  'positions-silent',
  'positions-failed',
  'sync-failed',
  'sending-paused',
  'recording-stopped',
  'feed-failed',
  'feed-silent',
  'feed-ended',
  'cache-set-aside',
  'edits-salvaged',
  'cache-rebuilding',
] as const;
export type FaultName = (typeof FAULT_NAMES)[number];

export interface Observed {
  readonly host: HostState;
  readonly health: Health | undefined;
  readonly mutedSinceMs: number | null;
  readonly fleet: Pick<FleetStatus, 'state' | 'sinceMs' | 'fault' | 'sequence'>;
  readonly nowMs: number;
}

/** A connection that takes no longer than this to come about is no fault: UTC ms. */
const PATIENCE_MS = 2_000;

/** All that is wrong, worst first. What follows from a fault that is already said is not said again. */
export function faultsOf(observed: Observed): Fault[] {
  const faults = hostFaults(observed);
  const knows = faults.length === 0 && observed.host.state === 'open';
  if (knows && observed.health !== undefined) faults.push(...healthFaults(observed.health));
  faults.push(...positionFaults(observed));
  return faults.toSorted((one, other) => FAULT_NAMES.indexOf(one.name) - FAULT_NAMES.indexOf(other.name));
}

function hostFaults({ host, mutedSinceMs, nowMs }: Observed): Fault[] {
  if (host.state === 'lost') {
    if (host.code === 'unauthorized') return [{ name: 'host-refused', severity: 'alarm', sinceMs: host.sinceMs }];
    if (host.code === 'data-host-stopped') return [{ name: 'host-stopped', severity: 'alarm', sinceMs: host.sinceMs }];
    return [{ name: 'host-lost', severity: 'alarm', sinceMs: host.sinceMs }];
  }
  if (host.state === 'connecting') {
    return nowMs - host.sinceMs > PATIENCE_MS ? [{ name: 'host-lost', severity: 'alarm', sinceMs: host.sinceMs }] : [];
  }
  return mutedSinceMs === null ? [] : [{ name: 'host-muted', severity: 'alarm', sinceMs: mutedSinceMs }];
}

function healthFaults(health: Health): Fault[] {
  return [
    ...cacheFaults(health),
    ...serverFaults(health),
    ...sendingFaults(health),
    ...recordingFaults(health),
    ...feedFaults(health),
  ];
}

function cacheFaults({ cache, sync }: Health): Fault[] {
  const faults: Fault[] = [];
  const sinceMs = cache.fault?.sinceMs ?? null;
  const names = { 'read-only': 'cache-read-only', full: 'cache-full', failed: 'cache-failed' } as const;
  if (cache.state !== 'ok') {
    const code = cache.fault?.code;
    faults.push({ name: names[cache.state], severity: 'alarm', sinceMs, ...(code === undefined ? {} : { code }) });
  }
  if (cache.setAside !== null) {
    faults.push({ name: 'cache-set-aside', severity: 'notice', sinceMs, detail: cache.setAside });
  }
  if (cache.salvaged > 0) {
    faults.push({ name: 'edits-salvaged', severity: 'notice', sinceMs: null, detail: String(cache.salvaged) });
  }
  if (sync.rebuild !== undefined) {
    const { reason, atMs } = sync.rebuild;
    faults.push({ name: 'cache-rebuilding', severity: 'notice', sinceMs: atMs, detail: reason });
  }
  return faults;
}

/** That nothing is sent while the server is away is said with the server. */
function sendingFaults({ outbox: { fault }, server }: Health): Fault[] {
  if (fault === null || server.state !== 'online') return [];
  return [{ name: 'sending-paused', severity: 'warning', sinceMs: fault.sinceMs, code: fault.code }];
}

/** Live goes on: only what was can then not be replayed. */
function recordingFaults({ recording: { state, fault } }: Health): Fault[] {
  if (state !== 'stopped' || fault === null) return [];
  return [{ name: 'recording-stopped', severity: 'warning', sinceMs: fault.sinceMs, code: fault.code }];
}

function serverFaults({ server, sync }: Health): Fault[] {
  const code = server.fault?.code;
  const common = { severity: 'alarm', sinceMs: server.sinceMs, ...(code === undefined ? {} : { code }) } as const;
  switch (server.state) {
    case 'refused':
      return [{ name: 'unauthorized', ...common }];
    case 'incompatible':
      return [{ name: 'server-incompatible', ...common }];
    case 'offline':
      return [{ name: 'server-unreachable', ...common }];
    case 'connecting':
      return server.fault === null ? [] : [{ name: 'server-unreachable', ...common, sinceMs: server.fault.sinceMs }];
    case 'online':
      return sync.fault === null
        ? []
        : [{ name: 'sync-failed', severity: 'warning', sinceMs: sync.fault.sinceMs, code: sync.fault.code }];
  }
}

function feedFaults({ feed }: Health): Fault[] {
  if (feed?.state === 'silent') return [{ name: 'feed-silent', severity: 'alarm', sinceMs: feed.lastFixAtMs }];
  if (feed === null || (feed.state !== 'failed' && feed.state !== 'ended')) return [];
  const name = feed.state === 'failed' ? 'feed-failed' : 'feed-ended';
  const severity = feed.state === 'failed' ? 'alarm' : 'notice';
  return [{ name, severity, sinceMs: null, ...(feed.notice === null ? {} : { detail: feed.notice }) }];
}

/** How positions stand in this window, UTC ms. */
export interface PositionsShown {
  readonly state: FleetStatus['state'];
  readonly sinceMs: number;
}

/**
 * Positions are silent when this window's own stream is, when the data host says that it hears nothing, or when the feed
 * behind a server that is well has stopped. A window that never had a frame is silent only once it has waited.
 */
export function positionsShown({ host, fleet, health, nowMs }: Observed): PositionsShown {
  const { state, sinceMs } = fleet;
  if (state === 'failed') return { state, sinceMs };
  if (host.state === 'open' && health?.positions.state === 'silent') {
    return { state: 'silent', sinceMs: health.positions.lastFrameAtMs ?? health.positions.sinceMs };
  }
  const lastFixAtMs = state === 'live' ? silentFeedSinceMs({ host, health }) : undefined;
  if (lastFixAtMs !== undefined) return { state: 'silent', sinceMs: lastFixAtMs };
  return { state: state === 'connecting' && nowMs - sinceMs > PATIENCE_MS ? 'silent' : state, sinceMs };
}

/** When the last position came, server's clock, of a feed that has fallen silent; undefined of any other. */
function silentFeedSinceMs({ host, health }: Pick<Observed, 'host' | 'health'>): number | undefined {
  const feed = host.state === 'open' ? health?.feed : undefined;
  return feed?.state === 'silent' ? (feed.lastFixAtMs ?? health?.server.sinceMs) : undefined;
}

function positionFaults(observed: Observed): Fault[] {
  const { fleet, health } = observed;
  const { state, sinceMs } = positionsShown(observed);
  // The feed's own fault says it.
  if (fleet.state === 'live' && silentFeedSinceMs(observed) !== undefined && health?.positions.state !== 'silent')
    return [];
  if (state === 'silent') {
    const code = observed.host.state === 'open' ? health?.positions.fault?.code : undefined;
    const isSaid = code === undefined || code === health?.server.fault?.code;
    return [{ name: 'positions-silent', severity: 'alarm', sinceMs, ...(isSaid ? {} : { code }) }];
  }
  if (state !== 'failed') return [];
  return [
    { name: 'positions-failed', severity: 'alarm', sinceMs, ...(fleet.fault === null ? {} : { code: fleet.fault }) },
  ];
}
