import { rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { app } from 'electron';
import { readTextIfAny, writeTextAtomically } from '../files/state-file.ts';
import type { Log } from '../files/log.ts';
import { autostartFile, autostartText } from '../settings/login-start.ts';

/** Whether Vigie starts when its user signs in: after a power cut the wall is then there without anyone. */
export interface LoginStart {
  /** Null where it cannot be said: Vigie runs from a checkout. */
  isOn(): boolean | null;
  set(isOn: boolean): void;
}

/** @param icon of the program, for lists of what starts */
export function createLoginStart(icon: string, log: Log): LoginStart {
  if (!app.isPackaged) return { isOn: () => null, set: () => log.warn('only an installed Vigie starts at sign-in') };
  return process.platform === 'linux' ? fileStart(icon, log) : systemStart();
}

/** Windows and macOS keep it themselves. */
function systemStart(): LoginStart {
  return {
    isOn: () => app.getLoginItemSettings().openAtLogin,
    set: (openAtLogin) => app.setLoginItemSettings({ openAtLogin }),
  };
}

/** Linux has a file for it, which desktops read and users may remove. */
function fileStart(icon: string, log: Log): LoginStart {
  const file = autostartFile(process.env, homedir());
  // An AppImage runs from a folder that is another each time.
  const program = process.env['APPIMAGE'] ?? process.execPath;
  return {
    isOn() {
      try {
        return readTextIfAny(file) !== undefined;
      } catch (error) {
        log.warn('the autostart file cannot be read', { file, reason: String(error) });
        return false;
      }
    },
    set(isOn) {
      try {
        if (isOn) writeTextAtomically(file, autostartText({ command: [program], icon }));
        else rmSync(file, { force: true });
      } catch (error) {
        log.error('whether Vigie starts at sign-in could not be kept', { file, reason: String(error) });
      }
    },
  };
}
