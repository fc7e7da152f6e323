import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { errorSentence, useFormat, type Format } from '../i18n/index.ts';
import { type Observed, positionsShown } from './faults.ts';
import { countToSettle, type PartShown } from './parts.ts';

/** How one part of the chain is, as a sentence of plain words. */
export function PartSentence({ part, observed }: { part: PartShown; observed: Observed }) {
  const { t } = useTranslation();
  const format = useFormat();
  return <>{[stateSentence(t, format, part, observed), ...details(t, format, part, observed)].join(' ')}</>;
}

function stateSentence(t: TFunction, format: Format, shown: PartShown, observed: Observed): string {
  const time = format.preciseTime(sinceOf(shown, observed), observed.nowMs);
  switch (shown.part) {
    case 'host':
      return t(`status.host.${shown.state}`, { time });
    case 'server':
      return t(`status.server.${shown.state}`, { time });
    case 'sync':
      return t(`status.sync.${shown.state}`);
    case 'outbox':
      return t(`status.outbox.${shown.state}`);
    case 'positions':
      return t(`status.positions.${shown.state}`, { time });
    case 'feed':
      return t(`status.feed.${shown.state}`, { name: feedName(t, observed.health?.feed ?? null) });
  }
}

/** A file or an address as it is; the simulator in the language of the window. */
function feedName(t: TFunction, feed: Health['feed']): string {
  if (feed === null) return '';
  return feed.kind === 'simulator' ? t('status.simulator') : feed.name;
}

function sinceOf(shown: PartShown, observed: Observed): number {
  const { host, health, mutedSinceMs } = observed;
  switch (shown.part) {
    case 'host':
      return shown.state === 'muted' ? (mutedSinceMs ?? host.sinceMs) : host.sinceMs;
    case 'server':
      return health?.server.sinceMs ?? host.sinceMs;
    case 'positions':
      return positionsShown(observed).sinceMs;
    case 'sync':
    case 'outbox':
    case 'feed':
      return host.sinceMs;
  }
}

/** Figures, where they are known now. */
function details(t: TFunction, format: Format, shown: PartShown, { health, nowMs, host }: Observed): string[] {
  if (health === undefined || host.state !== 'open') return [];
  switch (shown.part) {
    case 'host':
      return [t('status.host-version', { version: health.host.version })];
    case 'server':
      return [t('status.server-address', { url: health.server.url })];
    case 'sync':
      return syncDetails(t, format, health.sync, nowMs);
    case 'outbox':
      return outboxDetails(t, format, health, nowMs);
    case 'positions':
      return [t('status.positions-vehicles', { count: health.positions.vehicles })];
    case 'feed':
      return health.feed === null ? [] : feedDetails(t, format, health.feed);
  }
}

type Health = NonNullable<Observed['health']>;

function syncDetails(t: TFunction, format: Format, sync: Health['sync'], nowMs: number): string[] {
  const sentences: string[] = [];
  const rows = format.integer(sync.received);
  const isBusy = sync.phase === 'first' || sync.phase === 'pulling';
  if (isBusy && sync.remaining === null) sentences.push(t('status.sync-received', { rows }));
  // How far a first one has come is shown by a bar of its own.
  if (sync.phase === 'pulling' && sync.remaining !== null) {
    sentences.push(t('status.sync-progress', { rows, remaining: format.integer(sync.remaining) }));
  }
  if (sync.lastSyncAtMs !== null)
    sentences.push(t('status.sync-last', { time: format.preciseTime(sync.lastSyncAtMs, nowMs) }));
  return sentences;
}

function outboxDetails(t: TFunction, format: Format, health: Health, nowMs: number): string[] {
  const { notSent, oldestMadeAtMs, fault, savedAtMs } = health.outbox;
  const time = (atMs: number) => format.preciseTime(atMs, nowMs);
  const toSettle = countToSettle(health);
  const sentences: string[] = [];
  if (fault !== null) sentences.push(errorSentence(t, fault.code).sentence);
  if (notSent > 0) sentences.push(`${t('status.not-sent', { count: notSent })}.`);
  if (toSettle > 0) sentences.push(`${t('status.to-settle', { count: toSettle })}.`);
  if (oldestMadeAtMs !== null) sentences.push(t('status.outbox-oldest', { time: time(oldestMadeAtMs) }));
  if (savedAtMs !== null) sentences.push(t('status.outbox-saved', { time: time(savedAtMs) }));
  return sentences;
}

function feedDetails(t: TFunction, format: Format, feed: NonNullable<Health['feed']>): string[] {
  const refused = Object.values(feed.refused).reduce((sum, count) => sum + count, 0);
  const sentences: string[] = [
    t('status.feed-counts', {
      accepted: format.integer(feed.accepted),
      suspect: format.integer(feed.suspect),
      refused: format.integer(refused),
    }),
  ];
  if (feed.speed !== 1) sentences.push(t('status.feed-speed', { factor: format.factor(feed.speed) }));
  if (feed.feedTimeMs !== null) sentences.push(t('status.feed-time', { time: format.dateTime(feed.feedTimeMs) }));
  return sentences;
}
