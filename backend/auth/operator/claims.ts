import type { JWTPayload } from 'jose';
import type { ClaimMapping } from '../../settings/sign-in-settings.ts';
import type { Identity, Subsidiaries } from '../token-verifier.ts';

/** What the operator's claims say of somebody, by the operator's own mapping. What is not mapped gives nothing. */
export function mappedIdentity(payload: JWTPayload, mapping: ClaimMapping): Identity {
  const { sub = '', exp = 0 } = payload;
  const roles = new Set(wordsOf(claimOf(payload, mapping.roleClaim)).flatMap((word) => mapping.roles.get(word) ?? []));
  const [name = ''] = [claimOf(payload, mapping.nameClaim), payload['preferred_username'], sub].filter(isText);
  return {
    subject: sub,
    name: name.slice(0, 200),
    roles: [...roles],
    subsidiaries: subsidiariesOf(payload, mapping),
    expiresAtMs: exp * 1000,
  };
}

function subsidiariesOf(payload: JWTPayload, mapping: ClaimMapping): Subsidiaries {
  if (mapping.subsidiaryClaim === undefined) return 'all';
  const words = wordsOf(claimOf(payload, mapping.subsidiaryClaim));
  if (words.includes(mapping.everySubsidiary)) return 'all';
  return [...new Set(words.map((word) => mapping.subsidiaries.get(word) ?? word))];
}

/** A claim by its whole name (which may be a URL with dots in it), or a member of one by its path. */
function claimOf(payload: JWTPayload, name: string): unknown {
  if (Object.hasOwn(payload, name)) return payload[name];
  return name.split('.').reduce<unknown>((value, key) => {
    const isObject = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
    return isObject ? (Reflect.get(value, key) as unknown) : undefined;
  }, payload);
}

/** A list, or a text of words with spaces between, as `scope` is. */
function wordsOf(claim: unknown): string[] {
  if (typeof claim === 'string') return claim.split(' ').filter((word) => word !== '');
  return Array.isArray(claim) ? claim.filter(isText) : [];
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
