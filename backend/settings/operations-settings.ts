import { isIP } from 'node:net';
import { z } from 'zod';
import { DEFAULT_LIMITS, type Limits } from '../operations/limits.ts';
import { type Environment, readSettings, wholeNumberSetting } from './read-settings.ts';

const MOST = 10_000_000;
const LONGEST_STOP_SECONDS = 600;

/** IP addresses and networks (`10.0.0.0/8`), separated by commas. */
const networks = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim()))
  .refine((list) => list.every(isNetwork), {
    error: 'must be IP addresses or networks, separated by commas, such as 10.0.0.5,192.168.1.0/24',
  });

const address = z.string().refine((text) => isIP(text) > 0, { error: 'must be an IP address of this machine' });

const shape = {
  VIGIE_METRICS_PORT: wholeNumberSetting(0, 65_535).optional(),
  VIGIE_METRICS_HOST: address.default('127.0.0.1'),
  VIGIE_TRUSTED_PROXIES: networks.default([]),
  VIGIE_DRAIN_SECONDS: wholeNumberSetting(0, LONGEST_STOP_SECONDS).default(0),
  VIGIE_FINISH_SECONDS: wholeNumberSetting(1, LONGEST_STOP_SECONDS).default(5),
  VIGIE_REQUESTS_PER_ADDRESS: wholeNumberSetting(0, MOST).default(DEFAULT_LIMITS.requestsPerAddress),
  VIGIE_REQUESTS_PER_SUBJECT: wholeNumberSetting(0, MOST).default(DEFAULT_LIMITS.requestsPerSubject),
  VIGIE_MOST_CONNECTIONS: wholeNumberSetting(0, MOST).default(DEFAULT_LIMITS.connections),
  VIGIE_MOST_SOCKETS: wholeNumberSetting(0, MOST).default(DEFAULT_LIMITS.sockets),
  VIGIE_SOCKETS_PER_SUBJECT: wholeNumberSetting(0, MOST).default(DEFAULT_LIMITS.socketsPerSubject),
};

export interface OperationsSettings {
  metrics: { host: string; port: number } | undefined;
  trustedProxies: readonly string[];
  drainMs: number;
  finishWithinMs: number;
  limits: Partial<Limits>;
}

/**
 * How the service is watched, guarded and stopped.
 * @throws SettingsError
 */
export function readOperationsSettings(environment: Environment): OperationsSettings {
  const settings = readSettings(shape, environment);
  const { VIGIE_METRICS_HOST: host, VIGIE_METRICS_PORT: port } = settings;
  return {
    metrics: port === undefined ? undefined : { host, port },
    trustedProxies: settings.VIGIE_TRUSTED_PROXIES,
    drainMs: settings.VIGIE_DRAIN_SECONDS * 1000,
    finishWithinMs: settings.VIGIE_FINISH_SECONDS * 1000,
    limits: {
      requestsPerAddress: settings.VIGIE_REQUESTS_PER_ADDRESS,
      requestsPerSubject: settings.VIGIE_REQUESTS_PER_SUBJECT,
      connections: settings.VIGIE_MOST_CONNECTIONS,
      sockets: settings.VIGIE_MOST_SOCKETS,
      socketsPerSubject: settings.VIGIE_SOCKETS_PER_SUBJECT,
    },
  };
}

function isNetwork(text: string): boolean {
  const [ip = '', bits, ...rest] = text.split('/');
  const version = isIP(ip);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}
