import path from 'node:path';
import { ClearError } from '../bootstrap/clear-error.mjs';
import { say, step } from '../bootstrap/progress.mjs';
import { root } from '../bootstrap/runtime.mjs';
import type { StartOptions } from '../bootstrap/start-arguments.mjs';
import { isStale } from '../bundle/stamp.ts';
import { prepareDataFolder } from './data-folder.ts';
import { createFamily, type Family, type Member } from './family.ts';
import { type FolderLock, FolderInUseError, lockFolder } from './folder-lock.ts';
import { checkPort } from './port.ts';
import { type Service, startService, unexpectedEnd } from './service.ts';
import { stopRequested } from './stop-signal.ts';
import { openInBrowser, openInElectron } from './window.ts';

/** PGlite takes some seconds to begin, and the seed of a large fleet longer. */
const BACKEND_READY_MS = 180_000;
const PREVIEW_READY_MS = 60_000;

/** A run in progress: what it was asked for, and what it has started. */
interface Run {
  options: StartOptions;
  family: Family;
  /** What the data host said last. */
  unsent: { notSent: number; needsPerson: number };
}

/** `npm start`. Answers the exit code, when all that it started has ended. */
export async function start(options: StartOptions): Promise<number> {
  await checkPort(options.port);
  prepareDataFolder(options.dataFolder);
  const lock = await lockData(options.dataFolder);
  const family = createFamily(lock);
  const run: Run = { options, family, unsent: { notSent: 0, needsPerson: 0 } };
  const stop = stopRequested(() => void family.stop(0));
  try {
    const failed = serve(run);
    const reason = await Promise.race([stop, failed]);
    if (reason === 'signal') say('stopping …');
    return 0;
  } finally {
    await family.stop();
    sayUnsent(run.unsent);
    lock.release();
  }
}

/** Starts all that was asked for, then waits until a part of it ends. Resolves when the person closes the window. */
async function serve(run: Run): Promise<'closed'> {
  const { options, family } = run;
  await buildIfStale(family);
  const server = await findServer(run);
  if (!options.headless) {
    const place = { root, dataFolder: options.dataFolder, server, env: process.env };
    const application = await openInElectron(family, place);
    if (application !== undefined) return firstEnd(application, [server.service]);
  }
  let isAddressWanted = options.headless;
  const preview = await startPreview(run, server, (url) => {
    if (isAddressWanted) say(`one more page may be opened at ${url}`);
  });
  if (options.headless) {
    const broken = firstEnd(undefined, [server.service, preview]);
    await step('waiting for vehicles to move', () => Promise.race([server.service?.moving, broken]));
    console.log(`ready ${preview.url}`);
    return broken;
  }
  const browser = await openInBrowser(family, { dataFolder: options.dataFolder, env: process.env }, preview.url);
  if (browser === undefined) {
    isAddressWanted = true;
    say('no window can be opened here; Ctrl-C stops all. Open this address in a browser on this machine:');
    console.log(preview.url);
  }
  return firstEnd(browser, [server.service, preview]);
}

/** One line at the end, where something is not on the server. */
function sayUnsent({ notSent, needsPerson }: Run['unsent']): void {
  if (notSent === 0) return;
  const edits = notSent === 1 ? '1 edit is not sent yet: it is' : `${notSent} edits are not sent yet: they are`;
  const settle = needsPerson === 0 ? '' : ` (${needsPerson} of them for a person to settle)`;
  say(`${edits} kept on this computer${settle} and sent the next time`);
}

async function buildIfStale(family: Family): Promise<void> {
  if (!isStale(root)) return;
  await step('building what has changed', async () => {
    const member = await family.start(process.execPath, [path.join(root, 'build/build.ts')], {
      cwd: root,
      stdio: ['pipe', 'inherit', 'inherit'],
    });
    const { code } = await member.ended;
    if (code !== 0) throw new ClearError('the build failed, as said above.');
  });
}

/** People sign in. */
const NO_TOKEN = '';

interface Server {
  url: string;
  token: string;
  /** Absent for a server that is not ours. */
  service?: Service;
}

async function findServer({ options, family }: Pick<Run, 'options' | 'family'>): Promise<Server> {
  if (options.serverUrl !== undefined) {
    return { url: options.serverUrl, token: process.env['VIGIE_SERVER_TOKEN'] ?? NO_TOKEN };
  }
  const service = await step('starting the backend', () =>
    startService(family, {
      name: 'the backend',
      args: backendArguments(options),
      env: embeddedEnvironment(),
      cwd: root,
      logFile: path.join(options.dataFolder, 'logs/backend.log'),
      readyMs: BACKEND_READY_MS,
      onProgress: say,
    }),
  );
  const { url, token, moving } = service;
  if (token === undefined)
    throw new ClearError('the backend gave no token: its version is not the one of this checkout.');
  void moving.then((vehicles) => say(`${vehicles} vehicles are moving`));
  return { url, token: options.signIn ? NO_TOKEN : token, service };
}

/** A database that other programs of this person use is not touched by a start that is to show something. */
function embeddedEnvironment(): NodeJS.ProcessEnv {
  const { DATABASE_URL, ...others } = process.env;
  // With demonstration accounts of its own, as with a database of its own.
  const rest = Object.fromEntries(Object.entries(others).filter(([name]) => !name.startsWith('OIDC_')));
  if (DATABASE_URL !== undefined) {
    say(
      'DATABASE_URL is not used: the embedded backend keeps its own data. "node backend/cli.ts serve" uses it, and --server shows that',
    );
  }
  return rest;
}

/** The command line of the embedded backend. */
export function backendArguments(options: StartOptions): string[] {
  const { feed, speed, vehicles, seed, loop, dataFolder } = options;
  const values = Object.entries({ feed, speed, vehicles, seed }).filter(([, value]) => value !== undefined);
  return [
    path.join(root, 'backend/cli.ts'),
    'serve',
    '--port',
    '0',
    '--data',
    path.join(dataFolder, 'backend'),
    ...values.flatMap(([name, value]) => [`--${name}`, String(value)]),
    ...(loop ? ['--loop'] : []),
  ];
}

function startPreview(run: Run, server: Server, onLink: (url: string) => void) {
  const { options, family } = run;
  const { dataFolder, port } = options;
  const settings = {
    server: server.url,
    data: path.join(dataFolder, 'desktop'),
    renderer: path.join(root, 'dist/renderer'),
    port,
  };
  return step('starting the preview host', () =>
    startService(family, {
      name: 'the preview host',
      args: [
        path.join(root, 'electron/preview/main.ts'),
        ...Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
      ],
      env: { ...process.env, VIGIE_SERVER_TOKEN: server.token },
      cwd: root,
      logFile: path.join(dataFolder, 'logs/preview.log'),
      readyMs: PREVIEW_READY_MS,
      onProgress: say,
      onLink,
      onUnsent(unsent) {
        run.unsent = unsent;
      },
    }),
  );
}

/** Resolves when the window is closed; fails when a service ends while nobody asked it to. */
function firstEnd(window: Member | undefined, services: readonly (Service | undefined)[]): Promise<'closed'> {
  const closed = window === undefined ? [] : [window.ended.then(() => 'closed' as const)];
  return Promise.race([...closed, ...services.filter((service) => service !== undefined).map(unexpectedEnd)]);
}

async function lockData(folder: string): Promise<FolderLock> {
  try {
    return await lockFolder(folder, { onWait: () => say('waiting for the last run to finish closing …') });
  } catch (error) {
    if (!(error instanceof FolderInUseError)) throw error;
    const since = new Date(error.startedAtMs).toLocaleString();
    throw new ClearError(
      error.isRun
        ? `Vigie already runs on ${folder} (process ${error.pid}, since ${since}): use that one, stop it, or name another folder with --data DIR.`
        : `Process ${error.pid} of an earlier run still uses ${folder}: end it (kill ${error.pid}), or name another folder with --data DIR.`,
    );
  }
}
