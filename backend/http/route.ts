import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Role } from '../../shared/domain/index.ts';
import type { Identity } from '../auth/token-verifier.ts';
import type { Reader } from '../database/scope.ts';
import type { RouteContext } from './route-context.ts';

/** JSON that is text already: it is sent as it is. */
export class JsonText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What a handler is given: parsed by the route's schemas, and who asks. */
export interface Call<Query, Params, Body> {
  query: Query;
  params: Params;
  body: Body;
  /** Undefined on public routes only. */
  identity: Identity | undefined;
  /** The database as the caller may see it; on public routes as one who may see nothing. */
  reader: Reader;
  request: FastifyRequest;
}

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** One route: what the server registers and what the OpenAPI document says come from it alike. */
export interface RouteOf<
  Query extends z.ZodType | undefined = z.ZodType | undefined,
  Params extends z.ZodType | undefined = z.ZodType | undefined,
  Body extends z.ZodType | undefined = z.ZodType | undefined,
> {
  method: 'GET' | 'POST';
  /** As OpenAPI writes it: `/api/v2/missions/{id}`. */
  path: string;
  operationId: string;
  summary: string;
  /** Who may call it: anyone, or those with one of these roles. */
  access: 'public' | readonly Role[];
  /** It tells of all subsidiaries at once: only for those who may see all. */
  isOfAll?: boolean;
  query?: Query;
  params?: Params;
  body?: Body;
  /** Most bytes of a body. */
  bodyLimit?: number;
  response: z.ZodType;
  /** It answers with a file of one of these types, see `FileAnswer`. */
  media?: readonly string[];
  /** Problem statuses that it may answer beyond those of every route. */
  problems?: readonly number[];
  handle(call: Call<Output<Query>, Output<Params>, Output<Body>>, context: RouteContext): Promise<unknown>;
}

/** A route whose own types do not matter any more. */
export type Route = Omit<RouteOf, 'handle'> & {
  handle(call: Call<never, never, never>, context: RouteContext): Promise<unknown>;
};

/** Infers the types of query, params and body from the schemas. */
export function route<
  Query extends z.ZodType | undefined = undefined,
  Params extends z.ZodType | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(definition: RouteOf<Query, Params, Body>): Route {
  return definition;
}
