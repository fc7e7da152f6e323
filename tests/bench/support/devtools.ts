import { WebSocket } from 'ws';
import type { Disposer } from '../../../shared/domain/index.ts';

type Parameters = Record<string, unknown>;

/** A session of the DevTools protocol: with a page, or with the browser itself. */
export interface DevtoolsSession {
  /** @throws Error with the browser's words */
  send(method: string, parameters?: Parameters): Promise<Parameters>;
  on(event: string, listener: (parameters: Parameters) => void): Disposer;
}

export interface Devtools extends DevtoolsSession {
  /** A session with a page that was made with `Target.createTarget`. */
  attach(targetId: string): Promise<DevtoolsSession>;
  close(): void;
}

interface Message {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method?: string;
  readonly params?: Parameters;
  readonly result?: Parameters;
  readonly error?: { readonly message: string };
}

/** Speaks with a browser that was started with `--remote-debugging-port`, and asks it to watch nothing but what it is told. */
export async function connectDevtools(url: string): Promise<Devtools> {
  const socket = new WebSocket(url, { maxPayload: 2 ** 30, perMessageDeflate: false });
  const waiting = new Map<number, { resolve: (result: Parameters) => void; reject: (error: Error) => void }>();
  const listeners = new Map<string, Set<(parameters: Parameters) => void>>();
  let last = 0;
  await new Promise<void>((resolve, reject) => socket.once('open', () => resolve()).once('error', reject));
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('the browser has gone'));
  });
  socket.on('message', (data: Buffer) => {
    const { id, sessionId = '', method, params = {}, result = {}, error } = JSON.parse(data.toString()) as Message;
    if (method !== undefined) for (const listener of listeners.get(`${sessionId} ${method}`) ?? []) listener(params);
    const asked = id === undefined ? undefined : waiting.get(id);
    if (id === undefined || asked === undefined) return;
    waiting.delete(id);
    if (error === undefined) asked.resolve(result);
    else asked.reject(new Error(error.message));
  });

  const session = (sessionId: string): DevtoolsSession => ({
    send(method, params = {}) {
      const id = ++last;
      const answer = new Promise<Parameters>((resolve, reject) => waiting.set(id, { resolve, reject }));
      socket.send(JSON.stringify({ id, method, params, ...(sessionId === '' ? {} : { sessionId }) }));
      return answer;
    },
    on(event, listener) {
      const key = `${sessionId} ${event}`;
      const heard = listeners.get(key) ?? new Set();
      listeners.set(key, heard.add(listener));
      return () => heard.delete(listener);
    },
  });
  const browser = session('');
  return {
    ...browser,
    async attach(targetId) {
      const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
      return session(String(sessionId));
    },
    close: () => socket.close(),
  };
}
