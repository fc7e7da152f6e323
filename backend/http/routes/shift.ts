import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import {
  askedHandoverAction,
  askedIncidentAction,
  handoversPage,
  handoversQuery,
  incidentsPage,
  incidentsQuery,
  newHandover,
  newIncident,
} from '../../../shared/api/index.ts';
import {
  DOCUMENT_LANGUAGES,
  type FieldValue,
  type FieldValues,
  handover,
  HANDOVER_KEEPERS,
  incident,
  INCIDENT_KEEPERS,
  PEOPLE,
} from '../../../shared/domain/index.ts';
import { readPage, readRow } from '../../services/row-pages.ts';
import { actOnHandover } from '../../services/shift/act-on-handover.ts';
import { actOnIncident } from '../../services/shift/act-on-incident.ts';
import { draftHandover, openIncident } from '../../services/shift/begin.ts';
import { actorOf } from '../actor.ts';
import { answeredFile } from '../file-of.ts';
import { refused } from '../refused.ts';
import { type Route, route } from '../route.ts';
import { pageText, rowText } from '../row-texts.ts';

const ofId = z.strictObject({ id: z.guid() });

/** The incident log, and changes of shift: docs/shift.md. */
export const shiftRoutes: readonly Route[] = [
  route({
    ...{ method: 'GET', path: '/api/v2/incidents', operationId: 'listIncidents', access: PEOPLE },
    summary: 'Incidents with their timelines, by id',
    query: incidentsQuery,
    response: incidentsPage,
    handle: ({ query: { status, ...query }, reader }) => pageText(readPage(reader, 'incident', query, { status })),
  }),
  route({
    ...{ method: 'GET', path: '/api/v2/incidents/{id}', operationId: 'getIncident', access: PEOPLE },
    summary: 'One incident with its timeline',
    params: ofId,
    response: incident,
    problems: [404],
    handle: ({ params, reader }) => rowText(readRow(reader, 'incident', params.id), 'incident', params.id),
  }),
  route({
    ...{ method: 'POST', path: '/api/v2/incidents', operationId: 'openIncident', access: INCIDENT_KEEPERS },
    summary: 'Opens an incident',
    body: newIncident,
    response: incident,
    problems: [409],
    async handle({ body, reader, identity }, { scopes, clock }) {
      const id = uuidv7();
      const refusal = await scopes.transaction(reader.scope, (sql) =>
        openIncident(sql, id, given(body), actorOf(identity), clock.nowMs()),
      );
      if (refusal !== undefined) throw refused(refusal);
      return rowText(readRow(reader, 'incident', id), 'incident', id);
    },
  }),
  route({
    ...{
      method: 'POST',
      path: '/api/v2/incidents/{id}/actions',
      operationId: 'actOnIncident',
      access: INCIDENT_KEEPERS,
    },
    summary: 'Adds to the timeline of an incident, gathers what belongs to it, or moves it on',
    params: ofId,
    body: askedIncidentAction,
    response: incident,
    problems: [404, 409],
    async handle({ params: { id }, body: { action, ...told }, reader, identity }, { scopes, clock }) {
      const nowMs = clock.nowMs();
      const asked = { id, action, parameters: given(told), actor: actorOf(identity) };
      const outcome = await scopes.transaction(reader.scope, (sql) =>
        actOnIncident(sql, { ...asked, entryId: uuidv7(), madeAtMs: nowMs, nowMs }),
      );
      if (outcome !== undefined && 'refusal' in outcome) throw refused(outcome.refusal);
      return rowText(readRow(reader, 'incident', id), 'incident', id);
    },
  }),
  route({
    ...{ method: 'GET', path: '/api/v2/incidents/{id}/report', operationId: 'getIncidentReport', access: PEOPLE },
    summary: 'The report of an incident as PDF: what belongs to it, and its timeline',
    params: ofId,
    query: z.strictObject({ language: z.enum(DOCUMENT_LANGUAGES).default('fr') }),
    response: z.string(),
    media: ['application/pdf'],
    problems: [404, 503],
    handle: async ({ params, query, reader }, { documents }) =>
      answeredFile('incident', params.id, () => documents.incident(reader, params.id, query.language)),
  }),
  route({
    ...{ method: 'GET', path: '/api/v2/handovers', operationId: 'listHandovers', access: PEOPLE },
    summary: 'Handovers by id',
    query: handoversQuery,
    response: handoversPage,
    handle: ({ query: { state, ...query }, reader }) => pageText(readPage(reader, 'handover', query, { state })),
  }),
  route({
    ...{ method: 'GET', path: '/api/v2/handovers/{id}', operationId: 'getHandover', access: PEOPLE },
    summary: 'One handover; the items of a draft are gathered when it is handed over',
    params: ofId,
    response: handover,
    problems: [404],
    handle: ({ params, reader }) => rowText(readRow(reader, 'handover', params.id), 'handover', params.id),
  }),
  route({
    ...{ method: 'POST', path: '/api/v2/handovers', operationId: 'draftHandover', access: HANDOVER_KEEPERS },
    summary: 'Drafts the handover of the shift of whoever asks',
    body: newHandover,
    response: handover,
    problems: [409],
    async handle({ body, reader, identity }, { scopes }) {
      const id = uuidv7();
      const refusal = await scopes.transaction(reader.scope, (sql) =>
        draftHandover(sql, id, given(body), actorOf(identity)),
      );
      if (refusal !== undefined) throw refused(refusal);
      return rowText(readRow(reader, 'handover', id), 'handover', id);
    },
  }),
  route({
    ...{
      method: 'POST',
      path: '/api/v2/handovers/{id}/actions',
      operationId: 'actOnHandover',
      access: HANDOVER_KEEPERS,
    },
    summary: 'Writes a remark, hands over, or signs: somebody else than who leaves',
    params: ofId,
    body: askedHandoverAction,
    response: handover,
    problems: [404, 409],
    async handle({ params: { id }, body: { action, ...told }, reader, identity }, { scopes, clock }) {
      const asked = { id, action, parameters: given(told), actor: actorOf(identity), nowMs: clock.nowMs() };
      const refusal = await scopes.transaction(reader.scope, (sql) => actOnHandover(sql, asked));
      if (refusal !== undefined) throw refused(refusal);
      return rowText(readRow(reader, 'handover', id), 'handover', id);
    },
  }),
];

/** What was left out is not told. */
function given(parameters: Readonly<Record<string, FieldValue | undefined>>): FieldValues {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
