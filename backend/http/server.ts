import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Identity, TokenVerifier } from '../auth/token-verifier.ts';
import { authenticate, authorize } from './authentication.ts';
import { answerUnreadable } from './unreadable.ts';
import { problemOf } from './error-to-problem.ts';
import { isLoopbackAddress, isLoopbackHost } from './loopback.ts';
import { notFound, packedBody, wrongHost } from './not-served.ts';
import { PROBLEM_MEDIA_TYPE, type ProblemError, readAs } from './problem.ts';
import { JsonText, type Route } from './route.ts';
import type { RouteContext } from './route-context.ts';

const JSON_MEDIA_TYPE = 'application/json; charset=utf-8';
const DEFAULT_BODY_LIMIT = 64 * 1024;
const REQUEST_TIMEOUT_MS = 60_000;
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
}

/** The HTTP side of the service: every answer that is not the one asked for is a problem document. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const { routes } = options;
  const { log } = options.context;
  const server = fastify({
    bodyLimit: DEFAULT_BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    frameworkErrors: (error, _request, reply) => void sendProblem(problemOf(error, log), reply),
    clientErrorHandler: answerUnreadable,
  });
  server.removeContentTypeParser('text/plain');
  server.setErrorHandler((error, _request, reply) => sendProblem(problemOf(error, log), reply));
  server.setNotFoundHandler((request, reply) => sendProblem(notFound(request.method, request.url, routes), reply));
  server.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
    if (options.loopbackOnly && !isLoopbackHost(request.headers.host)) throw wrongHost(request.headers.host);
    if (isPacked(request)) throw packedBody();
    // On the machine itself compressing costs more than it saves; nobody else can tell the plugin so.
    if (isLoopbackAddress(request.ip)) request.headers['x-no-compression'] = '1';
  });
  server.addHook('onResponse', async (request, reply) => {
    const { method, url } = request;
    log.debug({ method, url, status: reply.statusCode, milliseconds: Math.round(reply.elapsedTime) }, 'answered');
  });
  await server.register(compress, {
    globalDecompression: false,
    encodings: ['br', 'gzip'],
    threshold: 2048,
    syncThreshold: LARGEST_COMPRESSED_HERE,
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } },
    zlibOptions: { level: GZIP_LEVEL },
  });
  for (const route of routes) addRoute(server, route, options);
  return server;
}

/** Who sent a request whose token was checked. */
const identities = new WeakMap<FastifyRequest, Identity>();

function addRoute(server: FastifyInstance, route: Route, { context, verifier }: ServerOptions): void {
  server.route({
    method: route.method,
    url: route.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    ...(route.bodyLimit === undefined ? {} : { bodyLimit: route.bodyLimit }),
    // Before the body is read: a stranger must not make the server read megabytes.
    onRequest: async (request) => {
      if (route.access === 'public') return;
      const identity = await authenticate(request.headers.authorization, verifier);
      if (route.access !== 'token') authorize(identity, route.access);
      identities.set(request, identity);
    },
    handler: async (request, reply) => {
      const call = {
        query: route.query && readAs(route.query, request.query, 'query'),
        params: route.params && readAs(route.params, request.params, 'path'),
        body: route.body && readAs(route.body, request.body, 'body'),
        identity: identities.get(request),
        request,
      };
      const answer = await route.handle(call as never, context);
      reply.type(JSON_MEDIA_TYPE);
      return reply.send(answer instanceof JsonText ? answer.text : JSON.stringify(answer));
    },
  });
}

function isPacked({ headers }: FastifyRequest): boolean {
  return (headers['content-encoding'] ?? 'identity') !== 'identity';
}

function sendProblem({ problem, headers }: ProblemError, reply: FastifyReply): FastifyReply {
  return reply.status(problem.status).headers(headers).type(PROBLEM_MEDIA_TYPE).send(JSON.stringify(problem));
}
