import type { Clock, Disposer } from '../../../shared/domain/clock.ts';
import type { Log } from '../files/log.ts';
import { readTextIfAny, setAside, writeTextAtomically } from '../files/state-file.ts';
import { readWindowState, type WindowState } from './window-state.ts';

/** Holds which windows are open and where, and keeps it in a file. */
export interface WindowKeeper {
  state(): WindowState;
  /** Takes effect at once; the file follows within `SAVE_AFTER_MS`. */
  update(change: Partial<Omit<WindowState, 'version'>>): void;
  /** Writes what is not written yet. */
  flush(): void;
}

const SAVE_AFTER_MS = 300;

/** Opens the file. One that cannot be understood is set aside, and the windows open as at the first start. */
export function openWindowKeeper(file: string, clock: Clock, log: Log): WindowKeeper {
  let state = load(file, log);
  let cancelSave: Disposer | undefined;

  function save(): void {
    cancelSave?.();
    cancelSave = undefined;
    try {
      writeTextAtomically(file, `${JSON.stringify(state, null, 2)}\n`);
    } catch (error) {
      log.error('the places of the windows could not be kept', { file, reason: String(error) });
    }
  }

  return {
    state: () => state,
    update(change) {
      const next = { ...state, ...change };
      if (JSON.stringify(next) === JSON.stringify(state)) return;
      state = next;
      cancelSave ??= clock.after(SAVE_AFTER_MS, save);
    },
    flush() {
      if (cancelSave !== undefined) save();
    },
  };
}

function load(file: string, log: Log): WindowState {
  try {
    const { state, problem } = readWindowState(readTextIfAny(file));
    if (problem !== null) {
      log.warn('the places of the windows were unreadable and start anew', { problem, oldFile: setAside(file) });
    }
    return state;
  } catch (error) {
    log.error('the places of the windows could not be read', { file, reason: String(error) });
    return readWindowState(undefined).state;
  }
}
