import path from 'node:path';
import type { GroundSettings } from './ground-settings.ts';
import type { Settings } from './settings.ts';

/** What the data host is told when it starts. electron/data/process.ts checks it on arrival. */
export interface DataHostConfig {
  serverUrl: string | null;
  token: string | null;
  /** Of the data host alone. */
  folder: string;
  version: string;
  ground: GroundSettings;
}

/** @param userFolder the user's data folder; the data host gets a folder inside it, apart from Chromium's own files */
export function dataHostConfig(settings: Settings, userFolder: string, version: string): DataHostConfig {
  const { serverUrl, serverToken, ground } = settings;
  return { serverUrl, token: serverToken, folder: path.join(userFolder, 'data'), version, ground };
}
