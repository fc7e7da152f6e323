import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { hash } from '../../../backend/simulator/random.ts';
import { answerOf, type HttpAnswer, type HttpFault } from './faults.ts';

/** One request with its body, and where it goes. */
export interface Forwarding {
  hostname: string;
  port: number;
  method: string;
  path: string;
  headers: http.OutgoingHttpHeaders;
  body: Buffer;
  /** The client has gone, or the proxy ends: nothing is waited for any more. */
  signal: AbortSignal;
}

const SLOW_STEP_MS = 20;
const CORRUPTED = 0;

/**
 * Brings a request to the server and its answer back, with what goes wrong on the way.
 * @param change what the test makes of a true answer
 */
export async function carry(
  request: Forwarding,
  response: http.ServerResponse,
  fault: HttpFault | undefined,
  change: (answer: HttpAnswer) => HttpAnswer,
): Promise<void> {
  const { signal } = request;
  const own = fault === undefined ? undefined : answerOf(fault);
  if (own !== undefined) {
    if (fault !== undefined && 'reaches' in fault && fault.reaches) await forward(request);
    return give(response, own);
  }
  switch (fault?.kind) {
    case 'delay':
      if (fault.of !== 'answer') await sleep(fault.ms, undefined, { signal });
      return giveLater(response, change(await forward(request)), fault.of === 'answer' ? fault.ms : 0, signal);
    case 'slow':
      return giveSlowly(response, change(await forward(request)), fault.bytesPerSecond, signal);
    case 'reset':
      if (fault.reaches === true) await forward(request);
      return reset(response);
    case 'stall':
      if (fault.reaches === true) await forward(request);
      return;
    case 'cut-request':
      await sendPart(request, fault.at ?? 0.5);
      return reset(response);
    case 'cut-answer':
      return givePart(response, change(await forward(request)), fault.at ?? 0.5, () => reset(response));
    case 'half-close':
      return givePart(response, change(await forward(request)), fault.at ?? 0.5, () => response.socket?.end());
    case 'corrupt-answer': {
      const answer = change(await forward(request));
      return give(response, { ...answer, body: corrupted(answer.body, fault.bytes ?? 1, fault.seed ?? 1) });
    }
    case 'corrupt-request': {
      const body = corrupted(request.body, fault.bytes ?? 1, fault.seed ?? 1);
      return give(response, change(await forward({ ...request, body })));
    }
    case 'duplicate':
      await forward(request);
      return give(response, change(await forward(request)));
    default:
      return give(response, change(await forward(request)));
  }
}

/** The server's answer. @throws Error where it cannot be reached or breaks off */
function forward(request: Forwarding): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = open(request, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 502, headers: passed(answer.headers), body: Buffer.concat(chunks) }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(request.body);
  });
}

/** Gives the server the head and a part of the body, then a reset. */
function sendPart(request: Forwarding, at: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = open(request, (answer) => answer.resume());
    // The server may have answered and closed already.
    outgoing.on('error', () => resolve());
    outgoing.on('close', () => resolve());
    outgoing.flushHeaders();
    outgoing.write(part(request.body, at), (error) => {
      if (error != null) return reject(error);
      outgoing.destroy();
    });
  });
}

function open(request: Forwarding, onAnswer: (answer: http.IncomingMessage) => void): http.ClientRequest {
  const { hostname, port, method, path, body, signal } = request;
  const headers: http.OutgoingHttpHeaders = { ...request.headers };
  delete headers['transfer-encoding'];
  if (body.length > 0 || headers['content-length'] !== undefined) headers['content-length'] = body.length;
  return http.request({ hostname, port, method, path, headers, signal, agent: false }, onAnswer);
}

/** The headers that are of the answer, not of the connection. */
function passed(headers: http.IncomingHttpHeaders): Record<string, string | string[]> {
  const own = /^(connection|keep-alive|transfer-encoding|content-length)$/;
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined || own.test(name) ? [] : [[name, value]])),
  );
}

function begin(response: http.ServerResponse, { status, headers, body }: HttpAnswer): void {
  response.writeHead(status, { ...headers, 'content-length': body.length });
}

function give(response: http.ServerResponse, answer: HttpAnswer): void {
  begin(response, answer);
  response.end(answer.body);
}

async function giveLater(response: http.ServerResponse, answer: HttpAnswer, ms: number, signal: AbortSignal) {
  await sleep(ms, undefined, { signal });
  give(response, answer);
}

async function giveSlowly(response: http.ServerResponse, answer: HttpAnswer, rate: number, signal: AbortSignal) {
  begin(response, answer);
  const step = Math.max(1, Math.round((rate * SLOW_STEP_MS) / 1000));
  for (let at = 0; at < answer.body.length; at += step) {
    response.write(answer.body.subarray(at, at + step));
    await sleep(SLOW_STEP_MS, undefined, { signal });
  }
  response.end();
}

/** The head promises all of the body; a part of it comes. */
function givePart(response: http.ServerResponse, answer: HttpAnswer, at: number, then: () => void): void {
  begin(response, answer);
  response.flushHeaders();
  response.write(part(answer.body, at), () => then());
}

/** Some of it, but never all. */
function part(body: Buffer, at: number): Buffer {
  return body.subarray(0, Math.min(Math.floor(body.length * at), Math.max(0, body.length - 1)));
}

function reset(response: http.ServerResponse): void {
  response.socket?.resetAndDestroy();
}

function corrupted(body: Buffer, bytes: number, seed: number): Buffer {
  const copy = Buffer.from(body);
  for (let index = 0; index < bytes && copy.length > 0; index++)
    copy[hash(seed, index, copy.length) % copy.length] = CORRUPTED;
  return copy;
}
