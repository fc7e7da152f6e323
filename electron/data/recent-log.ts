import type { Clock } from '../../shared/domain/index.ts';
import type { Log } from './log.ts';

/** Gives entries on, and keeps the last ones as lines that may be shown to anybody: for support. */
export interface RecentLog extends Log {
  /** Oldest first. */
  lines(): string[];
}

type Level = 'debug' | 'info' | 'warn' | 'error';

const KEPT = 200;
/** Details whose texts are our own words, or names of places and codes. Of others only numbers are kept: a row may stand in them. */
const OWN_WORDS: ReadonlySet<string> = new Set([
  'code',
  'reason',
  'why',
  'server',
  'folder',
  'setAside',
  'sql',
  'problem',
  'mutationId',
]);

export function createRecentLog(log: Log, clock: Clock): RecentLog {
  const lines: string[] = [];

  function keep(level: Level, details: object, message: string): void {
    if (level === 'debug') return;
    if (lines.length >= KEPT) lines.shift();
    const said = Object.entries(details).flatMap(([name, value]) => describe(name, value));
    lines.push([new Date(clock.nowMs()).toISOString(), level, message, ...said].join(' '));
  }

  return {
    lines: () => [...lines],
    debug: (details, message) => log.debug(details, message),
    info(details, message) {
      if (typeof details === 'string') keep('info', {}, details);
      else keep('info', details, message ?? '');
      log.info(details, message);
    },
    warn(details, message) {
      keep('warn', details, message);
      log.warn(details, message);
    },
    error(details, message) {
      keep('error', details, message);
      log.error(details, message);
    },
  };
}

function describe(name: string, value: unknown): string[] {
  if (value instanceof Error) return [`${name}=${describeError(value)}`];
  if (typeof value === 'number' || typeof value === 'boolean') return [`${name}=${value}`];
  return typeof value === 'string' && OWN_WORDS.has(name) ? [`${name}=${JSON.stringify(value)}`] : [];
}

/** What it is and where it comes from. Its message only where it has a code, as ours have: that of JSON.parse quotes what it read. */
function describeError(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const place = /^\s+at (?!.*<anonymous>)(.*)$/m.exec(error.stack ?? '')?.[1] ?? '';
  const words = code === undefined ? '' : ` ${code}: ${error.message}`;
  return `(${error.name}${words}${place === '' ? '' : `, at ${place}`})`;
}
