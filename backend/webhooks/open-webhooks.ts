import type { Clock } from '../../shared/domain/index.ts';
import type { Database } from '../database/database.ts';
import type { Log } from '../log.ts';
import type { WebhookSettings } from '../settings/webhook-settings.ts';
import { createAddressGuard } from './address-guard.ts';
import { openSecretBox } from './secret-box.ts';
import { WebhookSender } from './webhook-sender.ts';
import { WebhookService } from './webhook-service.ts';

const NO_SETTINGS: WebhookSettings = { key: undefined, networks: [] };

export interface WebhookOptions {
  database: Database;
  epoch: string;
  clock: Clock;
  log: Log;
  /** Holds the key of the secrets where the settings give none. */
  dataFolder: string;
  settings: WebhookSettings | undefined;
}

/** What looks after webhooks and what tells them what happens. @throws StorageError when the key cannot be had */
export async function openWebhooks(
  options: WebhookOptions,
): Promise<{ service: WebhookService; sender: WebhookSender }> {
  const { key, networks } = options.settings ?? NO_SETTINGS;
  const parts = {
    ...options,
    guard: createAddressGuard(networks),
    secrets: await openSecretBox(key, options.dataFolder),
    random: Math.random,
  };
  return { service: new WebhookService(parts), sender: new WebhookSender(parts) };
}
