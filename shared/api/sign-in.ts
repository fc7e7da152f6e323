import { z } from 'zod';
import { utcTime } from '../domain/mission.ts';
import { ROLES } from '../domain/role.ts';

/**
 * `GET /api/v2/sign-in`: where and as which client people sign in (OpenID Connect, authorization code with PKCE). Needs no
 * token. `GET {issuer}/.well-known/openid-configuration` says the rest.
 */
export const signInInfo = z.object({
  issuer: z.url(),
  /** A public client: it has no secret. */
  clientId: z.string(),
  scopes: z.array(z.string()),
  /** What `aud` of an access token for this service holds. */
  audience: z.string(),
  /** To be sent with the authorization request as they are, such as `resource` (RFC 8707). */
  parameters: z.record(z.string(), z.string()),
  /** The issuer's accounts are examples for one machine: nobody's identity is proved. */
  isDemonstration: z.boolean(),
});
export type SignInInfo = z.infer<typeof signInInfo>;

/** `GET /api/v2/identity`: who the token says that one is. */
export const identityInfo = z.object({
  subject: z.string(),
  name: z.string(),
  roles: z.array(z.enum(ROLES)),
  /** Whose rows one may see and change. */
  subsidiaries: z.union([z.literal('all'), z.array(z.string())]),
  /** When the token ends. */
  expiresAt: utcTime,
});
export type IdentityInfo = z.infer<typeof identityInfo>;
