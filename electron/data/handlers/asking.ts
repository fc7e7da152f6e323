import type { Written } from '../../../shared/contract/index.ts';
import { type RequestContext, RpcError } from '../../../shared/rpc/index.ts';
import { refusalOfServer } from '../books/assign.ts';
import type { Server } from '../books/ask-server.ts';
import { RefusedError, RemoteError } from '../remote/remote-error.ts';

/** Asks with a signal that ends when the window does not want the answer any more. What the server will not is told as what it is. */
export async function asking<T>(context: RequestContext, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = context.onCancel(() => controller.abort());
  try {
    return await work(controller.signal);
  } catch (error) {
    if (error instanceof RefusedError) throw new RpcError('not-found', error.message);
    throw error;
  } finally {
    stop();
  }
}

/** Writes what is decided where it holds: nothing of it is kept for later. `after`: reads again what is kept for when the server is away. */
export async function writing(
  context: RequestContext,
  server: Server,
  work: (rest: NonNullable<ReturnType<Server>>, signal: AbortSignal) => Promise<unknown>,
  after: (signal: AbortSignal) => Promise<unknown>,
): Promise<Written> {
  const rest = server();
  if (rest === undefined) throw new RemoteError('server-unreachable', 'No Vigie server is set');
  return asking(context, async (signal): Promise<Written> => {
    try {
      await work(rest, signal);
    } catch (error) {
      if (error instanceof RefusedError) return { result: 'refused', reason: refusalOfServer(error) };
      throw error;
    }
    await after(signal);
    return { result: 'saved' };
  });
}
