import { z } from 'zod';
import { isRole, type Role, ROLES } from '../../shared/domain/index.ts';
import { isLoopbackHost } from '../http/loopback.ts';
import { type Environment, readSettings, SettingsError, wholeNumberSetting } from './read-settings.ts';

/** How the claims of the operator's tokens say what somebody may do. */
export interface ClaimMapping {
  /** Name of the claim, or a path by dots to a member of one; what it holds is a word, words with spaces between, or a list. */
  roleClaim: string;
  /** Vigie's roles by the operator's words. */
  roles: ReadonlyMap<string, readonly Role[]>;
  /** Undefined: the operator is one company, and everybody sees all rows. */
  subsidiaryClaim: string | undefined;
  /** Subsidiaries by the operator's words; a word that is not in it is the subsidiary's own name. */
  subsidiaries: ReadonlyMap<string, string>;
  /** The word for all subsidiaries. */
  everySubsidiary: string;
  nameClaim: string;
}

/** The operator's own sign-in. */
export interface SignInSettings extends ClaimMapping {
  issuer: string;
  audience: string;
  /** Of the desktops: a public client. */
  clientId: string;
  scopes: readonly string[];
  /** Sent along with the authorization request. */
  parameters: Readonly<Record<string, string>>;
  algorithms: readonly string[];
  types: readonly string[];
  clockToleranceSeconds: number;
}

/** Signed by a private key of the issuer: with a shared secret, or with nothing, anybody could sign who checks. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

const issuerUrl = z.string().superRefine((text, context) => {
  if (!URL.canParse(text)) {
    context.addIssue('is not a URL: write it as the issuer writes it, like https://login.example.com/realms/fleet');
    return;
  }
  const { protocol, host, search, hash } = new URL(text);
  if (protocol !== 'https:' && !(protocol === 'http:' && isLoopbackHost(host))) {
    context.addIssue('must start with https:// (http:// is for an issuer on the same machine)');
  } else if (search !== '' || hash !== '') context.addIssue('must have neither ? nor #');
});

const words = z.string().transform((text) => text.split(/[\s,]+/).filter((word) => word !== ''));

const algorithms = words.superRefine((given, context) => {
  const other = given.find((name) => !ALGORITHMS.includes(name));
  if (other !== undefined) context.addIssue(`holds ${other}: take some of ${ALGORITHMS.join(', ')}`);
});

/** `word=meaning, word=meaning` */
const pairs = z.string().transform((text, context): [string, string][] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const at = part.lastIndexOf('=');
      if (at <= 0 || at === part.length - 1) context.addIssue('must be written as word=meaning, word=meaning');
      return [part.slice(0, at).trim(), part.slice(at + 1).trim()];
    }),
);

const roleMap = pairs.transform((given, context) => {
  const roles = new Map<string, Role[]>();
  for (const [word, role] of given) {
    if (!isRole(role)) context.addIssue(`maps to ${role}, which is no role: it is one of ${ROLES.join(', ')}`);
    else roles.set(word, [...(roles.get(word) ?? []), role]);
  }
  return roles;
});

const SHAPE = {
  OIDC_ISSUER: issuerUrl.optional(),
  OIDC_AUDIENCE: z.string().max(500).optional(),
  OIDC_CLIENT_ID: z.string().max(500).optional(),
  OIDC_SCOPES: words.default(['openid', 'profile', 'offline_access']),
  OIDC_PARAMETERS: pairs.default([]),
  OIDC_ROLE_CLAIM: z.string().max(200).default('roles'),
  OIDC_ROLES: roleMap.default(new Map(ROLES.map((role) => [role, [role]]))),
  OIDC_SUBSIDIARY_CLAIM: z.string().max(200).optional(),
  OIDC_SUBSIDIARIES: pairs.default([]),
  OIDC_EVERY_SUBSIDIARY: z.string().max(200).default('*'),
  OIDC_NAME_CLAIM: z.string().max(200).default('name'),
  OIDC_ALGORITHMS: algorithms.default(['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA', 'Ed25519']),
  OIDC_TOKEN_TYPES: words.default(['at+jwt', 'jwt']),
  OIDC_CLOCK_TOLERANCE_SECONDS: wholeNumberSetting(0, 300).default(30),
};

/**
 * `OIDC_…`: the operator's own sign-in; undefined where there is none, and the demonstration accounts are offered.
 * @throws SettingsError
 */
export function readSignInSettings(environment: Environment): SignInSettings | undefined {
  const read = readSettings(SHAPE, environment);
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_CLIENT_ID: clientId } = read;
  if (issuer === undefined) {
    const stray = Object.keys(SHAPE).find((name) => Boolean(environment[name] ?? environment[`${name}_FILE`]));
    if (stray === undefined) return undefined;
    throw new SettingsError(`${stray} is set and OIDC_ISSUER is not: set it to the address of the operator's issuer.`);
  }
  if (audience === undefined) {
    throw new SettingsError(
      'OIDC_AUDIENCE is not set: set it to what the issuer writes as aud of access tokens for Vigie.',
    );
  }
  if (clientId === undefined) {
    throw new SettingsError(
      'OIDC_CLIENT_ID is not set: set it to the public client that was registered for the desktops.',
    );
  }
  if (audience === clientId) {
    // ID tokens are for the client: they would pass for access tokens.
    throw new SettingsError(
      'OIDC_AUDIENCE and OIDC_CLIENT_ID are the same: register the service apart from the desktops.',
    );
  }
  return {
    issuer,
    audience,
    clientId,
    scopes: read.OIDC_SCOPES,
    parameters: Object.fromEntries(read.OIDC_PARAMETERS),
    roleClaim: read.OIDC_ROLE_CLAIM,
    roles: read.OIDC_ROLES,
    subsidiaryClaim: read.OIDC_SUBSIDIARY_CLAIM,
    subsidiaries: new Map(read.OIDC_SUBSIDIARIES),
    everySubsidiary: read.OIDC_EVERY_SUBSIDIARY,
    nameClaim: read.OIDC_NAME_CLAIM,
    algorithms: read.OIDC_ALGORITHMS,
    types: read.OIDC_TOKEN_TYPES.map((type) => type.toLowerCase()),
    clockToleranceSeconds: read.OIDC_CLOCK_TOLERANCE_SECONDS,
  };
}

/** `DEFAULT_SUBSIDIARY`: whose rows are that say nothing of it. @throws SettingsError */
export function readDefaultSubsidiary(environment: Environment): string | undefined {
  return readSettings({ DEFAULT_SUBSIDIARY: z.string().max(200).optional() }, environment).DEFAULT_SUBSIDIARY;
}
