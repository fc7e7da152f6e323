import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';

/** What config.json may set of signing in. */
export const signInSettingsShape = {
  lockAfterMinutes: z.number().int().min(1).max(1_440).optional(),
  lockWithScreen: z.boolean().optional(),
  lockWalls: z.boolean().optional(),
};

/** What only the managed policy file may. */
export const signInPolicyShape = {
  /** 0: never without the issuer. */
  offlineDays: z.number().min(0).max(365).optional(),
  issuer: z.string().optional(),
  serverTokenFile: z.string().min(1).optional(),
};

export interface SignInSettings {
  /** How long a sign-in is kept without the issuer, days. */
  offlineDays: number;
  /** The only issuer that is believed; null: the one that the server names. */
  issuer: string | null;
  /** The windows are covered after so long without a key or the pointer, minutes; null: never. */
  lockAfterMinutes: number | null;
  /** The windows are covered when the computer's screen is locked. */
  lockWithScreen: boolean;
  /** Walls are covered as well. */
  lockWalls: boolean;
}

export const DEFAULT_SIGN_IN: SignInSettings = {
  offlineDays: 14,
  issuer: null,
  lockAfterMinutes: null,
  lockWithScreen: false,
  lockWalls: false,
};

type UserPart = { [Name in keyof typeof signInSettingsShape]?: z.infer<(typeof signInSettingsShape)[Name]> };
type PolicyPart = UserPart & { [Name in keyof typeof signInPolicyShape]?: z.infer<(typeof signInPolicyShape)[Name]> };

/**
 * The settings of signing in: each of the policy file, else of config.json, else the default.
 * @param problems gets one sentence for each bad value, with its place and the remedy
 */
export function readSignInSettings(
  policy: PolicyPart & { name: string },
  config: UserPart,
  problems: string[],
): SignInSettings {
  const { issuer } = policy;
  if (issuer !== undefined && !(URL.canParse(issuer) && new URL(issuer).protocol === 'https:')) {
    problems.push(`issuer in ${policy.name} is '${issuer}': write its address, like https://login.example.com.`);
  }
  return {
    offlineDays: policy.offlineDays ?? DEFAULT_SIGN_IN.offlineDays,
    issuer: issuer ?? null,
    lockAfterMinutes: policy.lockAfterMinutes ?? config.lockAfterMinutes ?? DEFAULT_SIGN_IN.lockAfterMinutes,
    lockWithScreen: policy.lockWithScreen ?? config.lockWithScreen ?? DEFAULT_SIGN_IN.lockWithScreen,
    lockWalls: policy.lockWalls ?? config.lockWalls ?? DEFAULT_SIGN_IN.lockWalls,
  };
}

/**
 * The token of a workstation that works without a person, a wall say: in a file of its own, which nobody but its owner and their group may
 * read.
 * @returns the token, or one sentence with the remedy
 */
export function readTokenFile(
  file: string,
  policyName: string,
  platform: NodeJS.Platform,
): { ok: true; token: string } | { ok: false; problem: string } {
  const place = `serverTokenFile in ${policyName} names ${file}`;
  try {
    // On Windows the access list of the folder does that.
    if (platform !== 'win32' && (statSync(file).mode & 0o007) !== 0) {
      return { ok: false, problem: `${place}, which everybody may read: take that from others (chmod o= ${file}).` };
    }
    const token = readFileSync(file, 'utf8').trim();
    if (token === '') return { ok: false, problem: `${place}, which is empty: write the token into it.` };
    return { ok: true, token };
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    return { ok: false, problem: `${place}, which cannot be read (${reason}): mend it, or leave the setting out.` };
  }
}
