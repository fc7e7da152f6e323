import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AlarmPriority, Clock, Disposer } from '../../../shared/domain/index.ts';
import type { AlarmNews } from '../alarm-news.ts';
import { lengthOf, rankOf, SOUND_PATTERNS } from './patterns.ts';
import { isSilenced, silenceFor, type SILENCES, type SoundSettingsStore } from './sound-settings.ts';
import type { Sounder } from './sounder.ts';
import type { Turn } from './turn.ts';

/**
 * How the workstation sounds at present:
 *
 *   quiet      nothing calls         sounding   this window sounds        blocked  somebody must press a key first
 *   silenced   by a person, for now  elsewhere  another window sounds     broken   this computer plays nothing
 */
export type SoundState = 'quiet' | 'silenced' | 'sounding' | 'elsewhere' | 'blocked' | 'broken';

export interface AlarmSoundState {
  readonly state: SoundState;
  /** What calls; null: nothing does. */
  readonly priority: AlarmPriority | null;
  /** How often this window has begun to play a pattern: what a test hears. */
  readonly bursts: number;
}

/** The sound of the alarms in one window. */
export interface AlarmSound {
  readonly state: StoreApi<AlarmSoundState>;
  readonly settings: SoundSettingsStore;
  /** For some minutes: nothing is acknowledged by it. */
  silence(minutes: (typeof SILENCES)[number]): void;
  unsilence(): void;
  /** Plays a priority's pattern once, to know it by. */
  listenTo(priority: AlarmPriority): void;
  dispose: Disposer;
}

/** A silence ends, and what stands goes on, by the clock alone: it is looked again so often. Milliseconds. */
const LOOK_EVERY_MS = 250;

export interface AlarmSoundParts {
  readonly news: Pick<AlarmNews, 'state'>;
  readonly settings: SoundSettingsStore;
  readonly sounder: Sounder;
  readonly turn: Turn;
  readonly clock: Pick<Clock, 'nowMs' | 'monotonicMs' | 'after'>;
}

/** Sounds what calls for attention most, again and again until somebody acknowledges it, or silences it for a while. */
export function createAlarmSound({ news, settings, sounder, turn, clock }: AlarmSoundParts): AlarmSound {
  const state = createStore<AlarmSoundState>(() => ({ state: 'quiet', priority: null, bursts: 0 }));
  let stopTimer: Disposer = () => undefined;
  let isTakenElsewhere = false;
  let last: { readonly priority: AlarmPriority; readonly id: string; readonly atMs: number } | undefined;

  function calling(): { id: string; priority: AlarmPriority } | null {
    const { loudest = null } = news.state.getState().counts ?? {};
    if (loudest === null || rankOf(loudest.priority) > rankOf(settings.state.getState().from)) return null;
    return loudest;
  }
  function present(call: { priority: AlarmPriority } | null): SoundState {
    if (isSilenced(settings.state.getState().silence, call?.priority ?? null, clock.nowMs())) return 'silenced';
    if (call === null) return 'quiet';
    if (sounder.state() === 'running' && turn.isMine()) return 'sounding';
    if (isTakenElsewhere || (sounder.state() === 'running' && !turn.isMine())) return 'elsewhere';
    return sounder.state() === 'broken' ? 'broken' : 'blocked';
  }
  /** A pattern is played to its end, unless something more urgent calls. */
  function isDue({ id, priority }: { id: string; priority: AlarmPriority }): boolean {
    if (last === undefined || rankOf(priority) < rankOf(last.priority)) return true;
    const pattern = SOUND_PATTERNS[priority];
    const isOther = last.id !== id || last.priority !== priority;
    const waitSeconds = isOther ? lengthOf(SOUND_PATTERNS[last.priority]) : pattern.everySeconds;
    return clock.monotonicMs() - last.atMs >= waitSeconds * 1_000;
  }
  function look(): void {
    stopTimer();
    const call = calling();
    const next = present(call);
    let { bursts } = state.getState();
    if (next === 'sounding' && call !== null && isDue(call)) {
      sounder.play(SOUND_PATTERNS[call.priority], settings.state.getState().volume);
      last = { ...call, atMs: clock.monotonicMs() };
      bursts += 1;
    }
    if (next !== 'sounding') last = undefined;
    const before = state.getState();
    const priority = call?.priority ?? null;
    if (before.state !== next || before.priority !== priority || before.bursts !== bursts)
      state.setState({ state: next, priority, bursts });
    if (sounder.state() === 'running') turn.take();
    else if (call !== null) {
      sounder.wake();
      void turn.isTaken().then((isTaken) => {
        isTakenElsewhere = isTaken;
      });
    }
    // What was asked for above may have looked already.
    stopTimer();
    stopTimer = clock.after(LOOK_EVERY_MS, look);
  }

  const stops = [
    news.state.subscribe(look),
    settings.state.subscribe(look),
    sounder.onChange(look),
    turn.onChange(look),
  ];
  sounder.wake();
  look();
  return {
    state,
    settings,
    silence: (minutes) => settings.set({ silence: silenceFor(minutes, calling()?.priority ?? null, clock.nowMs()) }),
    unsilence: () => settings.set({ silence: null }),
    listenTo(priority) {
      sounder.wake();
      sounder.play(SOUND_PATTERNS[priority], settings.state.getState().volume);
    },
    dispose() {
      stopTimer();
      for (const stop of stops) stop();
      sounder.dispose();
      turn.dispose();
      settings.dispose();
    },
  };
}
