import { ALARM_PRIORITIES, type AlarmPriority } from '../../../shared/domain/index.ts';

/** One tone of a pattern. Times in seconds from its beginning. */
export interface Pulse {
  readonly startSeconds: number;
  readonly lengthSeconds: number;
  readonly frequencyHz: number;
}

export interface SoundPattern {
  readonly pulses: readonly Pulse[];
  /** From the beginning of one to the beginning of the next, for as long as the alarm calls. */
  readonly everySeconds: number;
}

/**
 * Each priority is told by its rhythm, so that nobody has to know a tone by ear: five quick pulses of two tones, three that rise, two, one. More
 * urgent ones come more often. The tones lie between 400 and 1,000 Hz, where speakers of a desk and older ears are good (after IEC 60601-1-8,
 * which gives a high priority the fastest and longest burst).
 */
export const SOUND_PATTERNS: Readonly<Record<AlarmPriority, SoundPattern>> = {
  critical: { pulses: evenly([960, 760, 960, 760, 960], 0.13, 0.18), everySeconds: 2.5 },
  high: { pulses: evenly([587, 698, 880], 0.2, 0.28), everySeconds: 5 },
  medium: { pulses: evenly([587, 587], 0.25, 0.4), everySeconds: 10 },
  low: { pulses: evenly([440], 0.35, 0.35), everySeconds: 20 },
};

/** How long a pattern lasts, seconds. */
export function lengthOf({ pulses }: SoundPattern): number {
  return Math.max(0, ...pulses.map(({ startSeconds, lengthSeconds }) => startSeconds + lengthSeconds));
}

/** 0 is the most urgent. */
export function rankOf(priority: AlarmPriority): number {
  return ALARM_PRIORITIES.indexOf(priority);
}

function evenly(frequencies: readonly number[], lengthSeconds: number, everySeconds: number): readonly Pulse[] {
  return frequencies.map((frequencyHz, index) => ({ frequencyHz, lengthSeconds, startSeconds: index * everySeconds }));
}
