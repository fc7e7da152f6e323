import { z } from 'zod';
import type { CommandLine } from './command-line.ts';
import { baseMapSetting, type GroundSettings, mapLayers, readGroundSettings } from './ground-settings.ts';
import { readRecordingSetting, type RecordingSetting, recordingSetting } from './recording-settings.ts';
import { readServerAddress } from './server-address.ts';
import {
  readSignInSettings,
  readTokenFile,
  type SignInSettings,
  signInPolicyShape,
  signInSettingsShape,
} from './sign-in-settings.ts';

/** What config.json may set. */
const userFile = z.object({
  serverUrl: z.string().optional(),
  language: z.enum(['fr', 'en']).optional(),
  hardwareAcceleration: z.boolean().optional(),
  startAtLogin: z.boolean().optional(),
  baseMap: baseMapSetting.optional(),
  mapLayers: mapLayers.optional(),
  recording: recordingSetting.optional(),
  ...signInSettingsShape,
});

/** What the managed policy file may set: the same, and what only an administrator may allow. */
const policyFile = userFile.extend({
  allowInsecureServer: z.boolean().optional(),
  allowOnlineMaps: z.array(z.string()).max(20).optional(),
  ...signInPolicyShape,
});

export interface Settings {
  /** Without a slash at its end; null where none is set: Vigie then shows what it has, and says so. */
  serverUrl: string | null;
  /** Bearer token; null where none is set. */
  serverToken: string | null;
  /** Null: the system's. */
  language: 'fr' | 'en' | null;
  hardwareAcceleration: boolean;
  /** Null: as the user chose in the menu. */
  startAtLogin: boolean | null;
  ground: GroundSettings;
  recording: RecordingSetting;
  signIn: SignInSettings;
}

/** Where a value came from, as it is named in sentences. */
export interface SettingsSources {
  /** Text of the managed policy file; undefined where there is none. */
  policy: { name: string; text: string | undefined };
  commandLine: CommandLine;
  environment: Readonly<Record<string, string | undefined>>;
  /** Text of config.json in the user data folder; undefined where there is none. */
  config: { name: string; text: string | undefined };
  platform: NodeJS.Platform;
}

export interface ReadSettings {
  /** Null when there is a problem. */
  settings: Settings | null;
  /** Each stops the start: one sentence that names the place and the remedy. */
  problems: string[];
  /** For the log and the terminal: what was ignored, what is missing. */
  warnings: string[];
}

/**
 * The settings in force: for each, the first that is set among policy, command line, environment, config.json and default.
 * A bad value is a problem even where a stronger source hides it, so that it does not come to light years later.
 */
export function readSettings(sources: SettingsSources): ReadSettings {
  const problems = [...sources.commandLine.problems];
  const warnings: string[] = [];
  const policy = readFile(policyFile, sources.policy, problems, warnings);
  const config = readFile(userFile, sources.config, problems, warnings);
  const insecureAllowed = policy.allowInsecureServer ?? false;

  const addresses = [
    { name: `serverUrl in ${sources.policy.name}`, text: policy.serverUrl },
    { name: '--server', text: sources.commandLine.server },
    { name: 'VIGIE_SERVER_URL', text: emptyIsUnset(sources.environment['VIGIE_SERVER_URL']) },
    { name: `serverUrl in ${sources.config.name}`, text: config.serverUrl },
  ];
  let serverUrl: string | undefined;
  for (const { name, text } of addresses) {
    if (text === undefined) continue;
    const address = readServerAddress(text, insecureAllowed);
    if (address.ok) serverUrl ??= address.url;
    else problems.push(`${name} is '${withoutPassword(text)}': ${address.problem}.`);
  }
  if (serverUrl === undefined && problems.length === 0) {
    warnings.push(
      `No Vigie server is set: write {"serverUrl": "https://vigie.example.com"} in ${sources.config.name}, ` +
        'or start Vigie with --server=https://vigie.example.com.',
    );
  }
  const token = readToken(sources, policy.serverTokenFile, problems);
  const ground = readGroundSettings(
    { name: sources.policy.name, ...policy },
    { name: sources.config.name, ...config },
    problems,
  );
  const signIn = readSignInSettings({ name: sources.policy.name, ...policy }, config, problems);
  if (problems.length > 0) return { settings: null, problems, warnings };
  return {
    settings: {
      serverUrl: serverUrl ?? null,
      serverToken: token ?? null,
      language: policy.language ?? config.language ?? null,
      hardwareAcceleration: policy.hardwareAcceleration ?? config.hardwareAcceleration ?? true,
      startAtLogin: policy.startAtLogin ?? config.startAtLogin ?? null,
      ground,
      recording: readRecordingSetting(policy.recording, config.recording),
      signIn,
    },
    problems,
    warnings,
  };
}

/** Of the environment, else of the file that the policy names: either opens the server without a person. */
function readToken(sources: SettingsSources, file: string | undefined, problems: string[]): string | undefined {
  const given = emptyIsUnset(sources.environment['VIGIE_SERVER_TOKEN'])?.trim();
  let name = 'VIGIE_SERVER_TOKEN';
  let token = given;
  if (file !== undefined) {
    const read = readTokenFile(file, sources.policy.name, sources.platform);
    if (!read.ok) problems.push(read.problem);
    else if (given === undefined) {
      token = read.token;
      name = file;
    }
  }
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
    problems.push(`${name} holds a space or a sign that no token has: copy the token again.`);
  }
  return token;
}

function readFile<T extends z.ZodObject>(
  schema: T,
  source: { name: string; text: string | undefined },
  problems: string[],
  warnings: string[],
): Partial<z.infer<T>> {
  if (source.text === undefined) return {};
  let value: unknown;
  try {
    // Windows editors put a byte order mark in front, which JSON does not know.
    value = JSON.parse(source.text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    problems.push(`${source.name} is not JSON (${reason}): mend it, or delete it to start with the defaults.`);
    return {};
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      problems.push(
        `${issue.path.join('.') || 'the content'} in ${source.name} is wrong (${issue.message}): mend it or leave it out.`,
      );
    }
    return {};
  }
  const known = Object.keys(schema.shape);
  for (const key of Object.keys(value as object)) {
    if (/token|password|secret/i.test(key) && !known.includes(key))
      problems.push(`${key} may not stand in ${source.name}, which backups copy: set VIGIE_SERVER_TOKEN instead.`);
    else if (!known.includes(key)) warnings.push(`'${key}' in ${source.name} is unknown here and was ignored`);
  }
  return parsed.data;
}

function emptyIsUnset(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text;
}

/** A sentence is shown and logged, so it may not repeat a password. */
function withoutPassword(text: string): string {
  return text.replace(/\/\/[^/@]*@/, '//…@');
}
