import { setTimeout as sleep } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import { v7 as uuidv7 } from 'uuid';
import { POSITIONS_NAMESPACE, readFrameHeader, SYNC_NAMESPACE } from '../../shared/api/index.ts';
import { type Measured, percentile } from './judge.ts';
import { editsBody, positionsBody } from './load-bodies.ts';
import type { SocketScenario } from './scenarios.ts';
import type { Target } from './target.ts';

export interface SocketFigures {
  measured: Measured;
  desktops: number;
  framesPerSecond: number;
  megabytesPerSecond: number;
  /** Of all desktops together. */
  pokes: number;
  /** Connections that were refused or lost. */
  lost: number;
  postsFailed: number;
}

interface Counts {
  frames: number;
  bytes: number;
  pokes: number;
  lost: number;
  /** From the frame's server time to its arrival, ms: both clocks are this machine's. */
  agesMs: number[];
}

/** Desktops come, see vehicles move and hear of edits; what is told is of the last stage, when all are there. */
export async function runSockets(scenario: SocketScenario, target: Target): Promise<SocketFigures> {
  const counts: Counts = { frames: 0, bytes: 0, pokes: 0, lost: 0, agesMs: [] };
  const sockets: Socket[] = [];
  const stop = { asked: false };
  const writers = [postPositions(scenario, target, stop), postEdits(scenario, target, stop)];
  let seconds = 0;
  try {
    for (const stage of scenario.stages) {
      Object.assign(counts, { frames: 0, bytes: 0, pokes: 0, agesMs: [] });
      const beganMs = performance.now();
      const missing = stage.target - sockets.length / 2;
      for (let desktop = 0; desktop < missing; desktop++) {
        sockets.push(...(await openDesktop(target, counts)));
        await sleep((stage.seconds * 1000) / missing / 2);
      }
      await sleep(Math.max(0, stage.seconds * 1000 - (performance.now() - beganMs)));
      seconds = (performance.now() - beganMs) / 1000;
    }
  } finally {
    stop.asked = true;
    for (const socket of sockets) socket.removeAllListeners('disconnect').disconnect();
  }
  const failed = (await Promise.all(writers)).reduce((sum, one) => sum + one, 0);
  return figuresOf(counts, sockets.length / 2, seconds, failed);
}

/** As the desktop does: a connection for each namespace. */
function openDesktop(target: Target, counts: Counts): Promise<Socket[]> {
  const open = (namespace: string) => {
    const socket = io(target.url + namespace, {
      ...{ auth: { token: target.token }, transports: ['websocket'], forceNew: true, reconnection: false },
    });
    socket.on('disconnect', () => {
      counts.lost += 1;
    });
    return socket;
  };
  const positions = open(POSITIONS_NAMESPACE);
  positions.on('directory', (_part: unknown, taken: () => void) => taken());
  positions.on('frame', (frame: Uint8Array, taken: () => void) => {
    counts.frames += 1;
    counts.bytes += frame.byteLength;
    counts.agesMs.push(Date.now() - readFrameHeader(frame).serverTimeMs);
    taken();
  });
  positions.emit('subscribe', {});
  const sync = open(SYNC_NAMESPACE);
  sync.on('changes', () => {
    counts.pokes += 1;
  });
  const joined = [positions, sync].map(
    (socket) =>
      new Promise<Socket>((resolve) => {
        socket.on('connect', () => resolve(socket));
        socket.on('connect_error', () => {
          counts.lost += 1;
          resolve(socket);
        });
      }),
  );
  return Promise.all(joined);
}

/** @returns how many posts failed */
function postPositions({ postsPerSecond, vehicles }: SocketScenario, target: Target, stop: { asked: boolean }) {
  const each = Math.ceil(vehicles / postsPerSecond);
  return repeat(postsPerSecond, stop, (turn) => {
    const part = turn % postsPerSecond;
    return post(
      target,
      '/api/v2/positions',
      positionsBody(Math.floor(turn / postsPerSecond), each, part * each, Date.now()),
    );
  });
}

function postEdits({ editsPerSecond }: SocketScenario, target: Target, stop: { asked: boolean }) {
  return repeat(editsPerSecond, stop, (turn) =>
    post(
      target,
      '/api/v2/sync/push',
      editsBody(target.epoch, turn, 1, Date.now(), () => uuidv7()),
    ),
  );
}

async function repeat(perSecond: number, stop: { asked: boolean }, action: (turn: number) => Promise<boolean>) {
  const beganMs = performance.now();
  let failed = 0;
  for (let turn = 0; !stop.asked; turn++) {
    if (!(await action(turn))) failed += 1;
    await sleep(Math.max(0, beganMs + ((turn + 1) * 1000) / perSecond - performance.now()));
  }
  return failed;
}

async function post({ url, token }: Target, path: string, body: object): Promise<boolean> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  await response.arrayBuffer();
  return response.ok;
}

function figuresOf(counts: Counts, desktops: number, seconds: number, postsFailed: number): SocketFigures {
  const ages = counts.agesMs.toSorted((a, b) => a - b);
  return {
    measured: {
      medianMs: percentile(ages, 50),
      p97Ms: percentile(ages, 97.5),
      p99Ms: percentile(ages, 99),
      failedPercent: (counts.lost / (desktops * 2)) * 100,
    },
    desktops,
    framesPerSecond: Math.round(counts.frames / seconds),
    megabytesPerSecond: Math.round(counts.bytes / seconds / 1e4) / 100,
    pokes: counts.pokes,
    lost: counts.lost,
    postsFailed,
  };
}
