import { type DestinationStream, pino, type Logger } from 'pino';
import { withoutPersonalData, withoutSecrets } from './logging/without-personal-data.ts';

export type Log = Logger;

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/**
 * Structured log on standard error, one JSON object a line, without personal data: see `logging/`. Standard output belongs to the
 * process contract of the command line.
 * @param destination where lines go instead
 * @throws Error when VIGIE_LOG_LEVEL is not a level
 */
export function createLog(
  level: string = process.env['VIGIE_LOG_LEVEL'] || 'info',
  destination: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Log {
  if (!LEVELS.includes(level)) {
    throw new Error(`VIGIE_LOG_LEVEL is ${JSON.stringify(level)}: it is one of ${LEVELS.join(', ')}.`);
  }
  return pino(
    {
      ...{ level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
      // Errors are made into records by the formatter, which comes first.
      serializers: { err: (record: unknown) => record },
      formatters: { log: withoutPersonalData },
      hooks: { streamWrite: withoutSecrets },
    },
    destination,
  );
}
