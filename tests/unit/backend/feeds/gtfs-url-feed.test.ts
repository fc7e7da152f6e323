import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createGtfsUrlFeed, type GtfsUrlOptions } from '../../../../backend/feeds/gtfs/gtfs-url-feed.ts';
import { retryAfterMs } from '../../../../backend/feeds/gtfs/http-capture.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { encodeCapture, entityOf, MADE } from './gtfs-bytes.ts';
import { createRecordingHost, settle, until } from './recording-host.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A server that gives each request to the next of these; the last one stays. */
async function serve(
  ...answers: RequestListener[]
): Promise<{ url: URL; requests: Record<string, string | undefined>[] }> {
  const requests: Record<string, string | undefined>[] = [];
  const server = createServer((request, response) => {
    const answer = answers[Math.min(requests.length, answers.length - 1)];
    const { headers } = request;
    requests.push({ etag: headers['if-none-match'], since: headers['if-modified-since'], user: headers.authorization });
    answer?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { url: new URL(`http://us%20er:secret@127.0.0.1:${port}/positions?key=hidden`), requests };
}

async function startFeed(options: Omit<GtfsUrlOptions, 'chance'>) {
  const clock = createManualClock(MADE * 1000);
  const host = createRecordingHost(clock);
  const feed = createGtfsUrlFeed({ ...options, chance: () => 0.5 });
  closers.push(() => feed.stop());
  await feed.start(host);
  return { clock, host, feed };
}

const send =
  (bytes: Uint8Array, headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    response.writeHead(200, headers).end(bytes);
const fail =
  (status: number, headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    response.writeHead(status, headers).end('no');
const whole = encodeCapture([entityOf('a'), entityOf('b')]);

describe('a feed on a server', () => {
  it('is read again and again, with the true times', async () => {
    const later = encodeCapture([entityOf('a', { timestamp: MADE + 10 })], { timestamp: MADE + 12 });
    const { url, requests } = await serve(send(whole), send(later));
    const { clock, host, feed } = await startFeed({ url });
    expect(host.fixes.map(({ observedAtMs }) => observedAtMs)).toEqual([(MADE - 20) * 1000, (MADE - 20) * 1000]);
    expect(host.reports).toEqual([{ state: 'live', feedTimeMs: null, notice: null }]);
    clock.advance(14_999);
    await settle();
    expect(requests).toHaveLength(1);
    await until(clock, () => host.fixes.length === 3, 'the next reading');
    expect(host.fixes[2]?.observedAtMs).toBe((MADE + 10) * 1000);
    expect(feed.name).toMatch(/^127\.0\.0\.1:\d+\/positions$/);
    await feed.stop();
    expect(clock.plannedCount()).toBe(0);
  });

  it('is not sent again what it has', async () => {
    const headers = { etag: '"7"', 'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT' };
    const { url, requests } = await serve(send(whole, headers), (_, response) => response.writeHead(304).end());
    const { clock, host } = await startFeed({ url });
    await until(clock, () => host.reports.length === 3, 'two more readings');
    const user = `Basic ${btoa('us er:secret')}`;
    expect(requests.slice(1)).toEqual([
      { etag: '"7"', since: 'Thu, 01 Jan 2026 00:00:00 GMT', user },
      { etag: '"7"', since: 'Thu, 01 Jan 2026 00:00:00 GMT', user },
    ]);
    expect(host.fixes).toHaveLength(2);
    expect(host.reports.every(({ state }) => state === 'live')).toBe(true);
  });

  it('that fails is said and tried again, more and more slowly, until it is back', async () => {
    const { url, requests } = await serve(fail(503), fail(404), send(whole));
    const { clock, host } = await startFeed({ url });
    const name = `${url.host}/positions`;
    expect(host.reports[0]).toEqual({ state: 'failed', notice: `${name} answered 503: it is tried again.` });
    expect(host.logs[0]?.details).toMatchObject({ failures: 1, nextTryMs: 11_250 });
    clock.advance(11_250);
    await settle();
    expect(host.reports[1]?.notice).toBe(`${name} answered 404: there is nothing at this address: check the URL.`);
    expect(host.logs[1]?.details).toMatchObject({ failures: 2, nextTryMs: 22_500 });
    clock.advance(22_499);
    await settle();
    expect(requests).toHaveLength(2);
    clock.advance(1);
    await settle();
    expect(host.reports[2]).toEqual({ state: 'live', feedTimeMs: null, notice: null });
    expect(host.fixes).toHaveLength(2);
    expect(JSON.stringify([host.logs, host.reports])).not.toMatch(/secret|hidden/);
  });

  it('is left alone for as long as it asks', async () => {
    const { url, requests } = await serve(fail(429, { 'retry-after': '120' }), send(whole));
    const { clock, host } = await startFeed({ url });
    expect(host.reports[0]?.notice).toContain('answered 429: it asks to be read less often.');
    clock.advance(119_999);
    await settle();
    expect(requests).toHaveLength(1);
    clock.advance(1);
    await settle();
    expect(requests).toHaveLength(2);
  });

  it('waits no longer than five minutes between two tries of its own', async () => {
    const { url } = await serve(fail(500));
    const { clock, host } = await startFeed({ url });
    for (let i = 0; i < 8; i += 1) {
      clock.advance(300_000);
      await settle(5);
    }
    expect(host.logs.at(-1)?.details).toMatchObject({ nextTryMs: 225_000 });
  });

  it.each<[string, RequestListener, Partial<GtfsUrlOptions>, RegExp]>([
    ['sends a page', send(Buffer.from('<html>')), {}, /is not GTFS-realtime in Protocol Buffers/],
    [
      'sends alerts',
      send(encodeCapture([{ id: 'x', alert: {} }])),
      {},
      /holds trip updates or alerts but no vehicle position/,
    ],
    ['sends too much', send(new Uint8Array(3_000_000)), { mostBytes: 2 * 1024 * 1024 }, /sends more than 2 MB/],
    ['does not answer', () => undefined, { timeoutMs: 150 }, /did not answer within 0\.15 s/],
    [
      'stops in the middle',
      (_, response) => void response.writeHead(200).write('ab'),
      { timeoutMs: 150 },
      /did not answer within/,
    ],
    ['hangs up', (request) => request.socket.destroy(), {}, /broke the connection off/],
    ['sends nothing', send(new Uint8Array()), {}, /is empty/],
    [
      'redirects for ever',
      (_, response) => response.writeHead(302, { location: '/' }).end(),
      {},
      /cannot be reached \(redirect/,
    ],
  ])('that %s is said in one sentence', async (_, answer, options, sentence) => {
    const { url } = await serve(answer);
    const { host } = await startFeed({ url, ...options });
    expect(host.reports).toHaveLength(1);
    expect(host.reports[0]?.state).toBe('failed');
    expect(host.reports[0]?.notice).toMatch(sentence);
    expect(host.fixes).toEqual([]);
  });

  it('that is not there does not stop anything', async () => {
    const { url } = await serve(send(whole));
    await closers.pop()?.();
    const { host } = await startFeed({ url });
    expect(host.reports[0]?.notice).toMatch(/refuses the connection: check the port, and that the server runs\.$/);
  });

  it('is stopped in the middle of a request', async () => {
    const { url, requests } = await serve(send(whole), () => undefined);
    const { clock, host, feed } = await startFeed({ url });
    await until(clock, () => requests.length === 2, 'the request');
    await feed.stop();
    expect(host.reports).toHaveLength(1);
    expect(clock.plannedCount()).toBe(0);
  });

  it('keeps trying when the host cannot take its vehicles', async () => {
    const { url } = await serve(send(whole));
    const clock = createManualClock();
    const host = createRecordingHost(clock);
    host.failing.register = 1;
    const feed = createGtfsUrlFeed({ url, chance: () => 0 });
    await feed.start(host);
    expect(host.reports[0]).toMatchObject({ state: 'failed' });
    await until(clock, () => host.fixes.length === 2, 'the next try');
    await feed.stop();
  });
});

describe('Retry-After', () => {
  it('is in seconds or a date, and nothing otherwise', () => {
    const nowMs = Date.UTC(2026, 0, 1);
    expect(retryAfterMs('30', nowMs)).toBe(30_000);
    expect(retryAfterMs('Thu, 01 Jan 2026 00:01:00 GMT', nowMs)).toBe(60_000);
    for (const nothing of [null, '', ' ', 'soon', '-5', 'Thu, 01 Jan 1998 00:01:00 GMT']) {
      expect(retryAfterMs(nothing, nowMs)).toBeUndefined();
    }
  });
});
