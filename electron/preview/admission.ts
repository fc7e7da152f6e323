import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Who may talk to the data host. A link holds a token that lets one page in, once, and gives it a session secret; the page
 * keeps that for its reloads, its worker and the windows it opens. A link that is read from a history, a log or over a
 * shoulder is worth nothing once its page is open; sessions are forgotten when this process ends.
 */
export interface Admission {
  /** The token of the present link. */
  linkToken(): string;
  /** The session of whoever shows a link's token, which is thereby spent, or a session's secret; undefined for all others. */
  admit(credential: string): string | undefined;
}

/** @param onSpent a link was used: the present one is new */
export function createAdmission(onSpent: () => void): Admission {
  let link = secret();
  const sessions: string[] = [];
  return {
    linkToken: () => link,
    admit(credential) {
      const session = sessions.find((known) => isSame(known, credential));
      if (session !== undefined) return session;
      if (!isSame(link, credential)) return undefined;
      link = secret();
      const begun = secret();
      sessions.push(begun);
      onSpent();
      return begun;
    },
  };
}

/** 256 bits, as letters that need no escape in an address. */
function secret(): string {
  return randomBytes(32).toString('base64url');
}

/** Takes the same time wherever the two differ, whatever their lengths. */
function isSame(left: string, right: string): boolean {
  return timingSafeEqual(hash(left), hash(right));
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
