import path from 'node:path';
import { app } from 'electron';

/** Where the built files are; the same in a checkout and in a package. */
export interface BuiltPlaces {
  /** The renderer's build, which the page protocol serves. */
  pages: string;
  preload: string;
  dataProcess: string;
  icon: string;
}

/** @param mainFolder the folder of the bundled main.js */
export function builtPlaces(mainFolder: string): BuiltPlaces {
  return {
    pages: path.join(mainFolder, '../renderer'),
    preload: path.join(mainFolder, 'preload.cjs'),
    dataProcess: path.join(mainFolder, 'data.js'),
    icon: path.join(app.getAppPath(), 'resources/icons/256x256.png'),
  };
}

/** Where this user's data lives. */
export interface UserPlaces {
  folder: string;
  config: string;
  windowState: string;
  logs: string;
  /** Which notices of the inbox were shown. */
  notices: string;
  /** What opens the issuer for whoever signed in, encrypted. */
  signIn: string;
}

export function userPlaces(): UserPlaces {
  const folder = app.getPath('userData');
  return {
    folder,
    config: path.join(folder, 'config.json'),
    windowState: path.join(folder, 'window-state.json'),
    logs: path.join(folder, 'logs'),
    notices: path.join(folder, 'notices.json'),
    signIn: path.join(folder, 'sign-in.bin'),
  };
}
