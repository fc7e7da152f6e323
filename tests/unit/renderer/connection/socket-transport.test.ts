// @vitest-environment node
// (jsdom’s WebSocket takes no events of Node’s)
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSession } from '../../../../renderer/connection/session.ts';
import { createSocketTransport } from '../../../../renderer/connection/socket-transport.ts';
import { createRpcClient } from '../../../../shared/rpc/index.ts';
import { vigieContract } from '../../../../shared/contract/index.ts';
import { windowClock } from '../../../../renderer/workers/index.ts';
import { createMemoryHost } from '../../../support/memory-host/memory-host.ts';
import { type PageServer, startPageServer } from '../../../support/memory-host/page-server.ts';

let server: PageServer;
let token: string;
let sessionStorage: Storage;
beforeEach(async () => {
  server = await startPageServer('/nonexistent', createMemoryHost({ vehicles: 5, missions: 5 }));
  token = server.url.split('token=')[1] ?? '';
  sessionStorage = createStorage();
});
afterEach(() => server.close());

function createStorage(): Storage {
  const values = new Map<string, string>();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
    clear: () => values.clear(),
    key: (index) => [...values.keys()][index] ?? null,
    get length() {
      return values.size;
    },
  };
}

const socketUrl = () => `ws://127.0.0.1:${server.port}/rpc`;

/** The parts of a window that hold a session, at an address with this fragment. */
function pageAt(hash: string) {
  const replaced: string[] = [];
  const page = {
    location: { hash, pathname: '/console.html', search: '?wall=2' } as Location,
    history: { state: null, replaceState: (_: unknown, __: string, url: string) => replaced.push(url) },
    sessionStorage,
  };
  return { page: page as unknown as Window, replaced };
}

const open = (hash: string) => {
  const session = createSession(pageAt(hash).page);
  return { session, transport: createSocketTransport(socketUrl(), session) };
};

describe('the token of the address', () => {
  it('is taken out of the address at once', () => {
    const { page, replaced } = pageAt(`#token=${token}`);
    expect(createSession(page).credential()).toBe(token);
    expect(replaced).toEqual(['/console.html?wall=2']);
  });

  it('leaves an address without one alone', () => {
    const { page, replaced } = pageAt('');
    expect(createSession(page).credential()).toBeNull();
    expect(replaced).toEqual([]);
  });
});

describe('the socket to the preview', () => {
  it('shows the token, keeps the secret, and carries requests', async () => {
    const { transport } = open(`#token=${token}`);
    const link = await transport.open(new AbortController().signal);
    const client = createRpcClient(vigieContract, link.channel, windowClock);
    await expect(client.request('vehicles.page', { offset: 0, limit: 2 })).resolves.toMatchObject({ total: 5 });
    expect(sessionStorage.getItem('vigie.session')).toBe(token);
    const told: unknown[] = [];
    link.attachWorker({ postMessage: (message) => void told.push(message) });
    expect(told).toEqual([{ type: 'socket', url: socketUrl(), session: token }]);
    client.close();
  });

  it('comes back with the secret when the page was reloaded', async () => {
    sessionStorage.setItem('vigie.session', token);
    const link = await open('').transport.open(new AbortController().signal);
    link.channel.close();
  });

  it('tries the kept secret when the token of the address was used already', async () => {
    sessionStorage.setItem('vigie.session', token);
    const link = await open('#token=spent').transport.open(new AbortController().signal);
    link.channel.close();
  });

  it('is refused for good with a wrong token, and with none', async () => {
    const wrong = open('#token=wrong');
    await expect(wrong.transport.open(new AbortController().signal)).rejects.toMatchObject({ code: 'unauthorized' });
    await expect(open('').transport.open(new AbortController().signal)).rejects.toMatchObject({ code: 'unauthorized' });
  });

  it('says that nobody is there', async () => {
    server.cut();
    const { transport } = open(`#token=${token}`);
    await expect(transport.open(new AbortController().signal)).rejects.toMatchObject({ code: 'disconnected' });
  });

  it('lets go when it is not needed any more', async () => {
    const controller = new AbortController();
    const { transport } = open(`#token=${token}`);
    const opening = transport.open(controller.signal);
    controller.abort();
    await expect(opening).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('tells of the end of the connection', async () => {
    const link = await open(`#token=${token}`).transport.open(new AbortController().signal);
    const closed = new Promise<void>((resolve) => {
      link.channel.onClose(resolve);
    });
    server.cut();
    await closed;
    let calledAtOnce = false;
    link.channel.onClose(() => {
      calledAtOnce = true;
    });
    expect(calledAtOnce).toBe(true);
  });
});
