import { type alarmMethods, MOST_ALARMED_VEHICLES } from '../../../shared/contract/index.ts';
import { alarmFiguresOf, type Clock, TimeZone } from '../../../shared/domain/index.ts';
import type { Server } from '../books/ask-server.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { Store } from '../store/store.ts';
import { type RuleTrying, tryRuleAnywhere } from '../try-rule.ts';
import { keepAction } from './edits.ts';
import { notFound } from './errors.ts';
import type { MethodHandlers } from './method-handlers.ts';

/** Alarms and their rules from the cache: the same with and without a server. */
export function createAlarmHandlers(
  store: Store,
  fleet: Pick<Fleet, 'slotOf' | 'streamId'>,
  clock: Clock,
  server: Server,
  recordings: RuleTrying['recordings'],
): MethodHandlers<typeof alarmMethods> {
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
    'alarms.vehicles': () => ({
      streamId: fleet.streamId(),
      vehicles: store
        .read(({ alarms }) => alarms.vehicles(clock.nowMs(), MOST_ALARMED_VEHICLES))
        .flatMap(({ vehicleId, ...alarm }) => {
          const slot = fleet.slotOf(vehicleId);
          return slot === undefined ? [] : [{ slot, ...alarm }];
        }),
    }),
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
    async 'alarmRules.trial'(asked, context) {
      const asking = new AbortController();
      const stop = context.onCancel(() => asking.abort());
      try {
        return await tryRuleAnywhere({ store, clock, server, recordings }, asked, asking.signal);
      } finally {
        stop();
      }
    },
    'alarms.figures'({ fromMs, toMs, timeZone, shiftStarts }) {
      const zone = new TimeZone(timeZone);
      const alarms = store.read((cache) => cache.alarms.counted(fromMs));
      return alarmFiguresOf(alarms, { fromMs, toMs, zone, ...(shiftStarts === undefined ? {} : { shiftStarts }) });
    },
  };
}
