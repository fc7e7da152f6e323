import type { Log } from '../../electron/data/log.ts';

export interface LogEntry {
  level: 'debug' | 'info' | 'warn' | 'error';
  details: object;
  message: string;
}

/** A log that keeps what it is told. */
export function createTestLog(): Log & { entries: LogEntry[]; text(): string } {
  const entries: LogEntry[] = [];
  const at = (level: LogEntry['level']) => (details: object | string, message?: string) => {
    const isBare = typeof details === 'string';
    entries.push({ level, details: isBare ? {} : details, message: isBare ? details : (message ?? '') });
  };
  return {
    entries,
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    text: () => entries.map((entry) => `${entry.message} ${JSON.stringify(entry.details, errorText)}`).join('\n'),
  };
}

function errorText(_key: string, value: unknown): unknown {
  return value instanceof Error ? `${value.stack ?? value.message} ${String(value.cause)}` : value;
}
