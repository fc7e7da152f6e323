import { billingSettings, rateCard } from '../../../shared/domain/index.ts';
import type { booksMethods } from '../../../shared/contract/index.ts';
import type { Assigning } from '../books/assign.ts';
import type { Server } from '../books/ask-server.ts';
import { type Books, toldOf } from '../books/books.ts';
import { asking, writing } from './asking.ts';
import type { MethodHandlers } from './method-handlers.ts';

export interface BooksParts {
  books: Books;
  assigning: Assigning;
  server: Server;
}

/** The books of billing, and what only the server can do with them. */
export function createBooksHandlers({ books, assigning, server }: BooksParts): MethodHandlers<typeof booksMethods> {
  // What is kept for when the server is away is to be the new one.
  const keepTariff = (signal: AbortSignal) => {
    books.heard();
    return books.keepTariff(signal);
  };
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
      writing(context, server, (rest, signal) => rest.post('/rate-cards', card, rateCard, signal), keepTariff),
    'books.writeSettings': ({ settings }, context) =>
      writing(
        context,
        server,
        (rest, signal) => rest.post('/billing-settings', settings, billingSettings, signal),
        keepTariff,
      ),
    'cycles.previewAssign': ({ id, rule }, context) => asking(context, (signal) => assigning.preview(id, rule, signal)),
    'cycles.assign': ({ id, rule }, context) => asking(context, (signal) => assigning.assign(id, rule, signal)),
  };
}
