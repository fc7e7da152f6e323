import type { FastifyReply } from 'fastify';

/**
 * Headers of every answer. The interface gives JSON to programs: a browser that is led here shows nothing, runs nothing, frames
 * nothing and keeps nothing. A route that does show pages sets its own.
 */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

export function setSecurityHeaders(reply: FastifyReply): void {
  reply.headers(HEADERS);
}
