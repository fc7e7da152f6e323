import { z } from 'zod';
import { type Environment, readSettings } from './read-settings.ts';

const redisUrl = z.string().superRefine((text, context) => {
  if (!URL.canParse(text)) {
    context.addIssue('is not a URL: write it as redis://user:password@host:6379 or, over TLS, rediss://host:6380');
    return;
  }
  const { protocol } = new URL(text);
  if (protocol === 'redis:' || protocol === 'rediss:') return;
  context.addIssue(`starts with ${protocol}: it must start with redis:// or, over TLS, rediss://`);
});

/**
 * `REDIS_URL`: what several processes of the service on one database share; undefined: there is one.
 * @throws SettingsError
 */
export function readRedisUrl(environment: Environment): string | undefined {
  return readSettings({ REDIS_URL: redisUrl.optional() }, environment).REDIS_URL;
}
