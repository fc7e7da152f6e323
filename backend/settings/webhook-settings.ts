import { isIP } from 'node:net';
import { z } from 'zod';
import { type Environment, readSettings } from './read-settings.ts';

const KEY_BYTES = 32;
const BITS: Readonly<Record<number, number>> = { 4: 32, 6: 128 };

const key = z
  .string()
  .refine(
    (text) => Buffer.from(text, 'base64').length === KEY_BYTES,
    `is not ${KEY_BYTES} bytes in base64: make one with "openssl rand -base64 32"`,
  )
  .transform((text) => Buffer.from(text, 'base64'));

const networks = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter((part) => part !== ''))
  .refine((list) => list.every(isNetwork), 'is not a list of networks: write them as 10.1.0.0/16, fd00::/8');

export interface WebhookSettings {
  /** Seals secrets; undefined: a key file in the data folder. */
  key: Buffer | undefined;
  /** Networks inside that webhooks may reach. */
  networks: readonly string[];
}

/**
 * `VIGIE_WEBHOOK_KEY`, `VIGIE_WEBHOOK_NETWORKS`.
 * @throws SettingsError
 */
export function readWebhookSettings(environment: Environment): WebhookSettings {
  const read = readSettings(
    {
      VIGIE_WEBHOOK_KEY: key.optional(),
      VIGIE_WEBHOOK_NETWORKS: networks.optional(),
    },
    environment,
  );
  return { key: read.VIGIE_WEBHOOK_KEY, networks: read.VIGIE_WEBHOOK_NETWORKS ?? [] };
}

function isNetwork(text: string): boolean {
  const [address = '', bits = '', ...rest] = text.split('/');
  const most = BITS[isIP(address)];
  return rest.length === 0 && most !== undefined && /^\d{1,3}$/.test(bits) && Number(bits) <= most;
}
