import { ProblemError } from './problem.ts';
import type { Route } from './route.ts';

/** No route: the path is not known, or known by another method. */
export function notFound(method: string, url: string, routes: readonly Route[]): ProblemError {
  const [path = ''] = url.split('?');
  const allowed = routes.filter((route) => matches(route.path, path)).map((route) => route.method);
  if (allowed.length === 0) {
    return new ProblemError('not-found', {
      detail: `there is nothing at ${path.slice(0, 200)}`,
      remedy: 'Correct the path; /api/v2/openapi.json lists those that there are.',
    });
  }
  const methods = [...new Set(allowed.flatMap((one) => (one === 'GET' ? ['GET', 'HEAD'] : [one])))].join(', ');
  return new ProblemError('invalid-request', {
    status: 405,
    title: 'The method is not allowed here',
    detail: `${path.slice(0, 200)} does not take ${method}`,
    remedy: `Use ${methods}.`,
    headers: { allow: methods },
  });
}

/** The Host header names something else than this machine. */
export function wrongHost(host: string | undefined): ProblemError {
  return new ProblemError('invalid-request', {
    status: 421,
    title: 'The request was meant for another server',
    detail: `this service only answers to the name of the machine itself, not to ${(host ?? 'none').slice(0, 100)}`,
    field: 'host',
    remedy: 'Use 127.0.0.1 or localhost in the address.',
  });
}

/** The service is about to end. */
export function closing(): ProblemError {
  return new ProblemError('unavailable', {
    detail: 'the service stops',
    remedy: 'Send it again: another server answers, or this one after its restart.',
    headers: { 'retry-after': '2', connection: 'close' },
  });
}

/** Bodies are read as they are: unpacking what a stranger sends could fill the memory. */
export function packedBody(): ProblemError {
  return new ProblemError('invalid-request', {
    status: 415,
    title: 'The encoding is not supported',
    detail: 'the body is compressed',
    field: 'content-encoding',
    remedy: 'Send the body as it is, without Content-Encoding.',
  });
}

function matches(template: string, path: string): boolean {
  const parts = template.split('/');
  const given = path.split('/');
  return parts.length === given.length && parts.every((part, index) => part.startsWith('{') || part === given[index]);
}
