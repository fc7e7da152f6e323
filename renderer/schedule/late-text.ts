import type { TFunction } from 'i18next';
import type { Format } from '../i18n/index.ts';

/** How late: `+6 min`, `−2 min`; under a minute: on time. */
export function lateText(t: TFunction, format: Format, lateMs: number): string {
  if (Math.abs(lateMs) < 60_000) return t('schedule.on-time');
  return `${lateMs > 0 ? '+' : '−'}${format.duration(Math.abs(lateMs))}`;
}
