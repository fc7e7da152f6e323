import { fstatSync, readFileSync } from 'node:fs';
import { pino } from 'pino';
import type { Disposer } from '../../shared/domain/index.ts';
import { DEFAULT_RECORDING } from '../data/recording/recordings.ts';
import { createDataHost, type DataHost } from '../data/host.ts';
import { createMemoryVault } from '../data/session/secret-vault.ts';
import { systemClock } from '../data/system-clock.ts';
import { openDownloads } from './downloads.ts';
import { startPreviewServer } from './preview-server.ts';
import { type PreviewSettings, readSettings, SettingsError } from './settings.ts';

/** What whoever started this reads on its standard output, a JSON line each. */
type PreviewEvent =
  | { event: 'progress'; message: string }
  /** The address lets one page in. */
  | { event: 'ready'; url: string }
  /** The last address was used; this one lets one more page in. */
  | { event: 'link'; url: string }
  /** Edits that the server does not have yet; some of them may wait for a person. Said when it changes. */
  | { event: 'unsent'; notSent: number; needsPerson: number }
  | { event: 'failed'; message: string };

/** How long the cache of whoever signed in last can be opened without the issuer, ms. */
const OFFLINE_MS = 14 * 24 * 3_600_000;

const log = pino({ base: { name: 'preview host' } }, pino.destination({ fd: 2, sync: true }));

function say(event: PreviewEvent): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

async function start(settings: PreviewSettings): Promise<void> {
  say({ event: 'progress', message: 'opening the local cache' });
  const downloads = openDownloads(settings.data, systemClock);
  const host = await createDataHost({
    ...{ folder: settings.data, server: settings.server, log, version: ownVersion() },
    choosePlace: downloads.choosePlace,
    recording: DEFAULT_RECORDING,
    // A browser has no keychain that this process could use: what opens the issuer ends with it.
    signIn: {
      policy: { offlineMs: OFFLINE_MS, locksWalls: false, issuer: null },
      vault: createMemoryVault(),
      openBrowser: null,
    },
  });
  const server = await startPreviewServer({
    renderer: settings.renderer,
    port: settings.port,
    clock: systemClock,
    downloads,
    connect: (channel) => host.connect(channel),
    onNewLink: (url) => say({ event: 'link', url }),
  }).catch(async (error: unknown) => {
    await host.close();
    throw error;
  });
  const stopTelling = tellUnsent(host);
  stopWhenAsked(async () => {
    stopTelling();
    await server.close();
    await host.close();
    downloads.close();
  });
  say({ event: 'ready', url: server.url() });
}

/** Nothing is said as long as nothing ever was unsent. */
function tellUnsent(host: DataHost): Disposer {
  let isWorthTelling = false;
  return host.onUnsent((unsent) => {
    isWorthTelling ||= unsent.notSent > 0;
    if (isWorthTelling) say({ event: 'unsent', ...unsent });
  });
}

/** On a signal, or when whoever started this has gone: its end of our input closes. */
function stopWhenAsked(stop: () => Promise<void>): void {
  let isStopping = false;
  const end = () => {
    if (isStopping) return;
    isStopping = true;
    log.info('stopping');
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'it did not stop in order');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  const input = fstatSync(0);
  if (input.isFIFO() || input.isSocket()) process.stdin.on('end', end).on('error', end).resume();
}

function ownVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}

/** One sentence with the remedy. */
function explain(error: unknown): string {
  if (error instanceof SettingsError) return error.message;
  const { code, message } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE')
    return 'The port is taken by another program: choose another with --port, or 0 for any free one.';
  if (code === 'EACCES')
    return 'The port may not be used by this user: choose one above 1023 with --port, or 0 for any free one.';
  return `The preview host failed (${message}): its log says more.`;
}

/** Serves until it is asked to stop, on a signal or by the end of its input. */
export async function run(args: string[]): Promise<void> {
  try {
    await start(readSettings(args, process.env));
  } catch (error) {
    log.error({ err: error }, 'the preview host failed');
    say({ event: 'failed', message: explain(error) });
    process.exitCode = 1;
  }
}
