import { pino, type Logger } from 'pino';

export type Log = Logger;

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/**
 * Structured log on standard error. Standard output belongs to the process contract of the command line.
 * @throws Error when VIGIE_LOG_LEVEL is not a level
 */
export function createLog(level: string = process.env['VIGIE_LOG_LEVEL'] || 'info'): Log {
  if (!LEVELS.includes(level)) {
    throw new Error(`VIGIE_LOG_LEVEL is ${JSON.stringify(level)}: it is one of ${LEVELS.join(', ')}.`);
  }
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: true }),
  );
}
