/**
 * Sends positions of a fleet, until it is ended:
 *
 *   node poster.ts URL TOKEN http|socket-json|socket-binary VEHICLES steady|flat-out
 *
 * `steady`: a position a second of each vehicle, spread over the second; `flat-out`: a batch as soon as the last is answered, two
 * on their way. Prints `{accepted}`, all so far, five times a second.
 */
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import {
  BATCH_HEADER_BYTES,
  BATCH_RECORD_BYTES,
  encodePositionBatch,
  INGEST_NAMESPACE,
  type IngestAnswer,
  type IngestClientEvents,
  MOST_CODES_AT_ONCE,
} from '../../../shared/api/index.ts';
import { fixOf } from '../latency/places.ts';
import { postBody } from '../latency/post-positions.ts';

const [url = '', token = '', way = '', vehicles = '', pace = ''] = process.argv.slice(2);
const count = Number(vehicles);
const STEADY_BATCH = 1_000;
const LEAST_PAUSE_MS = 11;
const BATCH = pace === 'steady' ? STEADY_BATCH : way === 'socket-binary' ? 10_000 : 2_000;

/** Sends a batch whose positions were all observed at a time. @returns how many were accepted */
type Send = (atMs: number) => Promise<number>;

/** Fixes of vehicles that stand, so that a batch is made once and only its times change: this process must not be what is measured. */
const fixesOf = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => ({ ...fixOf(first + index, 0), observedAtMs: 0 }));

function httpSender(): (first: number, last: number) => Send {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 2 });
  return (first, last) => {
    const parts = JSON.stringify({ positions: fixesOf(first, last) }).split('"observedAtMs":0');
    return async (atMs) => (await postBody(agent, url, token, parts.join(`"observedAtMs":${atMs}`))).accepted;
  };
}

async function socketSender(): Promise<(first: number, last: number) => Send> {
  const socket: Socket<Record<string, never>, IngestClientEvents> = io(`${url}${INGEST_NAMESPACE}`, {
    auth: { token },
    transports: ['websocket'],
  });
  const accepted = (answer: IngestAnswer) => {
    if (!answer.ok) throw new Error(`a batch was refused: ${JSON.stringify(answer)}`);
    return answer.accepted;
  };
  if (way === 'socket-json') {
    return (first, last) => {
      const positions = fixesOf(first, last);
      return async (atMs) => {
        for (const position of positions) position.observedAtMs = atMs;
        return accepted(await socket.emitWithAck('positions', { positions }));
      };
    };
  }
  for (let first = 1; first <= count; first += MOST_CODES_AT_ONCE) {
    const last = Math.min(count, first + MOST_CODES_AT_ONCE - 1);
    await socket.emitWithAck('vehicles', { codes: fixesOf(first, last).map(({ vehicle }) => vehicle) });
  }
  return (first, last) => {
    const bytes = encodePositionBatch(
      fixesOf(first, last).map((fix, index) => ({ ...fix, vehicle: first - 1 + index })),
    );
    const view = new DataView(bytes.buffer);
    return async (atMs) => {
      for (let at = BATCH_HEADER_BYTES; at < bytes.byteLength; at += BATCH_RECORD_BYTES)
        view.setFloat64(at, atMs, true);
      return accepted(await socket.emitWithAck('batch', bytes));
    };
  };
}

const make = way === 'http' ? httpSender() : await socketSender();
const batches = Array.from({ length: Math.ceil(count / BATCH) }, (_, batch) =>
  make(1 + batch * BATCH, Math.min(count, (batch + 1) * BATCH)),
);
let total = 0;
setInterval(() => process.stdout.write(`${JSON.stringify({ accepted: total })}\n`), 200);

if (pace === 'flat-out') {
  // Times go on, so that each fix is news.
  let atMs = Date.now() - 50_000;
  const waiting: Promise<void>[] = [];
  const beganAtMs = performance.now();
  let messages = 0;
  for (;;) {
    for (const send of batches) {
      atMs += 1;
      waiting.push(
        send(atMs).then((accepted) => {
          total += accepted;
        }),
      );
      if (waiting.length > 1) await waiting.shift();
      // A socket may send 1,000 messages in ten seconds; bytes go as two.
      messages += way === 'http' ? 0 : way === 'socket-binary' ? 2 : 1;
      const earlyMs = beganAtMs + messages * LEAST_PAUSE_MS - performance.now();
      if (earlyMs > 0) await sleep(earlyMs);
    }
  }
}
let dueAtMs = Date.now();
for (;;) {
  for (const [batch, send] of batches.entries()) {
    total += await send(performance.timeOrigin + performance.now());
    await sleep(Math.max(0, dueAtMs + ((batch + 1) * 1_000) / batches.length - Date.now()));
  }
  // What is too late is let go, or the queue would grow for ever.
  dueAtMs = Math.max(dueAtMs + 1_000, Date.now() - 1_000);
}
