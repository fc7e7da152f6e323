import { createPositionsService } from './positions-service.ts';
import type { FromPositionsWorker, ToPositionsWorker } from './protocol.ts';
import { windowClock } from './window-clock.ts';

/** The global scope of this file: a dedicated worker. */
interface Scope {
  postMessage(message: FromPositionsWorker, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<ToPositionsWorker>) => void): void;
}
const scope: Scope = self;

const service = createPositionsService({
  source: 'replay',
  clock: windowClock,
  random: Math.random,
  post: (message, transfer) => scope.postMessage(message, transfer),
  openSocket: (url) => new WebSocket(url),
});
scope.addEventListener('message', (event) => service.receive(event.data, event.ports));
