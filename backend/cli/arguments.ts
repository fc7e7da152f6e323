import { parseArgs } from 'node:util';
import { MOST_HISTORY_MINUTES } from '../services/track-history.ts';
import { isRole, type Role, ROLES } from '../auth/token-verifier.ts';

/** The command line is not understood. The message is one sentence with a remedy. */
export class UsageError extends Error {
  override name = 'UsageError';
}

export interface Arguments {
  /** `serve`, `migrate up`, …; empty when help is asked for. */
  command: string[];
  help: boolean;
  dataFolder: string;
  port: number;
  host: string | undefined;
  /** 'none': the user wants none; undefined: the user does not say. */
  feed: string | undefined;
  speed: number | undefined;
  vehicles: number | undefined;
  seed: number | undefined;
  loop: boolean;
  tombstoneDays: number | undefined;
  historyMinutes: number | undefined;
  out: string | undefined;
  subject: string;
  roles: Role[];
}

export const NO_FEED = 'none';
const DEFAULT_PORT = 4680;

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  data: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  feed: { type: 'string' },
  'no-feed': { type: 'boolean' },
  speed: { type: 'string' },
  vehicles: { type: 'string' },
  seed: { type: 'string' },
  loop: { type: 'boolean' },
  'tombstone-days': { type: 'string' },
  'history-minutes': { type: 'string' },
  out: { type: 'string' },
  subject: { type: 'string' },
  role: { type: 'string', multiple: true },
} as const;

/** @throws UsageError naming the argument */
export function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parse(args);
  if (values['no-feed'] && values.feed !== undefined) {
    throw new UsageError('--feed and --no-feed contradict each other: leave one of them out.');
  }
  return {
    command: positionals,
    help: values.help ?? false,
    dataFolder: folder(values.data) ?? '.vigie/backend',
    port: whole('--port', values.port, 0, 65_535) ?? DEFAULT_PORT,
    host: values.host,
    feed: values['no-feed'] ? NO_FEED : values.feed,
    speed: positive('--speed', values.speed),
    vehicles: whole('--vehicles', values.vehicles, 1, 1_000_000),
    seed: whole('--seed', values.seed, 0, 2 ** 32 - 1),
    loop: values.loop ?? false,
    tombstoneDays: whole('--tombstone-days', values['tombstone-days'], 1, 36_500),
    historyMinutes: whole('--history-minutes', values['history-minutes'], 0, MOST_HISTORY_MINUTES),
    out: values.out,
    subject: values.subject ?? 'operator',
    roles: values.role === undefined ? [...ROLES] : values.role.map(role),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    const [first = ''] = error instanceof Error ? error.message.split('. ') : [];
    throw new UsageError(`${first.replace(/\.$/, '')}: see node backend/cli.ts --help.`, { cause: error });
  }
}

function folder(text: string | undefined): string | undefined {
  if (text === '') throw new UsageError('--data is empty: give the name of a folder.');
  return text;
}

function whole(name: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new UsageError(`${name} is ${JSON.stringify(text)}: give a whole number from ${least} to ${most}.`);
}

function positive(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+(?:\.\d+)?$/.test(text) && value > 0) return value;
  throw new UsageError(`${name} is ${JSON.stringify(text)}: give a number above 0.`);
}

function role(text: string): Role {
  if (isRole(text)) return text;
  throw new UsageError(`--role ${JSON.stringify(text)} is not known: it is one of ${ROLES.join(', ')}.`);
}
