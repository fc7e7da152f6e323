import { z } from 'zod';
import {
  billingCyclesPage,
  geofencesPage,
  missionsPage,
  missionsQuery,
  pageQuery,
  thirdPartiesPage,
  vehiclesPage,
} from '../../../shared/api/index.ts';
import { billingCycle, geofence, mission, PEOPLE, thirdParty, vehicle } from '../../../shared/domain/index.ts';
import { type Route, route } from '../route.ts';
import { pageText, rowText } from '../row-texts.ts';

const numericId = z.strictObject({ id: z.string().regex(/^\d{1,18}$/, 'must be up to 18 digits') });
const uuidId = z.strictObject({ id: z.guid() });

/** Keyset pages of the five kinds of rows, and one row by its id. */
export const rowRoutes: readonly Route[] = [
  route({
    ...{ method: 'GET', path: '/api/v2/missions', operationId: 'listMissions', access: PEOPLE },
    summary: 'Missions by id, filtered',
    query: missionsQuery,
    response: missionsPage,
    handle: ({ query, reader }, { missions }) => pageText(missions.list(reader, query)),
  }),
  route({
    ...{ method: 'GET', path: '/api/v2/missions/{id}', operationId: 'getMission', access: PEOPLE },
    summary: 'One mission',
    params: numericId,
    response: mission,
    problems: [404],
    handle: ({ params, reader }, { missions }) => rowText(missions.get(reader, params.id), 'mission', params.id),
  }),
  route({
    ...{ method: 'GET', path: '/api/v2/billing-cycles', operationId: 'listBillingCycles', access: PEOPLE },
    summary: 'Billing cycles by id',
    query: pageQuery,
    response: billingCyclesPage,
    handle: ({ query, reader }, { billing }) => pageText(billing.listCycles(reader, query)),
  }),
  route({
    ...{ method: 'GET', path: '/api/v2/billing-cycles/{id}', operationId: 'getBillingCycle', access: PEOPLE },
    summary: 'One billing cycle',
    params: uuidId,
    response: billingCycle,
    problems: [404],
    handle: ({ params, reader }, { billing }) =>
      rowText(billing.getCycle(reader, params.id), 'billing cycle', params.id),
  }),
  route({
    ...{ method: 'GET', path: '/api/v2/third-parties', operationId: 'listThirdParties', access: PEOPLE },
    summary: 'Third parties by id',
    query: pageQuery,
    response: thirdPartiesPage,
    handle: ({ query, reader }, { thirdParties }) => pageText(thirdParties.list(reader, query)),
  }),
  route({
    ...{ method: 'GET', path: '/api/v2/third-parties/{id}', operationId: 'getThirdParty', access: PEOPLE },
    summary: 'One third party',
    params: uuidId,
    response: thirdParty,
    problems: [404],
    handle: ({ params, reader }, { thirdParties }) =>
      rowText(thirdParties.get(reader, params.id), 'third party', params.id),
  }),
  route({
    ...{ method: 'GET', path: '/api/v2/geofences', operationId: 'listGeofences', access: PEOPLE },
    summary: 'Geofences by id',
    query: pageQuery,
    response: geofencesPage,
    handle: ({ query, reader }, { geofences }) => pageText(geofences.list(reader, query)),
  }),
  route({
    ...{ method: 'GET', path: '/api/v2/geofences/{id}', operationId: 'getGeofence', access: PEOPLE },
    summary: 'One geofence',
    params: uuidId,
    response: geofence,
    problems: [404],
    handle: ({ params, reader }, { geofences }) => rowText(geofences.get(reader, params.id), 'geofence', params.id),
  }),
  route({
    ...{ method: 'GET', path: '/api/v2/vehicles', operationId: 'listVehicles', access: PEOPLE },
    summary: 'Vehicles by id',
    query: pageQuery,
    response: vehiclesPage,
    handle: ({ query, reader }, { vehicles }) => pageText(vehicles.list(reader, query)),
  }),
  route({
    ...{ method: 'GET', path: '/api/v2/vehicles/{id}', operationId: 'getVehicle', access: PEOPLE },
    summary: 'One vehicle',
    params: numericId,
    response: vehicle,
    problems: [404],
    handle: ({ params, reader }, { vehicles }) => rowText(vehicles.get(reader, params.id), 'vehicle', params.id),
  }),
];
