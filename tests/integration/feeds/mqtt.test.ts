import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../backend/clock.ts';
import type { Feed } from '../../../backend/feeds/feed.ts';
import { createMqttFeed } from '../../../backend/feeds/mqtt/mqtt-feed.ts';
import { SupervisionService } from '../../../backend/services/supervision-service.ts';
import { type Environment } from '../../../backend/settings/read-settings.ts';
import { readMqttSettings } from '../../../backend/settings/mqtt-settings.ts';
import { BROKER_PASSWORDS, type Broker, createBroker, findMosquitto } from '../../support/mosquitto.ts';

const program = findMosquitto();
if (program === undefined) console.log('skipped: Mosquitto is not installed; on Debian: apt-get install mosquitto');

const PATIENCE = { timeout: 45_000, interval: 50 };
const VEHICLES = 500;

describe.skipIf(program === undefined)('positions through a real Mosquitto', () => {
  let broker: Broker;
  let publisher: MqttClient;
  const ending: (() => Promise<unknown>)[] = [];
  let supervision: SupervisionService;
  beforeAll(async () => {
    broker = await createBroker(program ?? '');
    await broker.start();
    publisher = await publishing({});
  });
  afterAll(async () => {
    await publisher.endAsync(true);
    await broker.remove();
  });
  beforeEach(() => {
    supervision = newSupervision();
  });
  afterEach(async () => {
    for (const end of ending.splice(0).reverse()) await end();
  });

  const publishing = (options: IClientOptions) =>
    mqtt.connectAsync(`mqtt://127.0.0.1:${broker.port}`, {
      ...{ username: 'fleet', password: BROKER_PASSWORDS.fleet, reconnectPeriod: 100 },
      ...options,
    });

  function newSupervision(): SupervisionService {
    const made = new SupervisionService(systemClock);
    for (let id = 1; id <= VEHICLES; id++) made.know({ id: String(id), code: `BUS ${id}`, kind: 'bus' });
    return made;
  }
  async function read(environment: Environment = {}, into = supervision): Promise<Feed> {
    const settings = readMqttSettings({
      MQTT_URL: `mqtt://vigie:${encodeURIComponent(BROKER_PASSWORDS.vigie)}@127.0.0.1:${broker.port}`,
      MQTT_CLIENT_ID: `test-${Math.random().toString(36).slice(2)}`,
      ...environment,
    });
    if (settings === undefined) throw new Error('there is no broker');
    const feed = createMqttFeed({ ...settings, chance: () => 0 });
    into.begin(feed);
    await feed.start({
      clock: systemClock,
      registerVehicles: () => Promise.resolve(),
      writeMissions: () => Promise.resolve(),
      ingest: (fixes) => void into.ingest(fixes),
      countRefused: (reason, count) => into.feed.countRefused(reason, count),
      report: (progress) => into.feed.report(progress),
      log: () => undefined,
    });
    ending.push(() => feed.stop());
    return feed;
  }
  const isLive = (of = supervision) => vi.waitFor(() => expect(of.feed.status.state).toBe('live'), PATIENCE);
  const accepted = (count: number, of = supervision) =>
    vi.waitFor(() => expect(of.feed.status.accepted).toBe(count), PATIENCE);
  const topicOf = (id: number) => `vigie/lyon/${encodeURIComponent(`BUS ${id}`)}/position`;
  const payload = (changes: object = {}) =>
    JSON.stringify({ longitude: 4.8, latitude: 45.7, observedAtMs: Date.now(), ...changes });
  const latest = (id: number, of = supervision) => of.table.read(of.directory.indexOf(String(id)));

  it('are read from topics of vehicles, alone and several at once, and of phones', async () => {
    await read({ MQTT_TOPICS: 'vigie/+/+/position, owntracks/+/+' });
    await isLive();
    const nowMs = Date.now();
    const earlier = { longitude: 4.8, latitude: 45.7, observedAtMs: nowMs - 5_000 };
    await publisher.publishAsync(topicOf(1), payload({ headingDegrees: 90, speedMetresPerSecond: 10 }), { qos: 1 });
    const buffered = JSON.stringify({ positions: [earlier, { ...earlier, observedAtMs: nowMs, longitude: 4.801 }] });
    await publisher.publishAsync(topicOf(2), buffered, { qos: 1 });
    const phone = { _type: 'location', lat: 45.7, lon: 4.8, tst: Math.floor(nowMs / 1000), cog: 180, vel: 36 };
    await publisher.publishAsync('owntracks/someone/BUS%203', JSON.stringify(phone), { qos: 1 });
    await publisher.publishAsync('owntracks/someone/BUS%203', JSON.stringify({ _type: 'lwt', tst: 1 }), { qos: 1 });
    await accepted(4);
    expect(latest(1)?.velocityEast).toBeCloseTo(10, 4);
    expect(latest(2)?.longitude).toBeCloseTo(4.801, 6);
    expect(latest(3)?.velocityNorth).toBeCloseTo(-10, 4);
    expect(supervision.feed.status.refused).toEqual({});
  });

  it('are counted by reason where they are none, and do no harm', async () => {
    await read();
    await isLive();
    const wrong: [string, string | Buffer][] = [
      [topicOf(1), 'no JSON'],
      [topicOf(1), '[]'],
      [topicOf(1), payload({ longitude: '4.8' })],
      [topicOf(1), payload({ vehicle: 'BUS 2' })],
      [topicOf(1), Buffer.alloc(100_000, '{"a":')],
      ['vigie/lyon/%E0%A4%A/position', payload()],
      ['vigie/lyon//position', payload()],
      [topicOf(9_999), payload()],
      [topicOf(1), payload({ observedAtMs: Date.now() + 3_600_000 })],
      [topicOf(1), payload({ latitude: 123 })],
    ];
    for (const [topic, message] of wrong) await publisher.publishAsync(topic, message, { qos: 1 });
    await publisher.publishAsync(topicOf(1), payload(), { qos: 1 });
    await accepted(1);
    expect(supervision.feed.status.refused).toEqual({
      ...{ 'mqtt-not-json': 2, 'mqtt-fields': 3, 'mqtt-topic': 2 },
      ...{ 'unknown-vehicle': 1, 'in-the-future': 1, 'outside-world': 1 },
    });
  });

  it('that the broker retained are taken with the age that they have, and never for newer ones', async () => {
    const old = payload({ observedAtMs: Date.now() - 3_600_000 });
    await publisher.publishAsync(topicOf(7), old, { qos: 1, retain: true });
    await read();
    await accepted(1);
    expect(Date.now() - (latest(7)?.observedAtMs ?? 0)).toBeGreaterThan(3_590_000);
    await publisher.publishAsync(topicOf(7), payload(), { qos: 1 });
    await publisher.publishAsync(topicOf(7), old, { qos: 1 });
    await vi.waitFor(() => expect(supervision.feed.status.refused).toEqual({ 'older-than-known': 1 }), PATIENCE);
    expect(Date.now() - (latest(7)?.observedAtMs ?? 0)).toBeLessThan(60_000);
    await publisher.publishAsync(topicOf(7), '', { qos: 1, retain: true });
  });

  it('that came while the service was away are given to it when it is back', async () => {
    const feed = await read({ MQTT_CLIENT_ID: 'steady' });
    await isLive();
    await feed.stop();
    for (let id = 1; id <= 50; id++) await publisher.publishAsync(topicOf(id), payload(), { qos: 1 });
    await read({ MQTT_CLIENT_ID: 'steady' });
    await accepted(50);
  });

  it('say on every screen that the broker is away, and come again when it is back', async () => {
    await read();
    await isLive();
    await broker.stop();
    await vi.waitFor(() => expect(supervision.feed.status.state).toBe('failed'), PATIENCE);
    expect(supervision.feed.status.notice).toMatch(/^The broker 127\.0\.0\.1:\d+ is away \(.+\): check it/);
    await broker.start();
    await isLive();
    expect(supervision.feed.status.notice).toBeNull();
    await vi.waitFor(() => expect(publisher.connected).toBe(true), PATIENCE);
    await publisher.publishAsync(topicOf(1), payload(), { qos: 1 });
    await accepted(1);
  });

  it('survive a flood: the newest of each vehicle is there, and the service answers meanwhile', {
    retry: 4,
  }, async () => {
    await read();
    await isLive();
    const beganAtMs = Date.now() - 100_000;
    const rounds = 40;
    let longestMs = 0;
    let lookedAtMs = performance.now();
    const looking = setInterval(() => {
      longestMs = Math.max(longestMs, performance.now() - lookedAtMs);
      lookedAtMs = performance.now();
    }, 10);
    for (let round = 1; round <= rounds; round++) {
      const sent = [];
      for (let id = 1; id <= VEHICLES; id++) {
        const place = { longitude: 4.8 + round / 1e5, observedAtMs: beganAtMs + round * 1_000 };
        sent.push(publisher.publishAsync(topicOf(id), payload(place), { qos: 1 }));
      }
      await Promise.all(sent);
    }
    await accepted(rounds * VEHICLES);
    clearInterval(looking);
    for (let id = 1; id <= VEHICLES; id++) expect(latest(id)?.longitude).toBeCloseTo(4.8 + rounds / 1e5, 6);
    // Publisher and reader share this process's one thread.
    expect(longestMs).toBeLessThan(3_000);
  });

  it('are shared between services of one group', async () => {
    const other = newSupervision();
    await read({ MQTT_GROUP: 'vigie' });
    await read({ MQTT_GROUP: 'vigie' }, other);
    await isLive();
    await isLive(other);
    for (let id = 1; id <= 100; id++) await publisher.publishAsync(topicOf(id), payload(), { qos: 1 });
    await vi.waitFor(() => {
      expect(supervision.feed.status.accepted + other.feed.status.accepted).toBe(100);
    }, PATIENCE);
    expect(supervision.feed.status.accepted).toBeGreaterThan(0);
    expect(other.feed.status.accepted).toBeGreaterThan(0);
  });

  it('come over TLS from a broker that is vouched for, and from no other', async () => {
    const tls = { MQTT_URL: `mqtts://localhost:${broker.tlsPort}`, MQTT_USERNAME: 'vigie' };
    const password = { MQTT_PASSWORD: BROKER_PASSWORDS.vigie };
    await read({ ...tls, ...password, MQTT_CA_FILE: broker.certificates });
    await isLive();
    const stranger = newSupervision();
    await read({ ...tls, ...password }, stranger);
    await vi.waitFor(() => expect(stranger.feed.status.notice).toMatch(/self.signed certificate/), PATIENCE);
  });

  it('are not read with a wrong password, which is said', async () => {
    await read({ MQTT_URL: `mqtt://vigie:wrong@127.0.0.1:${broker.port}` });
    await vi.waitFor(() => expect(supervision.feed.status.notice).toMatch(/[Nn]ot authori[sz]ed/), PATIENCE);
    expect(supervision.feed.status.state).toBe('failed');
  });
});
