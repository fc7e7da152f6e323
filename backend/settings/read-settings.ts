import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { BackendError } from '../backend-error.ts';

export type Environment = Readonly<Record<string, string | undefined>>;
type Shape = Readonly<Record<string, z.ZodType>>;
export type Settings<Given extends Shape> = { readonly [Name in keyof Given]: z.output<Given[Name]> };

/** Settings cannot be used. The message has a sentence for each, which names the variable and never shows its value. */
export class SettingsError extends BackendError {
  override name = 'SettingsError';
}

/** Secrets are short; whatever is larger is the wrong file. */
const MOST_BYTES = 64 * 1024;

/**
 * Reads variables of the environment. Each may be given as NAME, or as NAME_FILE with the name of a file that holds it, as container
 * platforms hand secrets over. An empty one counts as not set. A schema's own message follows the name: write it as in
 * "REDIS_URL is not a URL: write it as redis://host:6379.".
 * @throws SettingsError
 */
export function readSettings<Given extends Shape>(shape: Given, environment: Environment): Settings<Given> {
  const faults: string[] = [];
  const entries = Object.entries(shape).map(([name, schema]) => {
    try {
      const parsed = schema.safeParse(rawSetting(name, environment));
      if (parsed.success) return [name, parsed.data] as const;
      faults.push(...new Set(parsed.error.issues.map((issue) => sentenceOf(name, issue))));
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error;
      faults.push(error.message);
    }
    return [name, undefined] as const;
  });
  if (faults.length > 0) throw new SettingsError(faults.join(' '));
  return Object.fromEntries(entries) as Settings<Given>;
}

/** The text of a variable, from itself or from its file; undefined when it is not set. */
function rawSetting(name: string, environment: Environment): string | undefined {
  const direct = environment[name] || undefined;
  const file = environment[`${name}_FILE`] || undefined;
  if (file === undefined) return direct;
  if (direct !== undefined) throw new SettingsError(`${name} and ${name}_FILE are both set: leave one of them out.`);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SettingsError(
      `${name}_FILE cannot be read (${reason}): name a file that this program may read, or set ${name}.`,
      { cause: error },
    );
  }
  if (text.length > MOST_BYTES) {
    throw new SettingsError(`${name}_FILE names a file of more than ${MOST_BYTES / 1024} kB: name the right one.`);
  }
  // Editors and `echo` end a file with a line break, which is no part of a secret.
  return text.replace(/\r?\n$/, '') || undefined;
}

function sentenceOf(name: string, issue: z.core.$ZodIssue): string {
  const isMissing = issue.code === 'invalid_type' && issue.input === undefined;
  const words = isMissing ? 'is not set' : issue.message.replace(/^(?=[A-Z])/, 'cannot be used: ').replace(/\.$/, '');
  return `${name} ${words}.`;
}

/** A whole number within bounds, of the text of a variable. */
export function wholeNumberSetting(least: number, most: number) {
  return z
    .string()
    .refine((text) => /^\d{1,15}$/.test(text) && Number(text) >= least && Number(text) <= most, {
      error: `must be a whole number from ${least} to ${most}`,
    })
    .transform(Number);
}
