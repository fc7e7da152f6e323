import * as jose from 'jose';
import { isRole, type Role } from '../../shared/domain/index.ts';
import { type Identity, type Subsidiaries, TokenRefusedError } from './token-verifier.ts';

/** Longer than any token that an issuer makes: what is longer is not even looked at. */
export const MOST_TOKEN_CHARACTERS = 8192;

export interface Expected {
  issuer: string;
  audience: string;
  algorithms: readonly string[];
  /** `typ` of the header, without "application/"; undefined: it is not looked at. */
  types?: readonly string[];
  clockToleranceSeconds: number;
  nowMs: number;
}

/**
 * Checks a signed token against what is expected of it. The key is looked for by the header's `kid` and `alg` among the issuer's:
 * keys that a token brings along (`jwk`, `jku`, `x5c`, `x5u`) count for nothing, and make it refused.
 * @throws TokenRefusedError; and what `keys` throws when it cannot say
 */
export async function checkToken(
  token: string,
  keys: jose.JWTVerifyGetKey,
  { nowMs, types, clockToleranceSeconds, ...expected }: Expected,
): Promise<jose.JWTPayload> {
  if (token.length > MOST_TOKEN_CHARACTERS) throw new TokenRefusedError('the token is too long');
  try {
    const header = jose.decodeProtectedHeader(token);
    const foreign = ['jwk', 'jku', 'x5c', 'x5u'].find((name) => name in header);
    if (foreign !== undefined) throw new TokenRefusedError(`the token brings a key of its own (${foreign})`);
    const typ = header.typ?.toLowerCase().replace(/^application\//, '');
    if (types !== undefined && !types.includes(typ ?? ''))
      throw new TokenRefusedError('the token is no access token (typ)');
    const { payload } = await jose.jwtVerify(token, keys, {
      algorithms: [...expected.algorithms],
      issuer: expected.issuer,
      audience: expected.audience,
      requiredClaims: ['sub', 'exp'],
      clockTolerance: clockToleranceSeconds,
      currentDate: new Date(nowMs),
    });
    return payload;
  } catch (error) {
    throw refusalOf(error) ?? error;
  }
}

function refusalOf(error: unknown): TokenRefusedError | undefined {
  if (error instanceof TokenRefusedError) return error;
  if (error instanceof jose.errors.JOSEError) return new TokenRefusedError(reasonOf(error), { cause: error });
  // What the header's decoder says of a text that is no token.
  if (error instanceof TypeError) return new TokenRefusedError(NO_TOKEN, { cause: error });
  return undefined;
}

const NO_TOKEN = 'the token is not a signed token of this service';

function reasonOf(error: jose.errors.JOSEError): string {
  if (error instanceof jose.errors.JWTExpired) return 'the token has expired';
  if (error instanceof jose.errors.JWTClaimValidationFailed) {
    return error.claim === 'nbf'
      ? 'the token is not valid yet (nbf)'
      : `the token is not for this service (${error.claim})`;
  }
  if (error instanceof jose.errors.JWSSignatureVerificationFailed) return 'the token was not issued by this service';
  if (error instanceof jose.errors.JOSEAlgNotAllowed)
    return 'the token is signed by an algorithm that is not taken (alg)';
  if (error instanceof jose.errors.JWKSNoMatchingKey || error instanceof jose.errors.JWKSMultipleMatchingKeys) {
    return 'the token is signed by a key that its issuer does not have';
  }
  return NO_TOKEN;
}

/** Vigie's own claims, as its own issuers write them. */
export function ownClaims(payload: jose.JWTPayload): Identity {
  const { sub = '', exp = 0 } = payload;
  const { name, roles, subsidiaries } = payload as Record<string, unknown>;
  return {
    subject: sub,
    name: typeof name === 'string' && name !== '' ? name : sub,
    roles: Array.isArray(roles) ? roles.filter((role): role is Role => isRole(role)) : [],
    subsidiaries: subsidiariesOf(subsidiaries),
    expiresAtMs: exp * 1000,
  };
}

/** Tokens from before there were subsidiaries say nothing of them, and were good for all. */
function subsidiariesOf(claim: unknown): Subsidiaries {
  if (claim === undefined || claim === 'all') return 'all';
  return Array.isArray(claim) ? claim.filter((name) => typeof name === 'string') : [];
}
