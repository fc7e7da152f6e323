import mqtt, { type MqttClient } from 'mqtt';
import type { Disposer } from '../../../shared/domain/index.ts';
import { type BackoffPolicy, backoffMs } from '../../../shared/sync/index.ts';
import type { MqttSettings } from '../../settings/mqtt-settings.ts';
import type { Feed, FeedHost } from '../feed.ts';
import { MOST_MESSAGE_BYTES, readMessage } from './mqtt-message.ts';

const RECONNECT: BackoffPolicy = { baseMs: 500, maximumMs: 30_000, minimumMs: 200 };
const CONNECT_TIMEOUT_MS = 10_000;
/** A broker that is gone without a word is found out after one and a half times this. */
const KEEPALIVE_SECONDS = 15;
/** So long the broker keeps messages for a service that is away. Older positions are worth nothing. */
const SESSION_SECONDS = 600;
/** So many messages are on their way unacknowledged: the broker holds back what is beyond it. */
const RECEIVE_MAXIMUM = 1_000;
/** Reason code of MQTT 5.0, section 3.14.2.1. */
const SESSION_TAKEN_OVER = 0x8e;

export interface MqttFeedOptions extends MqttSettings {
  /** From 0 to 1: spreads the attempts of services that lost one broker. */
  chance?: () => number;
}

/**
 * Reads positions from an MQTT broker (5.0, QoS 1, a session that is kept). A broker that is away or refuses is said in the status
 * of the feed, and tried again. Each message is taken in before it is acknowledged, so that a flood waits in the broker.
 */
export function createMqttFeed(options: MqttFeedOptions): Feed {
  const { url, topics, group, chance = Math.random } = options;
  const { host: broker } = new URL(url);
  const name = `MQTT ${broker}`;
  let end: (() => Promise<void>) | undefined;
  return {
    name,
    kind: 'mqtt',
    speed: 1,
    async start(host) {
      const filters = topics.map((topic) => (group === undefined ? topic : `$share/${group}/${topic}`));
      end = connectTo(options, host, broker, filters, chance);
      return Promise.resolve();
    },
    async stop() {
      await end?.();
      end = undefined;
    },
  };
}

function connectTo(
  { url, username, password, certificates, clientId }: MqttSettings,
  host: FeedHost,
  broker: string,
  filters: readonly string[],
  chance: () => number,
): () => Promise<void> {
  let failures = 0;
  let isStopped = false;
  let stopWaiting: Disposer = () => undefined;
  let reason = 'it ended the connection';
  const client: MqttClient = mqtt.connect(url, {
    ...{ protocolVersion: 5, clean: false, clientId, keepalive: KEEPALIVE_SECONDS, connectTimeout: CONNECT_TIMEOUT_MS },
    properties: {
      sessionExpiryInterval: SESSION_SECONDS,
      receiveMaximum: RECEIVE_MAXIMUM,
      maximumPacketSize: MOST_MESSAGE_BYTES + 1_024,
    },
    // Tried again here, with pauses that grow.
    ...{ reconnectPeriod: 0, resubscribe: false },
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(certificates === undefined ? {} : { ca: certificates }),
  });

  client.on('connect', () => {
    client.subscribeAsync([...filters], { qos: 1 }).then(
      (granted) => {
        const refused = granted.filter(({ qos }) => qos >= 128).map(({ topic }) => topic);
        if (refused.length > 0) return lose(`it refuses to give ${refused.join(', ')}: allow it in its access rules`);
        failures = 0;
        host.report({ state: 'live', notice: null });
        host.log('reading positions from the broker', { broker, filters });
        return undefined;
      },
      (error: unknown) => lose(messageOf(error)),
    );
  });
  client.on('message', (topic, payload) => {
    const read = readMessage(topic, payload);
    if (typeof read === 'string') host.countRefused(read, 1);
    else if (read.length > 0) host.ingest(read);
  });
  client.on('disconnect', ({ reasonCode }) => {
    if (reasonCode === SESSION_TAKEN_OVER) reason = 'another program uses the same MQTT_CLIENT_ID: give each its own';
  });
  client.on('error', (error) => {
    reason = messageOf(error);
  });
  client.on('close', () => {
    if (isStopped) return;
    failures += 1;
    const waitMs = backoffMs(failures, RECONNECT, chance);
    host.report({ state: 'failed', notice: `The broker ${broker} is away (${reason}): check it and the network.` });
    host.log('the broker is away', { broker, reason, failures, nextTryMs: waitMs });
    reason = 'it ended the connection';
    stopWaiting();
    stopWaiting = host.clock.after(waitMs, () => client.reconnect());
  });

  /** The connection is there and of no use: it is closed, and tried again later. */
  function lose(why: string): void {
    reason = why;
    client.stream.destroy();
  }

  return async () => {
    isStopped = true;
    stopWaiting();
    await client.endAsync(true);
  };
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join('; ');
  if (!(error instanceof Error)) return String(error);
  return error.message === '' ? error.name : error.message;
}
