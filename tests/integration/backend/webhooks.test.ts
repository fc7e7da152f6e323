import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook as Verifier } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deadLetterList, webhook, webhookList, webhookMessage, webhookWithSecret } from '../../../shared/api/index.ts';
import { type RunningBackend, startBackend } from '../../support/backend.ts';

interface Received {
  headers: http.IncomingHttpHeaders;
  body: string;
}

/** The service looks each second, on a machine that may be busy. */
const PATIENTLY = { timeout: 45_000 };

let running: RunningBackend;
let receiver: http.Server;
let url: string;
let received: Received[];
/** What is answered, in turn; then 200. */
let answers: (number | 'hang' | 'flood')[];

beforeAll(async () => {
  running = await startBackend({ webhooks: { key: undefined, networks: ['127.0.0.0/8'] } });
  receiver = http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      const answer = answers.shift() ?? 200;
      if (answer === 'hang') return;
      if (answer === 'flood') {
        response.writeHead(200);
        const flood = () => {
          while (response.write('x'.repeat(65_536))) continue;
        };
        response.on('drain', flood).on('error', () => undefined);
        return flood();
      }
      response.writeHead(answer, answer === 302 ? { location: 'http://127.0.0.1:1/elsewhere' } : {}).end();
    });
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
});
afterAll(async () => {
  await running.stop();
  receiver.closeAllConnections();
  receiver.close();
});
beforeEach(() => {
  received = [];
  answers = [];
});
afterEach(async () => {
  for (const { id } of webhookList.parse(await json('/api/v2/webhooks')).items)
    await post(`/api/v2/webhooks/${id}/remove`);
});

const json = async (path: string): Promise<unknown> => (await running.ask(path)).json();
const post = (path: string, body?: object) =>
  running.ask(path, {
    method: 'POST',
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });

async function create(...eventTypes: string[]) {
  const response = await post('/api/v2/webhooks', { url, eventTypes });
  expect(response.status).toBe(200);
  return webhookWithSecret.parse(await response.json());
}
const stateOf = async (id: string) => webhook.parse(await json(`/api/v2/webhooks/${id}`));
const addParties = (count: number) =>
  running.backend.database.query(
    `insert into third_parties (name) select 'W' || n from generate_series(1, $1::int) as n`,
    [count],
  );
/** As if its time had come. */
const hurry = () => running.backend.database.execute(`update webhooks set next_attempt_at = '-infinity'`);

describe('a webhook', () => {
  it('is told what it wants to know, signed, in order, and not who did it; its secret is shown once', async () => {
    const { webhook: made, secret } = await create('third-party.created');
    await running.backend.database.execute(`insert into vehicles (code) values ('W1')`);
    await addParties(3);
    await expect.poll(() => received.length, PATIENTLY).toBe(3);
    const messages = received.map(({ body, headers }) =>
      webhookMessage.parse(new Verifier(secret).verify(body, headers as Record<string, string>)),
    );
    expect(messages.map(({ type }) => type)).toEqual(Array.from({ length: 3 }, () => 'third-party.created'));
    expect(messages.map(({ data }) => data.position)).toEqual(
      [1, 2, 3].map((n) => (messages[0]?.data.position ?? 0) + n - 1),
    );
    expect(received[0]?.body).not.toContain('database:');
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(3);
    await expect.poll(async () => (await stateOf(made.id)).position, PATIENTLY).toBe(messages[2]?.data.position);
    expect(JSON.stringify(await json('/api/v2/webhooks'))).not.toContain(secret);
    const stored = await running.backend.database.query(`select encode(secret, 'escape') as text from webhooks`);
    expect(JSON.stringify(stored)).not.toContain(secret.slice(6, 20));
  });

  it('that fails is told the same again, with the same id, before anything else', async () => {
    const { webhook: made } = await create('third-party.*');
    answers = [500, 302];
    await addParties(2);
    await expect.poll(async () => (await stateOf(made.id)).attempts, PATIENTLY).toBe(1);
    expect((await stateOf(made.id)).lastFailure).toBe('HTTP 500');
    await hurry();
    await expect.poll(async () => (await stateOf(made.id)).attempts, PATIENTLY).toBe(2);
    expect((await stateOf(made.id)).lastFailure).toContain('redirections');
    await hurry();
    await expect.poll(() => received.length, PATIENTLY).toBe(4);
    const ids = received.map(({ headers }) => headers['webhook-id']);
    expect(ids.slice(0, 3)).toEqual([ids[0], ids[0], ids[0]]);
    expect(ids[3]).not.toBe(ids[0]);
    await expect.poll(async () => (await stateOf(made.id)).failingSince, PATIENTLY).toBeNull();
  });

  it('that does not take an event loses it to the dead letters, from which it is sent by hand', async () => {
    const { webhook: made } = await create('third-party.*');
    await running.backend.database.execute('update webhooks set attempts = 7');
    answers = [503];
    await addParties(2);
    await expect.poll(() => received.length, PATIENTLY).toBe(2);
    await expect.poll(async () => (await stateOf(made.id)).deadLetters, PATIENTLY).toBe(1);
    const path = `/api/v2/webhooks/${made.id}/dead-letters`;
    const [letter] = deadLetterList.parse(await json(path)).items;
    expect(letter).toMatchObject({ attempts: 8, failure: 'HTTP 503' });
    answers = [500];
    const again = await post(`${path}/${letter?.position}/redeliver`);
    expect(await again.json()).toEqual({ delivered: false, failure: 'HTTP 500' });
    const last = await post(`${path}/${letter?.position}/redeliver`);
    expect(await last.json()).toEqual({ delivered: true, failure: null });
    expect(received.at(-1)?.headers['webhook-id']).toBe(received[0]?.headers['webhook-id']);
    expect(await json(path)).toEqual({ items: [] });
    expect((await post(`${path}/${letter?.position}/redeliver`)).status).toBe(404);
  });

  it('is disabled with a notice once it is gone or has failed for days, and enabled by hand it goes on', async () => {
    const { webhook: made } = await create('third-party.created');
    answers = [410];
    await addParties(1);
    await expect.poll(async () => (await stateOf(made.id)).state, PATIENTLY).toBe('disabled');
    expect((await stateOf(made.id)).notice).toContain('410');
    await post(`/api/v2/webhooks/${made.id}/enable`);
    await expect.poll(() => received.length, PATIENTLY).toBe(2);

    answers = [500, 500];
    await addParties(1);
    await expect.poll(async () => (await stateOf(made.id)).attempts, PATIENTLY).toBe(1);
    await running.backend.database.execute(`update webhooks set failing_since = now() - interval '4 days'`);
    await hurry();
    await expect.poll(async () => (await stateOf(made.id)).state, PATIENTLY).toBe('disabled');
    expect((await stateOf(made.id)).notice).toContain('4 days');
    const told = await running.backend.database.query(
      `select from event_log where type = 'webhook.disabled' and entity_id = $1`,
      [made.id],
    );
    expect(told).toHaveLength(2);
  });

  it('is not waited for when its answer does not end', async () => {
    const { webhook: made } = await create('third-party.created');
    answers = ['flood'];
    await addParties(2);
    await expect.poll(() => received.length, PATIENTLY).toBe(2);
    await expect.poll(async () => (await stateOf(made.id)).attempts, PATIENTLY).toBe(0);
  });

  it('is one process’s at a time', async () => {
    const { webhook: made } = await create('third-party.created');
    await running.backend.database.query(
      `update webhooks set lease = gen_random_uuid(), leased_until = now() + interval '1 minute' where id = $1`,
      [made.id],
    );
    await addParties(1);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(received).toEqual([]);
    await running.backend.database.execute(`update webhooks set leased_until = now()`);
    await expect.poll(() => received.length, PATIENTLY).toBe(1);
  });

  it('is looked after by administrators alone, and its old secret is void', async () => {
    const { webhook: made, secret } = await create('*');
    const token = await running.tokenFor('supervisor', 'billing');
    expect((await running.ask('/api/v2/webhooks', { token })).status).toBe(403);
    const renewed = webhookWithSecret.parse(await (await post(`/api/v2/webhooks/${made.id}/secret`)).json());
    expect(renewed.secret).not.toBe(secret);
    await addParties(1);
    await expect.poll(() => received.length, PATIENTLY).toBe(1);
    const [{ body, headers } = { body: '', headers: {} }] = received;
    expect(() => new Verifier(secret).verify(body, headers as Record<string, string>)).toThrow(/signature/i);
    new Verifier(renewed.secret).verify(body, headers as Record<string, string>);
  });

  it.each([
    ['http://example.com/hook', /https/],
    ['https://10.0.0.7/hook', /inside the network/],
    ['https://[::1]/hook', /inside the network/],
    ['https://[::ffff:192.168.1.1]/', /inside the network/],
    ['https://169.254.169.254/latest/meta-data', /inside the network/],
    ['https://me:secret@example.com/', /password/],
    ['ftp://example.com/', /https/],
    ['nonsense', /address/],
  ])('may not be %s', async (address, reason) => {
    const response = await post('/api/v2/webhooks', { url: address, eventTypes: ['*'] });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ field: 'url', detail: expect.stringMatching(reason) as string });
  });

  it.each([[['mission']], [['Mission.*']], [[]], [['*.created']]])('may not want %j', async (eventTypes) => {
    const response = await post('/api/v2/webhooks', { url, eventTypes });
    expect(response.status).toBe(400);
  });
});
