import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import {
  alarmFigures,
  alarmRulesPage,
  alarmsPage,
  alarmsQuery,
  type AskedAlarm,
  askedAlarmAction,
  askedTrial,
  bulkAlarmActions,
  bulkAlarmAnswers,
  figuresQuery,
  pageQuery,
  ruleTrial,
  writeAlarmRule,
} from '../../../shared/api/index.ts';
import {
  ALARM_OPERATORS,
  ALARM_RULE_EDITORS,
  alarmRecord,
  alarmRule,
  type FieldValues,
  newAlarmRule,
  PEOPLE,
  type Refusal,
  TimeZone,
} from '../../../shared/domain/index.ts';
import type { Identity } from '../../auth/token-verifier.ts';
import type { Reader } from '../../database/scope.ts';
import { countAtOnce } from '../../services/alarms/alarm-desk.ts';
import { readAlarm, readAlarms } from '../../services/alarms/alarm-lists.ts';
import { readFigures, TooManyAlarmsError } from '../../services/alarms/read-figures.ts';
import { tryRuleOnTracks } from '../../services/alarms/try-rule.ts';
import { fieldsOfRule, removeRule, writeRule } from '../../services/alarms/write-rule.ts';
import { refusalByDatabase } from '../../services/mutations/database-refusal.ts';
import { readPage, readRow } from '../../services/row-pages.ts';
import { actorOf } from '../actor.ts';
import { ProblemError } from '../problem.ts';
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
      const writing = { actor: actorOf(identity), desk: alarms, nowMs: clock.nowMs() };
      const refusal = await scopes
        .transaction(reader.scope, (sql) => writeRule(sql, id, body, writing))
        .catch((error: unknown) => {
          const said = refusalByDatabase(error, { op: 'create' });
          if (said === undefined) throw error;
          return said;
        });
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
  route({
    ...{ method: 'POST', path: '/api/v2/alarm-rule-trials', operationId: 'tryAlarmRule', access: ALARM_RULE_EDITORS },
    summary:
      'What a rule would have done lately, by the tracks that are kept, and how many alarms it would raise at once',
    body: askedTrial,
    response: ruleTrial,
    async handle({ body, reader }, { alarms, clock, scopes, supervision }) {
      const nowMs = clock.nowMs();
      const rule = newAlarmRule(uuidv7(), fieldsOfRule(body.rule), new Date(nowMs).toISOString());
      const ownerOf = (subsidiary: string | null) => subsidiary ?? scopes.settings.defaultSubsidiary;
      const wanted = { rule, subsidiary: null };
      const { minutes } = body;
      const trial = await tryRuleOnTracks(reader, wanted, { supervision, ownerOf, minutes, nowMs });
      const atOnce = await scopes.transaction(reader.scope, (sql) => countAtOnce(sql, alarms, rule));
      return { ...trial, atOnce };
    },
  }),
  route({
    ...{ method: 'GET', path: '/api/v2/alarm-figures', operationId: 'getAlarmFigures', access: PEOPLE },
    summary: 'Rates, standing and stale alarms, the worst offenders, shares by priority, by shift and by day',
    query: figuresQuery,
    response: alarmFigures,
    async handle({ query: { from, to, timeZone }, reader }) {
      const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
      if (!isTimeZone(timeZone)) throw wrongQuery('timeZone', 'is no name of a time zone', 'Write it as Europe/Paris.');
      if (toMs <= fromMs) throw wrongQuery('to', 'is not after from', 'Name a later time.');
      if (toMs - fromMs > LONGEST_FIGURES_MS)
        throw wrongQuery('to', 'is more than 92 days after from', 'Ask for less.');
      try {
        return await readFigures(reader, { fromMs, toMs, timeZone });
      } catch (error) {
        if (error instanceof TooManyAlarmsError) throw wrongQuery('to', error.message, 'Ask for a shorter time.');
        throw error;
      }
    },
  }),
];

const LONGEST_FIGURES_MS = 92 * 86_400_000;

function isTimeZone(name: string): boolean {
  try {
    return new TimeZone(name).name !== '';
  } catch {
    return false;
  }
}

function wrongQuery(field: string, fault: string, remedy: string): ProblemError {
  return new ProblemError('invalid-request', { detail: `${field}: ${fault}`, field, remedy });
}

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
