import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign,
  timingSafeEqual,
  verify,
} from 'node:crypto';
import type { Signature, VerifyReport } from './report.ts';

/** What reports are signed with: a secret that both sides know, or a private key whose public one anybody may have. */
export type ReportKey =
  | { kind: 'secret'; secret: string }
  | { kind: 'private'; key: KeyObject }
  | { kind: 'public'; key: KeyObject };

export const SHORTEST_SECRET = 32;

/**
 * @param text a secret of 32 characters or more, or an Ed25519 key in PEM: private to sign and check, public to check
 * @throws Error with what is wrong, to follow the name of the setting
 */
export function readReportKey(text: string): ReportKey {
  if (text.includes('-----BEGIN')) {
    const isPublic = text.includes('PUBLIC KEY');
    let key: KeyObject;
    try {
      key = isPublic ? createPublicKey(text) : createPrivateKey(text);
    } catch (error) {
      throw new Error(
        'holds a PEM key that cannot be read: give an Ed25519 key, as openssl genpkey -algorithm ed25519 makes',
        { cause: error },
      );
    }
    if (key.asymmetricKeyType !== 'ed25519') {
      throw new Error(
        `holds a key of type ${key.asymmetricKeyType}: give an Ed25519 key, as openssl genpkey -algorithm ed25519 makes`,
      );
    }
    return isPublic ? { kind: 'public', key } : { kind: 'private', key };
  }
  if (text.length < SHORTEST_SECRET)
    throw new Error(`is too short: give a secret of ${SHORTEST_SECRET} characters or more, or an Ed25519 key in PEM`);
  return { kind: 'secret', secret: text };
}

/** @throws Error where the key is a public one */
export function signReport(report: VerifyReport, key: ReportKey): Signature {
  const bytes = Buffer.from(canonicalText(report));
  switch (key.kind) {
    case 'secret':
      return { algorithm: 'hmac-sha256', value: createHmac('sha256', key.secret).update(bytes).digest('base64url') };
    case 'private':
      return { algorithm: 'ed25519', value: sign(null, bytes, key.key).toString('base64url') };
    case 'public':
      throw new Error('A public key only checks reports: give the private key to sign one.');
  }
}

/** Is it the signature of this report, by this key? */
export function isSignedBy(report: VerifyReport, signature: Signature | null, key: ReportKey): boolean {
  if (signature === null) return false;
  const value = Buffer.from(signature.value, 'base64url');
  if (key.kind === 'secret') {
    if (signature.algorithm !== 'hmac-sha256') return false;
    const expected = Buffer.from(signReport(report, key).value, 'base64url');
    return value.length === expected.length && timingSafeEqual(value, expected);
  }
  if (signature.algorithm !== 'ed25519') return false;
  const publicKey = key.kind === 'public' ? key.key : createPublicKey(key.key);
  return verify(null, Buffer.from(canonicalText(report)), publicKey, value);
}

/** The same text for the same report, whatever the order of members in a file. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
