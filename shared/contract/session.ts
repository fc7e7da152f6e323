import { z } from 'zod';
import { ROLES } from '../domain/role.ts';
import { event, method } from '../rpc/index.ts';
import { fault } from './errors.ts';

/** Who works here, as the server says it. */
export const person = z.object({
  name: z.string(),
  /** Which account: an address or a number at the issuer. */
  account: z.string(),
  /** What the server lets them do; null while it has not said. */
  roles: z.array(z.enum(ROLES)).nullable(),
  /** The parts of the operator whose rows they see; null: all, or not known yet. */
  subsidiaries: z.array(z.string()).nullable(),
});
export type Person = z.infer<typeof person>;

/**
 * Why nobody is signed in.
 *
 *   first             nobody has signed in on this workstation
 *   signed-out        the last person signed out
 *   not-kept          the sign-in of the last person was not kept over the end of Vigie: there is no keychain
 *   offline-too-long  nobody vouched for the last person for longer than a sign-in is kept
 *   ended             the issuer does not vouch for the last person any more
 */
export const SIGN_IN_NEEDS = ['first', 'signed-out', 'not-kept', 'offline-too-long', 'ended'] as const;
export type SignInNeed = (typeof SIGN_IN_NEEDS)[number];

/** Why the windows are covered though somebody is signed in: they asked for it, were away, locked the computer, or must sign in anew. */
export const LOCK_REASONS = ['asked', 'idle', 'system', 'offline-too-long', 'ended'] as const;
export const lockReason = z.enum(LOCK_REASONS);
export type LockReason = z.infer<typeof lockReason>;

/** Who may use this workstation, and what a person can do about it. */
export const session = z.object({
  /** `token`: a program's token opens the server, nobody signs in. `starting`: it is being found out. */
  mode: z.enum(['starting', 'token', 'person', 'nobody']),
  /** In the mode `nobody`: the last one, whose sign-in is asked for anew; null: anyone's is. */
  person: person.nullable(),
  /** Of the person who is signed in: what a window keeps of them, it keeps under this name. */
  personKey: z.string().nullable(),
  need: z.enum(SIGN_IN_NEEDS).nullable(),
  lock: z.object({ reason: lockReason, sinceMs: z.number() }).nullable(),
  /** Walls are covered as well. */
  locksWalls: z.boolean(),
  server: z.string(),
  /** Where one signs in; null: not known, or the server names none. */
  issuer: z.string().nullable(),
  /** A sign-in is under way in a browser. `url` where this window must open it. */
  attempt: z.object({ sinceMs: z.number(), url: z.string().nullable() }).nullable(),
  /** Why the last attempt failed, or the server or the issuer cannot be asked. */
  fault: fault.nullable(),
  /** False: the computer has no keychain that can be trusted, and each start asks for a sign-in. */
  isKept: z.boolean(),
  /** Until when the person can work here without their issuer, UTC ms; null where nobody is signed in. */
  offlineUntilMs: z.number().nullable(),
  /** The issuer cannot be reached, and the last person's data may be shown all the same. */
  canGoOffline: z.boolean(),
  /** Other people whose edits are kept here until they sign in. */
  others: z.array(z.object({ name: z.string(), notSent: z.number().int() })),
});
export type Session = z.infer<typeof session>;

const nothing = z.strictObject({});

export const sessionMethods = {
  'session.get': method(nothing, session),
  /** Begins a sign-in in a browser; one that is under way is begun anew. What becomes of it is in `session.changed`. */
  'session.signIn': method(nothing, nothing),
  'session.cancelSignIn': method(nothing, nothing),
  /** Opens the cache of the last person without their issuer, where `canGoOffline`. */
  'session.goOffline': method(nothing, nothing),
  'session.lock': method(nothing, nothing),
  /**
   * Ends the session, and removes what is the person's from this computer. With edits that are not sent: `ask` does nothing but count
   * them, `send` sends them first, `discard` removes them after writing them to a file.
   */
  'session.signOut': method(
    z.strictObject({ unsent: z.enum(['ask', 'send', 'discard']) }),
    z.discriminatedUnion('result', [
      z.object({ result: z.literal('unsent'), notSent: z.number().int(), needsPerson: z.number().int() }),
      z.object({
        result: z.literal('signed-out'),
        /** Where the edits that were discarded are. */
        file: z.string().nullable(),
        /** For this window to open: ends the session at the issuer. Null where that was done, or cannot be. */
        url: z.string().nullable(),
      }),
    ]),
  ),
};

export const sessionEvents = { 'session.changed': event(session) };
