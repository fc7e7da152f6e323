import type { Replaying } from './replay-store.ts';
import { isRecorded, type Period } from './time-scale.ts';

export type ReplayWordName = 'nothing' | 'unreadable' | 'looking' | 'end' | 'gap' | 'playing' | 'standing';

/** An instant this near to the last one that is recorded is the end, ms. */
const END_MS = 1_500;

/** @param fault of the stream of replayed frames, if it has one */
export function wordOf(
  { isPlaying, askedMs, stretches }: Pick<Replaying, 'isPlaying' | 'askedMs' | 'stretches'>,
  recorded: Period | undefined,
  shownMs: number,
  fault: string | null,
): ReplayWordName {
  if (fault === 'not-found' || (stretches !== null && stretches.length === 0)) return 'nothing';
  if (fault !== null) return 'unreadable';
  if (stretches === null || recorded === undefined) return 'looking';
  // What lies beyond the end is not recorded yet: the word for that is another.
  if (askedMs !== null && askedMs < recorded.toMs && !isRecorded(stretches, askedMs)) return 'gap';
  // What is being recorded ends a little later with each question.
  const isOpen = stretches.some((stretch) => stretch.isOpen);
  if (shownMs >= recorded.toMs - (isOpen ? END_MS : 1_000)) return 'end';
  return isPlaying ? 'playing' : 'standing';
}
