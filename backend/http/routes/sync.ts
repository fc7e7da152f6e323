import { entitiesOfSchema, pullPage, pullQuery } from '../../../shared/api/index.ts';
import { PEOPLE } from '../../../shared/domain/index.ts';
import { type ChangePage, ExpiredCursorError } from '../../sync/change-log.ts';
import { type Cursor, decodeCursor } from '../../sync/cursor.ts';
import { ProblemError } from '../problem.ts';
import { JsonText, type Route, route } from '../route.ts';

/** `GET /api/v2/sync/pull`: everything as it is now, then what changed since a cursor in the order of commits. */
export const syncRoutes: readonly Route[] = [
  route({
    ...{ method: 'GET', path: '/api/v2/sync/pull', operationId: 'pullChanges', access: PEOPLE },
    summary: 'All rows, newest missions first; after them, changes and tombstones in commit order',
    query: pullQuery,
    response: pullPage,
    problems: [410],
    async handle({ query: { cursor, limit, schema }, reader }, { changes, clock }) {
      const after = cursor === undefined ? undefined : parse(cursor);
      const page = await read(() => changes.read(after, limit, entitiesOfSchema(schema), reader));
      const serverTime = new Date(clock.nowMs()).toISOString();
      // The texts of the changes come from the database, and are passed on as they are.
      return new JsonText(
        `{"epoch":"${changes.epoch}","cursor":"${page.cursor}","hasMore":${page.hasMore},` +
          `"remaining":${page.remaining},"serverTime":"${serverTime}","changes":[${page.changes.join(',')}]}`,
      );
    },
  }),
];

const EXPIRED: Readonly<Record<ExpiredCursorError['reason'], string>> = {
  'other-history': 'the cursor belongs to another history of this database, which was restored or moved since',
  'other-scope': 'the cursor is of somebody who sees other rows: those of other subsidiaries',
  'tombstones-removed': 'the cursor is so old that the server no longer knows what was deleted since',
};

function parse(text: string): Cursor {
  const cursor = decodeCursor(text);
  if (cursor !== undefined) return cursor;
  throw new ProblemError('invalid-request', {
    detail: 'cursor: not a cursor of this service',
    field: 'cursor',
    remedy: 'Send the cursor of the last page as it was given, or leave it out to read from the beginning.',
  });
}

async function read(reading: () => Promise<ChangePage>) {
  try {
    return await reading();
  } catch (error) {
    if (!(error instanceof ExpiredCursorError)) throw error;
    throw new ProblemError('resync', {
      detail: EXPIRED[error.reason],
      field: 'cursor',
      remedy: 'Leave the cursor out to read everything anew; keep what was not sent yet.',
    });
  }
}
