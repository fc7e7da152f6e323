import { postPositionsBody, postPositionsResult } from '../../../shared/api/index.ts';
import { type Route, route } from '../route.ts';

/** Room for the most positions of a request, each with a long vehicle code. */
const BODY_LIMIT = 4 * 2 ** 20;

/** `POST /api/v2/positions`: fixes of a feed that runs elsewhere. */
export const positionRoutes: readonly Route[] = [
  route({
    ...{ method: 'POST', path: '/api/v2/positions', operationId: 'postPositions' },
    access: ['feed', 'administrator'],
    summary: 'Fixes of vehicles, oldest first; says which were refused and why',
    body: postPositionsBody,
    bodyLimit: BODY_LIMIT,
    response: postPositionsResult,
    handle: async ({ body }, { supervision }) => supervision.ingest(body.positions),
  }),
];
