import type { KeyboardEvent } from 'react';
import type { Replaying, ReplayStore } from './replay-store.ts';
import { SPEEDS } from './replay-store.ts';

const SECOND = 1_000;
const MINUTE = 60_000;

/** What the keys do on the time bar. */
export interface KeyTargets {
  replay: Pick<ReplayStore, 'step' | 'play' | 'setSpeed' | 'goTo'>;
  replaying: Pick<Replaying, 'isPlaying' | 'speed'>;
  /** First and last recorded instants. */
  period: { readonly fromMs: number; readonly toMs: number };
  goToMark: (direction: 1 | -1) => void;
}

/** @returns whether the key means something here */
export function pressKey(event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey'>, targets: KeyTargets): boolean {
  const { replay, replaying, period, goToMark } = targets;
  const { key, shiftKey, ctrlKey } = event;
  const direction = key === 'ArrowRight' || key === 'PageUp' ? 1 : -1;
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowRight':
      if (ctrlKey) goToMark(direction);
      else replay.step(direction * (shiftKey ? 10 : 1) * SECOND);
      return true;
    case 'PageUp':
    case 'PageDown':
      replay.step(direction * MINUTE);
      return true;
    case 'Home':
      replay.goTo(period.fromMs);
      return true;
    case 'End':
      replay.goTo(period.toMs);
      return true;
    case ' ':
      replay.play(!replaying.isPlaying);
      return true;
    case 'ArrowUp':
    case 'ArrowDown': {
      const at = SPEEDS.indexOf(replaying.speed) + (key === 'ArrowUp' ? 1 : -1);
      const speed = SPEEDS[at];
      if (speed !== undefined) replay.setSpeed(speed);
      return true;
    }
    default:
      return false;
  }
}
