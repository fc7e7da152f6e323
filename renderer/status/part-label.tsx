import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/index.ts';
import type { Observed } from './faults.ts';
import type { PartShown } from './parts.ts';

const MINUTE = 60_000;

/** The name of a part; that of the sync with how far a first one has come, or else how long ago the last one was. */
export function PartLabel({ part, observed }: { part: PartShown; observed: Observed }) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = <span className="part-name">{t(`status.part.${part.part}`)}</span>;
  const { health, nowMs } = observed;
  const withAge = (age: string | null) => (
    <span>
      {name} <span className="part-age">{age}</span>
    </span>
  );
  if (part.part !== 'sync' || health === undefined) return name;
  const { phase, received, remaining, lastSyncAtMs } = health.sync;
  if (phase === 'first' && part.state === 'first') {
    const percent = remaining === null ? null : percentOf(received, remaining);
    return withAge(percent === null ? null : format.percent(percent));
  }
  if (lastSyncAtMs === null) return name;
  // Seconds would only flicker: pulls come every half minute. The time stands in the detail.
  const ageMs = nowMs - lastSyncAtMs;
  const age = ageMs < MINUTE ? t('status.under-a-minute') : format.age(lastSyncAtMs, nowMs);
  return withAge(age);
}

/** Whole percent of a first sync, never all before it is all. */
export function percentOf(received: number, remaining: number): number {
  const total = received + remaining;
  return total === 0 ? 0 : Math.min(remaining === 0 ? 100 : 99, Math.floor((received / total) * 100));
}
