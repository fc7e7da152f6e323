import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPokeLink, createPositionsLink } from '../../../../electron/data/remote/realtime.ts';
import type { RemoteError } from '../../../../electron/data/remote/remote-error.ts';
import { createSocketLink } from '../../../../electron/data/remote/socket-link.ts';
import { systemClock } from '../../../../electron/data/system-clock.ts';
import type { Disposer } from '../../../../shared/domain/index.ts';
import { startVigieServer, type VigieServer } from '../../../support/vigie-server/vigie-server.ts';

let server: VigieServer;
const closing: Disposer[] = [];
beforeEach(async () => {
  server = await startVigieServer();
});
afterEach(async () => {
  for (const close of closing.splice(0)) close();
  await server.close();
});

const options = (token: string | null = server.token) => ({
  server: { url: server.url, token },
  clock: systemClock,
  random: () => 0,
});

/** Nobody who follows events. */
const follower = { connected: () => undefined, received: () => undefined, lost: () => undefined };

describe('the link for pokes', () => {
  it('tells of pokes, of a lost connection and of a new one', async () => {
    const onPoke = vi.fn<() => void>();
    const changes: (string | undefined)[] = [];
    closing.push(createPokeLink(options(), { onPoke, onChange: (error) => changes.push(error?.code) }, follower).close);
    await vi.waitFor(() => expect(changes).toEqual([undefined]));
    server.poke();
    await vi.waitFor(() => expect(onPoke).toHaveBeenCalledOnce());
    server.dropSockets();
    await vi.waitFor(() => expect(changes).toEqual([undefined, 'server-unreachable', undefined]));
    server.poke();
    await vi.waitFor(() => expect(onPoke).toHaveBeenCalledTimes(2));
  });

  it('tells that the token is refused, and goes on asking', async () => {
    const errors: (RemoteError | undefined)[] = [];
    closing.push(
      createPokeLink(options('wrong'), { onPoke: () => undefined, onChange: (error) => errors.push(error) }, follower)
        .close,
    );
    await vi.waitFor(() => expect(errors.length).toBeGreaterThan(1));
    expect(errors[0]).toMatchObject({ code: 'unauthorized' });
    expect(errors[0]?.message).not.toContain('wrong');
  });

  it('waits for a server that is not there yet', async () => {
    const { url } = server;
    await server.close();
    const changes: (string | undefined)[] = [];
    closing.push(
      createPokeLink(
        { ...options(), server: { url, token: server.token } },
        { onPoke: () => undefined, onChange: (error) => changes.push(error?.code) },
        follower,
      ).close,
    );
    await vi.waitFor(() => expect(changes).toContain('server-unreachable'));
    server = await startVigieServer({ port: Number(new URL(url).port) });
    await vi.waitFor(() => expect(changes.at(-1)).toBeUndefined());
  });

  it('finds a server below a path', async () => {
    const below = await startVigieServer({ path: '/fleet/vigie' });
    const onChange = vi.fn<(error: RemoteError | undefined) => void>();
    closing.push(
      createPokeLink({ ...options(), server: below }, { onPoke: () => undefined, onChange }, follower).close,
    );
    await vi.waitFor(() => expect(onChange).toHaveBeenCalledWith(undefined));
    await below.close();
  });

  it('connects anew when it is asked to, without a word of a loss', async () => {
    const changes: (string | undefined)[] = [];
    const link = createPokeLink(
      options(),
      { onPoke: () => undefined, onChange: (error) => changes.push(error?.code) },
      follower,
    );
    closing.push(link.close);
    await vi.waitFor(() => expect(changes).toEqual([undefined]));
    link.restart();
    await vi.waitFor(() => expect(changes).toEqual([undefined, undefined]));
    await vi.waitFor(() => expect(server.connectionCount()).toBe(1));
  });

  it('is quiet once closed', async () => {
    const onChange = vi.fn<(error: RemoteError | undefined) => void>();
    const { close } = createPokeLink(options(), { onPoke: () => undefined, onChange }, follower);
    await vi.waitFor(() => expect(onChange).toHaveBeenCalledOnce());
    close();
    await vi.waitFor(() => expect(server.connectionCount()).toBe(0));
    expect(onChange).toHaveBeenCalledOnce();
  });
});

describe('a link that is open but silent', () => {
  it('is ended and made anew', async () => {
    const onConnected = vi.fn<() => void>();
    const link = createSocketLink({ ...options(), namespace: '/positions', onConnected, onLost: () => undefined });
    closing.push(link.close);
    await vi.waitFor(() => expect(onConnected).toHaveBeenCalledOnce());
    link.restart();
    await vi.waitFor(() => expect(onConnected).toHaveBeenCalledTimes(2));
    link.close();
    link.restart();
    await vi.waitFor(() => expect(server.connectionCount()).toBe(0));
  });
});

describe('the link for positions', () => {
  it('gives frames, directories and the state of the feed on, and acknowledges each frame', async () => {
    const fleet = {
      connected: vi.fn<(supplier: { subscribe(subscription: object): void; restart(): void }) => void>((supplier) =>
        supplier.subscribe({}),
      ),
      lost: vi.fn<(fault: object) => void>(),
      receiveFrame: vi.fn<(frame: unknown) => void>(),
      receiveDirectory: vi.fn<(directory: unknown) => void>(),
    };
    const onFeed = vi.fn<(status: object | undefined) => void>();
    server.vehicleIds.push('11', '12');
    server.table.write(0, record(2));
    server.table.publish(1_000);
    closing.push(createPositionsLink(options(), fleet, { onFeed }));
    await vi.waitFor(() => expect(fleet.receiveFrame).toHaveBeenCalledOnce());
    expect(fleet.receiveDirectory).toHaveBeenCalledWith({ streamId: 7, start: 0, vehicleIds: ['11', '12'] });
    // The next one only comes because the first was acknowledged.
    server.publish();
    await vi.waitFor(() => expect(fleet.receiveFrame).toHaveBeenCalledTimes(2));
    expect(fleet.receiveFrame.mock.calls.every(([frame]) => frame instanceof Uint8Array)).toBe(true);
    server.sendRaw('no bytes');
    await vi.waitFor(() => expect(fleet.receiveFrame).toHaveBeenCalledTimes(3));

    const status = {
      name: 'simulator',
      kind: 'simulator',
      state: 'live',
      speed: 1,
      feedTimeMs: null,
      lastFixAtMs: null,
      accepted: 1,
      suspect: 0,
      refused: {},
      notice: null,
    };
    server.feed({ state: 'nonsense' });
    server.feed(status);
    await vi.waitFor(() => expect(onFeed).toHaveBeenCalledWith(status));
    expect(onFeed).toHaveBeenCalledOnce();

    server.dropSockets();
    await vi.waitFor(() =>
      expect(fleet.lost).toHaveBeenCalledWith(expect.objectContaining({ code: 'server-unreachable' })),
    );
    expect(onFeed).toHaveBeenLastCalledWith(undefined);
    await vi.waitFor(() => expect(fleet.connected).toHaveBeenCalledTimes(2));
  });
});

function record(longitude: number) {
  return {
    longitude,
    latitude: 48,
    velocityEast: 0,
    velocityNorth: 0,
    observedAtMs: Date.now(),
    headingDegrees: 0,
    state: 0,
    flags: 0,
    kind: 0,
  };
}
