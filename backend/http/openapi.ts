import { z } from 'zod';
import { change, mutation, mutationAnswer, problem } from '../../shared/api/index.ts';
import { billingCycle, geofence, mission, refusal, thirdParty, vehicle } from '../../shared/domain/index.ts';
import { PROBLEM_MEDIA_TYPE } from './problem.ts';
import type { Route } from './route.ts';

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 description of the routes, from the schemas that they are checked with. */
export function describeApi(routes: readonly Route[], version: string): object {
  const schemas = registerSchemas(routes);
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: describe(route, schemas) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Vigie',
      version,
      license: { name: 'MIT', identifier: 'MIT' },
      description:
        'The interface between the back office and the desktops. Times are ISO 8601 in UTC, amounts integer cents, places ' +
        'WGS 84 degrees. Whatever is not the answer asked for is a problem document (RFC 9457). Changes and positions ' +
        'are also announced over socket.io, in the namespaces /sync and /positions.',
    },
    paths,
    components: {
      schemas: componentsOf(schemas),
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
}

type Schemas = z.core.$ZodRegistry<{ id: string }>;

/** Names the schemas that are shared or answered, so that each is described once. */
function registerSchemas(routes: readonly Route[]): Schemas {
  const named: readonly [string, z.ZodType][] = [
    ['Mission', mission],
    ['BillingCycle', billingCycle],
    ['ThirdParty', thirdParty],
    ['Geofence', geofence],
    ['Vehicle', vehicle],
    ['Change', change],
    ['Mutation', mutation],
    ['MutationAnswer', mutationAnswer],
    ['Refusal', refusal],
    ['Problem', problem],
  ];
  const schemas: Schemas = z.registry<{ id: string }>();
  for (const [id, schema] of named) schemas.add(schema, { id });
  for (const { operationId, response, media } of routes) {
    if (media !== undefined || schemas.has(response)) continue;
    schemas.add(response, { id: `${operationId.charAt(0).toUpperCase()}${operationId.slice(1)}Answer` });
  }
  return schemas;
}

const refTo = (id: string) => `#/components/schemas/${id}`;

function componentsOf(schemas: Schemas): Json {
  const described = z.toJSONSchema(schemas, { io: 'input', uri: refTo });
  return Object.fromEntries(Object.entries(described.schemas).map(([id, schema]) => [id, withoutHead(schema)]));
}

function withoutHead(schema: Json): Json {
  const { $schema: _, $id: __, ...rest } = schema;
  return rest;
}

function describe(route: Route, schemas: Schemas): Json {
  const { access, operationId, query, params, body, response, summary } = route;
  const isPublic = access === 'public';
  const parameters = [...parametersOf(params, 'path'), ...parametersOf(query, 'query')];
  const statuses = [
    400,
    ...(isPublic ? [] : [401]),
    ...(isPublic ? [] : [403]),
    ...(body === undefined ? [] : [413, 415]),
    429,
    ...(route.problems ?? []),
  ];
  const answer = schemas.get(response)?.id ?? '';
  return {
    operationId,
    summary,
    ...(isPublic ? {} : { description: describeAccess(route) }),
    ...(isPublic ? {} : { security: [{ bearer: [] }] }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: { required: true, content: json(inline(body)) } }),
    responses: {
      200: {
        description: summary,
        content: route.media === undefined ? json({ $ref: refTo(answer) }) : files(route.media),
      },
      ...Object.fromEntries([...new Set(statuses)].sort((a, b) => a - b).map((status) => [status, PROBLEM_RESPONSE])),
      default: PROBLEM_RESPONSE,
    },
  };
}

function describeAccess({ access, isOfAll = false }: Route): string {
  const roles = `Needs one of the roles ${Array.isArray(access) ? access.join(', ') : ''}`;
  return isOfAll ? `${roles}, and a token for all subsidiaries.` : `${roles}.`;
}

const PROBLEM_RESPONSE = {
  description: 'Why not, and what to do about it',
  content: { [PROBLEM_MEDIA_TYPE]: { schema: { $ref: refTo('Problem') } } },
};

function json(schema: Json): Json {
  return { 'application/json': { schema } };
}

function files(media: readonly string[]): Json {
  return Object.fromEntries(media.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]));
}

function inline(schema: z.ZodType): Json {
  return withoutHead(z.toJSONSchema(schema, { io: 'input' }));
}

function parametersOf(schema: z.ZodType | undefined, where: 'path' | 'query'): Json[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' });
  return Object.entries(properties).map(([name, value]) => ({
    name,
    in: where,
    required: required.includes(name),
    schema: value,
  }));
}
