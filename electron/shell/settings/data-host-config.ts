import path from 'node:path';
import type { GroundSettings } from './ground-settings.ts';
import type { RecordingSetting } from './recording-settings.ts';
import type { Settings } from './settings.ts';

const DAY_MS = 24 * 3_600_000;

/** What the data host is told when it starts. electron/data/process.ts checks it on arrival. */
export interface DataHostConfig {
  serverUrl: string | null;
  token: string | null;
  /** Of the data host alone. */
  folder: string;
  version: string;
  ground: GroundSettings;
  recording: RecordingSetting;
  signIn: {
    offlineMs: number;
    locksWalls: boolean;
    issuer: string | null;
    /** What the keychain has. */
    secret: string | null;
    /** The keychain keeps what it is given. */
    isLasting: boolean;
  };
}

/**
 * @param userFolder the user's data folder; the data host gets a folder inside it, apart from Chromium's own files
 * @param kept of the keychain, now
 */
export function dataHostConfig(
  settings: Settings,
  userFolder: string,
  version: string,
  kept: { secret: string | null; isLasting: boolean },
): DataHostConfig {
  const { serverUrl, serverToken, ground, recording, signIn } = settings;
  const { offlineDays, lockWalls, issuer } = signIn;
  return {
    ...{ serverUrl, token: serverToken, folder: path.join(userFolder, 'data'), version, ground, recording },
    signIn: { offlineMs: offlineDays * DAY_MS, locksWalls: lockWalls, issuer, ...kept },
  };
}
