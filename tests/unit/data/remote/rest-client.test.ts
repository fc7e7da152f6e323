import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRestClient, REST_LIMITS, type RestClient } from '../../../../electron/data/remote/rest-client.ts';
import { systemClock } from '../../../../electron/data/system-clock.ts';
import { fleetChanges, upsert, vehicleRow } from '../../../support/vigie-server/rows.ts';
import { json, startVigieServer, type VigieServer } from '../../../support/vigie-server/vigie-server.ts';

let server: VigieServer;
const clients: RestClient[] = [];
beforeEach(async () => {
  server = await startVigieServer();
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await server.close();
});

const limits = { ...REST_LIMITS, silenceMs: 300, answerMs: 600, answerBytes: 100_000 };
function newClient(url = server.url, token: string | null = server.token): RestClient {
  const client = createRestClient({ url, token }, systemClock, limits);
  clients.push(client);
  return client;
}
const never = new AbortController().signal;
const info = (client = newClient()) => client.serviceInfo(never);
const pull = (client = newClient()) => client.pull({ cursor: null, limit: 10 }, never);

describe('who answers', () => {
  it('is asked without the token', async () => {
    let authorization: string | undefined = 'none came';
    server.intercept = (request) => {
      authorization = request.headers.authorization;
      return false;
    };
    await expect(info()).resolves.toMatchObject({ service: 'vigie', epoch: server.epoch });
    expect(authorization).toBeUndefined();
  });

  it.each([
    ['another program', { service: 'other' }, 'server-not-vigie'],
    ['a later version', { apiVersion: 3 }, 'server-incompatible'],
    ['an earlier version', { apiVersion: 1 }, 'server-incompatible'],
    ['a server that needs later clients', { oldestClientSchemaVersion: 99 }, 'server-incompatible'],
    ['a server with older rows', { syncSchemaVersion: 0 }, 'server-incompatible'],
    ['a server that says too little', { epoch: undefined }, 'server-malformed'],
  ])('is %s', async (_, said, code) => {
    server.intercept = (_request, response) => {
      const base = {
        service: 'vigie',
        apiVersion: 2,
        syncSchemaVersion: 1,
        oldestClientSchemaVersion: 1,
        serverVersion: '1',
        epoch: 'e',
      };
      json(response, 200, { ...base, serverTime: '2026-01-01T00:00:00Z', ...said });
      return true;
    };
    await expect(info()).rejects.toMatchObject({ code });
  });

  it('is nobody', async () => {
    await server.close();
    await expect(info()).rejects.toMatchObject({ code: 'server-unreachable' });
    server = await startVigieServer();
    await expect(info(newClient('http://no-such-host.invalid'))).rejects.toMatchObject({ code: 'server-unreachable' });
  });

  it('is a page to sign in at', async () => {
    server.intercept = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome to the hotel</html>');
      return true;
    };
    await expect(info()).rejects.toMatchObject({ code: 'server-not-vigie' });
    server.intercept = (_request, response) => {
      response.writeHead(302, { location: 'http://127.0.0.1:1/portal' }).end();
      return true;
    };
    await expect(info()).rejects.toMatchObject({ code: 'server-not-vigie' });
  });

  it('is something that does not speak HTTP', async () => {
    const other = net.createServer(
      (socket) => void socket.on('error', () => undefined).write('220 mail.example.com ESMTP\r\n'),
    );
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(info(newClient(`http://127.0.0.1:${port}`))).rejects.toMatchObject({ code: 'server-not-vigie' });
    other.close();
  });

  it('is a server below a path', async () => {
    const below = await startVigieServer({ path: '/vigie' });
    await expect(info(newClient(below.url))).resolves.toMatchObject({ service: 'vigie' });
    await below.close();
  });
});

describe('a pull', () => {
  it('brings a checked page', async () => {
    server.add(fleetChanges(5));
    const page = await pull();
    expect(page).toMatchObject({ epoch: server.epoch, hasMore: true, remaining: 77 });
    expect(page.changes).toHaveLength(10);
    const next = await newClient().pull({ cursor: page.cursor, limit: 100 }, never);
    expect(next.changes).toHaveLength(77);
    expect(server.requests.at(-1)).toBe(`/api/v2/sync/pull?cursor=${encodeURIComponent(page.cursor)}&limit=100`);
  });

  it('is refused with a wrong token, and with none', async () => {
    await expect(pull(newClient(server.url, 'wrong'))).rejects.toMatchObject({ code: 'unauthorized' });
    await expect(pull(newClient(server.url, null))).rejects.toMatchObject({ code: 'unauthorized' });
  });

  it('is refused whole when one row of it is wrong', async () => {
    server.add([upsert('vehicle', vehicleRow(1)), { ...upsert('vehicle', vehicleRow(2)), id: '3' }]);
    await expect(pull()).rejects.toMatchObject({
      code: 'server-malformed',
      message: expect.stringContaining('changes.1.row.id') as string,
    });
  });

  it('does not wait for ever for a server that is silent', async () => {
    server.intercept = () => true;
    await expect(pull()).rejects.toMatchObject({ code: 'server-slow' });
  });

  it('does not wait for ever for an answer that drips in', async () => {
    const timers: NodeJS.Timeout[] = [];
    server.intercept = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      timers.push(setInterval(() => response.write(' '), 50));
      return true;
    };
    await expect(pull()).rejects.toMatchObject({ code: 'server-slow' });
    for (const timer of timers) clearInterval(timer);
  });

  it('does not take an answer without end', async () => {
    server.intercept = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(`"${'x'.repeat(200_000)}"`);
      return true;
    };
    await expect(pull()).rejects.toMatchObject({ code: 'server-malformed' });
  });

  it('tells a connection that breaks within an answer', async () => {
    server.intercept = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"epoch":');
      setTimeout(() => response.destroy(), 20);
      return true;
    };
    await expect(pull()).rejects.toMatchObject({ code: 'server-unreachable' });
  });

  it('ends with whoever asked', async () => {
    server.intercept = () => true;
    const ending = new AbortController();
    const asked = newClient().pull({ cursor: null, limit: 10 }, ending.signal);
    ending.abort();
    await expect(asked).rejects.toThrow(/abort/i);
  });
});
