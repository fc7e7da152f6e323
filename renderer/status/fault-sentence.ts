import type { TFunction } from 'i18next';
import { REBUILD_REASONS } from '../../shared/contract/index.ts';
import { errorSentence } from '../i18n/index.ts';
import type { Fault, FaultName } from './faults.ts';

/** Faults whose own name says less than the code that caused them. */
const SAID_BY_CODE: ReadonlySet<FaultName> = new Set([
  'server-unreachable',
  'server-incompatible',
  'unauthorized',
  'sync-failed',
  'cache-failed',
  'cache-full',
  'cache-read-only',
]);

/** What is wrong and what to do, in the language of the window. */
export function faultSentence(t: TFunction, fault: Fault): { title: string; remedy: string } {
  if (fault.code !== undefined && SAID_BY_CODE.has(fault.name)) {
    const { sentence, remedy } = errorSentence(t, fault.code);
    return { title: sentence.replace(/\.$/, ''), remedy };
  }
  if (fault.name === 'edits-salvaged') {
    const count = Number(fault.detail);
    return { title: t('fault.edits-salvaged', { count }), remedy: t('fault.edits-salvaged.remedy') };
  }
  const title = t(`fault.${fault.name}`);
  const { detail } = fault;
  if (fault.name === 'cache-set-aside')
    return { title, remedy: t('fault.cache-set-aside.remedy', { file: detail ?? '' }) };
  if (fault.name === 'cache-rebuilding') {
    const reason = REBUILD_REASONS.find((known) => known === detail) ?? 'asked';
    return { title, remedy: `${t(`fault.cache-rebuilding.${reason}`)} ${t('fault.cache-rebuilding.remedy')}` };
  }
  if (fault.name === 'sending-paused' || fault.name === 'recording-stopped') {
    const cause = fault.code === undefined ? undefined : errorSentence(t, fault.code);
    const why = cause === undefined ? '' : `${cause.sentence} ${cause.remedy} `;
    return { title, remedy: `${why}${t(`fault.${fault.name}.remedy`)}` };
  }
  const remedy = t(`fault.${fault.name}.remedy`);
  if (fault.name === 'positions-silent' && fault.code !== undefined) {
    const cause = errorSentence(t, fault.code);
    return { title, remedy: `${cause.sentence} ${cause.remedy}` };
  }
  // That it has ended says it all; a failed feed's own words, in English, are what support asks for.
  if (fault.name === 'feed-ended') return { title, remedy };
  return { title, remedy: detail === undefined ? remedy : `${remedy} ${detail}` };
}
