import type { alarmMethods } from '../../../shared/contract/index.ts';
import type { Clock } from '../../../shared/domain/index.ts';
import type { Store } from '../store/store.ts';
import { keepAction } from './edits.ts';
import { notFound } from './errors.ts';
import type { MethodHandlers } from './method-handlers.ts';

/** Alarms and their rules from the cache: the same with and without a server. */
export function createAlarmHandlers(store: Store, clock: Clock): MethodHandlers<typeof alarmMethods> {
  return {
    'alarms.page': (query) => ({
      ...store.read(({ alarms }) => alarms.page(query, clock.nowMs())),
      revision: store.revision(),
    }),
    'alarms.groups': (query) => ({
      ...store.read(({ alarms }) => alarms.groups(query, clock.nowMs())),
      revision: store.revision(),
    }),
    'alarms.get'({ id }) {
      const row = store.read(({ alarms }) => alarms.get(id, clock.nowMs()));
      if (row === undefined) throw notFound('alarm', id);
      return row;
    },
    'alarms.counts': () => store.read(({ alarms }) => alarms.counts(clock.nowMs())),
    'alarms.act': ({ ids, action, parameters }) =>
      store.write(({ outbox }) => ({
        results: ids.map((id) => keepAction(outbox, clock.nowMs(), { entity: 'alarm', id, action, parameters })),
      })),
    'alarmRules.page': (query) => ({
      ...store.read(({ alarmRules }) => alarmRules.page(query)),
      revision: store.revision(),
    }),
    'alarmRules.get'({ id }) {
      const row = store.read(({ alarmRules }) => alarmRules.get(id));
      if (row === undefined) throw notFound('alarm rule', id);
      return row;
    },
  };
}
