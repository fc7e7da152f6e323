import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';
import { type Environment, readSettings, SettingsError } from './read-settings.ts';

/** Where a broker is, and how positions are read from it. */
export interface MqttSettings {
  /** Without user and password. */
  url: string;
  username: string | undefined;
  password: string | undefined;
  /** Certificates of who vouches for the broker, PEM; those of the system when not said. */
  certificates: string | undefined;
  /** Topic filters; the vehicle and its subsidiary are read out of the topics (mqtt-topic.ts). */
  topics: readonly string[];
  /** The same at each start: the broker keeps messages for it while the service is away. */
  clientId: string;
  /** Services with the same group share the messages; undefined: this one gets all. */
  group: string | undefined;
}

export const DEFAULT_TOPIC = 'vigie/+/+/position';
const PROTOCOLS = ['mqtt:', 'mqtts:', 'ws:', 'wss:'];

const url = z.string().superRefine((text, context) => {
  if (URL.canParse(text) && PROTOCOLS.includes(new URL(text).protocol)) return;
  context.addIssue('is not the address of a broker: write it as mqtt://host:1883, or mqtts://host:8883 with TLS');
});
const topicFilters = z
  .string()
  .transform((text) => text.split(',').map((topic) => topic.trim()))
  .refine((topics) => topics.every((topic) => /^[^#]*[^#/]$|^[^#]*\/#$/.test(topic) && !topic.startsWith('$')), {
    error: `holds something else than topic filters: write them as ${DEFAULT_TOPIC},owntracks/+/+`,
  });
const word = z.string().regex(/^[\w.-]{1,64}$/, 'must be up to 64 letters, digits, dots, hyphens or underscores');

/**
 * `MQTT_URL`, `MQTT_USERNAME`, `MQTT_PASSWORD`, `MQTT_CA`, `MQTT_TOPICS`, `MQTT_CLIENT_ID` and `MQTT_GROUP`; undefined when there is
 * no broker. A user and a password may stand in the URL.
 * @throws SettingsError
 */
export function readMqttSettings(environment: Environment): MqttSettings | undefined {
  const given = readSettings(
    {
      MQTT_URL: url.optional(),
      MQTT_USERNAME: z.string().optional(),
      MQTT_PASSWORD: z.string().optional(),
      MQTT_CA: z.string().optional(),
      MQTT_TOPICS: topicFilters.default([DEFAULT_TOPIC]),
      MQTT_CLIENT_ID: word.default(
        `vigie-${hostname()
          .replaceAll(/[^\w.-]/g, '-')
          .slice(0, 50)}`,
      ),
      MQTT_GROUP: word.optional(),
    },
    environment,
  );
  if (given.MQTT_URL === undefined) return undefined;
  const address = new URL(given.MQTT_URL);
  const username = given.MQTT_USERNAME ?? (decodeURIComponent(address.username) || undefined);
  const password = given.MQTT_PASSWORD ?? (decodeURIComponent(address.password) || undefined);
  if (password !== undefined && username === undefined) {
    throw new SettingsError('MQTT_PASSWORD is set without MQTT_USERNAME: set both.');
  }
  address.username = '';
  address.password = '';
  return {
    ...{ url: address.href, username, password },
    certificates: given.MQTT_CA === undefined ? undefined : readCertificates(given.MQTT_CA),
    ...{ topics: given.MQTT_TOPICS, clientId: given.MQTT_CLIENT_ID, group: given.MQTT_GROUP },
  };
}

/** PEM itself (as `MQTT_CA_FILE` gives it), or the name of a file with it. */
function readCertificates(given: string): string {
  if (given.includes('-----BEGIN CERTIFICATE-----')) return given;
  try {
    return readFileSync(given, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SettingsError(`MQTT_CA cannot be read (${reason}): name a file with certificates in PEM.`, {
      cause: error,
    });
  }
}
