import { z } from 'zod';
import { type Environment, readSettings } from './read-settings.ts';

/**
 * `VIGIE_SERVER_TOKEN`: what a program beside the service signs in with.
 * @throws SettingsError
 */
export function readServerToken(environment: Environment): string {
  return readSettings({ VIGIE_SERVER_TOKEN: z.string() }, environment).VIGIE_SERVER_TOKEN;
}
