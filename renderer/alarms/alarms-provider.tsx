import { createContext, type ReactNode, useCallback, useContext, useEffect } from 'react';
import { useStore } from 'zustand/react';
import { createStore } from 'zustand/vanilla';
import type { Disposer } from '../../shared/domain/index.ts';
import { useHeld } from '../stores/holder.ts';
import { useServices } from '../stores/services.tsx';
import { type AlarmNews, type AlarmNewsState, createAlarmNews } from './alarm-news.ts';
import { type AlarmSound, type AlarmSoundState, createAlarmSound } from './sound/alarm-sound.ts';
import { createSounder } from './sound/sounder.ts';
import { createSoundSettings, type SoundSettings } from './sound/sound-settings.ts';
import { createTurn } from './sound/turn.ts';

interface Alarms {
  readonly news: AlarmNews;
  readonly sound: AlarmSound;
  dispose: Disposer;
}

const AlarmsContext = createContext<Alarms | null>(null);

/** Counts the alarms once for all parts of a window, and sounds for them. */
export function AlarmsProvider({ children }: { children: ReactNode }) {
  const { connection, clock } = useServices();
  const make = useCallback((): Alarms => {
    const news = createAlarmNews(connection, clock);
    const sound = createAlarmSound({
      ...{ news, clock },
      settings: createSoundSettings(window, localStorage),
      sounder: createSounder('AudioContext' in window ? () => new AudioContext() : undefined, document),
      turn: createTurn('locks' in navigator ? navigator.locks : undefined),
    });
    return {
      ...{ news, sound },
      dispose() {
        sound.dispose();
        news.dispose();
      },
    };
  }, [connection, clock]);
  const alarms = useHeld(make);
  return (
    <AlarmsContext value={alarms}>
      <SoundOnPage />
      {children}
    </AlarmsContext>
  );
}

const NO_NEWS = createStore<AlarmNewsState>(() => ({ counts: undefined, newest: null }));
const NO_SOUND = createStore<AlarmSoundState>(() => ({ state: 'quiet', priority: null, bursts: 0 }));
const NO_SETTINGS = createStore<SoundSettings>(() => ({ volume: 'medium', from: 'low', silence: null }));

export function useAlarmNews<T>(select: (state: AlarmNewsState) => T): T {
  return useStore(useContext(AlarmsContext)?.news.state ?? NO_NEWS, select);
}

/** Null until the window has begun. */
export function useSound(): AlarmSound | null {
  return useContext(AlarmsContext)?.sound ?? null;
}

export function useSoundState<T>(select: (state: AlarmSoundState) => T): T {
  return useStore(useSound()?.state ?? NO_SOUND, select);
}

export function useSoundSettings<T>(select: (settings: SoundSettings) => T): T {
  return useStore(useSound()?.settings.state ?? NO_SETTINGS, select);
}

/** Says on the page what is heard of it, since nothing else can be seen of a sound. */
function SoundOnPage() {
  const sound = useSound();
  useEffect(() => {
    if (sound === null) return undefined;
    const { dataset } = document.documentElement;
    const write = ({ state, priority, bursts }: AlarmSoundState) => {
      dataset['alarmSound'] = state;
      dataset['alarmPriority'] = priority ?? 'none';
      dataset['alarmBursts'] = String(bursts);
    };
    write(sound.state.getState());
    return sound.state.subscribe(write);
  }, [sound]);
  return null;
}
