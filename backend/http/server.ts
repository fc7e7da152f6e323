import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import type { Limits } from '../operations/limits.ts';
import { DEFAULT_LIMITS } from '../operations/limits.ts';
import type { Metrics } from '../operations/metrics.ts';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Identity, TokenVerifier } from '../auth/token-verifier.ts';
import type { Scope } from '../database/scope.ts';
import { authenticate, authorize } from './authentication.ts';
import { answerUnreadable } from './unreadable.ts';
import { problemOf } from './error-to-problem.ts';
import { FileAnswer } from './file-answer.ts';
import { takeJsonOnly } from './json-body.ts';
import { isLoopbackAddress, isLoopbackHost } from './loopback.ts';
import { closing, notFound, packedBody, wrongHost } from './not-served.ts';
import { PROBLEM_MEDIA_TYPE, type ProblemError, readAs } from './problem.ts';
import { createRateLimits, type RateLimits } from './rate-limits.ts';
import { REQUEST_ID_HEADER, requestIdOf } from './request-id.ts';
import { JsonText, type Route } from './route.ts';
import type { RouteContext } from './route-context.ts';
import { setSecurityHeaders } from './security-headers.ts';

const JSON_MEDIA_TYPE = 'application/json; charset=utf-8';
const DEFAULT_BODY_LIMIT = 64 * 1024;
/** How often connections are looked at that send their request too slowly. */
const LOOK_AT_CONNECTIONS_MS = 2_000;
/** Longer answers are compressed by other threads: positions leave from this one, and must not wait. */
const LARGEST_COMPRESSED_HERE = 16_384;
/**
 * Of a page of 2 MB (measured, one core): brotli 4 makes 222 kB in 23 ms, brotli 1 269 kB in 5 ms, brotli 6 206 kB in 54
 * ms; gzip 6 makes 330 kB in 28 ms, gzip 1 376 kB in 27 ms. On a line of 1 Mbit/s each 12 kB are a tenth of a second.
 */
const BROTLI_QUALITY = 4;
const GZIP_LEVEL = 6;

export interface ServerOptions {
  routes: readonly Route[];
  context: RouteContext;
  verifier: TokenVerifier;
  /** Only this machine can reach the server: other names in the Host header are refused. */
  loopbackOnly: boolean;
  limits?: Limits;
  /** Addresses or networks of proxies whose X-Forwarded headers are believed; none by default. */
  trustedProxies?: readonly string[];
  metrics?: Metrics | undefined;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** `operationId` of the route. */
    operation?: string;
  }
}

/** The HTTP side of the service: every answer that is not the one asked for is a problem document. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const { limits = DEFAULT_LIMITS, metrics, routes, trustedProxies = [] } = options;
  const { log, readiness } = options.context;
  const logOf = ({ id }: FastifyRequest) => log.child({ requestId: id });
  const server = fastify({
    bodyLimit: DEFAULT_BODY_LIMIT,
    requestTimeout: limits.requestWithinMs,
    http: { headersTimeout: limits.headersWithinMs, connectionsCheckingInterval: LOOK_AT_CONNECTIONS_MS },
    // Those that are answering go on; `stopServing` bounds how long.
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    genReqId: requestIdOf,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    frameworkErrors: (error, request, reply) => void sendProblem(problemOf(error, logOf(request)), reply),
    clientErrorHandler: answerUnreadable,
  });
  server.server.maxConnections = limits.connections === 0 ? Number.POSITIVE_INFINITY : limits.connections;
  const rates = await createRateLimits(server, limits, (request) => identities.get(request)?.subject ?? '');
  takeJsonOnly(server);
  server.setErrorHandler((error, request, reply) => sendProblem(problemOf(error, logOf(request)), reply));
  server.setNotFoundHandler((request, reply) => sendProblem(notFound(request.method, request.url, routes), reply));
  server.addHook('onRequest', async (request, reply) => {
    setSecurityHeaders(reply);
    reply.header(REQUEST_ID_HEADER, request.id);
    if (readiness.phase === 'closing') throw closing();
    if (options.loopbackOnly && !isLoopbackHost(request.headers.host)) throw wrongHost(request.headers.host);
    // A monitor that asks whether the service works is not turned away because others ask too much.
    if (!isProbe(request)) await rates.countAddress(request);
    if (isPacked(request)) throw packedBody();
    // On the machine itself compressing costs more than it saves; nobody else can tell the plugin so.
    if (isLoopbackAddress(request.ip)) request.headers['x-no-compression'] = '1';
  });
  server.addHook('onSend', async (_request, reply) => {
    // A connection that stays open would keep the process.
    if (readiness.phase !== 'serving') reply.header('connection', 'close');
  });
  server.addHook('onResponse', async (request, reply) => {
    const { id: requestId, method } = request;
    const { elapsedTime, statusCode: status } = reply;
    // Neither path nor query: they may hold anything.
    const operation = request.routeOptions.config.operation ?? 'none';
    metrics?.countRequest(operation, status, elapsedTime / 1000);
    log.debug({ requestId, method, operation, status, milliseconds: Math.round(elapsedTime) }, 'answered');
  });
  await server.register(compress, {
    globalDecompression: false,
    encodings: ['br', 'gzip'],
    threshold: 2048,
    syncThreshold: LARGEST_COMPRESSED_HERE,
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } },
    zlibOptions: { level: GZIP_LEVEL },
  });
  for (const route of routes) addRoute(server, route, options, rates);
  return server;
}

const NO_PARAMETERS = z.strictObject({});
/** What one sees who is nobody. */
const NOTHING: Scope = { subject: '', subsidiaries: [] };

/** Who sent a request whose token was checked. */
const identities = new WeakMap<FastifyRequest, Identity>();

function addRoute(
  server: FastifyInstance,
  route: Route,
  { context, verifier }: ServerOptions,
  rates: RateLimits,
): void {
  server.route({
    config: { operation: route.operationId },
    method: route.method,
    url: route.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    ...(route.bodyLimit === undefined ? {} : { bodyLimit: route.bodyLimit }),
    // Before the body is read: a stranger must not make the server read megabytes.
    onRequest: async (request) => {
      if (route.access === 'public') return;
      const identity = await authenticate(request.headers.authorization, verifier);
      identities.set(request, identity);
      await rates.countSubject(request);
      authorize(identity, route);
    },
    handler: async (request, reply) => {
      const identity = identities.get(request);
      const call = {
        query: readQuery(route, request),
        params: route.params && readAs(route.params, request.params, 'path'),
        body: route.body && readAs(route.body, request.body, 'body'),
        identity,
        reader: context.scopes.reader(identity === undefined ? NOTHING : context.scopes.of(identity)),
        request,
      };
      const answer = await route.handle(call as never, context);
      if (answer instanceof FileAnswer) return answer.send(reply);
      reply.type(JSON_MEDIA_TYPE);
      return reply.send(answer instanceof JsonText ? answer.text : JSON.stringify(answer));
    },
  });
}

/** A parameter that nobody reads was meant for something. Where anybody may ask, as proxies and monitors do, it is let be. */
function readQuery(route: Route, { query }: FastifyRequest): unknown {
  if (route.query !== undefined) return readAs(route.query, query, 'query');
  if (route.access !== 'public') readAs(NO_PARAMETERS, query, 'query');
  return undefined;
}

function isProbe({ url }: FastifyRequest): boolean {
  return /^\/health(?:[/?]|$)/.test(url);
}

function isPacked({ headers }: FastifyRequest): boolean {
  return (headers['content-encoding'] ?? 'identity') !== 'identity';
}

function sendProblem({ problem, headers }: ProblemError, reply: FastifyReply): FastifyReply {
  return reply.status(problem.status).headers(headers).type(PROBLEM_MEDIA_TYPE).send(JSON.stringify(problem));
}
