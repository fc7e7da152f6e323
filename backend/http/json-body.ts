import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { ProblemError } from './problem.ts';

/** Deeper than anything that the interface takes. */
const DEEPEST = 64;

const OPEN = [0x5b, 0x7b];
const CLOSE = [0x5d, 0x7d];
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Reads bodies: JSON in UTF-8 and nothing else. What no program sends by accident is refused before it is parsed: bytes that are not
 * UTF-8 (they would be replaced, and an edit would not say what was meant), nesting without end (whoever walks over it later would
 * run out of stack), members that change what objects are.
 */
export function takeJsonOnly(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.removeAllContentTypeParsers();
  server.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(request.headers['content-type'] ?? '')?.[1] ?? 'utf-8';
    if (!/^utf-?8$/i.test(charset)) return done(wrongCharset());
    if (!isUtf8(body)) return done(unreadable('it is not UTF-8', 'Send the text as UTF-8.'));
    if (isDeeperThan(body, DEEPEST))
      return done(unreadable(`it is nested more than ${DEEPEST} deep`, 'Send what the interface describes.'));
    void parse(request, body.toString('utf8'), done);
  });
}

function wrongCharset(): ProblemError {
  return new ProblemError('invalid-request', {
    status: 415,
    title: 'The charset is not supported',
    detail: 'the body is not UTF-8',
    field: 'content-type',
    remedy: 'Send JSON in UTF-8, with "Content-Type: application/json".',
  });
}

function unreadable(why: string, remedy: string): ProblemError {
  return new ProblemError('invalid-request', { detail: `the body cannot be read: ${why}`, field: 'body', remedy });
}

/** Counts brackets outside of texts. Whether the rest is JSON is seen when it is parsed. */
function isDeeperThan(body: Buffer, most: number): boolean {
  let depth = 0;
  let isInText = false;
  for (let at = 0; at < body.length; at++) {
    const byte = body[at] ?? 0;
    if (isInText) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) isInText = false;
    } else if (byte === QUOTE) isInText = true;
    else if (OPEN.includes(byte)) {
      depth += 1;
      if (depth > most) return true;
    } else if (CLOSE.includes(byte)) depth -= 1;
  }
  return false;
}
