import type { LockReason } from '../../../shared/contract/index.ts';
import type { Clock } from '../../../shared/domain/index.ts';
import type { Log } from '../log.ts';
import type { Unsent } from '../outbox-health.ts';
import type { TokenSource } from '../remote/access.ts';
import type { People } from './people.ts';
import type { SecretVault } from './secret-vault.ts';
import type { SessionDesk } from './session-desk.ts';
import type { SessionFile } from './session-file.ts';
import type { SignInService } from './sign-in-service.ts';

/** What the settings of the workstation say. */
export interface SignInPolicy {
  /** How long a sign-in is kept without the issuer, ms. */
  offlineMs: number;
  /** Walls are covered with the console. */
  locksWalls: boolean;
  /** The only issuer that is believed; null: the one that the server names. */
  issuer: string | null;
}

/** What windows are served from, as the session opens and closes it. One is open at any time; each call waits for the end of the one before. */
export interface Rooms {
  openLobby(): Promise<void>;
  /** The workspace of a workstation where nobody signs in. */
  openShared(): Promise<void>;
  openPerson(folder: string, token: TokenSource, onUnsent: (unsent: Unsent) => void): Promise<void>;
  unsent(): Unsent;
  sendNow(): void;
  keepUnsent(file: string): void;
}

export interface SessionOptions {
  server: { url: string; token: string | null };
  policy: SignInPolicy;
  service: SignInService;
  vault: SecretVault;
  file: SessionFile;
  people: People;
  rooms: Rooms;
  /** Opens an address in the person's browser; null: the window that asks does it. */
  openBrowser: ((url: string) => void) | null;
  /** Where edits go that a person discards on signing out. */
  keptFile: (nowMs: number) => string;
  clock: Clock;
  random: () => number;
  log: Log;
  onChange(): void;
}

/** The session of whoever works at this workstation. */
export interface WorkstationSession extends SessionDesk {
  /** Resolves when the first room is open. */
  start(): Promise<void>;
  cover(reason: LockReason): void;
  wake(): void;
  close(): Promise<void>;
}
