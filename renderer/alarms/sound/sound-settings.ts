import { createStore, type StoreApi } from 'zustand/vanilla';
import { z } from 'zod';
import { type AlarmPriority, alarmPriority, type Disposer } from '../../../shared/domain/index.ts';
import { rankOf } from './patterns.ts';

/** For how long alarms can be silenced, minutes: never for good. */
export const SILENCES = [1, 5, 15] as const;
const MINUTE_MS = 60_000;
const LONGEST_SILENCE_MS = Math.max(...SILENCES) * MINUTE_MS;

export const VOLUMES = ['low', 'medium', 'high'] as const;
export type Volume = (typeof VOLUMES)[number];

const silence = z.object({
  /** UTC ms. */
  untilMs: z.number(),
  /** What sounded when it was silenced; null: nothing did. Something more urgent is heard all the same. */
  priority: alarmPriority.nullable(),
});
export type Silence = z.infer<typeof silence>;

/** What all windows of a workstation share of the sound. There is no "off": critical alarms are heard at every workstation. */
const settings = z.object({
  volume: z.enum(VOLUMES).catch('medium'),
  /** The least urgent priority that is heard here. */
  from: alarmPriority.catch('low'),
  silence: silence.nullable().catch(null),
});
export type SoundSettings = z.infer<typeof settings>;

const STORAGE_KEY = 'vigie.alarm-sound';
const VERSION = 1;
const stored = z.object({ version: z.literal(VERSION), values: settings });
const AT_FIRST: SoundSettings = settings.parse({});

export interface SoundSettingsStore {
  readonly state: StoreApi<SoundSettings>;
  set(change: Partial<SoundSettings>): void;
  dispose: Disposer;
}

/** Reads and keeps the settings, and follows the other windows of the workstation. */
export function createSoundSettings(
  page: Pick<Window, 'addEventListener' | 'removeEventListener'>,
  storage: Storage,
): SoundSettingsStore {
  const state = createStore<SoundSettings>(() => parse(storage.getItem(STORAGE_KEY)));
  const follow = (event: StorageEvent) => {
    if (event.storageArea === storage && event.key === STORAGE_KEY) state.setState(parse(event.newValue));
  };
  page.addEventListener('storage', follow);
  return {
    state,
    set(change) {
      state.setState(change);
      storage.setItem(STORAGE_KEY, JSON.stringify({ version: VERSION, values: state.getState() }));
    },
    dispose: () => page.removeEventListener('storage', follow),
  };
}

/** A silence of some minutes from now. */
export function silenceFor(minutes: (typeof SILENCES)[number], priority: AlarmPriority | null, nowMs: number): Silence {
  return { untilMs: nowMs + minutes * MINUTE_MS, priority };
}

/**
 * Whether the silence holds for what calls now. It ends by its time, by an alarm more urgent than what it was for, and where a clock was set back
 * so that it would last longer than any can.
 */
export function isSilenced(held: Silence | null, calling: AlarmPriority | null, nowMs: number): boolean {
  if (held === null || nowMs >= held.untilMs || held.untilMs - nowMs > LONGEST_SILENCE_MS) return false;
  if (calling === null) return true;
  return held.priority !== null && rankOf(calling) >= rankOf(held.priority);
}

function parse(text: string | null): SoundSettings {
  if (text === null) return AT_FIRST;
  try {
    const read = stored.safeParse(JSON.parse(text));
    return read.success ? read.data.values : AT_FIRST;
  } catch (error) {
    if (error instanceof SyntaxError) return AT_FIRST;
    throw error;
  }
}
