/** `k6 run -e SCENARIO=desktops -e VIGIE_URL=http://127.0.0.1:4680 -e VIGIE_LOAD_TOKEN=… tests/load/k6/sockets.ts` */
import exec from 'k6/execution';
import http from 'k6/http';
import { Counter, Rate, Trend } from 'k6/metrics';
import { WebSocket } from 'k6/websockets';
import { editsBody, numberedId, positionsBody } from '../load-bodies.ts';
import { optionsOf } from './options.ts';
import { headers, scenarioOf, standOfService, token, url } from './settings.ts';
import { answerTo, placeOfServerTime } from './socket-io.ts';

const scenario = scenarioOf('sockets');
export const options = optionsOf(scenario);

const frameAge = new Trend('vigie_frame_age', true);
const frames = new Counter('vigie_frames');
const pokes = new Counter('vigie_pokes');
const lost = new Rate('vigie_sockets_lost');

export function setup(): { epoch: string } {
  return standOfService();
}

/** One desktop: a connection for each namespace, for as long as the stages go on. */
export function desktop(): void {
  open('/positions', '["subscribe",{}]');
  open('/sync');
}

function open(namespace: string, afterwards?: string): void {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket`);
  let joined = false;
  socket.binaryType = 'arraybuffer' as typeof socket.binaryType;
  socket.onmessage = (event) => {
    const data = event?.data;
    if (typeof data !== 'string') {
      frames.add(1);
      frameAge.add(Date.now() - new DataView(data as ArrayBuffer).getFloat64(placeOfServerTime, true));
      return;
    }
    if (data.startsWith('42')) pokes.add(1);
    if (data.startsWith(`40${namespace},`) && !joined) {
      joined = true;
      lost.add(false);
      if (afterwards !== undefined) socket.send(`42${namespace},${afterwards}`);
    }
    const answer = answerTo(data, namespace, token);
    if (answer !== undefined) socket.send(answer);
  };
  socket.onclose = () => {
    if (exec.scenario.progress < 1) lost.add(true);
  };
}

export function positions(): void {
  const { postsPerSecond, vehicles } = scenario;
  const turn = exec.scenario.iterationInTest;
  const each = Math.ceil(vehicles / postsPerSecond);
  const body = positionsBody(Math.floor(turn / postsPerSecond), each, (turn % postsPerSecond) * each, Date.now());
  http.post(`${url}/api/v2/positions`, JSON.stringify(body), { headers });
}

export function edits({ epoch }: { epoch: string }): void {
  const nowMs = Date.now();
  const turn = exec.scenario.iterationInTest;
  const body = editsBody(epoch, turn, 1, nowMs, (number) => numberedId(nowMs, exec.vu.idInTest, number));
  http.post(`${url}/api/v2/sync/push`, JSON.stringify(body), { headers });
}
