import { setTimeout as sleep } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { POSITIONS_NAMESPACE, SYNC_NAMESPACE } from '../../../../shared/api/index.ts';
import { type RunningBackend, startBackend } from '../../../support/backend.ts';
import { insertRows } from '../../../support/business-rows.ts';

let running: RunningBackend;
let bystander: Socket;
let frames = 0;
beforeAll(async () => {
  running = await startBackend();
  await insertRows(running.backend.database, { vehicles: 2 });
  bystander = io(running.url + POSITIONS_NAMESPACE, { auth: { token: running.token }, transports: ['websocket'] });
  bystander.on('directory', (_part: unknown, taken: () => void) => taken());
  bystander.on('frame', (_frame: unknown, taken: () => void) => {
    frames += 1;
    taken();
  });
  bystander.emit('subscribe', {});
  await vi.waitFor(() => expect(frames).toBeGreaterThan(0));
});
afterAll(async () => {
  bystander.disconnect();
  await running.stop();
});

/** A connection below socket.io's client: what is written on it is as it is. */
async function openRaw(namespace: string, token = running.token): Promise<WebSocket> {
  const socket = new WebSocket(`${running.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
  const joined = new Promise<void>((resolve, reject) => {
    socket.on('message', (data: Buffer) => {
      const text = data.toString();
      if (text.startsWith('0')) socket.send(`40${namespace},${JSON.stringify({ token })}`);
      if (text.startsWith(`40${namespace},`)) resolve();
      if (text === '2') socket.send('3');
    });
    socket.on('error', reject).on('close', () => resolve());
  });
  await joined;
  return socket;
}

const at = POSITIONS_NAMESPACE;
const MESSAGES: readonly (readonly [string, string | Buffer])[] = [
  ['no packet', 'nonsense'],
  ['a packet of no kind', '9'],
  ['a message of no kind', '49'],
  ['an event that is not JSON', `42${at},[`],
  ['an event that is no list', `42${at},{"a":1}`],
  ['an event without a name', `42${at},[]`],
  ['an event whose name is an object', `42${at},[{"toString":"x"}]`],
  ['an event that nobody listens to', `42${at},["drop table",1]`],
  ['a reserved event', `42${at},["disconnect"]`],
  ['an event of the inside', `42${at},["connect_error",{}]`],
  ['an acknowledgement of what was not sent', `43${at},999999[]`],
  ['an acknowledgement that is not JSON', `43${at},1[`],
  ['an event of a namespace that was not joined', `42/sync,["subscribe",{}]`],
  ['a connection to a namespace that is not there', '40/nothing,{}'],
  ['a second connection to the same one', `40${at},{}`],
  ['bytes that nobody announced', Buffer.from([1, 2, 3, 4])],
  [
    'fewer bytes than were announced',
    `452-${at},["subscribe",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]`,
  ],
  ['a billion bytes announced', `451000000000-${at},["subscribe",{"_placeholder":true,"num":0}]`],
  ['a place of bytes that is not there', `451-${at},["subscribe",{"_placeholder":true,"num":7}]`],
  ['deep nesting', `42${at},["subscribe",${'['.repeat(5_000)}${']'.repeat(5_000)}]`],
  ['a prototype', `42${at},["subscribe",{"__proto__":{"sequence":1}}]`],
  ['numbers that are none', `42${at},["subscribe",{"sequence":1e999}]`],
  ['a very large number', `42${at},["subscribe",{"sequence":9007199254740993}]`],
  ['more than is taken', `42${at},["subscribe","${'x'.repeat(70_000)}"]`],
  ['another kind of close', '1'],
];

describe('a socket that sends', () => {
  it.each(MESSAGES)('%s harms nobody', async (_, message) => {
    const socket = await openRaw(at);
    const before = frames;
    const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
    socket.send(message);
    // What comes after is taken or the connection is over: it never hangs half.
    if (socket.readyState === WebSocket.OPEN) socket.send(`42${at},["subscribe",{}]`);
    await expect.poll(() => frames).toBeGreaterThan(before);
    expect((await running.ask('/health/ready', { token: null })).status).toBe(200);
    socket.terminate();
    await closed;
  });

  it.each([
    ['no token', `40${at},{}`],
    ['a token that is no text', `40${at},{"token":{"$ne":1}}`],
    ['a token of a megabyte', `40${at},{"token":"${'x'.repeat(15_000)}"}`],
    ['no JSON', `40${at},{`],
    ['a list', `40${at},[1,2]`],
    ['an event before it is let in', `42${at},["subscribe",{}]`],
  ])('%s as its handshake gets nothing', async (_, handshake) => {
    const socket = new WebSocket(`${running.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    const heard: string[] = [];
    const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()).on('error', () => resolve()));
    socket.on('message', (data: Buffer) => {
      heard.push(data.toString().slice(0, 60));
      if (heard.length === 1) socket.send(handshake);
    });
    const before = frames;
    await expect.poll(() => heard.length).toBeGreaterThan(0);
    await Promise.race([closed, expect.poll(() => frames).toBeGreaterThan(before + 1)]);
    expect(heard.some((text) => text.startsWith(`40${at}`) || text.startsWith('42') || text.startsWith('45'))).toBe(
      false,
    );
    socket.terminate();
    await closed;
  });

  it('is told of nothing but changes on /sync, whatever it sends there', async () => {
    const socket = await openRaw(SYNC_NAMESPACE);
    const heard: string[] = [];
    socket.on('message', (data: Buffer) => heard.push(data.toString()));
    for (const message of ['["changes",{"atMs":1}]', '["subscribe",{}]', '["positions"]'])
      socket.send(`42${SYNC_NAMESPACE},${message}`);
    const other = io(running.url + SYNC_NAMESPACE, { auth: { token: running.token }, transports: ['websocket'] });
    let pokes = 0;
    other.on('changes', () => {
      pokes += 1;
    });
    await new Promise<void>((resolve) => other.on('connect', () => resolve()));
    await sleep(300);
    expect(pokes).toBe(0);
    expect(heard.filter((text) => text.startsWith('42'))).toEqual([]);
    other.disconnect();
    socket.terminate();
  });
});
