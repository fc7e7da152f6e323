import { pino } from 'pino';
import { z } from 'zod';
import { baseMapChoice, type DeskNews, deskNews, lockReason } from '../../shared/contract/index.ts';
import { type GroundSettings, NO_GROUND_SETTINGS } from './ground/ground.ts';
import { createAskedTargets } from './exports/asked-targets.ts';
import { createDataHost, type DataHost, type SignInOptions } from './host.ts';
import { DEFAULT_RECORDING } from './recording/recordings.ts';
import { createPortChannel, type Port } from './port-channel.ts';

/**
 * The data host as a process of its own: the file that Electron's utilityProcess runs. The shell sends
 *
 *   {type: 'start', config}   once, first
 *   {type: 'connect'}         with one port, for each window
 *   {type: 'wake'}            when the computer was asleep or the network away
 *   {type: 'rebuild'}         when a person wants the rows read anew
 *   {type: 'desk', ...}       which displays are there and which screens of walls are open: at first and at each change
 *   {type: 'archive', file}   the map archive that a person chose
 *   {type: 'lock', reason}    when nobody is at the computer, or someone wants the windows covered
 *   {type: 'show-validation', id}  a validation, or the inbox, that the person asked for outside of the windows
 *   {type: 'target', id, file} where a person wants an export, or null
 *   {type: 'stop'}            to end
 *
 * and hears {type: 'status', notSent, needsPerson} whenever that changes, {type: 'inbox', ...} with what waits for the person (inbox-watch.ts), and what to open on the desk (shared/contract/desk.ts), and
 * {type: 'pick-archive'} when a window wants the person asked for a map archive, {type: 'pick-target', id, name} for the place of an export, {type: 'open-browser', url} when one signs in, and
 * {type: 'keep-secret', secret} for the keychain; what else there is to say a window's port carries. It logs
 * JSON lines on its standard error.
 */
interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown; ports: Port[] }) => void): unknown;
  postMessage(message: unknown): void;
}

/** See electron/shell/settings/ground-settings.ts. */
const groundSettings = z.object({
  baseMap: z.object({
    choice: baseMapChoice.nullable(),
    chosenBy: z.enum(['config', 'policy']).nullable(),
    onlineOrigins: z.array(z.string()),
  }),
  layers: z.array(z.object({ name: z.string(), file: z.string() })),
});

/** See electron/shell/settings/data-host-config.ts. */
const signInSettings = z.object({
  offlineMs: z.number().nonnegative(),
  locksWalls: z.boolean(),
  issuer: z.string().nullable(),
  secret: z.string().nullable(),
  isLasting: z.boolean(),
});

/** See electron/shell/settings/recording-settings.ts. Null: nothing is recorded. */
const recordingSettings = z.object({ hours: z.number().positive(), bytes: z.number().positive() }).nullable();

const shellMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('start'),
    config: z.object({
      serverUrl: z.string().nullable(),
      token: z.string().nullable(),
      folder: z.string().min(1),
      version: z.string(),
      ground: groundSettings.optional(),
      signIn: signInSettings.optional(),
      recording: recordingSettings.optional(),
    }),
  }),
  z.object({ type: z.literal('connect') }),
  z.object({ type: z.literal('wake') }),
  z.object({ type: z.literal('rebuild') }),
  deskNews,
  z.object({ type: z.literal('archive'), file: z.string().min(1) }),
  z.object({ type: z.literal('target'), id: z.number().int(), file: z.string().min(1).nullable() }),
  z.object({ type: z.literal('lock'), reason: lockReason }),
  z.object({ type: z.literal('show-validation'), id: z.string().max(100).nullable() }),
  z.object({ type: z.literal('stop') }),
]);

const log = pino({ base: { name: 'data host' } }, pino.destination({ fd: 2, sync: true }));
let host: DataHost | undefined;
/** Windows that asked before the host was there. */
const waiting: Port[] = [];
/** What the shell said of its desk before the host was there. */
let desk: DeskNews | undefined;
const targets = createAskedTargets();

function connect(port: Port): void {
  if (host === undefined) waiting.push(port);
  else host.connect(createPortChannel(port, connect));
}

interface Config {
  serverUrl: string | null;
  token: string | null;
  folder: string;
  version: string;
  ground?: GroundSettings | undefined;
  signIn?: z.infer<typeof signInSettings> | undefined;
  recording?: z.infer<typeof recordingSettings> | undefined;
}

async function start(
  { serverUrl, token, folder, version, ground = NO_GROUND_SETTINGS, signIn, recording = DEFAULT_RECORDING }: Config,
  shell: ParentPort,
): Promise<void> {
  const server = serverUrl === null ? null : { url: serverUrl, token };
  const people = signIn === undefined ? {} : { signIn: signInThroughShell(signIn, shell) };
  host = await createDataHost({
    ...{ folder, server, version, log, ground, choosePlace: targets.choose(shell) },
    recording: recording && { ...DEFAULT_RECORDING, ...recording },
    ...people,
  });
  log.info({ server: serverUrl, folder }, 'the data host runs');
  host.onUnsent((unsent) => shell.postMessage({ type: 'status', ...unsent }));
  host.onInbox((news) => shell.postMessage({ type: 'inbox', ...news }));
  host.ground.onPick(() => shell.postMessage({ type: 'pick-archive' }));
  host.walls.onOrder((order) => shell.postMessage(order));
  if (desk !== undefined) host.walls.hear(desk);
  for (const port of waiting.splice(0)) connect(port);
}

/** The shell has the keychain, and opens the browser. */
function signInThroughShell(
  { secret, isLasting, ...policy }: z.infer<typeof signInSettings>,
  shell: ParentPort,
): SignInOptions {
  let kept = secret;
  return {
    policy,
    vault: {
      isLasting,
      load: () => Promise.resolve(kept),
      keep(next) {
        kept = next;
        shell.postMessage({ type: 'keep-secret', secret: next });
      },
    },
    openBrowser: (url) => shell.postMessage({ type: 'open-browser', url }),
  };
}

/** Where it cannot be kept, the map stays as it is. */
function useArchive(file: string): void {
  try {
    host?.ground.chooseBaseMap({ kind: 'archive', file });
  } catch (error) {
    log.error({ err: error, file }, 'the map archive cannot be used');
  }
}

async function stop(): Promise<void> {
  await host?.close();
  process.exit(0);
}

/** The shell starts a new one: that is better than one in an unknown state. */
function die(error: unknown): void {
  log.fatal({ err: error }, 'the data host failed');
  process.exit(1);
}

process.on('uncaughtException', die);
process.on('unhandledRejection', die);

function isParentPort(value: unknown): value is ParentPort {
  return typeof value === 'object' && value !== null && 'on' in value && 'postMessage' in value;
}

const parentPort: unknown = Reflect.get(process, 'parentPort');
if (!isParentPort(parentPort)) {
  process.stderr.write('The data host is started by Vigie itself: run npm start.\n');
  process.exit(1);
}
parentPort.on('message', ({ data, ports }) => {
  const parsed = shellMessage.safeParse(data);
  if (!parsed.success)
    return log.error({ issue: parsed.error.issues[0]?.message }, 'the shell sent what is no message');
  const message = parsed.data;
  switch (message.type) {
    case 'start':
      return void start(message.config, parentPort).catch(die);
    case 'connect':
      return ports.forEach(connect);
    case 'wake':
      return host?.wake();
    case 'rebuild':
      return host?.rebuild();
    case 'archive':
      return useArchive(message.file);
    case 'target':
      return targets.answered(message.id, message.file);
    case 'lock':
      return host?.lock(message.reason);
    case 'show-validation':
      return host?.showValidation(message.id);
    case 'desk':
      desk = message;
      return host?.walls.hear(message);
    case 'stop':
      return void stop().catch(die);
  }
});
