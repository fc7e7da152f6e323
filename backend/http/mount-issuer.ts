import type { FastifyInstance } from 'fastify';
import { ISSUER_PATH, type DemonstrationIssuer } from '../auth/demonstration/demonstration-issuer.ts';

/** Gives all that is asked for below the issuer's path to it, with the body unread. */
export function mountIssuer(server: FastifyInstance, issuer: DemonstrationIssuer): void {
  void server.register(async (part) => {
    part.removeAllContentTypeParsers();
    part.addContentTypeParser('*', (_request, _body, done) => done(null));
    part.all(`${ISSUER_PATH}/*`, async (request, reply) => {
      reply.hijack();
      await issuer.serve(request.raw, reply.raw);
    });
  });
}
