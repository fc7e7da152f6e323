import { StorageError } from '../database.ts';

/** What a look at the database found. */
export interface Finding {
  /** 'refusal': nothing is migrated before it is mended. 'note': good to know, and no obstacle. */
  severity: 'refusal' | 'note';
  /** One sentence with what is wrong and the remedy. */
  text: string;
}

export function refusal(text: string): Finding {
  return { severity: 'refusal', text };
}

export function note(text: string): Finding {
  return { severity: 'note', text };
}

/** The database is not one that can be migrated, and nothing was changed. The message lists all that stands in the way. */
export class PreflightError extends StorageError {
  override name = 'PreflightError';
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    const refusals = findings.filter(({ severity }) => severity === 'refusal').map(({ text }) => `\n- ${text}`);
    super(`This database cannot be migrated yet; nothing was changed:${refusals.join('')}`);
    this.findings = findings;
  }
}
