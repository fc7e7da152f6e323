import { pino } from 'pino';

/** A log that shows only defects: all else is what such a test makes happen on purpose. */
export const errorLog = pino({ level: 'error' }, pino.destination({ fd: 2, sync: true }));
