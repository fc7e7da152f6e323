import { z } from 'zod';
import { trackQuery, vehicleTrack } from '../../../shared/api/index.ts';
import { PEOPLE } from '../../../shared/domain/index.ts';
import { ProblemError } from '../problem.ts';
import { type Route, route } from '../route.ts';

const params = z.strictObject({ id: z.string().regex(/^\d{1,18}$/, 'must be up to 18 digits') });

/** `GET /api/v2/vehicles/{id}/track`: the last hour of a vehicle, from memory. */
export const trackRoutes: readonly Route[] = [
  route({
    ...{ method: 'GET', path: '/api/v2/vehicles/{id}/track', operationId: 'getVehicleTrack', access: PEOPLE },
    summary: 'Where a vehicle was lately: places, speeds, and which fixes were not believed, thinned',
    params,
    query: trackQuery,
    response: vehicleTrack,
    problems: [404],
    handle: async ({ params: { id }, query, reader }, { supervision }) => {
      const track = supervision.trackOf(id, query.minutes, reader.scope);
      if (track !== undefined) return track;
      throw new ProblemError('not-found', {
        detail: `there is no vehicle ${id}`,
        field: 'id',
        remedy: 'It may have been deleted: read the list again.',
      });
    },
  }),
];
