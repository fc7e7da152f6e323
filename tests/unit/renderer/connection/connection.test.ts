import { describe, expect, it } from 'vitest';
import { createConnection, type Link, type Transport } from '../../../../renderer/connection/index.ts';
import { createListeners, createMemoryChannelPair, RpcError } from '../../../../shared/rpc/index.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { createMemoryHost } from '../../../support/memory-host/memory-host.ts';

/** A data host at the other end of memory channels, which the test cuts, refuses and brings back. */
function createScene() {
  const clock = createManualClock();
  const host = createMemoryHost({ vehicles: 3, missions: 3, thirdParties: 1, billingCycles: 1 });
  const offers = createListeners<void>();
  const scene = {
    clock,
    host,
    offers,
    opens: 0,
    /** What the next opening fails with. */
    failure: undefined as RpcError | undefined,
    /** A link is made and nobody is at its other end. */
    isDeaf: false,
    attached: [] as unknown[],
    cut: () => {},
  };
  const transport: Transport = {
    kind: 'preview',
    onOffer: (listener) => offers.add(listener),
    async open(): Promise<Link> {
      scene.opens += 1;
      if (scene.failure !== undefined) throw scene.failure;
      const [page, other] = createMemoryChannelPair();
      if (!scene.isDeaf) host.server.connect(other);
      scene.cut = () => other.close();
      return { channel: page, attachWorker: (worker) => void scene.attached.push(worker) };
    },
  };
  const connection = createConnection(transport, clock, () => 1);
  return { ...scene, scene, connection };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('the connection to the data host', () => {
  it('opens once the data host has answered', async () => {
    const { connection } = createScene();
    expect(connection.host.getState().state).toBe('connecting');
    await settle();
    expect(connection.host.getState().state).toBe('open');
    await expect(connection.client.request('vehicles.get', { id: '1' })).resolves.toMatchObject({ id: '1' });
  });

  it('counts a host that answers with an error as being there', async () => {
    const { connection, host } = createScene();
    host.fail('health.get', new RpcError('storage-failed', 'no'));
    await settle();
    expect(connection.host.getState().state).toBe('open');
  });

  it('takes a port that leads to nobody for no link', async () => {
    const { connection, clock, scene } = createScene();
    scene.isDeaf = true;
    await settle();
    // The first opening began before: it was answered. Cut it, and let the next one be deaf.
    scene.cut();
    clock.advance(300);
    await settle();
    expect(connection.host.getState().state).toBe('lost');
    clock.advance(10_000);
    await settle();
    expect(connection.host.getState()).toMatchObject({ state: 'lost', code: 'timeout' });
  });

  it('says that it is lost, since when, and when it tries again; requests fail meanwhile', async () => {
    const { connection, clock, scene } = createScene();
    await settle();
    clock.advance(5_000);
    scene.cut();
    const lostAtMs = clock.nowMs();
    expect(connection.host.getState()).toMatchObject({
      state: 'lost',
      sinceMs: lostAtMs,
      code: 'disconnected',
      nextTryAtMs: lostAtMs + 250,
    });
    await expect(connection.client.request('health.get', {})).rejects.toMatchObject({ code: 'disconnected' });
    clock.advance(250);
    await settle();
    expect(connection.host.getState().state).toBe('open');
  });

  it('waits longer after each failure, up to ten seconds, and keeps the time of the loss', async () => {
    const { connection, clock, scene } = createScene();
    await settle();
    clock.advance(5_000);
    scene.failure = new RpcError('disconnected', 'refused');
    scene.cut();
    const lostAtMs = clock.nowMs();
    const pauses: number[] = [];
    for (let attempt = 0; attempt < 8; attempt++) {
      const host = connection.host.getState();
      if (host.state !== 'lost' || host.nextTryAtMs === null) throw new Error(`unexpected ${JSON.stringify(host)}`);
      expect(host.sinceMs).toBe(lostAtMs);
      pauses.push(host.nextTryAtMs - clock.nowMs());
      clock.advance(host.nextTryAtMs - clock.nowMs());
      await settle();
    }
    expect(pauses).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  });

  it('does not hammer a host that lets in and cuts off at once', async () => {
    const { clock, scene } = createScene();
    await settle();
    for (let turn = 0; turn < 20; turn++) {
      scene.cut();
      clock.advance(500);
      await settle();
    }
    // 10 s at first pauses of 250 ms would be 40 openings.
    expect(scene.opens).toBeLessThan(10);
  });

  it('stops when it is refused, until it is told to try', async () => {
    const { connection, clock, scene } = createScene();
    await settle();
    scene.failure = new RpcError('unauthorized', 'no');
    scene.cut();
    clock.advance(20_000);
    await settle();
    expect(connection.host.getState()).toMatchObject({ state: 'lost', code: 'unauthorized', nextTryAtMs: null });
    const opens = scene.opens;
    clock.advance(600_000);
    await settle();
    expect(scene.opens).toBe(opens);
    scene.failure = undefined;
    connection.retry();
    await settle();
    expect(connection.host.getState().state).toBe('open');
  });

  it('takes a link that is offered without waiting for its own turn', async () => {
    const { connection, clock, scene, offers } = createScene();
    await settle();
    scene.failure = new RpcError('disconnected', 'no');
    scene.cut();
    clock.advance(60_000);
    await settle();
    scene.failure = undefined;
    offers.emit();
    await settle();
    expect(connection.host.getState().state).toBe('open');
  });

  it('keeps subscriptions over a reconnection and says when to ask again', async () => {
    const { connection, clock, scene, host } = createScene();
    const revisions: number[] = [];
    let opened = 0;
    connection.client.on('data.changed', ({ revision }) => revisions.push(revision));
    connection.onOpen(() => {
      opened += 1;
    });
    await settle();
    host.touch();
    await settle();
    scene.cut();
    clock.advance(300);
    await settle();
    host.touch();
    await settle();
    expect(revisions).toEqual([2, 3]);
    expect(opened).toBe(2);
    let late = 0;
    connection.onOpen(() => {
      late += 1;
    });
    expect(late).toBe(1);
  });

  it('gives a worker a pipe with each link and tells it of each loss', async () => {
    const { connection, clock, scene } = createScene();
    const told: string[] = [];
    const worker = { postMessage: (message: { type: string }) => void told.push(message.type) };
    connection.openWorkerChannel(worker);
    await settle();
    expect(scene.attached).toEqual([worker]);
    scene.cut();
    expect(told).toEqual(['lost']);
    clock.advance(300);
    await settle();
    expect(scene.attached).toEqual([worker, worker]);
  });

  it('is quiet after its end', async () => {
    const { connection, clock, scene } = createScene();
    await settle();
    connection.close();
    clock.advance(600_000);
    await settle();
    expect(scene.opens).toBe(1);
    expect(clock.plannedCount()).toBe(0);
  });
});
