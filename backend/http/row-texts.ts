import { MalformedPlaceError, type RowPage } from '../services/row-pages.ts';
import { ProblemError } from './problem.ts';
import { JsonText } from './route.ts';

/** The answer that holds a page of rows. @throws ProblemError where `after` is no place in the list */
export async function pageText(reading: Promise<RowPage>): Promise<JsonText> {
  try {
    const { items, next } = await reading;
    return new JsonText(`{"items":[${items.join(',')}],"next":${JSON.stringify(next)}}`);
  } catch (error) {
    if (!(error instanceof MalformedPlaceError)) throw error;
    throw new ProblemError('invalid-request', {
      detail: 'after: not a place in this list',
      field: 'after',
      remedy: 'Send the "next" of the page before, as it was given, or leave it out for the first page.',
    });
  }
}

/** The answer that holds one row. @throws ProblemError where there is none */
export async function rowText(reading: Promise<string | undefined>, what: string, id: string): Promise<JsonText> {
  const text = await reading;
  if (text !== undefined) return new JsonText(text);
  throw new ProblemError('not-found', {
    detail: `there is no ${what} ${id}`,
    field: 'id',
    remedy: 'It may have been deleted: read the list again.',
  });
}
