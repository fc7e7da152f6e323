import { setTimeout as sleep } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  encodePositionBatch,
  type EventBatch,
  eventBatch,
  type EventHead,
  eventsPage,
  type FeedStatus,
  feedStatus,
  FleetTable,
  INGEST_NAMESPACE,
  type IngestAnswer,
  type IngestClientEvents,
  POSITIONS_NAMESPACE,
  type PositionsClientEvents,
  type PositionsDirectory,
  type PositionsServerEvents,
  readFrameHeader,
  SYNC_NAMESPACE,
  type SyncClientEvents,
  type SyncServerEvents,
} from '../../../shared/api/index.ts';
import { type RunningBackend, startBackend } from '../../support/backend.ts';
import { insertRows } from '../../support/business-rows.ts';

type PositionsSocket = Socket<PositionsServerEvents, PositionsClientEvents>;

let running: RunningBackend;
const sockets: Socket[] = [];
beforeAll(async () => {
  running = await startBackend();
  await insertRows(running.backend.database, { vehicles: 40 });
  await vi.waitFor(() => expect(ingest(1, 0).accepted).toBe(1));
});
afterAll(() => running.stop());
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.disconnect();
});

/** Moves the first vehicles a little, at times that go on from one call to the next. */
let tick = Date.now() - 3_600_000;
function ingest(vehicles: number, shift: number) {
  tick += 1000;
  return running.backend.supervision.ingest(
    Array.from({ length: vehicles }, (_, index) => ({
      vehicle: `LYO-${index + 1}`,
      longitude: 4.8 + shift / 1000,
      latitude: 45.7 + index / 1000,
      observedAtMs: tick,
      headingDegrees: 90,
      speedMetresPerSecond: 10,
    })),
  );
}

/** All that was taken in before is in a frame. */
const published = () => sleep(300);

function open(namespace: string, auth: Record<string, unknown>, transports = ['websocket']): Socket {
  const socket = io(running.url + namespace, { auth, transports, forceNew: true, reconnection: false });
  sockets.push(socket);
  return socket;
}
const openPositions = (): PositionsSocket => open(POSITIONS_NAMESPACE, { token: running.token });

/** A reader that applies and acknowledges what comes. */
function follow(socket: PositionsSocket) {
  const table = new FleetTable({ streamId: 0, epochMs: 0 });
  const seen = {
    kinds: [] as string[],
    directory: [] as string[],
    feeds: [] as FeedStatus[],
    table,
    results: [] as string[],
  };
  socket.on('directory', ({ start, vehicleIds }, acknowledge) => {
    seen.directory.splice(start, vehicleIds.length, ...vehicleIds);
    acknowledge();
  });
  socket.on('feed', (status) => seen.feeds.push(feedStatus.parse(status)));
  socket.on('frame', (frame, acknowledge) => {
    seen.kinds.push(readFrameHeader(frame).kind);
    seen.results.push(table.apply(frame));
    expect(seen.directory.length).toBeGreaterThanOrEqual(table.count);
    acknowledge();
  });
  return seen;
}

function refusal(socket: Socket): Promise<unknown> {
  return new Promise((resolve, reject) => {
    socket.on('connect_error', (error: Error & { data?: unknown }) => resolve(error.data ?? error.message));
    socket.on('connect', () => reject(new Error('it was let in')));
  });
}
const ending = (socket: Socket) => new Promise<string>((resolve) => socket.on('disconnect', resolve));
const connection = (socket: Socket) => new Promise<void>((resolve) => socket.on('connect', resolve));

describe('handshake', () => {
  it.each([
    ['no token', {}],
    ['an empty token', { token: '' }],
    ['a token that is no text', { token: { $ne: 1 } }],
    ['a wrong token', { token: 'nonsense' }],
  ])('with %s is refused as unauthorized, in both namespaces', async (_, auth) => {
    expect(await refusal(open(POSITIONS_NAMESPACE, auth))).toEqual({ code: 'unauthorized' });
    expect(await refusal(open(SYNC_NAMESPACE, auth))).toEqual({ code: 'unauthorized' });
  });

  it('at the root or in a namespace that is not there is refused', async () => {
    expect(await refusal(open('/', { token: running.token }))).toMatch(
      /connect to \/sync or \/positions, or to \/ingest/,
    );
    expect(await refusal(open('/other', { token: running.token }))).toBe('Invalid namespace');
  });

  it('works by polling as well', async () => {
    const socket = open(SYNC_NAMESPACE, { token: running.token }, ['polling']);
    await connection(socket);
    expect(socket.connected).toBe(true);
  });
});

describe('/sync', () => {
  it('pokes once something can be pulled, and not for each change', async () => {
    const socket: Socket<SyncServerEvents, SyncClientEvents> = open(SYNC_NAMESPACE, { token: running.token });
    const pokes: number[] = [];
    socket.on('changes', ({ atMs }) => pokes.push(atMs));
    await connection(socket);
    for (let i = 0; i < 30; i++)
      await running.backend.database.query('insert into third_parties (name) values ($1)', [`P${i}`]);
    await expect.poll(() => pokes.length, { timeout: 20_000 }).toBeGreaterThan(0);
    await sleep(500);
    expect(pokes.length).toBeLessThan(10);
    const before = pokes.length;
    await running.backend.database.execute('update third_parties set name = name');
    await sleep(500);
    expect(pokes.length).toBe(before);
  });

  it('sends what happens to those who follow, from where it said that the log ends', async () => {
    const socket: Socket<SyncServerEvents, SyncClientEvents> = open(SYNC_NAMESPACE, { token: running.token });
    const idle: Socket<SyncServerEvents> = open(SYNC_NAMESPACE, { token: running.token });
    const batches: EventBatch[] = [];
    const unasked = vi.fn<() => void>();
    socket.on('events', (batch) => batches.push(eventBatch.parse(batch)));
    idle.on('events', unasked);
    await Promise.all([connection(socket), connection(idle)]);
    const head = await new Promise<EventHead>((resolve) => socket.emit('follow', resolve));
    expect(head.epoch).toBe(running.backend.epoch);

    await running.backend.database.query(
      `insert into third_parties (name) select 'Q' || n from generate_series(1, 150) as n`,
    );
    await expect.poll(() => batches.at(-1)?.to, { timeout: 20_000 }).toBe(head.position + 150);
    expect(batches.map(({ from }) => from)).toEqual([head.position, ...batches.slice(0, -1).map(({ to }) => to)]);
    const events = batches.flatMap(({ events: some }) => some);
    expect(events.map(({ position }) => position - head.position)).toEqual(
      Array.from({ length: 150 }, (_, i) => i + 1),
    );
    expect(unasked).not.toHaveBeenCalled();

    const answer = await running.ask(`/api/v2/events?after=${head.position + 140}`);
    expect(eventsPage.parse(await answer.json())).toMatchObject({ to: head.position + 150, events: events.slice(140) });
    const gone = await running.ask('/api/v2/events?after=999999');
    expect(gone.status).toBe(410);
    expect(await gone.json()).toMatchObject({ field: 'after' });
  });
});

describe('/positions', () => {
  it('sends a key frame, then what changed, then heartbeats; the directory and the feed come along', async () => {
    const socket = openPositions();
    const seen = follow(socket);
    await connection(socket);
    expect(seen.kinds).toEqual([]);
    ingest(40, 1);
    await published();
    socket.emit('subscribe', {});
    await expect.poll(() => seen.table.count).toBe(40);
    expect(seen.kinds[0]).toBe('key');
    expect(new Set(seen.directory).size).toBe(40);
    expect(seen.feeds[0]).toMatchObject({ kind: 'external', state: 'live' });
    ingest(3, 2);
    await expect.poll(() => seen.table.read(2)?.longitude).toBeCloseTo(4.802, 6);
    expect(seen.table.read(3)?.longitude).toBeCloseTo(4.801, 6);
    const frames = seen.kinds.length;
    await expect.poll(() => seen.kinds.length).toBeGreaterThan(frames);
    expect(seen.kinds.slice(1).every((kind) => kind === 'delta')).toBe(true);
    expect(new Set(seen.results)).toEqual(new Set(['applied']));
    await expect.poll(() => seen.feeds.at(-1)?.accepted ?? 0).toBeGreaterThan(40);
  });

  it('goes on where a reader was, on a new connection', async () => {
    ingest(40, 3);
    await published();
    const first = openPositions();
    const seen = follow(first);
    first.emit('subscribe', {});
    await expect.poll(() => seen.table.count).toBe(40);
    first.disconnect();
    ingest(2, 4);

    const second = openPositions();
    const { streamId, sequence } = seen.table;
    const kinds: string[] = [];
    const directories: PositionsDirectory[] = [];
    second.on('directory', (directory, acknowledge) => {
      directories.push(directory);
      acknowledge();
    });
    second.on('frame', (frame, acknowledge) => {
      kinds.push(readFrameHeader(frame).kind);
      expect(seen.table.apply(frame)).toBe('applied');
      acknowledge();
    });
    second.emit('subscribe', { streamId, sequence, directoryCount: 40 });
    await expect.poll(() => seen.table.read(1)?.longitude).toBeCloseTo(4.804, 6);
    expect(kinds[0]).toBe('delta');
    expect(directories).toEqual([]);
  });

  it.each([
    ['of another stream', { streamId: 1, sequence: 3, directoryCount: 2 }],
    ['ahead of the server', { sequence: 4_000_000_000 }],
    ['with a longer directory than there is', { sequence: 1, directoryCount: 9999 }],
  ])('gives a key frame and the directory to a reader %s', async (_, where) => {
    const socket = openPositions();
    const seen = follow(socket);
    socket.emit('subscribe', { streamId: running.backend.supervision.table.streamId, ...where });
    await expect.poll(() => seen.table.count).toBe(40);
    expect(seen.kinds[0]).toBe('key');
    expect(seen.directory).toHaveLength(40);
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['text', 'everything'],
    ['a negative sequence', { sequence: -1 }],
    ['a fraction', { sequence: 1.5 }],
    ['a member that is not known', { vehicles: ['1'] }],
    ['a list', []],
  ])('ends a connection that subscribes with %s', async (_, payload) => {
    const socket: Socket = open(POSITIONS_NAMESPACE, { token: running.token });
    await connection(socket);
    const ended = ending(socket);
    socket.emit('subscribe', payload);
    expect(await ended).toMatch(/io server disconnect|transport close/);
    expect((await running.ask('/health')).status).toBe(200);
  });

  it('sends nothing more to a reader that never answers, whatever it asks', async () => {
    const socket = openPositions();
    let frames = 0;
    let directories = 0;
    socket.on('frame', () => {
      frames += 1;
    });
    socket.on('directory', () => {
      directories += 1;
    });
    await connection(socket);
    for (let i = 0; i < 200; i++) socket.emit('subscribe', {});
    for (let i = 0; i < 6; i++) {
      ingest(40, 5 + i);
      await sleep(260);
    }
    expect(frames).toBeLessThanOrEqual(2);
    expect(directories).toBeLessThanOrEqual(2);
  });

  it('gives a slow reader newer frames, not more of them', async () => {
    const socket = openPositions();
    const table = new FleetTable({ streamId: 0, epochMs: 0 });
    let frames = 0;
    socket.on('directory', (_part, acknowledge) => acknowledge());
    socket.on('frame', (frame, acknowledge) => {
      frames += 1;
      table.apply(frame);
      setTimeout(acknowledge, 900);
    });
    socket.emit('subscribe', {});
    for (let i = 0; i < 10; i++) {
      ingest(40, 20 + i);
      await sleep(260);
    }
    expect(frames).toBeLessThanOrEqual(4);
    await expect.poll(() => table.read(5)?.longitude).toBeCloseTo(4.829, 6);
  });
});

describe('/ingest', () => {
  type IngestSocket = Socket<Record<string, never>, IngestClientEvents>;
  const fixOf = (vehicle: number, changes: object = {}) => ({
    ...{ longitude: 4.9, latitude: 45.8, observedAtMs: (tick += 1000), headingDegrees: 271.5 },
    ...{ speedMetresPerSecond: 12.25, vehicle },
    ...changes,
  });
  async function openIngest(): Promise<IngestSocket> {
    const socket: IngestSocket = open(INGEST_NAMESPACE, { token: running.token });
    await connection(socket);
    return socket;
  }
  const ask = (socket: IngestSocket, event: 'positions' | 'batch', sent: unknown): Promise<IngestAnswer> =>
    (socket as Socket).timeout(5_000).emitWithAck(event, sent) as Promise<IngestAnswer>;

  it('is for programs that may send positions', async () => {
    const token = await running.backend.tokenFor('someone', ['supervisor']);
    expect(await refusal(open(INGEST_NAMESPACE, { token }))).toEqual({ code: 'forbidden' });
    expect(await refusal(open(INGEST_NAMESPACE, {}))).toEqual({ code: 'unauthorized' });
  });

  it('takes batches of bytes by announced vehicles, and says which were refused, and why', async () => {
    const socket = await openIngest();
    // Long enough for any way between the places of this file.
    tick += 300_000;
    const announced = await socket.emitWithAck('vehicles', { codes: ['LYO-31', 'LYO-32', 'NOBODY'] });
    expect(announced).toEqual({ ok: true, first: 0, count: 3 });
    const batch = encodePositionBatch([
      fixOf(0, { state: 'on-mission' }),
      fixOf(2),
      fixOf(7),
      fixOf(1, { latitude: 91 }),
      fixOf(1, { observedAtMs: Number.NaN }),
    ]);
    expect(await ask(socket, 'batch', batch)).toEqual({
      ...{ ok: true, accepted: 1, suspect: 0 },
      refused: { 'unknown-vehicle': 1, malformed: 1, 'outside-world': 1, 'no-time': 1 },
      examples: [
        { index: 1, vehicle: 'NOBODY', field: 'vehicle', reason: 'unknown-vehicle' },
        { index: 2, vehicle: '', field: 'vehicle', reason: 'malformed' },
        { index: 3, vehicle: 'LYO-32', field: 'latitude', reason: 'outside-world' },
        { index: 4, vehicle: 'LYO-32', field: 'observedAtMs', reason: 'no-time' },
      ],
    });
    const { directory, table } = running.backend.supervision;
    const [id] = await running.backend.database.query<{ id: string }>(`select id from vehicles where code = 'LYO-31'`);
    const record = table.read(directory.indexOf(String(id?.id)));
    expect(record?.state).toBe(2);
    expect(record?.longitude).toBeCloseTo(4.9, 6);
    expect(record?.latitude).toBeCloseTo(45.8, 6);
    expect(Math.hypot(record?.velocityEast ?? 0, record?.velocityNorth ?? 0)).toBeCloseTo(12.25, 4);
  });

  it('takes JSON by the same rules as HTTP', async () => {
    const socket = await openIngest();
    const good = { ...fixOf(0), vehicle: 'LYO-33' };
    expect(await ask(socket, 'positions', { positions: [good] })).toMatchObject({ ok: true, accepted: 1 });
    const wrong: [unknown, string][] = [
      [{ positions: [good, { ...good, longitude: 'east' }] }, 'positions.1.longitude'],
      [{ positions: [{ ...good, colour: 'red' }] }, 'positions.0.colour'],
      [{ positions: Array.from({ length: 2_001 }, () => good) }, 'positions'],
      [{ positions: [] }, 'positions'],
      [null, 'body'],
    ];
    for (const [body, field] of wrong) {
      expect(await ask(socket, 'positions', body)).toMatchObject({ ok: false, code: 'invalid', field });
    }
  });

  it('refuses what is no batch and goes on', async () => {
    const socket = await openIngest();
    const cut = encodePositionBatch([fixOf(0)]).slice(0, -1);
    for (const sent of ['text', new Uint8Array(3), new Uint8Array(40), cut]) {
      expect(await ask(socket, 'batch', sent)).toMatchObject({ ok: false, code: 'invalid', field: 'batch' });
    }
    const many = encodePositionBatch(Array<ReturnType<typeof fixOf>>(10_001).fill(fixOf(0)));
    expect(await ask(socket, 'batch', many)).toMatchObject({ ok: false, field: 'batch' });
    await socket.emitWithAck('vehicles', { codes: ['LYO-34'] });
    expect(await ask(socket, 'batch', encodePositionBatch([fixOf(0)]))).toMatchObject({ ok: true, accepted: 1 });
  });
});
