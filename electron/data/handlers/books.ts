import { billingSettings, rateCard } from '../../../shared/domain/index.ts';
import type { booksMethods, Written } from '../../../shared/contract/index.ts';
import { type RequestContext, RpcError } from '../../../shared/rpc/index.ts';
import { type Assigning, refusalOfServer } from '../books/assign.ts';
import type { Server } from '../books/ask-server.ts';
import { type Books, toldOf } from '../books/books.ts';
import { RefusedError, RemoteError } from '../remote/remote-error.ts';
import type { MethodHandlers } from './method-handlers.ts';

export interface BooksParts {
  books: Books;
  assigning: Assigning;
  server: Server;
}

/** The books of billing, and what only the server can do with them. */
export function createBooksHandlers({ books, assigning, server }: BooksParts): MethodHandlers<typeof booksMethods> {
  return {
    'books.figures': ({ id }, context) => asking(context, (signal) => books.figures(id, signal)),
    'books.line': ({ id, missionId }, context) => asking(context, (signal) => books.line(id, missionId, signal)),
    'books.trail': ({ id }, context) =>
      asking(context, async (signal) => {
        const told = await books.trail(id, signal);
        return { ...toldOf(told), trail: told.value };
      }),
    'books.invoices': ({ id }, context) =>
      asking(context, async (signal) => {
        const told = await books.invoices(id, signal);
        return { ...toldOf(told), items: told.value.items };
      }),
    'books.invoice': ({ id }, context) =>
      asking(context, async (signal) => {
        const told = await books.invoice(id, signal);
        return { ...toldOf(told), invoice: told.value };
      }),
    'books.rateCards': (_, context) =>
      asking(context, async (signal) => {
        const told = await books.rateCards(signal);
        return { ...toldOf(told), cards: told.value };
      }),
    'books.settings': (_, context) =>
      asking(context, async (signal) => {
        const told = await books.settings(signal);
        return { ...toldOf(told), settings: told.value };
      }),
    'books.writeRateCard': ({ card }, context) =>
      writing(context, (rest, signal) => rest.post('/rate-cards', card, rateCard, signal)),
    'books.writeSettings': ({ settings }, context) =>
      writing(context, (rest, signal) => rest.post('/billing-settings', settings, billingSettings, signal)),
    'cycles.previewAssign': ({ id, rule }, context) => asking(context, (signal) => assigning.preview(id, rule, signal)),
    'cycles.assign': ({ id, rule }, context) => asking(context, (signal) => assigning.assign(id, rule, signal)),
  };

  /** With a signal that ends when the window does not want the answer any more. What the server will not is told as what it is. */
  async function asking<T>(context: RequestContext, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
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

  /** Nothing of it is kept for later: who bills, and at what, is decided where it holds. */
  async function writing(
    context: RequestContext,
    work: (rest: NonNullable<ReturnType<Server>>, signal: AbortSignal) => Promise<unknown>,
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
      // What is kept for when the server is away is to be the new one.
      await books.keepTariff(signal);
      return { result: 'saved' };
    });
  }
}
