import { postPositionsBody, postPositionsResult } from '../../../shared/api/index.ts';
import type { Fix } from '../../../shared/domain/index.ts';
import { TooManyPositionsError } from '../../services/ingest/position-ingest.ts';
import { ProblemError } from '../problem.ts';
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
    problems: [429],
    async handle({ body: { positions }, reader: { scope } }, { ingest }) {
      try {
        return ingest.take(scope.subject, positions.length, (index) => positions[index] as Fix, scope);
      } catch (error) {
        if (!(error instanceof TooManyPositionsError)) throw error;
        const seconds = Math.ceil(error.retryAfterMs / 1_000);
        throw new ProblemError('too-many-requests', {
          detail: error.message,
          field: 'positions',
          remedy: `Send the same positions again in ${seconds} s.`,
          headers: { 'retry-after': String(seconds) },
        });
      }
    },
  }),
];
