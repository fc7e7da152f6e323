import { z } from 'zod';
import { createListeners, RpcError } from '../../shared/rpc/index.ts';
import { createPortChannel } from '../workers/port-channel.ts';
import type { Link, Transport } from './transport.ts';

/** How long the shell may take to hand over a port before the page asks again. */
const PORT_TIMEOUT_MS = 4_000;

/**
 * The desktop: the preload hands over one MessagePort that leads to the data host. The page asks for it with
 * `vigie:connect`; the preload answers with `vigie:port`, or sends one unasked when the data host has come back. Where
 * the shell refuses, it says why with `vigie:error`.
 */
export function createPortTransport(page: Window): Transport {
  const offers = createListeners<void>();
  const refusals = createListeners<RpcError>();
  let offered: MessagePort | undefined;

  page.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.source !== page || event.origin !== page.location.origin) return;
    const refusal = refusalOf(event.data);
    if (refusal !== undefined) return refusals.emit(refusal);
    const port = event.ports[0];
    if (port === undefined || !isPortMessage(event.data)) return;
    offered?.close();
    offered = port;
    offers.emit();
  });

  return {
    kind: 'desktop',
    onOffer: (listener) => offers.add(listener),
    open(signal) {
      return new Promise((resolve, reject) => {
        const take = () => {
          if (offered === undefined) return;
          const port = offered;
          offered = undefined;
          cleanUp();
          resolve(createPortLink(port));
        };
        const fail = (error: RpcError) => {
          cleanUp();
          reject(error);
        };
        const abort = () => fail(new RpcError('cancelled', 'the connection is not needed any more'));
        const timer = setTimeout(
          () => fail(new RpcError('timeout', 'the shell gave no port in time')),
          PORT_TIMEOUT_MS,
        );
        const stopOffers = offers.add(take);
        const stopRefusals = refusals.add(fail);
        const cleanUp = () => {
          clearTimeout(timer);
          stopOffers();
          stopRefusals();
          signal.removeEventListener('abort', abort);
        };
        signal.addEventListener('abort', abort);
        if (offered !== undefined) return take();
        page.postMessage({ type: 'vigie:connect' }, page.location.origin);
      });
    },
  };
}

function createPortLink(port: MessagePort): Link {
  return {
    channel: createPortChannel(port),
    attachWorker(worker) {
      const { port1, port2 } = new MessageChannel();
      port.postMessage({ type: 'channel' }, [port1]);
      worker.postMessage({ type: 'port' }, [port2]);
    },
  };
}

function isPortMessage(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'type' in data && data.type === 'vigie:port';
}

const refusalSchema = z.object({
  type: z.literal('vigie:error'),
  error: z.object({ code: z.string(), message: z.string() }),
});

function refusalOf(data: unknown): RpcError | undefined {
  const parsed = refusalSchema.safeParse(data);
  return parsed.success ? new RpcError(parsed.data.error.code, parsed.data.error.message) : undefined;
}
