import { vi } from 'vitest';
import { PATIENCE_MS } from './patience.ts';

/** For every vitest file: waits that name no limit of their own are patient ones. `expect.poll` has a setting for it. */
const { waitFor, waitUntil } = vi;
const patient = <T extends { timeout?: number }>(options: number | T | undefined) =>
  typeof options === 'number' ? { timeout: options } : { timeout: PATIENCE_MS, ...options };

const patientWaitFor: typeof waitFor & { isPatient?: true } = (callback, options) =>
  waitFor(callback, patient(options));
patientWaitFor.isPatient = true;

// Files share a process: an earlier one may have had this done.
if (!('isPatient' in waitFor)) {
  vi.waitFor = patientWaitFor;
  vi.waitUntil = (callback, options) => waitUntil(callback, patient(options));
}
