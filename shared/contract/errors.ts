import { z } from 'zod';
import { RPC_ERROR_CODES } from '../rpc/index.ts';

/** The closed set of codes that a window may receive. A window has a sentence for each, in each language. */
export const ERROR_CODES = [
  ...RPC_ERROR_CODES,
  'not-found',
  /** Windows can be opened on displays by the desktop only, not by a data host that serves browsers. */
  'no-displays',
  /** The server cannot be reached: refused, no network, no such host. */
  'server-unreachable',
  /** The server answers too late. */
  'server-slow',
  /** What answers is not a Vigie server (a captive portal, another program). */
  'server-not-vigie',
  /** A Vigie server of another version. */
  'server-incompatible',
  /** A Vigie server whose answer breaks the protocol. */
  'server-malformed',
  /** The server answered with an error of its own (5xx). */
  'server-failed',
  /** The token is refused or has expired. */
  'unauthorized',
  'forbidden',
  /** Nobody is signed in. */
  'signed-out',
  /** Somebody is signed in and has locked the windows. */
  'locked',
  /** The issuer, at which people sign in, cannot be reached or does not work. */
  'issuer-unreachable',
  /** The issuer refused the sign-in, or the person gave it up. */
  'sign-in-refused',
  /** What came back from the sign-in is not what was asked for: it may be forged. */
  'sign-in-invalid',
  /** The sign-in was not finished in time. */
  'sign-in-late',
  /** What was asked for cannot be exported; the detail says why. */
  'export-refused',
  'storage-full',
  'storage-read-only',
  'storage-corrupt',
  'storage-failed',
] as const;
export const errorCode = z.enum(ERROR_CODES);
export type ErrorCode = z.infer<typeof errorCode>;

/** A standing fault, as a window shows it. The sentence in the user's language comes from the code. */
export const fault = z.object({
  code: errorCode,
  /** English, for a log and for support. */
  message: z.string(),
  sinceMs: z.number(),
});
export type Fault = z.infer<typeof fault>;
