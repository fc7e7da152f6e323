import type { StyleSpecification } from 'maplibre-gl';
import type { Clock, Disposer } from '../../shared/domain/index.ts';
import { backoffMs } from '../workers/backoff.ts';
import { fetchOnlineStyle, StyleError } from './online-style.ts';

export type OnlineState =
  | { readonly state: 'none' }
  | { readonly state: 'loading'; readonly url: string }
  | { readonly state: 'shown'; readonly url: string; readonly style: StyleSpecification }
  | {
      readonly state: 'failed';
      readonly url: string;
      readonly code: StyleError['code'];
      /** English, for support. */
      readonly detail: string;
    };

/** Longer than this nobody waits for an online map that may be back, ms. */
const LONGEST_PAUSE_MS = 60_000;
/** How often it is looked whether an online map is still there, ms. */
const LOOK_EVERY_MS = 60_000;

export interface OnlineMap {
  state(): OnlineState;
  /** Which style is wanted, and from where its parts may come. Null: none. */
  want(url: string | null, origins: readonly string[]): void;
  dispose: Disposer;
}

/** Keeps the style that is wanted, asks for it again when it could not be had, and notices when its server goes away. */
export function createOnlineMap(parts: {
  clock: Clock;
  onChange: () => void;
  get?: (url: string) => Promise<Response>;
  random?: () => number;
}): OnlineMap {
  const { clock, onChange, random = Math.random } = parts;
  let now: OnlineState = { state: 'none' };
  let wantedOrigins: readonly string[] = [];
  let attempt = 0;
  let round = 0;
  let stopWaiting: Disposer = () => undefined;

  function set(next: OnlineState): void {
    now = next;
    onChange();
  }
  function load(url: string): void {
    const mine = ++round;
    stopWaiting();
    fetchOnlineStyle(url, wantedOrigins, parts.get).then(
      (style) => {
        if (mine !== round) return;
        attempt = 0;
        stopWaiting = clock.after(LOOK_EVERY_MS, () => load(url));
        // What is the same stays the same object: nothing is drawn anew.
        if (now.state === 'shown' && JSON.stringify(now.style) === JSON.stringify(style)) return;
        set({ state: 'shown', url, style });
      },
      (error: unknown) => {
        if (mine !== round) return;
        const { code, message } = error instanceof StyleError ? error : new StyleError('not-a-style', String(error));
        stopWaiting = clock.after(Math.min(LONGEST_PAUSE_MS, backoffMs(attempt++, random)), () => load(url));
        if (now.state === 'failed' && now.detail === message) return;
        set({ state: 'failed', url, code, detail: message });
      },
    );
  }

  return {
    state: () => now,
    want(url, origins) {
      const known = now.state === 'none' ? null : now.url;
      if (known === url && origins.join() === wantedOrigins.join()) return;
      wantedOrigins = origins;
      attempt = 0;
      round += 1;
      stopWaiting();
      if (url === null) return set({ state: 'none' });
      set({ state: 'loading', url });
      load(url);
    },
    dispose() {
      round += 1;
      stopWaiting();
    },
  };
}
