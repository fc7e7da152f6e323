import { eventsPage, eventsQuery } from '../../../shared/api/index.ts';
import { ROLES } from '../../../shared/domain/index.ts';
import { EventsGoneError } from '../../bus/index.ts';
import { ProblemError } from '../problem.ts';
import { type Route, route } from '../route.ts';

/** `GET /api/v2/events`: what has happened, in order. */
export const eventRoutes: readonly Route[] = [
  route({
    ...{ method: 'GET', path: '/api/v2/events', operationId: 'listEvents', access: ROLES },
    isOfAll: true,
    summary: 'What has happened after a position of the log, in order',
    query: eventsQuery,
    response: eventsPage,
    problems: [410],
    async handle({ query: { after, limit } }, { events }) {
      try {
        return await events.read(after, limit);
      } catch (error) {
        if (!(error instanceof EventsGoneError)) throw error;
        throw new ProblemError('resync', {
          detail: `after: ${error.message}, and does not hold what comes after ${after}`,
          field: 'after',
          remedy: 'Ask for the rows as they are now, and go on from where the log ends.',
        });
      }
    },
  }),
];
