import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock, Disposer } from '../../../../shared/domain/index.ts';
import { ANSWER_HEADERS, type AnswerPage, answerPage } from './answer-page.ts';
import { SignInError } from './sign-in-error.ts';

/** The issuer knows this desktop by it, whatever the port is (RFC 8252, 7.3). */
export const CALLBACK_PATH = '/callback';
const HOST = '127.0.0.1';
/** Longer than any answer of an issuer. */
const MOST_ADDRESS = 16_000;

export interface LoopbackOptions {
  clock: Clock;
  /** A person may take so long, ms. */
  timeoutMs: number;
  /** The `state` of the attempt: what comes without it is no answer to it, and ends nothing. */
  state: string;
  /** Deals with the one answer; what it throws is shown as a failure. */
  onAnswer: (callback: URL) => Promise<void>;
  /** It is over without an answer. */
  onEnd: (error: SignInError) => void;
}

/** A listener on this computer for one answer of a browser. */
export interface Loopback {
  close: Disposer;
}

/** Where the browser is to come back to, before anybody listens to what it says. */
export interface Landing {
  readonly redirectUri: string;
  listen(options: LoopbackOptions): Loopback;
  close: Disposer;
}

/**
 * Takes a free port of the loopback address for one answer. It answers its own path and name only (against DNS rebinding), once; it closes
 * when it has answered, after its time, or when it is closed.
 * @throws SignInError when there is no port to be had
 */
export async function openLanding(): Promise<Landing> {
  const server = http.createServer({ maxHeaderSize: MOST_ADDRESS });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, HOST, resolve);
  }).catch((error: unknown) => {
    throw new SignInError('sign-in-invalid', 'This computer gives no port for the sign-in: start it again', {
      cause: error,
    });
  });
  const { port } = server.address() as AddressInfo;
  const origin = `http://${HOST}:${port}`;
  let stopTimer: Disposer = () => undefined;
  let isOver = false;

  function close(): void {
    isOver = true;
    stopTimer();
    server.close();
    server.closeIdleConnections();
  }

  function listen({ clock, timeoutMs, state, onAnswer, onEnd }: LoopbackOptions): Loopback {
    let isAnswered = false;
    stopTimer = clock.after(timeoutMs, () => {
      if (isOver || isAnswered) return;
      close();
      onEnd(new SignInError('sign-in-late', 'The sign-in was not finished in time: begin a new one'));
    });

    async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
      const refusal = refusalOf(request, origin);
      if (refusal !== undefined) return refuse(response, refusal);
      const callback = new URL(request.url ?? '', origin);
      const show = (page: AnswerPage, status: number) => {
        response.writeHead(status, ANSWER_HEADERS);
        response.end(answerPage(page, request.headers['accept-language']));
      };
      if (isAnswered) return show('over', 410);
      // Any page that a browser shows could ask for this path: only who knows the state ends the attempt.
      const states = callback.searchParams.getAll('state');
      if (states.length !== 1 || states[0] !== state) return show('failed', 400);
      isAnswered = true;
      stopTimer();
      try {
        await onAnswer(callback);
        show('signed-in', 200);
      } catch {
        show('failed', 400);
      } finally {
        close();
      }
    }

    server.on('request', (request, response) => void answer(request, response));
    return { close };
  }

  return { redirectUri: `${origin}${CALLBACK_PATH}`, listen, close };
}

function refusalOf(request: IncomingMessage, origin: string): number | undefined {
  if (`http://${request.headers.host ?? ''}` !== origin) return 421;
  if ((request.url ?? '').split('?', 1)[0] !== CALLBACK_PATH) return 404;
  return request.method === 'GET' ? undefined : 405;
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { ...ANSWER_HEADERS, ...(status === 405 ? { allow: 'GET' } : {}) });
  response.end();
}
