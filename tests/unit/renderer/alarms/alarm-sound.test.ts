import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AlarmNewsState } from '../../../../renderer/alarms/alarm-news.ts';
import { type AlarmSound, createAlarmSound } from '../../../../renderer/alarms/sound/alarm-sound.ts';
import { lengthOf, SOUND_PATTERNS, type SoundPattern } from '../../../../renderer/alarms/sound/patterns.ts';
import { createSoundSettings, isSilenced, silenceFor } from '../../../../renderer/alarms/sound/sound-settings.ts';
import type { SounderState } from '../../../../renderer/alarms/sound/sounder.ts';
import type { Turn } from '../../../../renderer/alarms/sound/turn.ts';
import { ALARM_PRIORITIES, type AlarmPriority } from '../../../../shared/domain/index.ts';
import { createManualClock, type ManualClock } from '../../../support/manual-clock.ts';

let clock: ManualClock;
let news: StoreApi<AlarmNewsState>;
let played: { pattern: SoundPattern; atMs: number }[];
let loudspeaker: { state: SounderState; tell(): void };
let sound: AlarmSound;
let turn: Turn & { isOthers: boolean };

beforeEach(() => {
  localStorage.clear();
  clock = createManualClock(Date.UTC(2026, 2, 1, 8));
  news = createStore<AlarmNewsState>(() => ({ counts: undefined, newest: null }));
  played = [];
  start();
});
afterEach(() => sound.dispose());

function start(state: SounderState = 'running', isMine = true): void {
  const told = new Set<() => void>();
  loudspeaker = { state, tell: () => told.forEach((listener) => listener()) };
  turn = {
    isOthers: false,
    isMine: () => isMine,
    take: () => undefined,
    isTaken: async () => turn.isOthers,
    onChange: () => () => undefined,
    dispose: () => undefined,
  };
  sound = createAlarmSound({
    ...{ news: { state: news }, clock, turn, settings: createSoundSettings(window, localStorage) },
    sounder: {
      state: () => loudspeaker.state,
      wake: () => undefined,
      onChange: (listener) => {
        told.add(listener);
        return () => void told.delete(listener);
      },
      play: (pattern) => played.push({ pattern, atMs: clock.monotonicMs() }),
      dispose: () => undefined,
    },
  });
}

/** The most urgent that nobody has acknowledged is this one. */
function calls(priority: AlarmPriority | null, id = 'one'): void {
  const loudest = priority === null ? null : { id, priority, raisedAtMs: clock.nowMs() };
  news.setState({ counts: { loudest } as unknown as AlarmNewsState['counts'] });
}
const names = () => played.map(({ pattern }) => ALARM_PRIORITIES.find((one) => SOUND_PATTERNS[one] === pattern));

describe('the patterns', () => {
  it('differ in their rhythm, are over before they come again, and come more often the more urgent they are', () => {
    const patterns = ALARM_PRIORITIES.map((priority) => SOUND_PATTERNS[priority]);
    expect(new Set(patterns.map(({ pulses }) => pulses.length)).size).toBe(4);
    for (const pattern of patterns) expect(lengthOf(pattern)).toBeLessThan(pattern.everySeconds);
    expect(patterns.map(({ everySeconds }) => everySeconds)).toEqual(
      patterns.map(({ everySeconds }) => everySeconds).toSorted((a, b) => a - b),
    );
  });
});

describe('the sound of a window', () => {
  it('goes on until nothing calls any more', () => {
    calls('high');
    expect(names()).toEqual(['high']);
    clock.advance(10_500);
    expect(names()).toEqual(['high', 'high', 'high']);
    expect(sound.state.getState()).toEqual({ state: 'sounding', priority: 'high', bursts: 3 });
    calls(null);
    clock.advance(30_000);
    expect(played).toHaveLength(3);
    expect(sound.state.getState().state).toBe('quiet');
  });

  it('takes a more urgent alarm at once, and plays a pattern to its end before another of its kind', () => {
    calls('low');
    clock.advance(100);
    calls('critical', 'two');
    expect(names()).toEqual(['low', 'critical']);
    calls('critical', 'three');
    expect(names()).toEqual(['low', 'critical']);
    clock.advance(1_250);
    expect(names()).toEqual(['low', 'critical', 'critical']);
  });

  it('is silent for the minutes that a person said, and sounds again by itself', () => {
    calls('high');
    sound.silence(1);
    expect(sound.state.getState().state).toBe('silenced');
    clock.advance(59_000);
    expect(played).toHaveLength(1);
    clock.advance(1_500);
    expect(played).toHaveLength(2);
    expect(sound.state.getState().state).toBe('sounding');
  });

  it('breaks the silence for something more urgent, and for nothing else', () => {
    calls('medium');
    sound.silence(15);
    calls('low', 'two');
    calls('medium', 'three');
    clock.advance(1_000);
    expect(names()).toEqual(['medium']);
    calls('high', 'four');
    expect(names()).toEqual(['medium', 'high']);
  });

  it('does not sound where another window does, nor below what the workstation hears', () => {
    sound.dispose();
    start('running', false);
    calls('critical');
    expect(sound.state.getState()).toMatchObject({ state: 'elsewhere', bursts: 0 });
    sound.dispose();
    calls(null);
    start();
    sound.settings.set({ from: 'high' });
    calls('medium');
    expect(sound.state.getState()).toMatchObject({ state: 'quiet', bursts: 0 });
    calls('high');
    expect(sound.state.getState()).toMatchObject({ state: 'sounding' });
  });

  it('says that it waits for a key, or cannot play, as long as something calls', async () => {
    sound.dispose();
    start('blocked');
    expect(sound.state.getState().state).toBe('quiet');
    calls('high');
    expect(sound.state.getState().state).toBe('blocked');
    turn.isOthers = true;
    clock.advance(300);
    await Promise.resolve();
    clock.advance(300);
    expect(sound.state.getState().state).toBe('elsewhere');
    turn.isOthers = false;
    loudspeaker.state = 'running';
    loudspeaker.tell();
    expect(sound.state.getState()).toMatchObject({ state: 'sounding', bursts: 1 });
  });
});

describe('a silence', () => {
  it('never lasts longer than it can be given for, though a clock is set back', () => {
    const nowMs = clock.nowMs();
    const held = silenceFor(15, 'high', nowMs);
    expect(isSilenced(held, 'high', nowMs + 899_999)).toBe(true);
    expect(isSilenced(held, 'high', nowMs + 900_000)).toBe(false);
    expect(isSilenced(held, 'high', nowMs - 1)).toBe(false);
  });

  it('is shared by the windows of a workstation, and what cannot be read is none', () => {
    sound.silence(5);
    const other = createSoundSettings(window, localStorage);
    expect(other.state.getState().silence).toEqual({ untilMs: clock.nowMs() + 300_000, priority: null });
    window.dispatchEvent(
      new StorageEvent('storage', { storageArea: localStorage, key: 'vigie.alarm-sound', newValue: '{"version":' }),
    );
    expect(other.state.getState().silence).toBeNull();
    other.dispose();
  });
});
