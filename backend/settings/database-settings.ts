import { z } from 'zod';
import { type Environment, readSettings } from './read-settings.ts';

const databaseUrl = z.string().superRefine((text, context) => {
  if (!URL.canParse(text)) {
    context.addIssue('is not a URL: write it as postgres://user:password@host:5432/database');
    return;
  }
  const { protocol } = new URL(text);
  if (protocol === 'postgres:' || protocol === 'postgresql:') return;
  context.addIssue(`starts with ${protocol} but must start with postgres://`);
});

/**
 * `DATABASE_URL`: the operator's PostgreSQL server; undefined: a database in the data folder.
 * @throws SettingsError
 */
export function readDatabaseUrl(environment: Environment): string | undefined {
  return readSettings({ DATABASE_URL: databaseUrl.optional() }, environment).DATABASE_URL;
}
