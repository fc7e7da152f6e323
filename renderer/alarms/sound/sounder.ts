import type { Disposer } from '../../../shared/domain/index.ts';
import type { SoundPattern } from './patterns.ts';
import type { Volume } from './sound-settings.ts';

/** Share of full scale. Two pulses never overlap: nothing is clipped. */
const GAINS: Readonly<Record<Volume, number>> = { low: 0.06, medium: 0.2, high: 0.6 };
/** A tone that begins or ends at once clicks. Seconds. */
const RAMP_SECONDS = 0.012;

/** `blocked`: the browser plays nothing before somebody has pressed a key or clicked. `broken`: it cannot play at all. */
export type SounderState = 'running' | 'blocked' | 'broken';

/** The loudspeaker of a window. */
export interface Sounder {
  state(): SounderState;
  /** Tries to be heard; where that waits for a key, it is tried again with the next one. */
  wake(): void;
  onChange(listener: () => void): Disposer;
  /** Plays a pattern once, from now on. */
  play(pattern: SoundPattern, volume: Volume): void;
  dispose: Disposer;
}

/**
 * Tones by WebAudio: no file to lose, and no page is let play one.
 * @param make undefined where the browser has no WebAudio
 */
export function createSounder(
  make: (() => AudioContext) | undefined,
  page: Pick<Document, 'addEventListener' | 'removeEventListener'>,
): Sounder {
  const context = attempt(make);
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  const wake = () => {
    if (context !== undefined && context.state !== 'running' && context.state !== 'closed')
      context.resume().then(tell, () => undefined);
  };
  context?.addEventListener('statechange', tell);
  page.addEventListener('keydown', wake);
  page.addEventListener('pointerdown', wake);
  return {
    state() {
      if (context === undefined || context.state === 'closed') return 'broken';
      return context.state === 'running' ? 'running' : 'blocked';
    },
    wake,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    play({ pulses }, volume) {
      if (context === undefined || context.state !== 'running') return;
      for (const { startSeconds, lengthSeconds, frequencyHz } of pulses) {
        const fromSeconds = context.currentTime + 0.02 + startSeconds;
        const toSeconds = fromSeconds + lengthSeconds;
        const tone = new OscillatorNode(context, { type: 'triangle', frequency: frequencyHz });
        const gain = new GainNode(context, { gain: 0 });
        gain.gain.setValueAtTime(0, fromSeconds);
        gain.gain.linearRampToValueAtTime(GAINS[volume], fromSeconds + RAMP_SECONDS);
        gain.gain.setValueAtTime(GAINS[volume], toSeconds - RAMP_SECONDS);
        gain.gain.linearRampToValueAtTime(0, toSeconds);
        tone.connect(gain).connect(context.destination);
        tone.start(fromSeconds);
        tone.stop(toSeconds);
      }
    },
    dispose() {
      page.removeEventListener('keydown', wake);
      page.removeEventListener('pointerdown', wake);
      listeners.clear();
      context?.close().catch(() => undefined);
    },
  };
}

function attempt(make: (() => AudioContext) | undefined): AudioContext | undefined {
  try {
    return make?.();
  } catch {
    // A machine without any sound: the window says so, and goes on.
    return undefined;
  }
}
