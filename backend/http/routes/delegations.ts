import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { delegationsPage, newDelegation, pageQuery } from '../../../shared/api/index.ts';
import { delegation, DECIDERS } from '../../../shared/domain/index.ts';
import { actorOf } from '../actor.ts';
import { refused } from '../refused.ts';
import { type Route, route } from '../route.ts';
import { pageText, rowText } from '../row-texts.ts';

const PATH = '/api/v2/delegations';
const access = DECIDERS;
const ofId = z.strictObject({ id: z.guid() });

/** Who decides for whom, and when. */
export const delegationRoutes: readonly Route[] = [
  route({
    ...{ method: 'GET', path: PATH, operationId: 'listDelegations', access },
    summary: 'Delegations by id, those that are over as well',
    query: pageQuery,
    response: delegationsPage,
    handle: ({ query, reader }, { validations }) => pageText(validations.delegations(reader, query)),
  }),
  route({
    ...{ method: 'GET', path: `${PATH}/{id}`, operationId: 'getDelegation', access },
    summary: 'One delegation',
    params: ofId,
    response: delegation,
    problems: [404],
    handle: ({ params, reader }, { validations }) =>
      rowText(validations.delegation(reader, params.id), 'delegation', params.id),
  }),
  route({
    ...{ method: 'POST', path: PATH, operationId: 'giveDelegation', access },
    summary: 'Whoever asks has another decide in their place for a time, with the roles that they have now',
    body: newDelegation,
    response: delegation,
    problems: [409],
    async handle({ body, reader, identity }, { validations, scopes }) {
      const id = uuidv7();
      const refusal = await scopes.transaction(reader.scope, (sql) =>
        validations.delegate(sql, id, body, actorOf(identity)),
      );
      if (refusal !== undefined) throw refused(refusal);
      return rowText(validations.delegation(reader, id), 'delegation', id);
    },
  }),
  route({
    ...{ method: 'POST', path: `${PATH}/{id}/revoke`, operationId: 'revokeDelegation', access },
    summary: 'Takes a delegation back: whoever gave it, whoever has it, or an administrator',
    params: ofId,
    response: delegation,
    problems: [404],
    async handle({ params: { id }, reader, identity }, { validations, scopes }) {
      const refusal = await scopes.transaction(reader.scope, (sql) => validations.revoke(sql, id, actorOf(identity)));
      if (refusal !== undefined && refusal.code !== 'not-found') throw refused(refusal);
      return rowText(validations.delegation(reader, id), 'delegation', id);
    },
  }),
];
