import { createLog } from '../../backend/log.ts';

/** For code whose log nobody reads. */
export const silentLog = createLog('silent');
