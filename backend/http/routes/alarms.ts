import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import {
  alarmRulesPage,
  alarmsPage,
  alarmsQuery,
  type AskedAlarm,
  askedAlarmAction,
  bulkAlarmActions,
  bulkAlarmAnswers,
  pageQuery,
  writeAlarmRule,
} from '../../../shared/api/index.ts';
import {
  ALARM_OPERATORS,
  ALARM_RULE_EDITORS,
  alarmRecord,
  alarmRule,
  type FieldValues,
  PEOPLE,
  type Refusal,
} from '../../../shared/domain/index.ts';
import type { Identity } from '../../auth/token-verifier.ts';
import type { Reader } from '../../database/scope.ts';
import { readAlarm, readAlarms } from '../../services/alarms/alarm-lists.ts';
import { removeRule, writeRule } from '../../services/alarms/write-rule.ts';
import { readPage, readRow } from '../../services/row-pages.ts';
import { actorOf } from '../actor.ts';
import { refused } from '../refused.ts';
import type { RouteContext } from '../route-context.ts';
import { type Route, route } from '../route.ts';
import { pageText, rowText } from '../row-texts.ts';

const ofId = z.strictObject({ id: z.guid() });

/** Alarms, what people do with them, and the rules that raise them. */
export const alarmRoutes: readonly Route[] = [
  route({
    ...{ method: 'GET', path: '/api/v2/alarms', operationId: 'listAlarms', access: PEOPLE },
    summary: 'Alarms with their journals, the newest first: those that stand, or another list',
    query: alarmsQuery,
    response: alarmsPage,
    handle: ({ query, reader }, { clock }) => pageText(readAlarms(reader, query, clock.nowMs())),
  }),
  route({
    ...{ method: 'GET', path: '/api/v2/alarms/{id}', operationId: 'getAlarm', access: PEOPLE },
    summary: 'One alarm with its journal, from the archive too',
    params: ofId,
    response: alarmRecord,
    problems: [404],
    handle: ({ params, reader }) => rowText(readAlarm(reader, params.id), 'alarm', params.id),
  }),
  route({
    ...{ method: 'POST', path: '/api/v2/alarms/{id}/actions', operationId: 'actOnAlarm', access: ALARM_OPERATORS },
    summary: 'Acknowledges, resets, shelves, suppresses or annotates an alarm',
    params: ofId,
    body: askedAlarmAction,
    response: alarmRecord,
    problems: [404, 409],
    async handle({ params: { id }, body, reader, identity }, context) {
      const refusal = await act(reader, context, { id, body, identity });
      if (refusal !== undefined) throw refused(refusal);
      return rowText(readAlarm(reader, id), 'alarm', id);
    },
  }),
  route({
    ...{ method: 'POST', path: '/api/v2/alarm-actions', operationId: 'actOnAlarms', access: ALARM_OPERATORS },
    summary: 'Several actions, each answered by itself: one that is refused stops none of the others',
    body: bulkAlarmActions,
    response: bulkAlarmAnswers,
    async handle({ body: { actions }, reader, identity }, context) {
      const items: z.infer<typeof bulkAlarmAnswers>['items'] = [];
      for (const { id, ...body } of actions) {
        const reason = await act(reader, context, { id, body, identity });
        items.push(reason === undefined ? { id, result: 'taken' } : { id, result: 'refused', reason });
      }
      return { items };
    },
  }),
  route({
    ...{ method: 'GET', path: '/api/v2/alarm-rules', operationId: 'listAlarmRules', access: PEOPLE },
    summary: 'Rules of alarms by id',
    query: pageQuery,
    response: alarmRulesPage,
    handle: ({ query, reader }) => pageText(readPage(reader, 'alarm-rule', query)),
  }),
  route({
    ...{ method: 'GET', path: '/api/v2/alarm-rules/{id}', operationId: 'getAlarmRule', access: PEOPLE },
    summary: 'One rule of alarms',
    params: ofId,
    response: alarmRule,
    problems: [404],
    handle: ({ params, reader }) => rowText(readRow(reader, 'alarm-rule', params.id), 'rule', params.id),
  }),
  route({
    ...{ method: 'POST', path: '/api/v2/alarm-rules', operationId: 'writeAlarmRule', access: ALARM_RULE_EDITORS },
    summary: 'Makes a rule, or changes the one of this id',
    body: writeAlarmRule,
    response: alarmRule,
    problems: [409],
    async handle({ body, reader, identity }, { alarms, clock, scopes }) {
      const id = body.id ?? uuidv7();
      const refusal = await scopes.transaction(reader.scope, (sql) =>
        writeRule(sql, id, body, { actor: actorOf(identity), desk: alarms, nowMs: clock.nowMs() }),
      );
      if (refusal !== undefined) throw refused(refusal);
      return rowText(readRow(reader, 'alarm-rule', id), 'rule', id);
    },
  }),
  route({
    ...{ method: 'POST', path: '/api/v2/alarm-rules/{id}/remove', operationId: 'removeAlarmRule' },
    access: ALARM_RULE_EDITORS,
    summary: 'Removes a rule; what it raised stays until it is closed',
    params: ofId,
    response: z.object({ removed: z.literal(true) }),
    problems: [404, 409],
    async handle({ params: { id }, reader, identity }, { scopes }) {
      const refusal = await scopes.transaction(reader.scope, (sql) => removeRule(sql, id, actorOf(identity)));
      if (refusal !== undefined) throw refused(refusal);
      return { removed: true };
    },
  }),
];

function act(
  reader: Reader,
  { alarms, scopes }: RouteContext,
  { id, body, identity }: { id: string; body: AskedAlarm; identity: Identity | undefined },
): Promise<Refusal | undefined> {
  const { action, raisedAt, ...parameters } = body;
  const asked = { id, action, parameters: given(parameters), actor: actorOf(identity) };
  const seen: FieldValues = raisedAt === undefined ? {} : { raisedAt };
  return scopes.transaction(reader.scope, (sql) => alarms.act(sql, { ...asked, seen }));
}

/** What was left out is not told. */
function given(parameters: Readonly<Record<string, string | undefined>>): FieldValues {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
