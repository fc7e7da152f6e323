import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Fault, type Health, OUTBOX_STATES } from '../../shared/contract/index.ts';
import type { Clock } from '../../shared/domain/index.ts';
import type { RecentLog } from './recent-log.ts';
import { StorageError } from './store/storage-error.ts';
import type { Store } from './store/store.ts';

export interface DiagnosticsParts {
  health: Health;
  store: Store;
  folder: string;
  log: RecentLog;
  clock: Clock;
  /** Never shown, wherever it may have slipped in. */
  token: string | null;
}

/** The state of all parts as lines of text, always in this order: no token, no customer's data. */
export function diagnosticsText(parts: DiagnosticsParts): string {
  const { health, log, token } = parts;
  const nowMs = parts.clock.nowMs();
  const lines = [
    ...describeHost(health, nowMs),
    ...describeServer(health, nowMs),
    ...describeOutbox(health, nowMs),
    ...describePositions(health, nowMs),
    ...describeRecording(health, nowMs),
    ...describeCache(health),
    ...fileSizes(parts.folder),
    ...contents(parts.store),
    'log:',
    ...log.lines().map((line) => `  ${line}`),
  ];
  const text = `${lines.join('\n')}\n`;
  return token === null || token === '' ? text : text.replaceAll(token, '…');
}

function describeHost({ host }: Health, nowMs: number): string[] {
  const { node, electron } = process.versions;
  return [
    `Vigie ${host.version}, running since ${ago(host.startedAtMs, nowMs)}`,
    `Node ${node}, ${electron === undefined ? 'no Electron' : `Electron ${electron}`}, ${process.platform} ${process.arch}`,
    `this computer's clock: ${iso(nowMs)}`,
    `memory: ${Math.round(process.memoryUsage.rss() / 1e6)} MB`,
  ];
}

function describeServer({ server, sync }: Health, nowMs: number): string[] {
  const { rebuild } = sync;
  return [
    `server: ${server.url === '' ? 'none' : server.url}, ${server.state} since ${ago(server.sinceMs, nowMs)}`,
    ...describeFault(server.fault, nowMs),
    `sync: ${sync.phase}, last ${ago(sync.lastSyncAtMs, nowMs)}, received ${sync.received}, remaining ${sync.remaining ?? 0}`,
    ...describeFault(sync.fault, nowMs),
    ...(rebuild === undefined ? [] : [`  rebuilt: ${rebuild.reason}, ${ago(rebuild.atMs, nowMs)}`]),
  ];
}

function describeOutbox({ outbox }: Health, nowMs: number): string[] {
  const { notSent, conflicts, rejected, others } = outbox;
  return [
    `outbox: ${notSent} not sent (${conflicts} conflicts, ${rejected} rejected, ${others} others), ` +
      `oldest ${ago(outbox.oldestMadeAtMs, nowMs)}, ${outbox.isSending ? 'sending' : 'not sending'}, ` +
      `saved ${ago(outbox.savedAtMs, nowMs)}`,
    ...describeFault(outbox.fault, nowMs),
  ];
}

function describePositions({ positions, feed }: Health, nowMs: number): string[] {
  const { state, sinceMs, lastFrameAtMs, vehicles } = positions;
  return [
    `positions: ${state} since ${ago(sinceMs, nowMs)}, ${vehicles} vehicles, last frame ${ago(lastFrameAtMs, nowMs)}`,
    ...describeFault(positions.fault, nowMs),
    `feed: ${feed === null ? 'unknown' : feed.state}`,
  ];
}

function describeRecording({ recording }: Health, nowMs: number): string[] {
  const { state, sinceMs, bytes, fault } = recording;
  const kept = `${Math.round(bytes / 1e6)} MB kept`;
  return [`recording: ${state} since ${ago(sinceMs, nowMs)}, ${kept}`, ...describeFault(fault, nowMs)];
}

function describeCache({ cache }: Health): string[] {
  const { state, fault, setAside, salvaged } = cache;
  return [
    `cache: ${state}${setAside === null ? '' : `, set aside ${setAside}`}, salvaged ${salvaged}`,
    ...(fault === null ? [] : [`  ${fault.code}: ${fault.message}`]),
  ];
}

/** The files that belong to the cache, by name. */
function fileSizes(folder: string): string[] {
  const names = ['cache.sqlite', 'cache.sqlite-wal', 'outbox-backup.sqlite'];
  const sizes = names.flatMap((name) => {
    const file = path.join(folder, name);
    return existsSync(file) ? [`${name} ${statSync(file).size} bytes`] : [];
  });
  return [`files: ${sizes.join(', ') || 'none'}`];
}

function contents(store: Store): string[] {
  try {
    return store.read((cache) => {
      const window = { filter: {}, offset: 0, limit: 1 };
      const direction = 'ascending' as const;
      const states = OUTBOX_STATES.map((state) => {
        const { total } = cache.outbox.page({ ...window, filter: { states: [state] } });
        return `${state} ${total}`;
      });
      const rows = {
        missions: cache.missions.page({ ...window, sort: { by: 'reference', direction } }).total,
        'third parties': cache.thirdParties.page({
          ...window,
          filter: { standing: 'all' },
          sort: { by: 'name', direction },
        }).total,
        'billing cycles': cache.billingCycles.page({ ...window, sort: { by: 'label', direction } }).total,
        vehicles: cache.vehicles.ids().length,
      };
      const { origin, isComplete, revision } = cache.syncState();
      const counts = Object.entries(rows).map(([name, count]) => `${name} ${count}`);
      return [
        `rows: ${counts.join(', ')}`,
        `rows of: ${origin === null ? 'nobody' : `${origin.serverIdentity}, epoch ${origin.epoch}`}, ` +
          `${isComplete ? 'complete' : 'incomplete'}, revision ${revision}`,
        `outbox states: ${states.join(', ')}`,
      ];
    });
  } catch (error) {
    if (error instanceof StorageError) return [`rows: cannot be read (${error.code})`];
    throw error;
  }
}

function describeFault(fault: Fault | null, nowMs: number): string[] {
  return fault === null ? [] : [`  ${fault.code} since ${ago(fault.sinceMs, nowMs)}: ${fault.message}`];
}

/** "2026-03-01T10:00:00.000Z (12 s ago)"; a negative age tells of a clock that was set back. */
function ago(atMs: number | null, nowMs: number): string {
  return atMs === null ? 'never' : `${iso(atMs)} (${Math.round((nowMs - atMs) / 1000)} s ago)`;
}

function iso(atMs: number): string {
  const date = new Date(atMs);
  return Number.isNaN(date.getTime()) ? `${atMs} ms` : date.toISOString();
}
