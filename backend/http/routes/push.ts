import { MAX_PUSH_BYTES, pushRequest, pushResponse, type PushResponse } from '../../../shared/api/index.ts';
import { type Actor, PUSHERS } from '../../../shared/domain/index.ts';
import { parseMutation } from '../../services/mutations/parse-mutation.ts';
import { ProblemError } from '../problem.ts';
import { type Route, route } from '../route.ts';

/** `POST /api/v2/sync/push`: edits of desktops, each with its own outcome. */
export const pushRoutes: readonly Route[] = [
  route({
    ...{ method: 'POST', path: '/api/v2/sync/push', operationId: 'pushMutations' },
    access: PUSHERS,
    summary: 'Edits (each a Mutation) in the order in which they were made; says of each what became of it',
    body: pushRequest,
    bodyLimit: MAX_PUSH_BYTES,
    response: pushResponse,
    problems: [410, 413, 503],
    async handle({ body, identity, reader }, { changes, clock, mutations }): Promise<PushResponse> {
      if (body.epoch !== changes.epoch) throw otherHistory();
      const answers = await mutations.push(
        { scope: reader.scope, actor: identity ?? NOBODY },
        body.mutations.map(parseMutation),
      );
      if (answers.length === 0) throw nothingTaken();
      return { epoch: changes.epoch, serverTime: new Date(clock.nowMs()).toISOString(), answers };
    },
  }),
];

/** The route asks for a role, which nobody has without an identity. */
const NOBODY: Actor = { subject: '', roles: [] };

function otherHistory(): ProblemError {
  return new ProblemError('resync', {
    title: 'The history is another one',
    detail: 'the edits were made on another history of this database, which was restored or moved since',
    field: 'epoch',
    remedy: 'Read everything anew, then send the edits again with the epoch of what was read.',
  });
}

function nothingTaken(): ProblemError {
  return new ProblemError('unavailable', {
    detail: 'other programs keep the rows of these edits locked',
    remedy: 'Send them again in a while.',
    headers: { 'retry-after': '2' },
  });
}
