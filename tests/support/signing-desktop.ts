import { setImmediate as nextTurn } from 'node:timers/promises';
import { createDataHost, type DataHost } from '../../electron/data/host.ts';
import type { RecordingSettings } from '../../electron/data/recording/recordings.ts';
import { REST_LIMITS } from '../../electron/data/remote/rest-client.ts';
import { createMemoryVault, type SecretVault } from '../../electron/data/session/secret-vault.ts';
import type { SignInPolicy } from '../../electron/data/session/session-options.ts';
import { systemClock } from '../../electron/data/system-clock.ts';
import { type Session, type VigieContract, vigieContract } from '../../shared/contract/index.ts';
import type { Clock } from '../../shared/domain/index.ts';
import { createMemoryChannelPair, createRpcClient, type RpcClient } from '../../shared/rpc/index.ts';
import { OidcBrowser } from './oidc-browser.ts';
import { createTestLog } from './test-log.ts';

export const DAY_MS = 24 * 3_600_000;

export interface SigningOptions {
  folder: string;
  server: { url: string };
  /** A program's. */
  token?: string;
  vault?: SecretVault;
  policy?: Partial<SignInPolicy>;
  /** Null: nothing is recorded. */
  recording?: RecordingSettings;
  clock?: Clock;
}

/** A data host at which people sign in, with a window that comes back whenever its link is cut, and a browser beside it. */
export interface SigningDesktop {
  readonly host: DataHost;
  readonly log: ReturnType<typeof createTestLog>;
  /** Addresses that the data host had opened in the browser. */
  readonly opened: string[];
  /** The present link of the window. */
  window(): RpcClient<VigieContract>;
  session(): Promise<Session>;
  /** Begins a sign-in, chooses this demonstration account, and comes back to the desktop. Answers the page shown then. */
  signIn(account: string): Promise<string | undefined>;
  /**
   * Begins a sign-in, and answers where the browser would come back, without going there.
   * @param change somebody between changes the address that the browser is sent to
   */
  answerTo(account: string, change?: (url: URL) => void): Promise<string>;
  close(): Promise<void>;
}

/** A vault that outlives the desktop, as a keychain does. */
export function createLastingVault(): SecretVault {
  const memory = createMemoryVault();
  return { isLasting: true, load: () => memory.load(), keep: (secret) => memory.keep(secret) };
}

export async function startSigningDesktop(options: SigningOptions): Promise<SigningDesktop> {
  const {
    folder,
    server,
    token,
    vault = createLastingVault(),
    policy,
    recording = null,
    clock = systemClock,
  } = options;
  const log = createTestLog();
  const opened: string[] = [];
  const host = await createDataHost({
    ...{ folder, log, clock, recording, version: '1', validateResults: true, random: () => 0.05 },
    server: { url: server.url, token: token ?? null },
    restLimits: { ...REST_LIMITS, silenceMs: 5_000 },
    signIn: {
      policy: { offlineMs: 14 * DAY_MS, locksWalls: false, issuer: null, ...policy },
      vault,
      openBrowser: (url) => void opened.push(url),
    },
  });
  let window: RpcClient<VigieContract> | undefined;
  const connect = (): RpcClient<VigieContract> => {
    const [near, far] = createMemoryChannelPair();
    host.connect(far);
    const client = createRpcClient(vigieContract, near, systemClock);
    client.onClose(() => {
      window = undefined;
    });
    return client;
  };
  const current = () => (window ??= connect());

  async function answerTo(account: string, change: (url: URL) => void = () => undefined): Promise<string> {
    const before = opened.length;
    await current().request('session.signIn', {});
    const text = opened[before];
    if (text === undefined) throw new Error(`no browser was opened: ${JSON.stringify(await session())}`);
    const url = new URL(text);
    change(url);
    return new OidcBrowser(url.searchParams.get('redirect_uri') ?? '').choose(url.href, account);
  }
  async function session(): Promise<Session> {
    // A link that is being cut answers once more.
    await nextTurn();
    return current().request('session.get', {});
  }

  return {
    ...{ host, log, opened, session, answerTo, window: current },
    async signIn(account) {
      const answer = await answerTo(account);
      const page = await (await fetch(answer)).text();
      return /data-page="([\w-]+)"/.exec(page)?.[1];
    },
    close: () => host.close(),
  };
}
